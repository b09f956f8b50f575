"""The web process is killed while four people tell: whoever was told that a story is kept finds it kept, once."""

import random

import pytest

from benchmarks.server import served
from tests.rigs.tellers import KEPT, Tellers, lost_or_doubled, plant

MOST_SECONDS = 0.3  # a life; some end while the server still opens its stores


@pytest.mark.slow
def test_the_same_with_the_whole_program_started_afresh(promised):
    """As `./run web` starts it, from the interpreter on: a few lives, since each start takes seconds."""
    kills, chance = 6, random.Random(3)
    with served() as product:
        plant(product)
        tellers = Tellers(product.port)
        tellers.start()
        try:
            for _ in range(kills):
                product.start_web()
                tellers.tell_for(chance.uniform(0.02, 2 * MOST_SECONDS))
                product.kill("web")
                tellers.pause()
            product.start_web()
        finally:
            tellers.finish()
        product.kill("web")
        failures = lost_or_doubled(product, tellers)
    assert len(tellers.acknowledged) > kills and tellers.repeated > 0
    promised("R2", KEPT, tried=kills, failures=failures)
