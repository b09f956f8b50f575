"""The product as it is served: a fresh data directory, Granian, and the worker where it is wanted."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")  # as ./run sets it


@dataclass(slots=True)
class Served:
    """A data directory and the processes that serve it."""

    data: Path
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def stories_path(self) -> Path:
        """The story store of the demo organisation."""
        return self.data / "demo" / "stories.db"

    def flask(self, *arguments: str) -> str:
        """Run a command of the product and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"flask {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start_web(self) -> None:
        """Start Granian and wait until it answers."""
        options = ["--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(self.port), "--http", "1"]
        options += [
            "--no-ws",
            "--workers",
            "1",
            "--blocking-threads",
            str(int(self.settings.get("WEB_THREADS", "32")) + 256),  # as ./run counts them
            "--no-access-log",
            "--log-level",
            "warning",
        ]
        self._start("web", [sys.executable, "-m", "granian", *options, "app:create_app"])
        process = self.processes["web"]
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.05)
        status = "did not answer within a minute" if process.poll() is None else f"ended with {process.returncode}"
        self.kill("web")
        raise RuntimeError(f"the web process {status}: {self._last_words('web')}")

    def _answers(self) -> bool:
        """Whether anything answers at the port, an error page included."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            opener.open(f"{self.url}/privacy", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def _errors_path(self, name: str) -> Path:
        return self.data / f"{name}.stderr"

    def _last_words(self, name: str) -> str:
        return self._errors_path(name).read_text(errors="replace")[-4_000:].strip() or "it wrote nothing to stderr"

    def start_worker(self) -> None:
        """Start the analysis worker."""
        self._start("worker", [sys.executable, "-m", "flask", "analysis", "watch"])

    def kill(self, name: str) -> None:
        """Kill a process and its children at once, as a power cut would end them."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Stop what still runs."""
        for name in list(self.processes):
            self.kill(name)

    def _start(self, name: str, command: list[str]) -> None:
        with self._errors_path(name).open("wb") as errors:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment(),
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )

    def environment(self) -> dict[str, str]:
        """The environment of every process of this product: the machine's, without its own settings."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("MURMURATION_")}
        return {**own, **ONE_THREAD, "FLASK_APP": "app:create_app", "MURMURATION_DATA": str(self.data), **self.settings}


@contextmanager
def served() -> Iterator[Served]:
    """A fresh data directory and a free port; everything is stopped and removed at the end."""
    with tempfile.TemporaryDirectory(prefix="murmuration-") as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        product = Served(Path(folder), port)
        try:
            yield product
        finally:
            product.stop()
