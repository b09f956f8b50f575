"""People and staff of a running server before, during and after a fault, and what must be true of each."""

import json
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial

from benchmarks.server import Served
from narratives.roles import Role
from tests.rigs.staff import cookie_of
from tests.rigs.tellers import Answer, form_of, get, post, stored_markers

ACKED_IS_STORED = "what is acknowledged is stored and nothing half, on a full or failing disk or a locked store"
TOLD = "who cannot be served is told to try again, with what they wrote still on the page"
RECOVERS = "stories are taken again, without anybody doing anything, as soon as the disk or the store is free"
NOT_UNRECORDED = "staff are shown nothing while what they see cannot be recorded, and all of it after"
PAGES = ("/privacy", "/share/plot", "/share/plot/whole")
SECONDS_TO_RECOVER = 20


@dataclass(slots=True)
class Drive:
    """A running server, who tells to it, and what came of it."""

    product: Served
    staff: dict[str, str]
    acknowledged: list[str] = field(default_factory=list)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    told: int = 0

    def tell(self, marker: str, *, as_page: bool = False, may_fail: bool, must_fail: bool = False) -> None:
        form = self.waiting.pop(marker, None) or form_of(marker)
        answer = post(self.product.port, form, accept="text/html" if as_page else "application/json")
        if answer.status == 201:
            self.acknowledged.append(marker)
            if must_fail:
                self.wrong.append(f"{marker}: acknowledged though nothing could be written")
            return
        self.waiting[marker] = form
        if not may_fail:
            self.wrong.append(f"{marker}: {answer.status}")
        self.told += 1
        self.wrong += problems_of(marker, answer, as_page=as_page)

    def read(self) -> None:
        """What needs no writing is shown all the while."""
        pages = {path: get(self.product.port, path).status for path in PAGES}
        self.wrong += [f"{path}: {status}" for path, status in pages.items() if status != 200]

    def recover(self) -> None:
        """Everybody who was turned away sends the same form again; the first may have to wait a moment."""
        deadline = time.monotonic() + SECONDS_TO_RECOVER
        for marker, form in list(self.waiting.items()):
            while post(self.product.port, form).status != 201:
                if time.monotonic() > deadline:
                    self.wrong.append(f"{marker}: not taken {SECONDS_TO_RECOVER} s after the fault")
                    return
                time.sleep(0.1)
            self.acknowledged.append(marker)
            del self.waiting[marker]

    def take_out(self, code: str, *expected: int) -> None:
        """A teller takes their story out, or is told to try again; never is it half gone."""
        answer = post(self.product.port, {"code": code, "step": "erase"}, accept="text/html", path="/code")
        if answer.status not in expected or (answer.status == 503 and not answer.retry_after):
            self.wrong.append(f"taking out: {answer.status}, Retry-After {answer.retry_after!r}")

    def lost_or_doubled(self) -> int:
        found = stored_markers(self.product.stories_path)
        with closing(sqlite3.connect(self.product.stories_path)) as stories:
            assert stories.execute("pragma integrity_check").fetchone() == ("ok",)
        missing = [marker for marker in self.acknowledged if marker not in found]
        return len(missing) + sum(n - 1 for n in found.values())

    def open_staff_page(self, *expected: int) -> None:
        answer = get(self.product.port, "/changed", self.staff)
        if answer.status not in expected or (answer.status == 503 and not answer.retry_after):
            self.wrong.append(f"staff: {answer.status}, Retry-After {answer.retry_after!r}")


def problems_of(marker: str, answer: Answer, *, as_page: bool) -> list[str]:
    """What is wrong with the answer to somebody whose story could not be taken."""
    if answer.status != 503:
        return [f"{marker}: {answer.status} instead of 503"]
    problems = [] if answer.retry_after else [f"{marker}: no Retry-After"]
    if as_page and not (f"#{marker}#" in answer.body and "then send it again" in answer.body):
        problems.append(f"{marker}: the page has lost the story, or does not say what to do")
    return problems


Fault = Callable[[], AbstractContextManager[object]]


def go_through(drive: Drive, fault: Fault, name: str, *, stories: int, always: bool) -> None:
    """Tell before, during and after a fault; `always` where no write can succeed meanwhile."""
    for number in range(3):
        drive.tell(f"{name}-before-{number}", may_fail=False)
    drive.open_staff_page(200)
    leaving = json.loads(post(drive.product.port, form_of(f"{name}-leaving")).body)["receipt"]
    with fault(), ThreadPoolExecutor(4) as people:
        send = partial(drive.tell, may_fail=True, must_fail=always)
        sent = [people.submit(send, f"{name}-{n}", as_page=n % 2 == 0) for n in range(stories)]
        drive.read()
        drive.open_staff_page(*((503,) if always else (200, 503)))
        drive.take_out(leaving, *((503,) if always else (200, 422, 503)))  # 422: it is gone already
        for one in sent:
            one.result()
    drive.recover()
    for number in range(3):
        drive.tell(f"{name}-after-{number}", may_fail=False)
    drive.open_staff_page(200)
    drive.take_out(leaving, *((200,) if always else (200, 422)))
    if f"{name}-leaving" in stored_markers(drive.product.stories_path):
        drive.wrong.append("what its teller took out is still there")


def keep_promises(drive: Drive, promised: Callable[..., None]) -> None:
    assert drive.wrong == []
    assert drive.told > 0, "nobody was turned away: no fault was felt"
    promised("R3", ACKED_IS_STORED, tried=len(drive.acknowledged), failures=drive.lost_or_doubled())
    promised("R3", TOLD, tried=drive.told, failures=0)
    promised("R3", RECOVERS, tried=drive.told, failures=len(drive.waiting))
    promised("R3", NOT_UNRECORDED, tried=1, failures=0)


def prepared(product: Served) -> Drive:
    return Drive(product, cookie_of(product, Role.MANAGER))
