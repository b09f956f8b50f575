"""The web process, many lives long: what Python loads is loaded once, and every life is a fork that Granian serves.

Reads a line from stdin for each thing to do: `start` prints the process id of a life (a session of its own, so that
all of it can be killed at once), `reap` and an id waits until that life has ended.
"""

from __future__ import annotations

import os
import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from app import create_app


def main() -> None:
    """Argument: the port."""
    port, app = int(sys.argv[1]), create_app()
    say("ready")
    for line in sys.stdin:
        asked, _, number = line.strip().partition(" ")
        if asked == "start":
            say(str(_born(port, app)))
        else:
            os.waitpid(int(number), 0)
            say("ended")


def say(answer: str) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _born(port: int, app: object) -> int:
    if (child := os.fork()) != 0:
        return child
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(0, 1)
    # As `./run web` starts it, but for the loading of `app:create_app`, which is done.
    served = Granian(
        "app:create_app",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=int(os.environ.get("WEB_THREADS", "32")) + 256,
        http=HTTPModes.http1,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        workers_kill_timeout=10,
        factory=True,
    )
    served.serve(target_loader=lambda: app, wrap_loader=False)
    os._exit(0)


if __name__ == "__main__":
    main()
