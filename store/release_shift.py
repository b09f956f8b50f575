"""The picture before and after an alert, from what is released already: whole closed batches and open stories.

Both sides begin and end with whole weeks, the finest time that batches follow, so that none is in both. A side is a
union of whole batches and of stories that may be read one by one, as every other picture is: whatever is subtracted
from whatever, nothing about fewer than k is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from narratives.alert import Finding
from narratives.calendar import day_of
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.landscape import Figures, mean_of
from narratives.selection import View, most_places
from narratives.signifiers import Signifier
from store.batches import list_batches, monday
from store.database import Database
from store.landscape import Landscape
from store.release_figures import figures

_WEEK = timedelta(days=7)
YEAR = timedelta(days=364)
AFTER = timedelta(days=28)  # after an alert is raised, what came of it belongs to its course and not to its picture
WEEKS_BEFORE, MOST_WEEKS = 26, 53


@dataclass(frozen=True, slots=True)
class ShiftSide:
    """A period's stories in the places of the signifier's picture. `mean` is of a triad's shares or a dyad's value."""

    first: date
    last: date
    placed: int
    places: tuple[int, ...]
    mean: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """How a signifier was answered before and since; `lacks` names the side that fewer than k stories stand on.

    Where one lacks them no side has any figure.
    """

    signifier: Signifier
    before: ShiftSide
    since: ShiftSide
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many stories were told in a week."""

    starts_on: date
    n: int


def shift_of(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    signifier_id: str,
    finding: Finding,
    today: date,
) -> Shift | None:
    """The picture before and after a finding; None where the framework has no such question, or one without a picture.

    Before is up to a year, since ends four weeks after the alert was raised.
    """
    signifier = next((one for one in framework.signifiers if one.id == signifier_id), None)
    if signifier is None or not most_places(signifier):
        return None
    onset, until = onset_week(finding.since), _until(finding, today)
    groups = groups_of(collection, finding)
    sides = []
    for first, last in ((onset - YEAR, onset - timedelta(days=1)), (onset, until)):
        view = View(groups=groups, first=first, last=last)
        sides.append(_side(first, last, figures(db, landscape, collection, signifier, framework, view)))
    before, since = sides
    lacks = next((name for name, one in (("before", before), ("since", since)) if one.placed < collection.k), "")
    if lacks:
        before, since = (ShiftSide(one.first, one.last, 0, (), ()) for one in sides)
    return Shift(signifier, before, since, lacks)


def _side(first: date, last: date, found: Figures) -> ShiftSide:
    return ShiftSide(first, last, found.counts.placed, tuple(found.places), tuple(mean_of(found) or ()))


def weekly_counts(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, finding: Finding, today: date
) -> tuple[WeekCount, ...]:
    """Stories told week by week, half a year before a finding and since; none in a protected collection.

    There a week has no number of its own: a batch is as old as its last story. A week that is not over would look
    like a silence, so that it counts only where no other one has passed since.
    """
    if collection.policy is not Policy.OPEN:
        return ()
    onset, groups = onset_week(finding.since), groups_of(collection, finding)
    first, until = onset - WEEKS_BEFORE * _WEEK, _until(finding, today)
    batches = list_batches(db, collection.id, View().kind, groups, first, until)
    weeks = min(max((until - first).days // 7, WEEKS_BEFORE + 1), MOST_WEEKS)
    found = []
    for starts_on in (first + number * _WEEK for number in range(weeks)):
        view = View(groups=groups, first=starts_on, last=min(starts_on + timedelta(days=6), until))
        opened = landscape.count(db, collection.id, framework, view)
        batched = sum(batch.n for batch in batches if day_of(batch.last_week) == starts_on)
        found.append(WeekCount(starts_on, opened + batched))
    return tuple(found)


def onset_week(since: date) -> date:
    """The Monday that is nearest to the day on which something began."""
    return day_of(monday(since + timedelta(days=3)))


def _until(finding: Finding, today: date) -> date:
    return max(min(today, finding.raised_on + AFTER), onset_week(finding.since))


def groups_of(collection: Collection, finding: Finding) -> tuple[str, ...]:
    """The reporting groups that a finding is about, as a view names them; none for the whole collection."""
    if finding.scope == "collection":
        return ()
    if finding.scope == "group":
        return (finding.group,)
    return (finding.group, *(one.name for one in collection.groups if one.parent == finding.group))
