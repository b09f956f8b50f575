"""Python runs this when its folder is on PYTHONPATH: a process whose clock is off by the seconds that a file tells."""

import datetime
import os
import threading
import time
from pathlib import Path

import time_machine

_LOOK_AGAIN_SECONDS = 0.05
_STARTED = time.time() - time.monotonic()  # before time_machine stands in its place
_sleep, _monotonic = time.sleep, time.monotonic
_MOVED = threading.Event()
_travelling = time_machine.travel(datetime.datetime.fromtimestamp(time.time(), datetime.UTC), tick=True)


def _follow(file: Path) -> None:
    offset = None
    while True:
        wanted = float(file.read_text())
        if wanted != offset:
            _traveller.move_to(datetime.datetime.fromtimestamp(_STARTED + _monotonic() + wanted, datetime.UTC))
            offset = wanted
            _MOVED.set()
        _sleep(_LOOK_AGAIN_SECONDS)


def _start() -> None:
    threading.Thread(target=_follow, args=(Path(os.environ["RIG_CLOCK"]),), daemon=True).start()


if "RIG_CLOCK" in os.environ:
    _traveller = _travelling.start()
    os.register_at_fork(after_in_child=_start)  # the server forks, and threads are left behind
    _start()
    _MOVED.wait(10)
