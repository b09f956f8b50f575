"""Memory: the web process after its start, and the worker on a hundred thousand stories."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

import psutil

from benchmarks.claims import Claim, at_most, exactly, proof
from benchmarks.server import ROOT, Served, served
from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.narrative import Narrative, Scope, Source
from store.collections import add_collection
from store.demo import STREETS, demo_framework
from store.frameworks import add_framework
from store.narratives import count_narratives, import_narratives
from store.schema import open_stories
from tests.import_table import AT_ONCE

STORIES = 100_000
MEBIBYTE = 2**20
_LOADED = """import app, sys
app.create_app()
print(*(name for name in sys.modules if name.split(".")[0] in {"torch", "sklearn", "scipy", "models"}))"""


@proof("footprint", "The web process stays small and the worker fits a modest server (about twenty minutes)")
def web_process() -> Iterator[Claim]:
    """Resident memory of the serving process after its first page."""
    with served() as product:
        product.flask("demo", "seed")
        product.start_web()
        main = psutil.Process(product.processes["web"].pid)
        serving = max(main.children(recursive=True) or [main], key=lambda process: process.memory_info().rss)
        rss = serving.memory_info().rss / MEBIBYTE
        whole = sum(process.memory_info().rss for process in [main, *main.children(recursive=True)]) / MEBIBYTE
        yield at_most("web process after start", rss, 90, "MiB RSS", f"with Granian's supervisor {whole:.0f} MiB")
        code = subprocess.run(
            [sys.executable, "-c", _LOADED],
            cwd=ROOT,
            env=product.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
    # The few that answer while somebody waits may be there: docs/adr/0022-statistics-at-once.md.
    beyond = " ".join(sorted(set(code.stdout.split()) - AT_ONCE - {"models"}))
    yield exactly("torch, SciPy, scikit-learn or other models loaded by the web process", beyond or "none", "none")


@proof("footprint")
def worker_on_a_hundred_thousand() -> Iterator[Claim]:
    """Peak resident memory of `flask analysis run` over distinct short stories, embedded for real."""
    with served() as product:
        _fill(product)
        product.processes["worker"] = process = subprocess.Popen(
            [sys.executable, "-m", "flask", "analysis", "run"],
            cwd=ROOT,
            env=product.environment(),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        began, peak, worker = time.monotonic(), 0, psutil.Process(process.pid)
        while process.poll() is None:
            try:
                peak = max(peak, worker.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.2)
        del product.processes["worker"]
        minutes = (time.monotonic() - began) / 60
        db = open_stories(product.stories_path)
        missing = db.one("select count(*) as n from narratives where watched = 0 and day < :today", today=_today())
        embedded = db.one("select count(*) as n from vectors")
        stories = count_narratives(db, STREETS.id)
        db.close()
        note = f"{stories:,} stories, {embedded['n'] if embedded else 0:,} vectors, {minutes:.1f} minutes"
        yield exactly("exit status of the worker", process.returncode, 0)
        yield at_most(f"worker on {STORIES:,} stories", peak / MEBIBYTE / 1024, 1.2, "GiB peak RSS", note)
        yield exactly("stories that the monitor has not seen", missing["n"] if missing else -1, 0)


def _today() -> int:
    return (date.today() - date(1970, 1, 1)).days


def _fill(product: Served) -> None:
    """Distinct short stories from a small grammar, laid evenly over two years."""
    chance = random.Random(0)
    framework = demo_framework(STREETS)
    db = open_stories(product.stories_path)
    add_framework(db, framework)
    add_collection(db, STREETS)
    known: dict[str, str] = {}
    for start in range(0, STORIES, 5_000):
        told = [_story(number, chance) for number in range(start, start + 5_000)]
        import_narratives(db, STREETS, framework, told, known)
    db.close()


def _story(number: int, chance: random.Random) -> Narrative:
    thing = chance.choice(["the lamp", "a dog", "my neighbour", "the late bus", "a cyclist", "the warden", "some kids"])
    deed = chance.choice(["waited for me", "was gone again", "made me jump", "helped with the bags", "blocked the way"])
    place = chance.choice(["by the steps", "near the shop", "on the bridge", "behind the school", "at the stop"])
    first, second = sorted((chance.random(), chance.random()))
    shares = (round(first, 2), round(second - first, 2), round(1 - round(first, 2) - round(second - first, 2), 2))
    group = chance.choice(STREETS.groups).name
    return Narrative(
        collection=STREETS.id,
        told_on=date.today() - timedelta(days=1 + number * 730 // STORIES),
        text=f"On walk {number}, {thing} {deed} {place}.",
        answers=(
            TriadAnswer("feeling", shares if min(shares) >= 0 else (1.0, 0.0, 0.0), "tap"),
            DyadAnswer("safe", round(chance.random(), 2), "tap"),
            ChoiceAnswer("voice", (chance.choice(["resident", "works_here", "young"]),)),
        ),
        group=group,
        area=group,
        stratum="resident",
        consent=frozenset({Scope.READ}),
        source=Source("benchmark", str(number), "1"),
    )
