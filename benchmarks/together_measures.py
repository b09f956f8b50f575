"""Figures behind making sense together: claims asked again, equal voices, agreement by chance, and a file's time."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from math import exp

from benchmarks.claims import Claim, at_least, at_most, exactly, happens, proof
from benchmarks.server import ROOT, Served, served
from narratives.frozen_query import Chart, FrozenQuery
from narratives.selection import View, most_places
from narratives.signifiers import Signifier
from store.claims import add_claim, get_claim, list_claims
from store.collections import framework_of, list_collections
from store.database import Database
from store.erasure import withdraw
from store.landscape import Landscape
from store.release_claims import run_query
from store.schema import open_stories

SEED = 11
TAKEN_OUT = 7
CONFEDERATIONS, AGREEMENTS = 4_000, 20_000
COVERAGE_LOW = 0.93
SECRET = b"a secret of the proof alone, long enough"


@proof("together")
def claims_asked_again() -> Iterator[Claim]:
    """Claims about every picture of the demo, whole and group by group, asked again by another process."""
    with served() as product:
        product.flask("demo", "seed")
        with closing(open_stories(product.stories_path)) as db:
            _claim_all(db)
            ids = [one.id for collection in list_collections(db) for one in list_claims(db, collection.id)]
        first = _run_all(product)
        yield exactly(
            "claims that another process asked again came to the same hash", first[0], f"{len(ids)} of {len(ids)}"
        )
        with closing(open_stories(product.stories_path)) as db:
            touched = _take_out(db, ids)
        same, sentences = _run_all(product)
        yield exactly(
            f"of these the same after {TAKEN_OUT} stories were withdrawn: those that hold none of them",
            same,
            f"{len(ids) - touched} of {len(ids)}",
        )
        yield happens("each that changed says how many stories are gone", sentences == touched, f"{touched} changed")


def _claim_all(db: Database) -> None:
    """Claims about every picture, beside what the demo has."""
    landscape, today = Landscape(), date.today()
    for collection in list_collections(db):
        framework = framework_of(db, collection)
        for signifier in framework.told:
            for groups in ((), *((one.name,) for one in collection.groups)):
                query = _query(collection.id, signifier, groups, today)
                if query is None:
                    continue
                found = run_query(db, landscape, collection, framework, query)
                if found.is_told:
                    add_claim(db, query, found, text="", actor="manager", at=datetime.now(UTC))


def _query(collection: str, signifier: Signifier, groups: tuple[str, ...], today: date) -> FrozenQuery | None:
    if not most_places(signifier):
        return None
    return FrozenQuery(collection, Chart.PICTURE, (signifier.id,), View(groups=groups, last=today))


def _take_out(db: Database, ids: list[str]) -> int:
    """Withdraw some stories, as their tellers would; how many of the claims held one of them."""
    before = {one: set(get_claim(db, one).result.stories) for one in ids}
    gone = set(random.Random(SEED).sample(sorted(set().union(*before.values())), TAKEN_OUT))
    for story in sorted(gone):
        withdraw(db, story, SECRET)
    return sum(bool(stories & gone) for stories in before.values())


def _run_all(product: Served) -> tuple[str, int]:
    """How many claims came to the same hash, of how many; and how many said that stories are gone, or too few left."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app:create_app", "claims", "run-all"],
        cwd=ROOT,
        env=product.environment(),
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()
    same = sum(": the same, " in line for line in lines)
    changed = sum(": changed, " in line for line in lines)
    said = ("erased since", "Nothing is told of fewer than")
    return f"{same} of {same + changed}", sum(any(words in line for words in said) for line in lines)


@proof("together")
def equal_voices() -> Iterator[Claim]:
    """Intervals over organisations, from few and many of any size, around a mean that is known."""
    from models.equal_voices import equal_mean

    chance, inside = random.Random(SEED), 0
    for _ in range(CONFEDERATIONS):
        truth, spread = chance.uniform(0.2, 0.8), chance.uniform(0.0, 0.08)
        sizes = [chance.choice((30, 100, 400, 5_000)) for _ in range(chance.randint(3, 12))]
        asked = [min(0.98, max(0.02, chance.gauss(truth, spread))) for _ in sizes]
        shares = [
            sum(chance.random() < share for _ in range(min(n, 400))) / min(n, 400)
            for share, n in zip(asked, sizes, strict=True)
        ]
        found = equal_mean(shares, [min(n, 400) for n in sizes])
        inside += found.low <= truth <= found.high
    coverage = inside / CONFEDERATIONS
    note = f"{CONFEDERATIONS:,} confederations of 3 to 12 organisations with 30 to 400 answers"
    yield at_least(
        "equal-weight intervals that hold the truth, of 95 % promised", round(coverage, 3), COVERAGE_LOW, "", note
    )


@proof("together")
def agreeing_by_chance() -> Iterator[Claim]:
    """That others saw the same by false alarms alone, as the page says it, against false alarms dealt out."""
    from narratives.elsewhere import elsewhere
    from tests.builders import make_framework

    rates, months, seen = (1.0, 4.0, 12.0, 12.0), 4, 1
    said = elsewhere(seen, rates, make_framework(), months)
    assert said is not None
    chance, ways, agreed = random.Random(SEED), _ways(), 0
    years = months / 12
    for _ in range(AGREEMENTS):
        agreed += any(chance.random() < 1 - exp(-rate * years / ways) for rate in rates)
    away = abs(agreed / AGREEMENTS - said.chance)
    yield at_most("how far the chance on the page lies from that of false alarms dealt out", round(away, 3), 0.01)


def _ways() -> int:
    """The ways that one alarm can go: each question that is compared and the temperature, there and back."""
    from store.release_shares import shared_signifiers
    from tests.builders import make_framework

    return 2 * (len(shared_signifiers(make_framework())) + 1)
