"""A web process that is killed and started hundreds of times: 0.1 s a start instead of 3 (see warm_server.py)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from benchmarks.server import ROOT, START_SECONDS, Served, served


@dataclass(slots=True)
class Warm:
    """A data folder, and the process that lives of its web process are forked from."""

    product: Served
    origin: subprocess.Popen[str]
    life: int | None = None

    def start(self) -> None:
        """Begin a life and wait until its port can be connected to."""
        self.begin()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.product.port), timeout=1):
                return
            time.sleep(0.005)
        raise RuntimeError("the web process did not listen within a minute")

    def begin(self) -> None:
        """Begin a life and wait for nothing."""
        self.life = int(self._ask("start"))

    def kill(self) -> None:
        """Kill all processes of this life at once, and come back when they are gone."""
        life, self.life = self.life, None
        if life is None:
            return
        # A life that has just been forked may not lead its own group yet; then it has no children either.
        with suppress(ProcessLookupError):
            os.killpg(life, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(life, signal.SIGKILL)
        self._ask(f"reap {life}")

    def _ask(self, command: str) -> str:
        assert self.origin.stdin is not None and self.origin.stdout is not None
        self.origin.stdin.write(f"{command}\n")
        self.origin.stdin.flush()
        answer = self.origin.stdout.readline().strip()
        if not answer:
            raise RuntimeError("the process that web processes are forked from has ended")
        return answer


@contextmanager
def kept_warm() -> Iterator[Warm]:
    """A fresh data folder; put the stores into it before the first life."""
    with served() as product:
        command = [sys.executable, "-m", "tests.rigs.warm_server", str(product.port)]
        origin = subprocess.Popen(
            command, cwd=ROOT, env=product.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        warm = Warm(product, origin)
        try:
            assert origin.stdout is not None and origin.stdout.readline().strip() == "ready"
            yield warm
        finally:
            warm.kill()
            with suppress(OSError):
                origin.stdin.close()  # type: ignore[union-attr]
            origin.kill()
            origin.wait()
            origin.stdout.close()  # type: ignore[union-attr]
