"""Themes that stay themselves over weekly fits of a growing collection, and a new subject that is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.claims import Claim, at_least, at_most, exactly, happens, not_measured, proof
from benchmarks.meaning_clusters import HEALTH
from benchmarks.real_vectors import are_here, real_vectors
from models.arrays import Floats, Ints
from models.rethemes import asked_for, differences, is_fresh, wants_other_number

if TYPE_CHECKING:
    from models.clustering import ThemeClusterer

WEEKS = 20
FIRST, LAST = 4_000, 8_000
BEFORE, NEW_A_WEEK, NEW_WEEKS = 2_000, 250, 7
MONDAY = date(2026, 1, 5)


@proof("meaning")
def themes_stay_themselves() -> Iterator[Claim]:
    """Twenty weekly fits of real stories in random order."""
    from models.clustering import ThemeClusterer

    if not are_here():
        yield not_measured("Stories keep their theme over 20 weekly fits", "at least 95 %", "the corpora are not here")
        return
    rows = _stories(HEALTH, LAST)
    themes = ThemeClusterer().fit(rows[:FIRST])
    if not themes.n_clusters_:
        themes = ThemeClusterer(n_clusters=6).fit(rows[:FIRST])
    first, kept = themes.labels_, []
    for n in np.linspace(FIRST, LAST, WEEKS + 1).astype(int)[1:].tolist():
        before, held = themes.labels_, themes.to_arrays()
        themes = ThemeClusterer().fit(rows[:n], previous=held)
        kept.append(100 * float((themes.labels_[: len(before)] == before).mean()))
    note = f"{themes.n_clusters_} themes, {FIRST:,} to {LAST:,} stories"
    yield at_least("Stories that keep their theme from week to week, worst of 20", min(kept), 95, " %", note)
    whole = 100 * float((themes.labels_[:FIRST] == first).mean())
    yield at_least("Stories that have their first theme after 20 weekly fits", whole, 95, " %", note)


@proof("meaning")
def a_new_subject_is_proposed() -> Iterator[Claim]:
    """Stories of another kind arrive: how many themes there are stays, until a free fit has said so three times."""
    from models.clustering import ThemeClusterer

    if not are_here():
        yield not_measured("A new subject is proposed", "as a theme", "the corpora are not here")
        return
    old, new = _stories(HEALTH, BEFORE), _stories(("isear",), NEW_A_WEEK * NEW_WEEKS)
    themes = ThemeClusterer(n_clusters=4).fit(old)  # as a person accepted it
    number, leaning = themes.n_clusters_, [(MONDAY, themes.n_clusters_)]
    told, week, rows, free = None, 0, old, themes
    while told is None and week < NEW_WEEKS:
        week += 1
        rows = np.vstack([old, new[: week * NEW_A_WEEK]])
        themes = ThemeClusterer().fit(rows, previous=themes.to_arrays()) if number else themes
        free = ThemeClusterer().fit(rows)
        leaning.append((MONDAY + timedelta(weeks=week), _asked(rows, themes, free)))
        told = wants_other_number(leaning, number)
    asked = ", ".join(str(wanted) for _, wanted in leaning)
    yield exactly("Themes in use while another number is only asked for", themes.n_clusters_, number, f"asked: {asked}")
    yield happens("A new subject of an eighth a week leads to a proposal", told is not None, f"after {week} weeks")
    if told is None:
        return
    held = themes.assign(rows).label if number else np.full(len(rows), -1)
    found = differences(held, free.labels_, range(number))
    share = _share_of_new(free.labels_, len(old))
    added = [place for place, one in enumerate(found.new_ids) if one not in found.kept and share[place] > 0.5]
    note = f"kept {len(found.kept)}, split {len(found.split)}, born {len(found.born)}, died {len(found.died)}"
    yield happens("The proposal has a theme that is mostly the new subject", bool((share > 0.5).any()), note)
    yield happens("That theme has a number that none had before", bool(added), note)
    yield at_most(
        "Ids of the proposal that a theme had before and that are another now", _reused(found.kept, number), 0
    )


def _asked(rows: Floats, held: ThemeClusterer, free: ThemeClusterer) -> int:
    """What a free fit asks for, as the worker asks it; themes in use are taken to be at least heaps."""
    now = held.assign(rows).label
    closer = _scatter(rows, now) / _scatter(rows, free.labels_) if free.n_clusters_ else 1.0
    told = {"firm": free.firm_, "loose": True, "fresh": is_fresh(free.labels_, now)}
    return asked_for(free.n_clusters_, held.n_clusters_, closer=closer, **told)


def _scatter(rows: Floats, labels: Ints) -> float:
    inside = [rows[labels == one] for one in np.unique(labels)]
    return sum(float(((some - some.mean(axis=0)) ** 2).sum()) for some in inside) / len(rows)


def _reused(kept: tuple[int, ...], number: int) -> float:
    return float(sum(one >= number for one in kept))


def _share_of_new(labels: Ints, old: int) -> Floats:
    size = np.bincount(labels[labels >= 0])
    new = labels[old:]
    return np.asarray(np.bincount(new[new >= 0], minlength=len(size)) / np.maximum(size, 1))


def _stories(sources: tuple[str, ...], count: int) -> Floats:
    found = real_vectors().only(*sources).vectors
    drawn = np.random.default_rng(3).permutation(len(found))[:count]
    return np.asarray(found[drawn], dtype=np.float64)
