"""The everyday rigs: one server that starts quickly has its power cut, its disk filled and its life taken."""

import random
from collections.abc import Iterator
from functools import partial

import pytest

from tests.rigs import faults
from tests.rigs.drive import go_through, keep_promises, prepared
from tests.rigs.power_cut import Promised, base_of, examine, keep, tell_all
from tests.rigs.tellers import KEPT, Tellers, lost_or_doubled, plant
from tests.rigs.trace import OPTIONS, read_trace
from tests.rigs.warm import Warm, kept_warm

MOST_SECONDS = 0.3  # a life; some end while the server still opens its stores


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with kept_warm() as started:
        plant(started.product)
        yield started


@pytest.fixture
def life(warm) -> Iterator[int]:
    """The process id of a server that answers."""
    warm.start()
    assert warm.life is not None
    yield warm.life
    warm.kill()


@pytest.mark.usefixtures("traceable")
def test_a_few_stories_outlive_a_power_cut(warm, life, promised, tmp_path):
    said, port, folder = Promised(), warm.product.port, warm.product.stories_path.parent
    said.tell(port, "before")
    base = base_of(folder)
    attached = [part for one in faults.family(life) for part in ("-p", str(one))]
    with faults.strace("-q", *OPTIONS, "-o", str(tmp_path / "trace"), *attached, pid=life):
        tell_all(said, port, [f"told-{n}" for n in range(5)])
        said.withdraw(port, "told-0")
    keep(promised, examine(read_trace(tmp_path / "trace"), folder, base, said, images=60, seed=1))


def test_files_that_may_not_grow(warm, life, promised, how_many):
    drive = prepared(warm.product)
    go_through(drive, partial(faults.nothing_can_grow, life), "quota", stories=how_many(6, 200), always=True)
    keep_promises(drive, promised)


def test_a_server_that_is_killed_again_and_again_loses_and_doubles_nothing(warm, promised, how_many):
    kills, chance, tellers = how_many(3, 494), random.Random(2), Tellers(warm.product.port)
    tellers.start()
    try:
        for number in range(kills):
            warm.begin() if number % 10 == 9 else warm.start()
            tellers.tell_for(chance.uniform(0.02, MOST_SECONDS))
            warm.kill()
            tellers.pause()
        warm.start()
    finally:
        tellers.finish()
    warm.kill()
    assert len(tellers.acknowledged) > kills // 4, "hardly anything was told: these kills prove nothing"
    assert tellers.repeated > 0, "no story was on its way when the server was killed"
    promised("R2", KEPT, tried=kills, failures=lost_or_doubled(warm.product, tellers))
