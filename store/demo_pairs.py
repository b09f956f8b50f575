"""Pairs of the demo: people place meetings nearer to "a child" than officers, and see further where met at home."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from narratives.answer_fields import DYAD_STEPS
from narratives.pair_places import Place
from narratives.triangle import zone_centroid
from store.case_key import CaseKey
from store.database import Database
from store.pairs import Meeting, claim_code, finish, make_code

SEED = 20_261_130
PAIRS = 210
_WEEKS = 26
_CONTACTS = ("office", "office", "office", "phone", "phone", "home", "home", "home")
_AT_HOME = (0.92, 0.05, 0.03)  # how people who were met at home see what comes next
_OFFICERS_AN_OFFICE = 5
# How often somebody chooses which part of a triangle, of (top, left, right): officers and the people they supervise.
_LEANS: Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "treated": ((0.66, 0.18, 0.16), (0.34, 0.50, 0.16)),
    "meeting": ((0.45, 0.30, 0.25), (0.34, 0.38, 0.28)),
    "since": ((0.55, 0.27, 0.18), (0.50, 0.31, 0.19)),
}
_SAYS: Mapping[str, tuple[float, float]] = {"voice": (0.55, 0.45), "steady": (0.55, 0.52)}
_CORNERS = ("top", "left", "right")
_EDGES = {0: "top-left", 1: "left-right", 2: "top-right"}


def demo_pairs(db: Database, key: CaseKey, collection: str, groups: Sequence[str], k: int, today: date) -> int:
    """Tell both sides of invented meetings in some groups of a collection, over half a year; how many pairs.

    Does nothing where pairs were closed before.
    """
    if db.one("select 1 as found from pair_batches where collection_id = :id limit 1", id=collection):
        return 0
    chance = random.Random(SEED)
    with db.write():
        for number in range(PAIRS):
            group = groups[number % len(groups)]
            day = today - timedelta(days=7 * _WEEKS * (PAIRS - number) // PAIRS)
            _tell(db, key, collection, group, number, k, day, chance)
    return PAIRS


def _tell(
    db: Database, key: CaseKey, collection: str, group: str, number: int, k: int, day: date, chance: random.Random
) -> None:
    contact = chance.choice(_CONTACTS)
    officer, person = _both(chance, contact)
    meeting = Meeting(
        interaction=f"demo-{number}",
        practitioner=f"demo {group} {number % _OFFICERS_AN_OFFICE}",
        reference=f"DEMO{number:04}",
        collection=collection,
        group=group,
        contact=contact,
        places=officer,
    )
    code, form = make_code(db, key, meeting, day), f"demo-form-{number}"
    claim_code(db, key, code, form, day)
    finish(db, key, code, form, receipt=f"demo-receipt-{number}", places=person, k=k, today=day)


def _both(chance: random.Random, contact: str) -> tuple[dict[str, Place], dict[str, Place]]:
    """Where an officer and the person they supervise place the same meeting: a good one is good for both."""
    mood = chance.random()
    officer: dict[str, Place] = {one: _corner(chance, mood, leans[0]) for one, leans in _LEANS.items()}
    people = {one: leans[1] for one, leans in _LEANS.items()} | ({"since": _AT_HOME} if contact == "home" else {})
    person: dict[str, Place] = {one: _corner(chance, mood, leans) for one, leans in people.items()}
    for signifier, (officers, others) in _SAYS.items():
        officer[signifier] = (_step(chance, officers, mood),)
        person[signifier] = (_step(chance, others, mood),)
    return officer, person


def _corner(chance: random.Random, mood: float, leans: tuple[float, float, float]) -> Place:
    drawn = mood if chance.random() < 0.4 else chance.random()  # as evenly spread, and alike on both sides
    corner = 0 if drawn < leans[0] else 1 if drawn < leans[0] + leans[1] else 2
    zone = _EDGES[corner] if chance.random() < 0.35 else _CORNERS[corner]
    return zone_centroid(zone if chance.random() > 0.1 else "centre")


def _step(chance: random.Random, middle: float, mood: float) -> float:
    last = DYAD_STEPS - 1
    step = round(last * middle + 2 * (0.5 - mood) + chance.gauss(0, 0.9))
    return (min(last, max(0, step)) + 0.5) / DYAD_STEPS
