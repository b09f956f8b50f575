"""How far an objective is, as everybody sees it: its readings in a picture, in words, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from narratives.calendar import spoken
from narratives.framework import Framework
from narratives.objective import Direction, Judged, Objective, Reading, Standing, baseline_of, judge
from narratives.public_items import item_labels, public_signifiers
from narratives.translation import gettext as _
from narratives.translation import noop
from store.release_public import ROUNDED_BELOW
from web.public.figures import interval_words, percent

_WIDTH, _HEIGHT, _MARGIN = 300, 120, 10
_WORDS = {
    Standing.REACHED: noop("The target is reached."),
    Standing.TOWARDS: noop("It has moved towards the target."),
    Standing.UNCLEAR: noop("Not distinguishable from the baseline."),
    Standing.AWAY: noop("It has moved away from the target."),
    Standing.BASELINE: noop("This is the baseline of those that follow."),
    Standing.UNTOLD: noop("Too few answers to tell."),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A reading in the picture: a dot with its interval, or the interval alone where only a bound is told."""

    x: float
    y: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading in words: when, how many answered, the share with its interval, and what may be said of it."""

    when: str
    n: str
    share: str
    interval: str
    said: str


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """An objective with its readings, oldest first; `state` is the standing of the newest, empty without one."""

    id: str
    title: str
    why: str
    measure: str
    aim: str
    baseline: str
    state: str
    said: str
    points: tuple[Point, ...]
    baseline_y: float | None
    target_y: float
    rows: tuple[ReadingRow, ...]
    is_over: bool


def objective_card(
    objective: Objective, readings: Sequence[Reading], framework: Framework, *, k: int, today: date
) -> ObjectiveCard:
    """An objective as pages show it, in the language that is spoken."""
    judged = judge(objective, readings)
    rows = tuple(_row(one, k) for one in judged)
    baseline = baseline_of(objective, readings)
    return ObjectiveCard(
        id=objective.id,
        title=objective.title,
        why=objective.why,
        measure=_measure(objective, framework),
        aim=_aim(objective),
        baseline=_baseline(objective, baseline),
        state=judged[-1].standing.value if judged else "",
        said=f"{rows[-1].when}: {rows[-1].share}. {rows[-1].said}" if rows else _("No reading yet."),
        points=tuple(_points(readings)),
        baseline_y=None if baseline is None else _y(baseline),
        target_y=_y(objective.target),
        rows=rows,
        is_over=objective.due < today,
    )


def _measure(objective: Objective, framework: Framework) -> str:
    signifier = next((one for one in public_signifiers(framework) if one.id == objective.signifier), None)
    if signifier is None:
        return ""
    label = item_labels(signifier).get(objective.item, objective.item)
    return _("Answers to “%(question)s”: %(item)s", question=signifier.title, item=label)


def _aim(objective: Objective) -> str:
    target, day = percent(objective.target), spoken(objective.due)
    if objective.direction is Direction.MORE:
        return _("%(target)s or more by %(day)s", target=target, day=day)
    return _("%(target)s or less by %(day)s", target=target, day=day)


def _baseline(objective: Objective, share: float | None) -> str:
    if objective.baseline is not None:
        return _("%(share)s (%(source)s)", share=percent(objective.baseline), source=objective.baseline_from)
    return _("the first reading") if share is None else _("%(share)s, the first reading", share=percent(share))


def _row(judged: Judged, k: int) -> ReadingRow:
    reading = judged.reading
    when = _("%(first)s to %(last)s", first=spoken(reading.first), last=spoken(reading.last))
    said = _(_WORDS[judged.standing])
    if reading.n < k:
        return ReadingRow(when, "", _("not told"), "", said)
    n = _("at least %(n)s", n=reading.n // k * k) if reading.n < ROUNDED_BELOW else f"{reading.n:,}"
    if reading.is_below:
        share = _("fewer than %(k)s answers, under %(most)s", k=k, most=percent(reading.high))
        return ReadingRow(when, n, share, "", said)
    if reading.share is None:
        told = _("A figure would let numbers of fewer than %(k)s people be worked out.", k=k)
        return ReadingRow(when, n, _("not told"), "", told)
    return ReadingRow(when, n, percent(reading.share), interval_words(reading.low, reading.high), said)


def _points(readings: Sequence[Reading]) -> list[Point]:
    step = (_WIDTH - 2 * _MARGIN) / max(len(readings), 1)
    return [
        Point(
            round(_MARGIN + step * (place + 0.5), 1),
            None if one.share is None else _y(one.share),
            _y(one.low),
            _y(one.high),
        )
        for place, one in enumerate(readings)
        if one.is_told
    ]


def _y(share: float) -> float:
    return round(_HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * share, 1)
