"""What breaks under a running server: its disk is full, its writes fail, or another process holds its store."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

import psutil

ATTACH_SECONDS = 30.0


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


@contextmanager
def nothing_can_grow(pid: int, most_bytes: int = 4_096) -> Iterator[None]:
    """No file of these processes can grow past so many bytes: what a quota does, and much like a full disk."""
    members = family(pid)
    before = {one: resource.prlimit(one, resource.RLIMIT_FSIZE) for one in members}
    for one in members:
        resource.prlimit(one, resource.RLIMIT_FSIZE, (most_bytes, before[one][1]))
    try:
        yield
    finally:
        for one in members:
            with suppress(ProcessLookupError):
                resource.prlimit(one, resource.RLIMIT_FSIZE, before[one])


@contextmanager
def failing(pid: int, *rules: str) -> Iterator[None]:
    """System calls of these processes fail by strace's rules, such as `fdatasync:error=EIO`, while the block lasts."""
    calls = ",".join(rule.partition(":")[0] for rule in rules)
    injected = [part for rule in rules for part in ("-e", f"inject={rule}")]
    attached = [part for one in family(pid) for part in ("-p", str(one))]
    with strace("-f", "-q", "-o", os.devnull, "-e", f"trace={calls}", *injected, *attached, pid=pid):
        yield


@contextmanager
def strace(*arguments: str, pid: int) -> Iterator[None]:
    """strace on running processes for as long as the block lasts; they go on undisturbed after it."""
    tracer = subprocess.Popen(["strace", *arguments], stderr=subprocess.DEVNULL)
    try:
        _wait_until_traced(pid, tracer)
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait()


def _wait_until_traced(pid: int, tracer: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + ATTACH_SECONDS
    while time.monotonic() < deadline and tracer.poll() is None:
        with suppress(FileNotFoundError):  # a thread may end while it is looked at
            if all(
                _tracer_of(task) == tracer.pid for one in family(pid) for task in Path(f"/proc/{one}/task").iterdir()
            ):
                return
        time.sleep(0.01)
    raise RuntimeError("strace could not be attached to the server")


def _tracer_of(task: Path) -> int:
    lines = (task / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("TracerPid:"))


@cache
def why_no_strace() -> str:
    """Why system calls cannot be followed or made to fail here; empty where they can."""
    if shutil.which("strace") is None:
        return "strace is not installed: on Debian and Ubuntu, apt-get install strace"
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        try:
            with strace("-qq", "-o", os.devnull, "-p", str(sleeper.pid), pid=sleeper.pid):
                return ""
        except RuntimeError:
            return "strace may not follow processes here: allow ptrace (SYS_PTRACE in a container)"
        finally:
            sleeper.kill()


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A file system of its own that holds so much. Raises PermissionError where it may not be mounted."""
    with tempfile.TemporaryDirectory(prefix="murmuration-disk-") as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", folder], capture_output=True
        )
        if mounted.returncode != 0:
            raise PermissionError("a small disk can be mounted only by root, with the right to mount")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def filled_up(disk: Path) -> Iterator[None]:
    """Not a byte is left on a disk while the block lasts."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4_096))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def held_by_another(path: Path) -> Iterator[None]:
    """Another process than the server's holds the write lock of a store."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        try:
            yield
        finally:
            other.execute("rollback")
