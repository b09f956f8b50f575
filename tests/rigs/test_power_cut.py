"""The power fails at each moment of a run of the real server: what was acknowledged is on the disk, and unharmed."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.server import served
from tests.rigs.power_cut import Examined, Promised, TracedProduct, base_of, examine, keep, tell_all
from tests.rigs.tellers import plant
from tests.rigs.trace import read_trace

NOTICED = "the same run with the store told to sync less loses stories, so that the images can show a loss"
WEAKENED = str(Path(__file__).with_name("weakened"))


def run_whole(tmp_path: Path, *, stories: int, weakened: bool = False) -> tuple[TracedProduct, Promised, Examined]:
    """Tell, withdraw, close batches, tell and withdraw again, with checkpoints between, from the server's start on."""
    said, images = Promised(), 1_800 if not weakened else 500
    with served() as made:
        product = TracedProduct(made.data, made.port, trace=tmp_path / "trace")
        product.settings = {"MURMURATION_MODEL": "lexical"} | ({"PYTHONPATH": WEAKENED} if weakened else {})
        plant(product)
        folder = product.stories_path.parent
        base = base_of(folder)
        # Somebody else has the store open all the while: else the last to close it would copy the log back, and sync.
        with closing(sqlite3.connect(product.stories_path)) as other:
            other.execute("select count(*) from narratives").fetchone()
            try:
                product.start_web()
                _live_through(product, said, stories)
            finally:
                product.cut_off()
            examined = examine(read_trace(product.trace), folder, base, said, images=images, seed=1)
    return product, said, examined


def _live_through(product: TracedProduct, said: Promised, stories: int) -> None:
    parts = [[f"{part}-{n}" for n in range(stories // 3)] for part in ("first", "second", "third")]
    tell_all(said, product.port, parts[0], consent="count")
    said.withdraw(product.port, "first-0")
    product.analyse()
    with closing(sqlite3.connect(product.stories_path)) as stories_db:
        said.closed[stories_db.execute("select count(*) from batches").fetchone()[0]] = time.time()
    tell_all(said, product.port, parts[1])
    said.withdraw(product.port, "second-0")
    tell_all(said, product.port, parts[2], consent="count")


@pytest.mark.slow
@pytest.mark.usefixtures("traceable")
def test_everything_acknowledged_outlives_a_power_cut_at_any_moment(promised, tmp_path):
    _, said, found = run_whole(tmp_path, stories=120)
    assert len(said.told) == 120 and max(said.closed) > 0, "no batch was closed in this run"
    assert found.images >= 1_500
    keep(promised, found)


@pytest.mark.slow
@pytest.mark.usefixtures("traceable")
def test_a_store_that_syncs_less_is_found_out(promised, tmp_path):
    _, _, found = run_whole(tmp_path, stories=30, weakened=True)
    lost = [one for one in found.broken if "is lost" in one]
    promised("R2", NOTICED, tried=found.images, failures=0 if lost else found.images)
