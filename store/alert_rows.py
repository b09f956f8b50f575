"""Alerts as they lie in their table, and as everybody else reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from narratives.alert import AlertState, Finding, Folding, Tone
from narratives.course import Course, Recent
from store.database import Row
from store.finding_rows import COLUMNS, row_to_finding

READ = f"""id, collection_id, {COLUMNS}, sentence, state, tone, slot, course, course_since, recent, missing,
    folded_into, folded_because, silence_id, assignee, due_on, closed_because"""


@dataclass(frozen=True, slots=True)
class Sign:
    """A later finding of the same shift, told inside the alert that it belongs to."""

    finding: Finding
    sentence: str


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding that people were told about, and the further signs of the same shift, oldest first.

    `state` is what people did about it, and `course` what the stories do since `course_since`: `recent` is how far
    the newest of them lie from what was usual before. `missing` are (who, share before, share since) of those who
    tell less. `members` are the alerts that are told inside this one, oldest first. One that is `rearmed` holds its
    slot no longer: what is found from then on is an alert of its own.
    """

    id: str
    collection: str
    finding: Finding
    sentence: str
    state: AlertState
    signs: tuple[Sign, ...] = ()
    tone: Tone = Tone.CHANGE
    course: Course = Course.MOVING
    course_since: date | None = None
    recent: Recent | None = None
    missing: tuple[tuple[str, float, float], ...] = ()
    folded_into: str | None = None
    folded_because: Folding | None = None
    silence_id: str | None = None
    assignee: str | None = None
    due_on: date | None = None
    closed_because: str | None = None
    members: tuple[Alert, ...] = ()
    rearmed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return self.state in {AlertState.RAISED, AlertState.ACKNOWLEDGED}

    def moved_as(self, other: Finding) -> bool:
        """Whether what another alert says is true of this one: by the same question and the same way."""
        told = (self.finding, *(sign.finding for sign in self.signs))
        return any((one.signifier, one.direction) == (other.signifier, other.direction) for one in told)

    @property
    def newest_sign(self) -> date:
        """The day of the newest finding that is told in it."""
        return max(one.raised_on for one in (self.finding, *(sign.finding for sign in self.signs)))


def row_to_alert(row: Row, signs: Mapping[str, tuple[Sign, ...]]) -> Alert:
    """An alert without its members; `signs` are by the alert's id."""
    because = row["folded_because"]
    return Alert(
        id=row["id"],
        collection=row["collection_id"],
        finding=row_to_finding(row),
        sentence=row["sentence"],
        state=AlertState(row["state"]),
        signs=signs.get(row["id"], ()),
        tone=Tone(row["tone"]),
        course=Course(row["course"]),
        course_since=_day(row["course_since"]),
        recent=_recent(row["recent"]),
        missing=tuple((who, before, since) for who, before, since in json.loads(row["missing"] or "[]")),
        folded_into=row["folded_into"],
        folded_because=None if because is None else Folding(because),
        silence_id=row["silence_id"],
        assignee=row["assignee"],
        due_on=_day(row["due_on"]),
        closed_because=row["closed_because"],
        rearmed=row["slot"] is None,
    )


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


def _recent(stored: str | None) -> Recent | None:
    if stored is None:
        return None
    change, low, high, n, on = json.loads(stored)
    return Recent(change, low, high, n, date.fromisoformat(on))
