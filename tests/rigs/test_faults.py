"""The disk is full, writes fail, another process holds the store: people are told so, keep their words, and go on.

The everyday one of these is in test_warm.py.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from benchmarks.server import served
from tests.rigs import faults
from tests.rigs.drive import Drive, go_through, keep_promises, prepared
from tests.rigs.tellers import plant


@pytest.fixture
def running() -> Iterator[Drive]:
    """The server as `./run web` starts it."""
    with served() as product:
        plant(product)
        drive = prepared(product)
        product.start_web()
        yield drive


@pytest.mark.slow
def test_a_disk_without_a_byte_left(promised):
    try:
        with faults.small_disk("24m") as disk, served() as product:
            product.data = disk / "data"
            product.data.mkdir(mode=0o700)
            plant(product)
            drive = prepared(product)
            product.start_web()
            go_through(drive, partial(faults.filled_up, disk), "full", stories=200, always=False)
            keep_promises(drive, promised)
            product.stop()
    except PermissionError as error:
        pytest.skip(str(error))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "rules", "always"),
    [
        ("no-space", ["pwrite64:error=ENOSPC"], True),
        ("no-space-now-and-then", ["pwrite64:error=ENOSPC:when=3+7"], False),
        ("unwritable", ["pwrite64:error=EIO"], True),
        ("unwritable-now-and-then", ["pwrite64:error=EIO:when=4+5"], False),
        ("unsynced", ["fdatasync:error=EIO", "fsync:error=EIO"], True),
        ("unsynced-now-and-then", ["fdatasync:error=EIO:when=2+3", "fsync:error=EIO:when=2+3"], False),
    ],
)
def test_writes_that_fail(name, rules, always, running, promised):
    if reason := faults.why_no_strace():
        pytest.skip(reason)
    pid = running.product.processes["web"].pid
    go_through(running, partial(faults.failing, pid, *rules), name, stories=60, always=always)
    keep_promises(running, promised)


@pytest.mark.slow
def test_a_store_that_another_process_holds_for_fifteen_seconds(running, promised):
    path = running.product.stories_path
    running.tell("locked-before", may_fail=False)
    with ThreadPoolExecutor(8) as people:
        with faults.held_by_another(path):
            until = time.monotonic() + 15
            sent = [
                people.submit(running.tell, f"locked-{n}", as_page=n % 2 == 0, may_fail=True, must_fail=True)
                for n in range(8)
            ]
            while time.monotonic() < until:
                running.read()
                running.open_staff_page(200)  # the record is another file: staff go on reading
                time.sleep(0.5)
        for one in sent:
            one.result()
    running.recover()
    running.tell("locked-after", may_fail=False)
    keep_promises(running, promised)
