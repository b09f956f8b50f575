"""The temperature of every group, of every declared parent and of the whole, period by period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from analysis.codebook import unit_parent
from models.temperature import Readings, TemperatureModel
from narratives.calendar import day_number, day_of
from narratives.collection import WHOLE, Collection, Policy
from narratives.framework import Framework
from narratives.temperature import Reading
from store.database import Database
from store.results import list_readings, replace_readings
from store.watching import FIRST_DAY, Score, count_days, list_scores

LENGTHS = (7, 14, 28, 91)
MONDAY = 4  # 1970-01-05: periods of every length begin on a Monday
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
    """Hot scores in columns, one place a story; names are looked up by code."""

    hot: Floats
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
    readings = read_temperature(collection, load_scores(db, collection.id), today)
    stored = list_readings(db, collection.id)
    if readings == stored or _too_few_changed(collection, stored, readings):
        return 0
    replace_readings(db, collection.id, readings)
    return len(readings)


def _too_few_changed(collection: Collection, stored: Sequence[Reading], fresh: Sequence[Reading]) -> bool:
    """In a protected collection figures never follow fewer than k stories: two of them would tell them apart."""
    if collection.policy is Policy.OPEN or _columns(stored) != _columns(fresh):
        return False
    before, after = (sum(one.n for one in readings if one.group == WHOLE) for readings in (stored, fresh))
    return abs(after - before) < collection.k


def _columns(readings: Sequence[Reading]) -> set[tuple[date, date]]:
    return {(one.starts_on, one.ends_on) for one in readings if one.group == WHOLE}


def load_scores(db: Database, collection_id: str) -> Scores:
    """The hot scores of a collection's respondents, read a year at a time."""
    columns: list[list[float]] = [[], []]
    codes: list[list[int]] = [[], [], []]
    books: list[dict[str, int]] = [{}, {}, {}]
    days = count_days(db, collection_id, FIRST_DAY, -FIRST_DAY)
    last = FIRST_DAY - 1
    for day, _ in days:
        if day <= last:
            continue
        last = day + DAYS_A_READ
        for score in list_scores(db, collection_id, day, last):
            _add(score, columns, codes, books)
    group, stratum, mode = (np.array(one, dtype=np.int64) for one in codes)
    return Scores(np.array(columns[0]), np.array(columns[1], dtype=np.int64), group, stratum, mode, tuple(books[0]))


def _add(score: Score, columns: list[list[float]], codes: list[list[int]], books: list[dict[str, int]]) -> None:
    columns[0].append(score.hot)
    columns[1].append(score.day)
    for code, book, name in zip(codes, books, (score.group, score.stratum, score.mode), strict=True):
        code.append(book.setdefault(name, len(book)))


def read_temperature(collection: Collection, scores: Scores, today: date) -> list[Reading]:
    """Every group's readings, by group and period; value and interval are None where fewer than k told."""
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
    named: dict[str, list[Reading]] = {}
    for names, group, parents, stratum in _levels(collection, scores, len(periods)):
        found = _read(scores, group, parents, stratum, period, periods, today, length)
        for place, name in enumerate(names):
            named[name] = [_reading(name, found, place, column, length, collection.k) for column in range(len(periods))]
    return [reading for name in sorted(named) for reading in named[name]]


def _told_by(scores: Scores, day: int) -> Scores:
    keep = scores.day <= day
    return Scores(
        scores.hot[keep], scores.day[keep], scores.group[keep], scores.stratum[keep], scores.mode[keep], scores.groups
    )


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


Level = tuple[list[str], Ints, Ints, Ints]


def _levels(collection: Collection, scores: Scores, periods: int) -> list[Level]:
    """(names, group code of each story or -1, parents, stratum codes) of the whole, the parents and the groups."""
    parents = sorted({one.parent for one in collection.groups if one.parent is not None})
    named = [unit_parent(collection, group) for group in scores.groups]
    place = np.array([-1 if parent is None else parents.index(parent) for parent in named], dtype=np.int64)
    # Like with like: a group that joins or tells more is no change of the whole.
    mixed = np.unique(scores.group * (int(scores.stratum.max()) + 1) + scores.stratum, return_inverse=True)[1]
    cells = (int(mixed.max()) + 1) * (int(scores.mode.max()) + 1) * periods * max(len(parents), 1)
    wide = mixed if cells <= MOST_CELLS else scores.stratum
    levels: list[Level] = [([WHOLE], np.zeros(len(scores.hot), np.int64), np.array([-1]), wide)]
    own = [group for group in scores.groups if group != WHOLE and group not in parents]
    if own:
        code = np.array([own.index(group) if group in own else -1 for group in scores.groups], dtype=np.int64)
        above = np.array([place[scores.groups.index(group)] for group in own], dtype=np.int64)
        levels.append((own, code[scores.group], above, scores.stratum))
    if parents and (place >= 0).any():
        levels.append((parents, place[scores.group], np.full(len(parents), -1), wide))
    return levels


def _read(
    scores: Scores, group: Ints, parents: Ints, stratum: Ints, period: Ints, periods: Ints, today: date, length: int
) -> Readings:
    inside = group >= 0
    hot, codes, when = scores.hot[inside], (group[inside], stratum[inside], scores.mode[inside]), period[inside]
    newest = min(int(scores.day.max()), day_number(today))
    usual = when <= _last_usual(np.unique(when), (newest - LATEST_DAYS - MONDAY) // length)
    model = TemperatureModel(centre=USUAL, least_periods=LEAST_PERIODS)
    own = [code[usual] for code in codes]
    model.fit(hot[usual], own[0], own[1], own[2], when[usual], parents=parents)
    return model.read(hot, codes[0], codes[1], codes[2], when, periods=periods)


def _last_usual(told: Ints, wanted: int) -> int:
    """The last period that counts as usual: `wanted`, or the first few where that would leave too few."""
    if (told <= wanted).sum() >= LEAST_PERIODS:
        return wanted
    few = told[: max(min(FEWEST_PERIODS, len(told)), int((told <= wanted).sum()))]
    return int(few[-1])


def _reading(name: str, found: Readings, place: int, column: int, length: int, k: int) -> Reading:
    n = int(found.n[place, column])
    value, low, high = (float(one[place, column]) for one in (found.value, found.low, found.high))
    shown = n >= k and bool(np.isfinite([value, low, high]).all())
    starts = int(found.periods[column]) * length + MONDAY
    # The range follows n: where n is not told, neither may the range tell it.
    half = (found.usual_high - found.usual_low)[place, column] / 2 if shown else found.typical_half[place]
    return Reading(
        group=name,
        starts_on=day_of(starts),
        ends_on=day_of(starts + length - 1),
        n=n,
        value=value if shown else None,
        low=low if shown else None,
        high=high if shown else None,
        usual_low=float(USUAL - half),
        usual_high=float(USUAL + half),
    )
