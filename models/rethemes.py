"""What another fit would change about themes that people know, and when it has said so often enough to be proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment

from models.arrays import Bools, Floats, Ints
from models.stability import largest_jaccard

LEAST_OVERLAP = 0.5  # Jaccard index of a theme's stories before and after: below, it is another theme
LEAST_PART = 0.3  # of a theme's stories: fewer of them found elsewhere are stragglers, no part of it
TIMES_ALIKE = 3
DAYS_APART = 7
CLOSER = 1.03  # times nearer to its own theme a story lies, squared and on average, where other themes are clearly so
OTHERS = -1  # asked for: as many themes, but clearly closer ones


@dataclass(frozen=True, slots=True)
class Differences:
    """How the themes of one fit become those of another, by the ids of themes.

    Attributes
    ----------
    kept : ids that hold mostly the same stories in both fits
    split : of an old theme, the new ones (two or more, itself among them where it is kept) that are mostly its stories
    merged : of a new theme, the old ones (two or more, itself among them where it is kept) whose stories it took over
    born : new ids that come from no one theme
    died : old ids that no new theme carries on
    new_ids : the id of each place of the new fit
    parents : of each place of the new fit, the old ids that it came from; () for a kept or a born theme
    """

    kept: tuple[int, ...]
    split: dict[int, tuple[int, ...]]
    merged: dict[int, tuple[int, ...]]
    born: tuple[int, ...]
    died: tuple[int, ...]
    new_ids: tuple[int, ...]
    parents: tuple[tuple[int, ...], ...]


def differences(
    old_labels: ArrayLike, new_labels: ArrayLike, old_ids: Sequence[int], *, next_id: int | None = None
) -> Differences:
    """Compare two fits by the places that both give to the same stories.

    Places are matched one to one so that the sum of their Jaccard indices is largest; a pair that shares at least
    half of its stories is one theme and keeps its id. Any other new theme came from the old ones of which it took
    at least 0.3 of the stories or that make up at least half of its own; with none of them it is born.

    Parameters
    ----------
    old_labels, new_labels : arrays of int, shape (n,)
        The place of each story in either fit, -1 for none.
    old_ids : sequence of int
        The id of each place of the old fit.
    next_id : int, optional
        The first id that no theme, living or dead, ever had; one above the largest of `old_ids` when not given.

    Raises
    ------
    ValueError
        When the labels are not of the same stories, an old place has no id, or `next_id` was given away already.

    References
    ----------
    Kuhn (1955), "The Hungarian method for the assignment problem"; Spiliopoulou et al. (2006), "MONIC: modeling and
    monitoring cluster transitions".

    Examples
    --------
    >>> old, new = [0] * 8 + [1] * 8, [0] * 8 + [1] * 4 + [2] * 4
    >>> found = differences(old, new, [3, 7], next_id=12)
    >>> found.kept, found.split, found.new_ids, found.parents
    ((3, 7), {7: (7, 12)}, (3, 7, 12), ((), (), (7,)))
    """
    shared = _shared(np.asarray(old_labels, np.int64), np.asarray(new_labels, np.int64), len(old_ids))
    first = max(old_ids, default=-1) + 1 if next_id is None else next_id
    if any(one >= first for one in old_ids):
        raise ValueError(f"next_id is {first} and a theme has an id of at least that: give one that none ever had")
    same = _same(shared)
    new_ids = _named(same, old_ids, first)
    heirs = _heirs(shared) | same
    parents = [tuple(old_ids[i] for i in np.flatnonzero(heirs[:, j]).tolist()) for j in range(len(new_ids))]
    kept = tuple(new_ids[j] for j in np.flatnonzero(same.any(axis=0)).tolist())
    children = [tuple(new_ids[j] for j in np.flatnonzero(heirs[i]).tolist()) for i in range(len(old_ids))]
    return Differences(
        kept=kept,
        split={old_ids[i]: found for i, found in enumerate(children) if len(found) > 1},
        merged={new_ids[j]: found for j, found in enumerate(parents) if len(found) > 1},
        born=tuple(one for one, found in zip(new_ids, parents, strict=True) if not found),
        died=tuple(old_ids[i] for i, found in enumerate(children) if not found),
        new_ids=new_ids,
        parents=tuple(() if one in kept else found for one, found in zip(new_ids, parents, strict=True)),
    )


def asked_for(free: int, now: int, *, firm: bool, closer: float, loose: bool, fresh: bool = False) -> int:
    """The number of themes that a free fit asks for against `now` in use; OTHERS for as many, but others.

    None at all is asked for only where those in use are less than heaps (`loose` is False) as well. Another number
    of firm themes is a finding. How many heaps there are is none: others are asked for only when stories lie clearly
    closer to them.

    Parameters
    ----------
    free : int
        How many a free fit found.
    now : int
        The number in use.
    firm : bool
        Whether the free fit's themes hold.
    closer : float
        The mean squared distance of stories to the middle of their theme in use, over that to the free fit's.
    loose : bool
        Whether the themes in use are at least alike enough to be read from.
    fresh : bool
        Whether a theme of the free fit is none of those in use; among heaps one always is.
    """
    if not now or not free:
        return now if now and loose else free
    if free == now:
        return OTHERS if closer > CLOSER or (firm and fresh) else now
    return free if firm or closer > CLOSER else now


def is_fresh(labels: Ints, now: Ints) -> bool:
    """Whether a theme of `labels` (n,) shares less than half of its stories with any of those in use (n,)."""
    return bool((largest_jaccard(labels, now) < LEAST_OVERLAP).any())


def wants_other_number(
    leaning: Sequence[tuple[date, int]], now: int, *, times: int = TIMES_ALIKE, days_apart: int = DAYS_APART
) -> int | None:
    """The number of themes that free fits have asked for long enough to propose it; None while there is none.

    A proposal needs that each of the last `times` free fits, each at least `days_apart` days after the one before,
    asked for more themes than now, or each for fewer, or each for none; as many others stand for more and for fewer.
    One odd week changes nothing. What is proposed is what the last asked for. Of fits that lie closer together the
    last counts.

    Parameters
    ----------
    leaning : sequence of (day, number of themes), in any order
        What free fits have asked for (`asked_for`); 0 for no themes.
    now : int
        The number of themes in use.

    Examples
    --------
    >>> weeks = [(date(2026, 1, 5), 6), (date(2026, 1, 12), 7), (date(2026, 1, 19), 8), (date(2026, 1, 26), 7)]
    >>> wants_other_number(weeks, 6)
    7
    >>> wants_other_number(weeks[:3], 6) is None
    True
    """
    apart = timedelta(days=days_apart)
    counted: list[tuple[date, int]] = []
    for day, number in sorted(leaning, reverse=True):
        if not counted or counted[-1][0] - day >= apart:
            counted.append((day, number))
    last = [number for _, number in counted[:times]]
    ways = {_way(number, now) for number in last}
    if len(ways) > 1:
        ways.discard("others")  # as many others and more are both an answer to something new
    return last[0] if len(last) == times and len(ways) == 1 and ways != {"same"} else None


def _way(number: int, now: int) -> str:
    if number == now:
        return "same"
    if number <= 0:
        return "others" if number else "none"
    return "more" if number > now else "fewer"


def _shared(old: Ints, new: Ints, olds: int) -> Ints:
    """How many stories each old place (rows) shares with each new one (columns)."""
    if old.shape != new.shape or old.ndim != 1:
        raise ValueError(f"there are {old.size} old and {new.size} new labels: give both of the same stories")
    if old.size and old.max() >= olds:
        raise ValueError(f"a story has place {old.max()} and there are ids for {olds} places")
    news = int(new.max(initial=-1)) + 1
    both = (old >= 0) & (new >= 0)
    return np.bincount(old[both] * news + new[both], minlength=olds * news).reshape(olds, news)


def _same(shared: Ints) -> Bools:
    union = shared.sum(axis=1)[:, None] + shared.sum(axis=0) - shared
    jaccard: Floats = shared / np.maximum(union, 1)
    same = np.zeros(shared.shape, dtype=bool)
    same[linear_sum_assignment(jaccard, maximize=True)] = True
    return np.asarray(same & (jaccard >= LEAST_OVERLAP))


def _heirs(shared: Ints) -> Bools:
    of_old = shared / np.maximum(shared.sum(axis=1), 1)[:, None]
    of_new = shared / np.maximum(shared.sum(axis=0), 1)
    return np.asarray((of_old >= LEAST_PART) | (of_new >= LEAST_OVERLAP))


def _named(same: Bools, old_ids: Sequence[int], first: int) -> tuple[int, ...]:
    ids, fresh = [], first
    for column in same.T:
        if column.any():
            ids.append(old_ids[int(column.argmax())])
        else:
            ids.append(fresh)
            fresh += 1
    return tuple(ids)
