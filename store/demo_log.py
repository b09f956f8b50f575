"""The demo officer's log: half a year of sessions with a dozen invented people, so that timelines have something in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from narratives.answer_fields import DYAD_STEPS
from narratives.answers import Answer, DyadAnswer, TriadAnswer, answer_to_json
from narratives.interaction import Criss
from narratives.triangle import zone_centroid
from store.case_key import CaseKey
from store.cases import Interaction, add_interaction, count_own_interactions
from store.database import Database

SEED = 20_261_201
_PEOPLE, _SESSIONS, _WEEKS = 14, 96, 26
_CONTACTS = ("COAP", "COAP", "COAP", "COPT", "COPT", "CHVS", "COVC")
_OUTCOMES = ("ATTC", "ATTC", "ATTC", "ATTC", "ATTC", "ATTC", "AFTC", "AAME", "AAEM", "UAAB")
_ATTENDED = {"ATTC", "AFTC"}
_CHECKED_IN = (
    "In good spirits, came straight from work.",
    "Tired; the baby is teething and nobody sleeps.",
    "Quiet at first. Rent went up again.",
    "Pleased about the driving lessons.",
    "Worried about the letter from the council.",
)
_WORKED_ON = (
    "Went through the college form together, line by line.",
    "Drew up who can be rung on a bad evening.",
    "Practised what to say to the foreman about the early shift.",
    "Looked at what the week costs, and what could wait.",
    "Talked through last Friday: what came before it, and what could come instead.",
)
_SUMMED_UP = (
    "Has a plan for the weekend and said it back in their own words.",
    "Not much agreed; will try again with more time.",
    "Left lighter than they came.",
)
_TASKS = ("Ring the housing office", "Send the college form", "Ask about the evening course", "Write to the employer")
_CORNERS = (("top", "top", "top-left", "top-right", "left"), ("left", "left", "left", "top-left", "left-right"))


def demo_log(
    db: Database, key: CaseKey, practitioner: str, collection: str, groups: Sequence[str], now: datetime
) -> int:
    """Log the demo officer's sessions, unless any is there already; how many."""
    if count_own_interactions(db, practitioner):
        return 0
    chance = random.Random(SEED)
    with db.write():
        for number in range(_SESSIONS):
            day = now.date() - timedelta(days=(_SESSIONS - number) * 7 * _WEEKS // _SESSIONS)
            logged = _session(chance, practitioner, collection, groups, number, day)
            due = day + timedelta(days=chance.choice((7, 14, 21)))
            # What was due long ago was done long ago.
            tasks = [(chance.choice(_TASKS), due)] if due > now.date() - timedelta(days=4) else []
            at = datetime.combine(day, time(17, 5), tzinfo=UTC)
            add_interaction(db, key, logged, idempotency_key=f"demo-log-{number}", at=at, tasks=tasks)
    return _SESSIONS


def _session(
    chance: random.Random, practitioner: str, collection: str, groups: Sequence[str], number: int, day: date
) -> Interaction:
    outcome = chance.choice(_OUTCOMES)
    attended = outcome in _ATTENDED
    person = chance.randrange(_PEOPLE)
    return Interaction(
        practitioner=practitioner,
        reference=f"PX{2040 + 17 * person}",
        happened_on=day,
        happened_at=f"{chance.randrange(9, 17):02}:{chance.choice((0, 15, 30, 45)):02}",
        contact=chance.choice(_CONTACTS),
        outcome=outcome,
        notes="" if attended else "Rang beforehand; moved to next week.",
        collection=collection,
        group=groups[person % len(groups)],
        criss=_criss(chance) if attended else Criss(),
        sensitive=number % 23 == 5,
        answers=_answers(chance, lately=number > 3 * _SESSIONS // 4) if attended else {},
    )


def _criss(chance: random.Random) -> Criss:
    summed_up = chance.choice(_SUMMED_UP) if chance.random() < 0.6 else ""
    return Criss(chance.choice(_CHECKED_IN), intervention=chance.choice(_WORKED_ON), summarise=summed_up)


def _answers(chance: random.Random, *, lately: bool) -> dict[str, object]:
    """The officer's own placements, coarse as the case record keeps them; lately more time goes on checking."""
    placed: list[Answer] = [
        TriadAnswer("treated", zone_centroid(chance.choice(_CORNERS[0])), "practitioner"),
        TriadAnswer("meeting", zone_centroid(chance.choice(_CORNERS[lately])), "practitioner"),
        TriadAnswer("since", zone_centroid(chance.choice(_CORNERS[0])), "practitioner"),
    ]
    placed.append(DyadAnswer("voice", (chance.randrange(2, DYAD_STEPS) + 0.5) / DYAD_STEPS, "practitioner"))
    return {answer.signifier: answer_to_json(answer) for answer in placed}
