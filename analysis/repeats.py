"""Whose voice a story is, and what it weighs: everything that one voice tells in four weeks weighs one story at most.

A voice is a teller, a text that comes again, or a group of stories that are all but the same. Stories of one day share
what their voice has left; what was heard before is not unheard, so that no day is looked back to.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from analysis.npz import Arrays
from narratives.collection import Collection
from store.watching import Telling

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
REMEMBERED_DAYS = 28
NOBODY = -1
VOUCHED = frozenset({"paper"})  # ways of telling in which a member of staff stands between the teller and the form
_NAMED = ("text", "teller", "voice")  # the columns that name a voice


class Repeats:
    """The stories of the last four weeks by day, group and voice, and what each weighed; columns of one length."""

    def __init__(self) -> None:
        self.day, self.group, self.text, self.teller, self.voice = (np.zeros(0, dtype=np.int64) for _ in range(5))
        self.weight: Floats = np.zeros(0)

    def weights(self, day: int, group: Ints, tellings: Sequence[Telling]) -> Floats:
        """What each story (n,) of a day weighs, from 0 to 1; days do not fall.

        In any 28 days in a row the stories of one voice weigh 1 together, or less. A story that belongs to several
        voices weighs what the one with the least left leaves it.
        """
        self._forget(day)
        named = {"text": text_numbers(tellings), "teller": teller_numbers(tellings), "voice": _voices(tellings)}
        weight = np.ones(len(tellings))
        for name, voices in named.items():
            weight = np.minimum(weight, _shares(getattr(self, name), self.weight, voices))
        added = {"day": np.full(len(tellings), day), "group": np.asarray(group), **named, "weight": weight}
        for name, column in added.items():
            setattr(self, name, np.concatenate([getattr(self, name), column]))
        return weight

    def state(self) -> Arrays:
        """The columns as plain arrays."""
        return {name: getattr(self, name) for name in ("day", "group", *_NAMED, "weight")}

    def restore(self, arrays: Arrays) -> None:
        """Take the columns from `arrays`."""
        for name in self.state():
            setattr(self, name, arrays[name])

    def _forget(self, day: int) -> None:
        kept = self.day > day - REMEMBERED_DAYS
        if not kept.all():
            for name, column in self.state().items():
                setattr(self, name, column[kept])


def heard(collection: Collection, tellings: Sequence[Telling], weight: Floats) -> Floats:
    """What the stories of a day (n,) weigh where their answers are watched: voices, within the collection's quota."""
    if collection.quota is None or collection.invited:
        return weight
    return within_quota(weight, np.array([one.mode not in VOUCHED for one in tellings], dtype=bool), collection.quota)


def within_quota(weight: Floats, open_to_all: npt.NDArray[np.bool_], quota: int) -> Floats:
    """The weights (n,) of a day, where stories that anybody could tell share the `quota` if they weigh more."""
    told = float(weight[open_to_all].sum())
    if told <= quota:
        return weight
    return np.where(open_to_all, weight * (quota / told), weight)


def text_numbers(tellings: Sequence[Telling]) -> Ints:
    """A number (n,) for each text that is long enough to be a copy, -1 for others."""
    named = [int(one.text_hash[:15], 16) if one.is_long and one.text_hash else NOBODY for one in tellings]
    return np.array(named, dtype=np.int64)


def source_numbers(tellings: Sequence[Telling]) -> Ints:
    """The numbers of `text_numbers`, those of stories that are all but the same being one."""
    voices = _voices(tellings)
    return np.where(voices == NOBODY, text_numbers(tellings), voices)


def teller_numbers(tellings: Sequence[Telling]) -> Ints:
    """A number (n,) for each repeat teller, -1 for who is not known."""
    return _numbers([one.respondent for one in tellings])


def _voices(tellings: Sequence[Telling]) -> Ints:
    return _numbers([one.voice for one in tellings])


def _numbers(names: Sequence[str | None]) -> Ints:
    return np.array([NOBODY if name is None else _number(name) for name in names], dtype=np.int64)


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=7).digest())


def _shares(earlier: Ints, spent: Floats, voices: Ints) -> Floats:
    """What is left of each story's voice (n,), shared among its stories of the day; 1 where nobody is named.

    `earlier` (m,) are the voices of the last weeks and `spent` (m,) what they weighed.
    """
    shares = np.ones(len(voices))
    known = np.flatnonzero(voices != NOBODY)
    names, place, today = np.unique(voices[known], return_inverse=True, return_counts=True)
    if not len(names):
        return shares
    before = np.isin(earlier, names)
    used = np.bincount(np.searchsorted(names, earlier[before]), weights=spent[before], minlength=len(names))
    shares[known] = (np.maximum(1.0 - used, 0.0) / today)[place]
    return shares
