"""Stories that are all but the same, in their letters or in what they mean: one voice that tells more than once?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.arrays import Bools, Ints, Singles

Signatures = NDArray[np.uint32]
Texts = tuple[ArrayLike, ArrayLike]
HASHES = 64
LETTERS = 5
SAME_LETTERS = 0.5  # of the runs of five letters of both texts
LEAST_ALIKE = 0.65  # the cosine from which on two texts may say the same, where stories are seldom so alike
COPY = 0.999
JOINS = 3  # a text joins a group when it says the same as one in so many of it, or more
FEWEST_ORDINARY = 30
_FAR = 2.326 / 0.674  # from the middle to the upper hundredth, in distances from the middle to the upper quarter
_WORDS = re.compile(r"\w+")
_SEEDS = np.random.default_rng(20_110_401).integers(1, 2**63, (2, HASHES), dtype=np.uint64)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def signatures(texts: Sequence[str]) -> Signatures:
    """What the runs of five letters of each text come to: two texts agree in as many places as they share runs.

    Parameters
    ----------
    texts : sequence of n strings
        Case, punctuation and spacing make no difference.

    Returns
    -------
    ndarray of uint32, shape (n, 64)
        The share of equal places of two rows estimates the Jaccard similarity of their sets of runs, with a standard
        error of 0.06 at 0.5. A text of fewer than five letters and digits agrees with none, not even itself.

    References
    ----------
    Broder (1997), "On the resemblance and containment of documents", SEQUENCES '97.
    """
    found = np.zeros((len(texts), HASHES), dtype=np.uint32)
    for row, text in enumerate(texts):
        runs = _runs(text)
        if len(runs):
            mixed = (runs[:, None] * (_SEEDS[0] | np.uint64(1)) + _SEEDS[1]) >> np.uint64(32)
            found[row] = np.maximum(mixed.min(axis=0), 1)
    return found


def same_letters(ones: ArrayLike, others: ArrayLike) -> Singles:
    """The estimated Jaccard similarity (n, m) of texts by their signatures (n, 64) and (m, 64)."""
    left, right = np.asarray(ones, dtype=np.uint32), np.asarray(others, dtype=np.uint32)
    equal = np.zeros((len(left), len(right)), dtype=np.uint8)
    if not (left.any() and right.any()):
        return np.zeros(equal.shape, dtype=np.float32)
    for place in range(HASHES):
        column = left[:, place, None]
        equal += (column == right[None, :, place]) & (column > 0)
    return np.asarray(equal / np.float32(HASHES), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Bars:
    """From where on two texts are the same: `letters` the similarity of signatures, `meaning` the cosine."""

    letters: float = SAME_LETTERS
    meaning: float = LEAST_ALIKE


def alike(ones: Texts, others: Texts, bars: Bars) -> Bools:
    """Which of some texts (n,) say the same as which others (m,): an array (n, m).

    Parameters
    ----------
    ones, others : (signatures (n, 64), unit vectors (n, d)), and the same of m others
        A text without a vector has a row of NaN: it is compared by its letters alone.
    bars : Bars
        See `ordinary_bars`.
    """
    cosine = _known(ones[1]) @ _known(others[1]).T
    return np.asarray((cosine >= bars.meaning) | (same_letters(ones[0], others[0]) >= bars.letters))


def ordinary_bars(texts: Texts) -> Bars:
    """From where on two texts are the same in a collection whose stories are ordinarily as alike as these.

    A cosine of 0.65 and half of the letters at least, and as much as all but about a hundredth of the stories do not
    reach with two others: where hundreds praise one surgery, 0.65 is how honest people talk, and where a form gives
    the words, half of the letters are its own. The hundredth is extrapolated from the middle and the upper quarter,
    as if likenesses with the second nearest were normal, so that a tenth of planted texts hardly moves it.

    Parameters
    ----------
    texts : (signatures (n, 64), unit vectors (n, d))
        Of some weeks; of fewer than 30 nothing is learnt.
    """
    signed, vectors = np.asarray(texts[0], dtype=np.uint32), np.asarray(texts[1], dtype=np.float32)
    embedded = np.isfinite(vectors).all(axis=1) if vectors.shape[1] else np.zeros(len(vectors), dtype=bool)
    rows = vectors[embedded]
    return Bars(_bar(same_letters(signed, signed), SAME_LETTERS), _bar(rows @ rows.T, LEAST_ALIKE))


def _bar(likeness: Singles, least: float) -> float:
    if len(likeness) < FEWEST_ORDINARY:
        return least
    likeness = np.where(likeness >= COPY, -1.0, likeness)  # copies are known as such
    second = np.partition(likeness, -2, axis=1)[:, -2]
    middle, upper = np.quantile(second, (0.5, 0.75))
    return float(max(least, middle + _FAR * (upper - middle)))


def gather(links: ArrayLike, group: ArrayLike) -> Ints:
    """Put new texts, one after the other, to the groups of those that say the same.

    A text joins the group that it has most links to, if it says the same as a third of it or more: chains of texts
    that each resemble the next are no voice. Otherwise it forms a group with the texts without one that it is linked
    to, and stays alone where there are none.

    Parameters
    ----------
    links : bool array of shape (n, m + n)
        Which of the n new texts say the same as which of m earlier ones and of each other.
    group : int array of shape (m,)
        The group of each earlier text, from 0; -1 where it is alone.

    Returns
    -------
    ndarray of shape (m + n,)
        The group of every text, earlier groups under their numbers.
    """
    alike_to, earlier = np.asarray(links, dtype=bool), np.asarray(group, dtype=np.int64)
    found = np.concatenate([earlier, np.full(len(alike_to), -1, dtype=np.int64)])
    size = np.bincount(earlier[earlier >= 0], minlength=len(found) + int(earlier.max(initial=0)) + 1)
    fresh = int(earlier.max(initial=-1)) + 1
    for row, place in enumerate(range(len(earlier), len(found))):
        near = np.flatnonzero(alike_to[row, :place])
        known, links_to = np.unique(found[near][found[near] >= 0], return_counts=True)
        close = links_to * JOINS >= size[known]
        if close.any():
            found[place] = known[close][links_to[close].argmax()]
            size[found[place]] += 1
        elif (found[near] == -1).any():
            found[[*near[found[near] == -1], place]] = fresh
            size[fresh] = int((found == fresh).sum())
            fresh += 1
    return found


def _runs(text: str) -> NDArray[np.uint64]:
    letters = " ".join(_WORDS.findall(text.casefold()))
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < LETTERS:
        return np.zeros(0, dtype=np.uint64)
    runs = np.zeros(len(codes) - LETTERS + 1, dtype=np.uint64)
    for place in range(LETTERS):
        runs = (runs + codes[place : place + len(runs)]) * _MULTIPLIER
        runs ^= runs >> np.uint64(29)
    return np.unique(runs)


def _known(vectors: ArrayLike) -> Singles:
    return np.nan_to_num(np.asarray(vectors, dtype=np.float32))
