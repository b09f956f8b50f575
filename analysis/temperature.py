"""The temperature of every group, of every declared parent and of the whole, period by period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from analysis.codebook import unit_parent
from analysis.hot_parts import HotParts
from analysis.remarks import MONDAY, Level, Measured, remark_on
from analysis.repeats import REMEMBERED_DAYS
from models.temperature import TemperatureModel
from narratives.calendar import day_number
from narratives.collection import WHOLE, Collection, Policy
from narratives.framework import Framework
from narratives.temperature import Reading, Remark
from store.database import Database
from store.remarks import list_remarks
from store.results import list_readings, replace_readings
from store.watching import FIRST_DAY, Score, count_days, list_scores

LENGTHS = (7, 14, 28, 91)
LATEST_DAYS = 28  # kept out of what counts as usual, so that a shift is not taken for normal
LEAST_PERIODS = 6
FEWEST_PERIODS = 3  # below so many, even the newest has to count as usual
DAYS_A_READ = 366
USUAL = 50.0
MOST_CELLS = 4_000_000

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Hot scores in columns, one place a story, and what signifiers add to them (n, S); names are looked up by code."""

    hot: Floats
    parts: npt.NDArray[np.float32]
    day: Ints
    group: Ints
    stratum: Ints
    mode: Ints
    groups: tuple[str, ...]


def measure_temperature(db: Database, collection: Collection, framework: Framework, *, today: date) -> int:
    """Bring the readings up to date; how many were stored, 0 when nothing had changed."""
    if not framework.has_temperature:
        if list_readings(db, collection.id):
            replace_readings(db, collection.id, ())
        return 0
    measured = read_temperature(collection, load_scores(db, collection.id, framework), today)
    readings = _readings(measured, collection.k)
    stored = list_readings(db, collection.id)
    if _too_few_changed(collection, stored, readings):
        return 0
    remarks = _remarks(db, collection, framework, measured)
    if readings == stored and remarks == list_remarks(db, collection.id):
        return 0
    replace_readings(db, collection.id, readings, remarks)
    return len(readings)


def _too_few_changed(collection: Collection, stored: Sequence[Reading], fresh: Sequence[Reading]) -> bool:
    """In a protected collection figures never follow fewer than k stories: two of them would tell them apart."""
    if collection.policy is Policy.OPEN or _columns(stored) != _columns(fresh):
        return False
    before, after = (sum(one.n for one in readings if one.group == WHOLE) for readings in (stored, fresh))
    return abs(after - before) < collection.k


def _columns(readings: Sequence[Reading]) -> set[tuple[date, date]]:
    return {(one.starts_on, one.ends_on) for one in readings if one.group == WHOLE}


def load_scores(db: Database, collection_id: str, framework: Framework) -> Scores:
    """The hot scores of a collection's respondents, read a year at a time; one of each voice in four weeks."""
    columns: list[list[float]] = [[], []]
    codes: list[list[int]] = [[], [], []]
    books: list[dict[str, int]] = [{}, {}, {}]
    hot_parts = HotParts(framework)
    parts = [hot_parts.of([])]
    heard: dict[str, int] = {}
    last = FIRST_DAY - 1
    for day, _ in count_days(db, collection_id, FIRST_DAY, -FIRST_DAY):
        if day <= last:
            continue
        last = day + DAYS_A_READ
        scores = [one for one in list_scores(db, collection_id, day, last) if _is_heard(one, heard)]
        parts.append(hot_parts.of([score.codes for score in scores]))
        for score in scores:
            _add(score, columns, codes, books)
    group, stratum, mode = (np.array(one, dtype=np.int64) for one in codes)
    days = np.array(columns[1], dtype=np.int64)
    return Scores(np.array(columns[0]), np.concatenate(parts), days, group, stratum, mode, tuple(books[0]))


def _is_heard(score: Score, heard: dict[str, int]) -> bool:
    """Whether none of a story's voices was heard in the four weeks before; `heard` names the day of each."""
    if any(score.day - heard.get(one, FIRST_DAY) < REMEMBERED_DAYS for one in score.voices):
        return False
    heard.update(dict.fromkeys(score.voices, score.day))
    return True


def _add(score: Score, columns: list[list[float]], codes: list[list[int]], books: list[dict[str, int]]) -> None:
    columns[0].append(score.hot)
    columns[1].append(score.day)
    for code, book, name in zip(codes, books, (score.group, score.stratum, score.mode), strict=True):
        code.append(book.setdefault(name, len(book)))


def read_temperature(collection: Collection, scores: Scores, today: date) -> list[Measured]:
    """What was measured of the whole, of the groups and of their parents; nothing before there are stories."""
    scores = _told_by(scores, day_number(today))
    if not len(scores.hot):
        return []
    length = period_length(scores, collection.k)
    period = (scores.day - MONDAY) // length
    last = (day_number(today) - MONDAY) // length
    if collection.policy is Policy.PROTECTED:
        last -= 1  # only complete periods
    periods = np.arange(int(period.min()), min(last, int(period.max())) + 1)
    if not len(periods):
        return []
    levels = _levels(collection, scores, len(periods))
    return [_measured(scores, level, period, periods, today, length) for level in levels]


def _readings(measured: Sequence[Measured], k: int) -> list[Reading]:
    """Every group's readings, by group and period; value and interval are None where fewer than k told."""
    named = {name: (one, place) for one in measured for place, name in enumerate(one.level.names)}
    return [
        _reading(name, *named[name], column, k)
        for name in sorted(named)
        for column in range(len(named[name][0].found.periods))
    ]


def _remarks(db: Database, collection: Collection, framework: Framework, measured: Sequence[Measured]) -> list[Remark]:
    found = [
        remark_on(db, collection, framework, one, place) for one in measured for place in range(len(one.level.names))
    ]
    return sorted((one for one in found if one is not None), key=lambda one: one.group)


def _told_by(scores: Scores, day: int) -> Scores:
    keep = scores.day <= day
    hot, parts, days = scores.hot[keep], scores.parts[keep], scores.day[keep]
    return Scores(hot, parts, days, scores.group[keep], scores.stratum[keep], scores.mode[keep], scores.groups)


def period_length(scores: Scores, k: int) -> int:
    """The shortest period in which three readings in four rest on at least k stories; the longest when none is."""
    for length in LENGTHS:
        period = (scores.day - MONDAY) // length
        counts: list[int] = []
        for group in range(len(scores.groups)):
            told = Counter(period[scores.group == group].tolist())
            if told:
                # The first and the last are seldom whole: they count only where there is nothing between them.
                whole = range(min(told) + 1, max(told)) or range(min(told), max(told) + 1)
                counts += [told.get(one, 0) for one in whole]
        if sorted(counts)[len(counts) // 4] >= k:
            return length
    return LENGTHS[-1]


def _levels(collection: Collection, scores: Scores, periods: int) -> list[Level]:
    """The whole, the groups and their parents."""
    parents = sorted({one.parent for one in collection.groups if one.parent is not None})
    named = [unit_parent(collection, group) for group in scores.groups]
    place = np.array([-1 if parent is None else parents.index(parent) for parent in named], dtype=np.int64)
    # Like with like: a group that joins or tells more is no change of the whole.
    mixed = np.unique(scores.group * (int(scores.stratum.max()) + 1) + scores.stratum, return_inverse=True)[1]
    cells = (int(mixed.max()) + 1) * (int(scores.mode.max()) + 1) * periods * max(len(parents), 1)
    wide = mixed if cells <= MOST_CELLS else scores.stratum
    levels = [Level((WHOLE,), np.zeros(len(scores.hot), np.int64), np.array([-1]), wide)]
    own = [group for group in scores.groups if group != WHOLE and group not in parents]
    if own:
        code = np.array([own.index(group) if group in own else -1 for group in scores.groups], dtype=np.int64)
        above = np.array([place[scores.groups.index(group)] for group in own], dtype=np.int64)
        levels.append(Level(tuple(own), code[scores.group], above, scores.stratum))
    if parents and (place >= 0).any():
        levels.append(Level(tuple(parents), place[scores.group], np.full(len(parents), -1), wide))
    return levels


def _measured(scores: Scores, level: Level, period: Ints, periods: Ints, today: date, length: int) -> Measured:
    inside = level.unit >= 0
    codes, when = (level.unit[inside], level.stratum[inside], scores.mode[inside]), period[inside]
    newest = min(int(scores.day.max()), day_number(today))
    usual = when <= _last_usual(np.unique(when), (newest - LATEST_DAYS - MONDAY) // length)
    model = TemperatureModel(centre=USUAL, least_periods=LEAST_PERIODS)
    own, hot = [code[usual] for code in codes], scores.hot[inside]
    model.fit(hot[usual], own[0], own[1], own[2], when[usual], parents=level.parents)
    order = np.argsort(codes[0], kind="stable")
    return Measured(
        level=level,
        found=model.read(hot, codes[0], codes[1], codes[2], when, periods=periods),
        points=model.unit / model.scale_,
        unit=codes[0][order],
        cell=(codes[1] * (int(scores.mode.max()) + 1) + codes[2])[order],
        parts=scores.parts[inside][order],
        period=when[order],
        usual=usual[order],
        length=length,
    )


def _last_usual(told: Ints, wanted: int) -> int:
    """The last period that counts as usual: `wanted`, or the first few where that would leave too few."""
    if (told <= wanted).sum() >= LEAST_PERIODS:
        return wanted
    few = told[: max(min(FEWEST_PERIODS, len(told)), int((told <= wanted).sum()))]
    return int(few[-1])


def _reading(name: str, measured: Measured, place: int, column: int, k: int) -> Reading:
    found = measured.found
    n = int(found.n[place, column])
    value, low, high = (float(one[place, column]) for one in (found.value, found.low, found.high))
    shown = n >= k and bool(np.isfinite([value, low, high]).all())
    # The range follows n: where n is not told, neither may the range tell it.
    half = (found.usual_high - found.usual_low)[place, column] / 2 if shown else found.typical_half[place]
    starts = measured.starts(column)
    return Reading(
        group=name,
        starts_on=starts,
        ends_on=starts + timedelta(days=measured.length - 1),
        n=n,
        value=value if shown else None,
        low=low if shown else None,
        high=high if shown else None,
        usual_low=float(USUAL - half),
        usual_high=float(USUAL + half),
    )
