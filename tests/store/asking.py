"""Questions about the plot of tests that can be asked again, and claims on them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from narratives.frozen_query import Chart, FrozenQuery
from narratives.selection import View
from store.claims import add_claim
from store.landscape import Landscape
from store.release_claims import asked_again, run_query
from tests.builders import TODAY, open_plot
from tests.store.sides import keep, told

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LAST = TODAY + timedelta(days=6)
ALL = View(last=LAST)
EAST, WEST = replace(ALL, groups=("east",)), replace(ALL, groups=("west",))
MOOD = FrozenQuery("plot", Chart.PICTURE, ("mood",), ALL)
EVERY = {
    "a triad": MOOD,
    "a dyad": replace(MOOD, subject=("say",)),
    "a choice": replace(MOOD, subject=("role",)),
    "the line": replace(MOOD, chart=Chart.LINE, subject=()),
    "two sides": FrozenQuery("plot", Chart.COMPARISON, (), EAST, WEST),
    "two questions": FrozenQuery("plot", Chart.CROSSTAB, ("role", "mood"), ALL),
}


def run(db, plot, query=MOOD):
    return run_query(db, Landscape(), *plot, query)


def claim_of(db, plot, query=MOOD, text="Most are sad."):
    return add_claim(db, query, run(db, plot, query), text=text, actor="ada", at=NOW)


def again(db, plot, claim):
    return asked_again(db, Landscape(), *plot, claim)


def full_plot(db, n=60, **rules):
    plot = open_plot(db, **rules)
    keep(db, plot, told(1, n, "east", (4, 2, 2)), told(2, n, "west"))
    return plot


def ids(db):
    return [one for (one,) in db.tuples("select id from narratives order by id")]
