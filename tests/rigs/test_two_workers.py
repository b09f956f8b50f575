"""A worker is killed at a commit of each of its steps, and two others go on at once: as if nothing had happened."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from benchmarks.alert_shifts import plant_shifts
from benchmarks.server import ONE_THREAD, ROOT
from narratives.narrative import Source
from store.collections import get_collection
from store.narratives import import_narratives
from store.schema import open_stories
from tests.builders import make_framework, make_narrative

TODAY = date(2026, 3, 2)


@pytest.mark.slow
def test_what_killed_workers_left_is_what_one_that_lives_makes(promised, tmp_path):
    path = tmp_path / "stories.db"
    plant_shifts(path, TODAY, shifts=1)
    db = open_stories(path)
    collection = get_collection(db, "plot-00")
    told = [
        make_narrative(
            collection=collection.id, text=f"Bean number {n} came up.", told_on=TODAY, source=Source("csv", str(n), "h")
        )
        for n in range(30)
    ]
    import_narratives(db, collection, make_framework(), told, {})
    db.close()
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.rigs.dying_worker", str(path), str(work), TODAY.isoformat(), "12"],
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    killed = [run for run in runs if run["killed"]]
    steps = Counter(run["at"][0] for run in killed)
    assert {"batches", "temperature", "monitor", "embedding"} <= set(steps), steps
    wrong = [run for run in runs if run["differ"] or any(run["ended"])]
    assert wrong == []
    promised(
        "R15",
        "a worker that is killed at any step leaves what the next makes whole, each alert once",
        tried=len(killed),
        failures=len(wrong),
    )
