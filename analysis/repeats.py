"""Who tells again and which text comes again: a voice that is heard for the k-th time counts 1/k."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from analysis.npz import Arrays
from store.watching import Telling

Ints = npt.NDArray[np.int64]
REMEMBERED_DAYS = 28
NOBODY = -1


class Repeats:
    """The stories of the last four weeks by text and teller, as numbers that name them; columns of one length."""

    def __init__(self) -> None:
        self.day, self.group, self.text, self.teller = (np.zeros(0, dtype=np.int64) for _ in range(4))

    def ordinals(self, day: int, group: Ints, tellings: Sequence[Telling], told: dict[str, int]) -> Ints:
        """Each story's place (n,) among those of its teller, or among the copies of its text if that is further.

        `told` says how many stories each repeat teller has told before, and is brought up to date. A copy is the
        same long text within 28 days, whoever sends it.
        """
        kept = self.day > day - REMEMBERED_DAYS
        if not kept.all():
            for name in ("day", "group", "text", "teller"):
                setattr(self, name, getattr(self, name)[kept])
        text = text_numbers(tellings)
        copies = _copies(self.text, text)
        self.day = np.concatenate([self.day, np.full(len(tellings), day)])
        self.group = np.concatenate([self.group, group])
        self.text = np.concatenate([self.text, text])
        self.teller = np.concatenate([self.teller, teller_numbers(tellings)])
        return np.maximum(_tellers(tellings, told), copies)

    def state(self) -> Arrays:
        """The columns as plain arrays."""
        return {"day": self.day, "group": self.group, "text": self.text, "teller": self.teller}

    def restore(self, arrays: Arrays) -> None:
        """Take the columns from `arrays`."""
        self.day, self.group, self.text, self.teller = (arrays[name] for name in ("day", "group", "text", "teller"))


def text_numbers(tellings: Sequence[Telling]) -> Ints:
    """A number (n,) for each text that is long enough to be a copy, -1 for others."""
    named = [int(one.text_hash[:15], 16) if one.is_long and one.text_hash else NOBODY for one in tellings]
    return np.array(named, dtype=np.int64)


def teller_numbers(tellings: Sequence[Telling]) -> Ints:
    """A number (n,) for each repeat teller, -1 for who is not known."""
    return np.array([NOBODY if one.respondent is None else _number(one.respondent) for one in tellings], dtype=np.int64)


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=7).digest())


def _tellers(tellings: Sequence[Telling], told: dict[str, int]) -> Ints:
    ordinals = np.ones(len(tellings), dtype=np.int64)
    for place, one in enumerate(tellings):
        if one.respondent is not None:
            told[one.respondent] = ordinals[place] = told.get(one.respondent, 0) + 1
    return ordinals


def _copies(earlier: Ints, text: Ints) -> Ints:
    """Each text's place (n,) among its copies: those `earlier` (m,), and those before it in `text` (n,)."""
    ordinals = np.ones(len(text), dtype=np.int64)
    known = np.flatnonzero(text != NOBODY)
    names, place = np.unique(text[known], return_inverse=True)
    if not len(names):
        return ordinals
    before = np.bincount(np.searchsorted(names, earlier[np.isin(earlier, names)]), minlength=len(names))
    if len(names) == len(known):
        ordinals[known] += before[place]
        return ordinals
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(len(names)))
    rank = np.empty(len(known), dtype=np.int64)
    rank[order] = np.arange(len(known)) - starts[place[order]]
    ordinals[known] += before[place] + rank
    return ordinals
