"""The demo's collection that a moderator reads first: what waits there, and what was decided about some of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from narratives.collection import Collection, Moderation, Policy, ReportingGroup, Signpost
from narratives.moderation import Kind
from narratives.narrative import Narrative, Scope
from narratives.taking_out import pieces, suggestions, without
from store.collections import add_collection
from store.database import Database
from store.demo import demo_framework, demo_narrative, read_told
from store.frameworks import add_framework
from store.intake import Intake
from store.moderation import approve, hold
from store.narratives import count_narratives
from store.redactions import redact

SEED = 20_261_200  # no other part of the demo draws from it or from those after it
MODERATOR = "moderator"
_READ_DAYS_AGO, _WAITS_DAYS_AGO = 21, 1
_WHY_BACK = "Please tell it without what shows who he is: the beard and the office."

SCHOOL = Collection(
    id="way-to-school",
    title="The way to school",
    framework_id="community-safety",
    framework_version=1,
    policy=Policy.OPEN,
    moderation=Moderation.BEFORE,
    groups=(ReportingGroup("Mill Lane School"), ReportingGroup("Priory School")),
    stratum_choice="voice",
    signposts=(Signpost("Childline", "0800 1111", "day and night"), Signpost("Samaritans", "116 123", "day and night")),
)


def add_moderated(db: Database, intake: Intake, now: datetime) -> int:
    """Tell the collection's stories and decide about some of them, once; how many were told."""
    if count_narratives(db, SCHOOL.id):
        return 0
    framework = demo_framework(SCHOOL)
    add_framework(db, framework)
    add_collection(db, SCHOOL)
    records = read_told("school-*.jsonl")
    for place, record in enumerate(records):
        told = _told(record, place, len(records), now.date())
        intake.submit(SCHOOL, framework, told, f"demo-{record['id']}")
        _decide(db, told, str(record["stands"]), _noon(told.told_on + timedelta(days=1)))
    return len(records)


def _told(record: Mapping[str, Any], place: int, count: int, today: date) -> Narrative:
    chance = random.Random(SEED + place)
    waits = record["stands"] == "waiting"
    ago = _WAITS_DAYS_AGO if waits else 2 + _READ_DAYS_AGO * (count - place) // count
    told = demo_narrative(
        SCHOOL, demo_framework(SCHOOL), record, str(record["group"]), today - timedelta(days=ago), chance
    )
    scopes = frozenset({Scope.READ})
    return replace(told, source=None, consent=scopes, danger=bool(record.get("danger")))


def _decide(db: Database, told: Narrative, stands: str, at: datetime) -> None:
    if stands == "words out":
        taken = pieces(told, [one.key for one in suggestions(told)], ())
        redact(
            db, SCHOOL, told, without(told, taken), taken,
            reason="names", note="", drop_recording=False, actor=MODERATOR, at=at,
        )  # fmt: skip
    if stands in ("read", "words out"):
        approve(db, SCHOOL, told.id, actor=MODERATOR, at=at)
    elif stands == "given back":
        hold(db, SCHOOL, told.id, Kind.RETURNED, reason="allegation", note=_WHY_BACK, actor=MODERATOR, at=at)
    elif stands == "withheld":
        hold(db, SCHOOL, told.id, Kind.WITHHELD, reason="hateful", note="", actor=MODERATOR, at=at)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
