"""The manager's first page: what needs somebody now, then every collection's alerts by what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from narratives.alert import AlertState, Tone
from narratives.collection import Collection
from narratives.course import Course
from narratives.framework import Framework
from store import release
from store.alert_counts import last_steps
from store.alerts import Alert
from store.collections import framework_of
from store.database import Database
from store.promise_proposals import list_proposals
from store.release_silent import Silent
from store.report_backs import Answered, share_answered
from store.silences import list_silences
from web.alerts.lines import AlertLine, alert_line
from web.alerts.moved import Moved, moved
from web.alerts.silence_lines import SilenceLine, silence_line
from web.alerts.watching import Watching, how_soon, watching
from web.explore.temperature_page import TemperaturePage, temperature_page
from web.reach import groups_within
from web.seen import seen_alerts, seen_readings, seen_silences, seen_silent
from web.serial import shown_serial
from web.stores import Stores, stores

_OPEN = 6  # groups whose alerts stand open; the others are lines
_MOST_CLOSED = 20
_ON_THE_WAY = {Course.RECOVERING, Course.BACK}


@dataclass(frozen=True, slots=True)
class Section:
    """Groups that moved: the first of them open, the rest as lines."""

    shown: tuple[Moved, ...]
    rest: tuple[AlertLine, ...]

    @property
    def n(self) -> int:
        """How many alerts there are."""
        return sum(len(one.lines) for one in self.shown) + len(self.rest)


@dataclass(frozen=True, slots=True)
class CollectionPart:
    """One collection's alerts by what became of them; `soon` is how soon a shift would be noticed, while all is calm.

    `raised_count` and `serial` are what an open page compares with to learn of something new. `is_promise_open` is
    whether an administrator has to decide about another promise.
    """

    collection: Collection
    alerts: Section
    opportunities: Section
    looked_into: tuple[AlertLine, ...]
    on_the_way: tuple[AlertLine, ...]
    silent: tuple[Silent, ...]
    silences: tuple[SilenceLine, ...]
    closed: tuple[AlertLine, ...]
    closed_count: int
    levels: tuple[tuple[int, float], ...]
    watching: Watching
    is_promise_open: bool
    soon: tuple[str, ...]
    raised_count: int
    serial: int
    is_whole: bool = True

    @property
    def is_calm(self) -> bool:
        """Whether nothing is new."""
        return not (self.alerts.n or self.opportunities.n)

    @property
    def is_soon_unknown(self) -> bool:
        """Whether enough is told, and how soon a shift would be noticed is still to be worked out."""
        return self.is_whole and self.watching.has_enough and not self.soon

    @property
    def was_ever_told(self) -> bool:
        """Whether there is any alert at all, whatever became of it."""
        silenced = any(one.lines for one in self.silences)
        return bool(self.raised_count or self.looked_into or self.on_the_way or self.closed_count or silenced)

    @property
    def heard(self) -> tuple[AlertLine, ...]:
        """Every open alert that is not silenced."""
        new = (line for part in (self.alerts, self.opportunities) for line in section_lines(part))
        return (*new, *self.looked_into, *self.on_the_way)


def section_lines(section: Section) -> tuple[AlertLine, ...]:
    """Every alert of a section, in the order of the page."""
    return (*(line for one in section.shown for line in one.lines), *section.rest)


def collection_part(held: Stores, collection: Collection, names: Mapping[str, str], today: date) -> CollectionPart:
    """A collection's part of the page: some queries for all its alerts together, and no story."""
    db = held.stories
    framework = framework_of(db, collection)
    serial = shown_serial(collection)(release.serial(db, collection))
    readings = seen_readings(collection)
    alerts = seen_alerts(collection, framework)
    lines = _lines(db, alerts, collection, framework, names, today)
    silences = list(seen_silences(collection, list_silences(db, collection.id, today=today)))
    is_whole = groups_within(collection) is None
    # One whose silence is over rings again, even before the worker has seen to it.
    quiet = {one.id: one.silence_id for one in alerts if one.silence_id in {silence.id for silence in silences}}
    raised = [line for line in lines if line.state is AlertState.RAISED]
    new = [line for line in raised if line.id not in quiet]
    taken = [line for line in lines if line.state is AlertState.ACKNOWLEDGED]
    closed = [line for line in lines if line.state is AlertState.CLOSED]
    page = temperature_page(collection, readings) if new else None
    watched = watching(db, held.landscape, collection, framework, readings)
    return CollectionPart(
        collection=collection,
        alerts=_section((line for line in new if line.tone is not Tone.OPPORTUNITY), page),
        opportunities=_section((line for line in new if line.tone is Tone.OPPORTUNITY), page),
        looked_into=_most_pressing(line for line in taken if line.course not in _ON_THE_WAY),
        on_the_way=tuple(line for line in taken if line.course in _ON_THE_WAY),
        silent=seen_silent(collection, today),
        silences=tuple(
            silence_line(one, names, [line for line in raised if quiet.get(line.id) == one.id]) for one in silences
        ),
        closed=tuple(closed[:_MOST_CLOSED]),
        closed_count=len(closed),
        levels=page.scales.levels if page else (),
        watching=watched,
        is_promise_open=is_whole and any(one.decision is None for one in list_proposals(db, collection.id)),
        soon=how_soon(db, collection, framework, today) if is_whole and watched.has_enough and not new else (),
        raised_count=len(new),
        serial=serial,
        is_whole=is_whole,
    )


def answered_of(parts: Iterable[CollectionPart], today: date) -> Answered:
    """How many alerts and probes were answered to the tellers, in the collections that are seen whole."""
    db = stores().stories
    found = [share_answered(db, part.collection.id, today=today) for part in parts if part.is_whole]
    return Answered(
        sum(one.alerts for one in found),
        sum(one.alerts_answered for one in found),
        sum(one.probes for one in found),
        sum(one.probes_answered for one in found),
    )


def _lines(
    db: Database,
    alerts: Sequence[Alert],
    collection: Collection,
    framework: Framework,
    names: Mapping[str, str],
    today: date,
) -> list[AlertLine]:
    steps = last_steps(db, collection.id)
    return [alert_line(alert, collection, framework, names, today, steps.get(alert.id)) for alert in alerts]


def _section(lines: Iterable[AlertLine], page: TemperaturePage | None) -> Section:
    """What is still moving before what is on the way back; `lines` come newest first."""
    found = moved(sorted(lines, key=lambda line: line.course in _ON_THE_WAY), page)
    return Section(found[:_OPEN], tuple(line for one in found[_OPEN:] for line in one.lines))


def _most_pressing(lines: Iterable[AlertLine]) -> tuple[AlertLine, ...]:
    return tuple(sorted(lines, key=lambda line: (not line.is_due, not line.due)))
