"""The course of alerts: how often a shift that stays is called back, and how soon one that ends is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from scipy.stats import t as student

from benchmarks.claims import Claim, at_least, at_most, proof
from narratives.course import RECENT_DAYS, Course, Recent, next_course

FIRST = date(2026, 1, 1)
YEAR = 365
ALERT_DAYS = 40  # from the shift to its alert
ENDS = 60  # days after the alert
LEAST = 10
DAY_SPREAD = 0.15  # days differ by so much, in standard deviations of stories
STRONG = 3.5  # standard errors that the change of an alert is at least: weaker ones are not raised
MOST_TRIES = 60
# Stories in four weeks, and the shift in standard deviations.
WORLDS = ((15, 1.0), (30, 0.6), (30, 1.0), (60, 0.6), (150, 0.35))

Rule = Callable[[Course, date, Recent | None, float, date], Course]


@dataclass(frozen=True, slots=True)
class Watched:
    """An alert of a change, and the newest stories on each day of the year after it."""

    change: float
    newest: tuple[Recent | None, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What a rule made of alerts: the day each was called back on (None: never), and how often courses changed.

    `returns` are the times that one moved away again from its way back; `years` is how long they were followed.
    """

    back_on: tuple[int | None, ...]
    switches: int
    returns: int
    years: float

    def called_back(self, first: int = 0, last: int = YEAR) -> float:
        """The share of alerts that were called back between two days."""
        return sum(day is not None and first <= day < last for day in self.back_on) / len(self.back_on)


def watch(rng: np.random.Generator, in_four_weeks: float, shift: float, ends: int | None) -> Watched | None:
    """One alert, and a year after it; None where the shift was too weak to be raised.

    What is known of the change comes from the stories of the alert, so that it is overstated as real ones are.
    """
    days = YEAR + ALERT_DAYS + YEAR
    began, raised = YEAR, YEAR + ALERT_DAYS
    n = rng.poisson(in_four_weeks / RECENT_DAYS, days)
    day = np.repeat(np.arange(days), n)
    is_moved = (day >= began) & (day < days if ends is None else day < raised + ends)
    stories = rng.normal(size=len(day)) + rng.normal(0, DAY_SPREAD, days)[day] + shift * is_moved
    usual, alert = stories[day < began], stories[(day >= began) & (day < raised)]
    if len(alert) < LEAST or alert.mean() - usual.mean() < STRONG * np.hypot(_error(alert), _error(usual)):
        return None
    places = np.searchsorted(day, np.arange(days + 1))
    newest = (
        _recent(stories[places[max(began, on - RECENT_DAYS + 1)] : places[on + 1]], usual) for on in range(raised, days)
    )
    return Watched(float(alert.mean() - usual.mean()), tuple(newest))


def _error(side: np.ndarray) -> float:
    return float(side.std(ddof=1) / np.sqrt(len(side)))


def _recent(newest: np.ndarray, usual: np.ndarray) -> Recent | None:
    if len(newest) < 2:
        return None
    change = float(newest.mean() - usual.mean())
    half = float(student.ppf(0.975, len(newest) - 1)) * np.hypot(_error(newest), _error(usual))
    return Recent(change, change - half, change + half, len(newest))


def with_hysteresis(course: Course, since: date, recent: Recent | None, change: float, today: date) -> Course:
    """The rule of the platform."""
    return next_course(course, since, recent, change, least=LEAST, today=today)


def without(course: Course, since: date, recent: Recent | None, change: float, today: date) -> Course:
    """The same with one threshold, half of the change, and without an interval or a time."""
    if recent is None or recent.n < LEAST:
        return Course.NO_DATA
    return Course.MOVING if recent.change > change / 2 else Course.BACK


def follow(alerts: Sequence[Watched], rule: Rule) -> Followed:
    """What a rule makes of alerts; one that it calls back is followed no longer, unless it has no hysteresis."""
    back_on, switches, returns, days = [], 0, 0, 0
    for alert in alerts:
        courses = list(_courses(alert, rule))
        back_on.append(courses.index(Course.BACK) if Course.BACK in courses else None)
        steps = [(old, new) for old, new in pairwise((Course.MOVING, *courses)) if old is not new]
        switches += len(steps)
        returns += sum(old in {Course.RECOVERING, Course.BACK} and new is Course.MOVING for old, new in steps)
        days += len(courses)
    return Followed(tuple(back_on), switches, returns, days / YEAR)


def _courses(alert: Watched, rule: Rule) -> Iterator[Course]:
    course, since = Course.MOVING, FIRST
    for number, recent in enumerate(alert.newest):
        today = FIRST + timedelta(days=number)
        new = rule(course, since, recent, alert.change, today)
        course, since = new, since if new is course else today
        yield course
        if course is Course.BACK and rule is with_hysteresis:
            return


def alerts_of(in_four_weeks: float, shift: float, ends: int | None, runs: int, seed: int) -> list[Watched]:
    """So many alerts of one sort."""
    rng = np.random.default_rng(seed)
    tries = (watch(rng, in_four_weeks, shift, ends) for _ in range(MOST_TRIES * runs))
    raised = (alert for alert in tries if alert is not None)
    return [alert for _, alert in zip(range(runs), raised, strict=False)]


@proof("alerts")
def alerts_go_back_and_not_to_and_fro() -> Iterator[Claim]:
    """Shifts that stay and shifts that end, in groups of five paces and sizes."""
    runs = 200
    stays = [alerts_of(n, shift, None, runs, seed=61) for n, shift in WORLDS]
    ends = [alerts_of(n, shift, ENDS, runs, seed=62) for n, shift in WORLDS]
    every_stay, every_end = [one for each in stays for one in each], [one for each in ends for one in each]
    ours, plain = follow(every_stay, with_hysteresis), follow(every_stay, without)
    worst = max(follow(each, with_hysteresis).called_back() for each in stays)
    sorts = f"{len(every_stay):,} alerts a year each, {len(WORLDS)} sorts; without hysteresis "
    yield at_most(
        "shifts that stay are called back within a year",
        100 * ours.called_back(),
        2,
        "%",
        f"{sorts}{plain.called_back():.0%}; of the hardest sort {worst:.1%}",
    )
    yield at_most(
        "courses that change an alert-year",
        ours.switches / ours.years,
        plain.switches / plain.years / 3,
        note=f"{sorts}{plain.switches / plain.years:.1f}",
    )
    yield at_most("messages that it moves again an alert-year", ours.returns / ours.years, 0.5, note="of what stays")
    over = follow(every_end, with_hysteresis)
    late = [YEAR if day is None else day - ENDS for day in over.back_on]
    yield at_most(
        "days until a shift that ended is called back",
        float(np.median(late)),
        60,
        note=f"half; nine in ten {np.percentile(late, 90):.0f}; before it ended {over.called_back(last=ENDS):.1%}",
    )
    yield at_least("of shifts that ended, called back within 120 days", over.called_back(0, ENDS + 120) * 100, 90, "%")
