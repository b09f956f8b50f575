"""What the demo's people saw, understood and want to change, before the first look: one of each to try out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from narratives.framework import Framework
from narratives.frozen_query import Chart, FrozenQuery
from narratives.objective import Direction, Objective
from narratives.observation import Interpretation, Observation, Remarkable, Strength
from narratives.selection import View
from store.claims import add_claim
from store.database import Database
from store.demo import STREETS
from store.demo_doings import MANAGER, demo_probe
from store.landscape import Landscape
from store.objectives import declare_objective
from store.observations import add_interpretation, add_observation
from store.public_pages import PublicSentence, switch_public_page, tell_public
from store.release_claims import run_query

BEFORE_THE_FIRST = timedelta(days=500)  # the demo tells of a year and more
MEMBER, ADMINISTRATOR = "member", "admin"
_SIGNIFIER = "response"
_OBSERVED = "demo-observation"


def add_objective(db: Database, today: date) -> None:
    """Say what the streets are to become, before their first story."""
    declare_objective(
        db,
        Objective(
            id="demo-objective",
            collection=STREETS.id,
            title="Somebody who could help listens",
            why="Being heard comes before being helped.",
            signifier=_SIGNIFIER,
            item="top",
            direction=Direction.MORE,
            baseline=None,
            baseline_from="",
            target=0.5,
            due=date(today.year + 1, 12, 31),
            made_by=MANAGER,
        ),
        at=_noon(today - BEFORE_THE_FIRST),
    )


def add_sense(db: Database, framework: Framework, today: date) -> None:
    """An observation with two readings by two people, and a public page that says what is being tried."""
    sunday = today + timedelta(days=6 - today.weekday())
    query = FrozenQuery(STREETS.id, Chart.PICTURE, (_SIGNIFIER,), View(last=sunday))
    result = run_query(db, Landscape(), STREETS, framework, query)
    with db.write():
        claim = add_claim(db, query, result, text=result.sentence, actor=MANAGER, at=_noon(today))
        add_observation(db, _observation(claim.id, today))
        for reading in _readings(today):
            add_interpretation(db, reading)
        switch_public_page(db, STREETS.id, is_on=True, actor=ADMINISTRATOR, at=_noon(today))
        told = "A warden walks the same way at the same hour each evening, and stops to talk."
        probe = demo_probe(today)
        tell_public(db, PublicSentence(probe.id, {"en": told}, MANAGER), at=_noon(today))


def _observation(claim_id: str, today: date) -> Observation:
    return Observation(
        id=_OBSERVED,
        collection=STREETS.id,
        title="Many lie between the corners",
        text="A good part of the stories lie in the middle: those who could help were there, and listened, a little.",
        remarkable=Remarkable.MAYBE,
        strength=Strength.MEDIUM,
        author=MANAGER,
        made_at=_noon(today),
        chart=f"/explore/{STREETS.id}",
        claim=claim_id,
    )


def _readings(today: date) -> tuple[Interpretation, ...]:
    return (
        Interpretation(
            id="demo-reading-one",
            observation=_OBSERVED,
            title="They listen when there is time",
            text="Patrols hurry from call to call. Nobody means to be short with people; there is no minute left.",
            idea="One hour an evening without calls, on foot.",
            questions="Do stories from quiet evenings lie nearer to “listened”?",
            author=MANAGER,
            made_at=_noon(today),
        ),
        Interpretation(
            id="demo-reading-two",
            observation=_OBSERVED,
            title="It depends on who you are",
            text="Some are listened to at once and others are asked for their name first. The middle is both together.",
            idea="Ask people to tell us which of the two it was.",
            questions="Is the middle one heap, or two groups side by side?",
            author=MEMBER,
            made_at=_noon(today),
        ),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
