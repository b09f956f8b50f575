"""The machine's clock is wrong, and put right while everything runs: nothing fails, doubles or lives for ever."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from benchmarks.alert_shifts import plant_shifts
from benchmarks.server import Served, served
from narratives.roles import Role
from store.collections import add_collection
from store.schema import open_stories
from tests.builders import make_collection
from tests.rigs.staff import cookie_of
from tests.rigs.tellers import form_of, get, post, stored_markers

CLOCKS = str(Path(__file__).with_name("clocks"))
DAY = 86_400
AHEAD, BACK = 12 * 365 * DAY, -int(time.time()) + 9 * DAY  # to 2038, and to January 1970
PATIENCE_SECONDS = 150
MISSING = "time-machine is not installed: .venv/bin/pip install -r requirements-rigs.txt"


class Clocked:
    """Web and worker of a data folder, by a clock that can be set."""

    def __init__(self, product: Served, offset: int) -> None:
        self.product, self.clock = product, product.data / "clock"
        self.set(offset)
        product.settings = {
            "PYTHONPATH": CLOCKS,
            "RIG_CLOCK": str(self.clock),
            "MURMURATION_MODEL": "lexical",
            "MURMURATION_POLL_SECONDS": "1",
        }

    def set(self, offset: int) -> None:
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str(offset))
        fresh.replace(self.clock)
        time.sleep(0.5)  # the processes look every twentieth of a second

    def tell(self, name: str, stories: int = 12) -> int:
        """How many of so many stories were not taken."""
        forms = [form_of(f"{name}-{n}", consent="count") for n in range(stories)]
        return sum(post(self.product.port, form).status != 201 for form in forms)

    def count(self, what: str) -> int:
        with closing(open_stories(self.product.stories_path)) as db:
            return int(db.one(f"select count(*) as n from {what}")["n"])

    def status(self, cookie: dict[str, str]) -> int:
        return get(self.product.port, "/changed", cookie).status

    def reaches(self, holds: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline or self.product.processes["worker"].poll() is not None:
                return False
            time.sleep(0.5)
        return True


def plant_a_shift(product: Served) -> None:
    """A collection in which something moved until yesterday, and the one that is told to."""
    product.stories_path.parent.mkdir(parents=True)
    plant_shifts(product.stories_path, date.today(), shifts=1)
    with closing(open_stories(product.stories_path)) as db:
        add_collection(db, make_collection())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "right"), [(AHEAD, 0), (BACK, 0), (0, -DAY)], ids=["from 2038", "from 1970", "a day back"]
)
def test_a_wrong_clock_that_is_put_right_harms_nothing(wrong, right, promised):
    pytest.importorskip("time_machine", reason=MISSING)
    with served() as product:
        plant_a_shift(product)
        running = Clocked(product, wrong)
        before = cookie_of(product, Role.MANAGER, now=time.time() + wrong)
        product.start_web()
        product.start_worker()
        checks = {
            "stories are taken by a wrong clock": running.tell("before") == 0,
            "staff open pages by a wrong clock": running.status(before) == 200,
            "batches close by a wrong clock": running.reaches(lambda: running.count("batches") >= 1),
            # In 1970 all of it is still to come.
            "the shift is found": wrong < 0 or running.reaches(lambda: running.count("alerts") == 1),
        }
        running.set(right)
        # Before anybody signs in again, which clears away what a wrong clock has dated.
        checks["nobody stays signed in"] = running.status(before) == 303
        after = cookie_of(product, Role.MEMBER, now=time.time() + right)
        checks |= {
            "staff sign in and open pages": running.status(after) == 200,
            "stories are taken": running.tell("after") == 0,
            "batches close": running.reaches(lambda: running.count("batches") >= 2),
            "the shift is found in the end": running.reaches(lambda: running.count("alerts") >= 1),
        }
        product.kill("worker")
        product.start_worker()
        checks |= {
            "stories are taken at last": running.tell("at-last") == 0,
            "a new worker goes on": running.reaches(lambda: running.count("batches") >= 3),
            "one alert for one shift": running.count("alerts") == 1,
            "every story is there, with its words": len(stored_markers(product.stories_path)) == 36,
        }
        assert (failed := [what for what, holds in checks.items() if not holds]) == []
        promised(
            "R22",
            "a clock that jumps loses no story, doubles no alert and keeps nobody signed in",
            tried=len(checks),
            failures=len(failed),
        )
