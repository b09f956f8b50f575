"""The words that set two heaps of stories apart, with intervals, and none when chance would do."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from models.arrays import Bools, Floats
from models.discoveries import LEVEL, adjusted
from models.quietwords import QUIET_WORDS

PRIOR_STORIES = 20.0  # stories' worth of what is usual over both heaps that each heap is held against
LEAST_OWN = 3  # stories of the heap that a word is said to mark
_NORMAL = NormalDist()
_Z = _NORMAL.inv_cdf(0.975)
# Marks that join the letter before them; several scripts write vowels so.
_JOINED = "".join(chr(code) for code in range(0x300, 0x1D00) if unicodedata.category(chr(code)).startswith("M"))
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{re.escape(_JOINED)}])*(?:'[^\W\d_]+)*")
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
# What stands behind an apostrophe without being part of the word: the lamp's, she'll; mae'n, o'r, a'i, i'w, gyda'ch.
_CLITICS = frozenset("s d ll ve re m r n i u w ch th".split())


@dataclass(frozen=True, slots=True)
class Term:
    """A word that marks one of two heaps: in how many stories of each it stands, and how much that says.

    `log_odds` is the difference of its log-odds of standing in a story, `low` and `high` its 95 % interval, all
    above 0 where it marks the first heap and below where it marks the second; `z` is its standard score and `q` the
    share of false ones to expect among terms at least as striking.
    """

    word: str
    n_first: int
    n_second: int
    log_odds: float
    low: float
    high: float
    z: float
    q: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """The terms that mark the first heap and the second, most striking first; `tried` is how many were looked at."""

    first: tuple[Term, ...]
    second: tuple[Term, ...]
    tried: int


def contrast_terms(
    first: Sequence[str],
    second: Sequence[str],
    k: int = 10,
    *,
    count: int = 20,
    quiet: Collection[str] = QUIET_WORDS,
    level: float = LEVEL,
) -> Contrast:
    """Compare two heaps of stories word by word.

    What is counted is stories that contain a word, not how often it stands there: one teller who says it twenty times
    makes no term. For a word in y of n stories the log-odds are taken with an informative prior, a beta distribution
    with the word's share over both heaps and PRIOR_STORIES of weight, so that rare words do not look striking:
    log((y + a) / (n - y + b)), a = PRIOR_STORIES * share, b = PRIOR_STORIES - a; their difference has the variance
    1 / (y + a) + 1 / (n - y + b), summed over both heaps. The second fraction, left out by the source for words that
    are rare among millions, matters where a word stands in half of the stories.

    Parameters
    ----------
    first, second : sequence of str
        The stories of each heap; none may be in both.
    k : int
        A word is looked at when it stands in at least so many stories altogether.
    count : int
        Most terms on a side.
    quiet : collection of str
        Words that are looked over.
    level : float
        A term is one when its q is at most this, by Benjamini and Hochberg over every word looked at.

    Returns
    -------
    Contrast; no terms when either heap has fewer than k stories or none can be told from chance. Languages written
    without spaces between words are not cut into words, so that nothing is said about them.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), "Fightin' words: lexical feature selection and evaluation for identifying the
    content of political conflict", Political Analysis 16, 372-403.

    Examples
    --------
    >>> found = contrast_terms(["A broken lamp"] * 40, ["A kind nurse"] * 40)
    >>> [term.word for term in found.first], [term.word for term in found.second]
    (['broken', 'lamp'], ['kind', 'nurse'])
    """
    if min(len(first), len(second)) < k:
        return Contrast((), (), 0)
    in_first, in_second = _stories_with(first, quiet), _stories_with(second, quiet)
    words = sorted(word for word, n in (in_first + in_second).items() if n >= k)
    if not words:
        return Contrast((), (), 0)
    counts = np.array([[heap[word] for word in words] for heap in (in_first, in_second)], dtype=np.float64)
    sizes = np.array([len(first), len(second)], dtype=np.float64)
    log_odds, error = _log_odds(counts, sizes)
    z = log_odds / error
    q = adjusted([2 * _NORMAL.cdf(-abs(one)) for one in z.tolist()])
    own = np.where(log_odds > 0, counts[0], counts[1])
    told: Bools = (q <= level) & (np.abs(log_odds) > _Z * error) & (own >= LEAST_OWN)
    order = sorted(np.flatnonzero(told).tolist(), key=lambda i: (-abs(z[i]), words[i]))
    terms = [
        Term(words[i], *_whole(counts[:, i]), *_ends(log_odds[i], error[i]), float(z[i]), float(q[i])) for i in order
    ]
    return Contrast(
        tuple(term for term in terms if term.z > 0)[:count],
        tuple(term for term in terms if term.z < 0)[:count],
        len(words),
    )


def _whole(counts: Floats) -> tuple[int, int]:
    return int(counts[0]), int(counts[1])


def _ends(log_odds: float, error: float) -> tuple[float, float, float]:
    return float(log_odds), float(log_odds - _Z * error), float(log_odds + _Z * error)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, in order; what an apostrophe hangs on to them taken off.

    >>> words_of("Mae’n oer, ond o'r tŷ i'w weld. The nurse's key won’t fit")
    ['mae', 'oer', 'ond', 'o', 'tŷ', 'i', 'weld', 'the', 'nurse', 'key', "won't", 'fit']
    """
    plain = unicodedata.normalize("NFC", text).translate(_APOSTROPHES).lower()
    return [_bare(word) for word in _WORD.findall(plain)]


def _bare(word: str) -> str:
    while "'" in word and word.rpartition("'")[2] in _CLITICS:
        word = word.rpartition("'")[0]
    return word


def _stories_with(texts: Iterable[str], quiet: Collection[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        found.update({word for word in words_of(text) if len(word) > 1 and word not in quiet})
    return found


def _log_odds(counts: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Differences of log-odds (words,) and their standard errors; `counts` (2, words) stories of heaps (2,)."""
    share = (counts.sum(axis=0) + 0.5) / (sizes.sum() + 1)
    with_it = counts + PRIOR_STORIES * share
    without = sizes[:, None] - counts + PRIOR_STORIES * (1 - share)
    odds = np.log(with_it / without)
    return np.asarray(odds[0] - odds[1]), np.sqrt((1 / with_it + 1 / without).sum(axis=0))
