"""The test of words beside an alert on real texts: how often it is wrong when nothing changed, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_least, at_most, not_measured, proof

if TYPE_CHECKING:
    from benchmarks.drifting_weeks import Season, Weeks

SEASONS = 250
NOMINAL = 0.05
SOURCE = "gp_feedback_2024"
_GOAL = 0.08  # 5 % and what 250 seasons may be off by (two standard errors of 1.4 points)


@proof("meaning")
def words_beside_an_alert() -> Iterator[Claim]:
    """False answers under four kinds of nothing, and planted topics found."""
    from benchmarks.real_vectors import are_here, real_vectors

    if not are_here():
        yield not_measured("words beside an alert", f"false at most {NOMINAL:.0%}", "the corpora are not here")
        return
    from benchmarks.drifting_weeks import Season, Weeks

    weeks = Weeks(real_vectors().only(SOURCE).vectors)
    note = f"{SEASONS} seasons of real texts, 12 weeks before and 4 since, about 25 a week; nominal 5 %"
    nothing = {
        "texts drawn alike every week": Season(spread=0.0),
        "topics of each week by themselves": Season(),
        "weeks correlated by 0.3 with the next": Season(alike=0.3),
        "people who tell of other things from 20 to 70 of 100": Season(mix=True),
        "both of these": Season(alike=0.3, mix=True),
    }
    for words, season in nothing.items():
        yield at_most(f"“the words changed” where nothing did: {words}", _called(weeks, season), _GOAL, note=note)
    strong = _called(weeks, Season(alike=0.6))
    yield at_most("the same, weeks correlated by 0.6: as far as it holds", strong, 0.12, note=note)
    loose = _called(weeks, Season(mix=True), ignoring=True)
    yield at_least("the same without strata, people changing: what strata are for", loose, 0.2, note=note)
    for planted, goal in ((0.15, 0.25), (0.3, 0.7)):
        found = _called(weeks, Season(spread=0.2, planted=planted))
        yield at_least(f"found: {planted:.0%} of the texts since are about one topic", found, goal, note=note)


def _called(weeks: Weeks, season: Season, *, ignoring: bool = False) -> float:
    from models.textdrift import text_drift

    called = 0
    for number in range(SEASONS):
        vectors, kinds, told_on = weeks.season(season)
        found = text_drift(vectors, 0 * kinds if ignoring else kinds, told_on, deals=499, seed=number)
        called += found is not None and found.p <= NOMINAL
    return called / SEASONS
