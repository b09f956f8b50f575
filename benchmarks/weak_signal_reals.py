"""Real stories on their real days: whether the pockets found in them hold more of one team, place or question."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, hypergeom

from benchmarks.main_job import CORPORA
from benchmarks.real_vectors import real_vectors
from models.weak_signals import WINDOWS, Tellings, find_pockets, recent_since
from narratives.calendar import day_number, day_of

Ints = npt.NDArray[np.int64]

# What says of a pocket whether it is about something: columns that the search never sees, and the group that it does.
SOURCES = {
    "gp_feedback_2024": ("area", "g_campaign", "si_rating_word", "g_question"),
    "forensic_2010_2014": ("g_team", "g_site", "g_question"),
    "community_2010_2012": ("g_team", "g_question"),
}
_PRACTICES = "gp_feedback_2024"
_VACCINATION = re.compile(r"\b(flu|jabs?|vaccin\w*|immuni\w*)\b", re.IGNORECASE)
_GROUP = {"gp_feedback_2024": "g_pcn", "forensic_2010_2014": "area", "community_2010_2012": "area"}
FIRST, MOMENTS, LEVEL, STRIKING = 20, 5, 0.01, 0.1


@dataclass(frozen=True, slots=True)
class Judged:
    """Of the first `n` pockets of all moments: those called striking, those enriched in one value, those that went on.

    The controls are as many neighbourhoods of random recent stories.
    """

    n: int = 0
    striking: int = 0
    enriched: int = 0
    enriched_control: int = 0
    followed: int = 0
    went_on: int = 0
    went_on_control: int = 0


def judge(source: str, columns: Sequence[str]) -> Judged:
    """The queue at five moments of a corpus, four pockets of each."""
    rows, vectors = _read(source)
    days = np.array([day_number(date.fromisoformat(row["created_at"][:10])) for row in rows])
    counted = Counter[str]()
    chance = np.random.default_rng(3)
    for today in np.quantile(days, np.linspace(0.3, 0.9, MOMENTS)).astype(int).tolist():
        inside = np.flatnonzero(days <= today)
        told = _tellings([rows[row] for row in inside], days[inside], _GROUP[source])
        since = recent_since(told.day, today)
        if since is None:
            continue
        late = inside[told.day >= since]
        values = {name: np.array([row[name] for row in rows]) for name in columns}
        for pocket in find_pockets(vectors[inside], told, since).pockets[: FIRST // MOMENTS]:
            mine, middle = inside[pocket.rows], chance.choice(late)
            other = late[np.argsort(-(vectors[late] @ vectors[middle]))][: len(mine)]
            counted["n"] += 1
            counted["striking"] += pocket.chance <= STRIKING
            counted["enriched"] += _is_enriched(values, mine, late)
            counted["enriched_control"] += _is_enriched(values, other, late)
            if today + WINDOWS[0] <= days.max():
                counted["followed"] += 1
                counted["went_on"] += _went_on(vectors, days, mine, since, today)
                counted["went_on_control"] += _went_on(vectors, days, other, since, today)
    return Judged(**counted)


@dataclass(frozen=True, slots=True)
class Noticed:
    """The first Monday on which a subject was among the first five and called striking; its place, size and share."""

    on: date
    place: int
    stories: int
    share: float
    told_before: int


def vaccinations() -> Noticed | None:
    """When the queue of the practices' real stories would have shown the autumn's vaccinations; None: never."""
    rows, vectors = _read(_PRACTICES)
    days = np.array([day_number(date.fromisoformat(row["created_at"][:10])) for row in rows])
    about = np.array([_VACCINATION.search(row["text"]) is not None for row in rows])
    for today in range(day_number(date(2024, 9, 2)), day_number(date(2024, 12, 2)), 7):
        inside = np.flatnonzero(days <= today)
        told = _tellings([rows[row] for row in inside], days[inside], _GROUP[_PRACTICES])
        since = recent_since(told.day, today)
        found = () if since is None else find_pockets(vectors[inside], told, since).pockets[:5]
        for place, pocket in enumerate(found, start=1):
            share = float(about[inside[pocket.rows]].mean())
            if pocket.chance <= STRIKING and share >= 0.5 and since is not None:
                before = int((about & (days < since)).sum())
                return Noticed(day_of(today), place, len(pocket.rows), share, before)
    return None


def _went_on(vectors: npt.NDArray[np.float32], days: Ints, rows: Ints, since: int, today: int) -> bool:
    """Whether in the eight weeks after, stories like these are a larger share of all than before they were found."""
    alike = vectors @ vectors[rows].mean(axis=0)
    near = alike >= np.median(alike[rows])
    before, after = days < since, (days > today) & (days <= today + WINDOWS[0])
    share = (int(near[before].sum()) + 0.5) / (int(before.sum()) + 1)
    return bool(binom.sf(int(near[after].sum()) - 1, int(after.sum()), share) <= LEVEL)


def _is_enriched(values: dict[str, npt.NDArray[np.str_]], rows: Ints, late: Ints) -> bool:
    """Whether one value of one column is in the pocket more often than in a draw of recent stories."""
    chances = []
    for column in values.values():
        for value in np.unique(column[rows]):
            inside = int((column[rows] == value).sum())
            chances.append(hypergeom.sf(inside - 1, len(late), int((column[late] == value).sum()), len(rows)))
    return bool(min(chances) * len(chances) <= LEVEL)


def _read(source: str) -> tuple[list[dict[str, str]], npt.NDArray[np.float32]]:
    real = real_vectors().only(source)
    place = {text: row for row, text in enumerate(real.texts)}
    with (CORPORA / f"{source}.csv").open(encoding="utf-8", newline="") as lines:
        told = [row for row in csv.DictReader(lines) if row["text"].strip() in place and row["created_at"]]
    return told, real.vectors[[place[row["text"].strip()] for row in told]]


def _tellings(rows: Sequence[dict[str, str]], days: Ints, group: str) -> Tellings:
    return Tellings(
        day=days,
        stratum=_numbers([row[group] for row in rows]) + 1,
        teller=_numbers([row["person_id"] for row in rows]),
        text=_numbers([row["text"].strip() for row in rows]),
    )


def _numbers(names: Sequence[str]) -> Ints:
    known = {name: number for number, name in enumerate(sorted({name for name in names if name}))}
    return np.array([known.get(name, -1) for name in names], dtype=np.int64)
