"""What strace wrote about files: calls in the order in which they began, with where in the trace each began and ended.

The trace is made with `-f -ttt -y -xx -s 4194304` and CALLS: every string and path in it is hexadecimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
OPTIONS = ("-f", "-ttt", "-y", "-xx", "-s", "4194304", "-e", f"trace={CALLS}")
_LINE = re.compile(r"(\d+)\s+(\d+\.\d+) (.*)")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)", re.DOTALL)
_FD = re.compile(r"\d+<([^>]*)>")
_STRING = re.compile(r'"([^"]*)"(\.\.\.)?')


@dataclass(frozen=True, slots=True)
class Call:
    """A call that succeeded. `began` and `ended` are lines of the trace; `paths` are those of its files."""

    name: str
    began: int
    ended: int
    paths: tuple[str, ...]
    data: bytes = b""
    number: int = 0  # an offset, or a length
    creates: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """The calls in order of their beginning, and when each line of the trace was written."""

    calls: tuple[Call, ...]
    times: tuple[float, ...]


def read_trace(path: Path) -> Trace:
    """What a file of strace's tells."""
    times: list[float] = []
    calls: list[Call] = []
    open_calls: dict[str, tuple[int, str]] = {}
    with path.open(encoding="ascii") as lines:
        for place, line in enumerate(lines):
            matched = _LINE.match(line)
            assert matched is not None, f"line {place + 1} of the trace cannot be read"
            thread, at, said = matched.groups()
            times.append(float(at))
            if said.endswith("<unfinished ...>"):
                open_calls[thread] = (place, said.removesuffix("<unfinished ...>"))
                continue
            began = place
            if resumed := _RESUMED.match(said):
                began, head = open_calls.pop(thread)
                said = head + resumed[1]
            calls.extend(_read(said, began, place))
    return Trace(tuple(sorted(calls, key=lambda call: call.began)), tuple(times))


def _read(said: str, began: int, ended: int) -> Iterator[Call]:
    matched = _CALL.match(said)
    if matched is None or int(matched[3]) < 0:
        return
    name, arguments, returned = matched[1], matched[2], int(matched[3])
    if name == "openat":
        if "O_CREAT" in arguments:
            assert "O_TRUNC" not in arguments or not _path_of(arguments).endswith(("db", "wal")), arguments
            yield Call(name, began, ended, (_path_of(arguments),), creates=True)
        return
    if name.startswith(("unlink", "rename")):
        yield Call(name[:6], began, ended, tuple(_text(one) for one, _ in _STRING.findall(arguments)))
        return
    opened = _FD.match(arguments)
    if opened is None:
        return
    file = _text(opened[1])
    if name in {"fsync", "fdatasync"}:
        yield Call("sync", began, ended, (file,))
    elif name == "ftruncate":
        yield Call(name, began, ended, (file,), number=int(arguments.rpartition(", ")[2]))
    elif name == "pwrite64":
        data, cut = _STRING.findall(arguments)[0]
        assert not cut, "the trace does not hold all that was written"
        yield Call(
            name, began, ended, (file,), bytes.fromhex(data.replace("\\x", ""))[:returned], _last_number(arguments)
        )


def _last_number(arguments: str) -> int:
    return int(arguments.rpartition(", ")[2])


def _path_of(arguments: str) -> str:
    return _text(_STRING.findall(arguments)[-1][0])


def _text(written: str) -> str:
    return bytes.fromhex(written.replace("\\x", "")).decode() if written.startswith("\\x") else written
