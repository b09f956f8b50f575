"""Names for themes: the words that set a theme apart, and the stories most typical of it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats, Ints
from models.stopwords import STOP_WORDS

PRIOR_STORIES = 20.0  # stories' worth of the whole collection's words that each theme is compared with
LEAST_SHARE = 0.05  # of a theme's stories: a word of fewer is no name for it, however rare elsewhere
LEAST_SCORE = 1.0  # standard errors: below, a word is as frequent elsewhere
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_ENDINGS = ("ies", "ing", "ed", "es", "s", "y", "e")


def cluster_terms(
    texts: Sequence[str],
    labels: ArrayLike,
    n_clusters: int,
    *,
    at_least: int = 3,
    at_least_everywhere: int = 1,
    pairs_at_least: int = 10,
    count: int = 5,
    stop_words: Collection[str] = STOP_WORDS,
) -> list[tuple[str, ...]]:
    """The words and pairs of words that set each theme apart, best first.

    Ranked by the z-score of their log-odds against the other themes, over the number of stories
    that contain them, with the whole collection as prior. Forms of one word (lamp, lamps) count
    as one and are named by the commonest.

    Parameters
    ----------
    texts : sequence of str, length n
    labels : array of int, shape (n,)
        Theme of each text; -1 for none.
    n_clusters : int
    at_least, pairs_at_least : int
        A word, and a pair of neighbouring words, must occur in so many stories of the theme: what
        one person says is never a name.
    at_least_everywhere : int
        And so many stories of all must contain it, in the very form that is shown.
    count : int
        Most terms a theme.
    stop_words : collection of str
        Words that name nothing.

    Returns
    -------
    list of tuple of str
        One tuple a theme, empty where no term occurs often enough.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), "Fightin' words: lexical feature selection and evaluation for
    identifying the content of political conflict", Political Analysis 16.

    Examples
    --------
    >>> cluster_terms(["cold bus"] * 3 + ["kind nurse"] * 3, [0, 0, 0, 1, 1, 1], 2, pairs_at_least=3, stop_words=())
    [('cold bus',), ('kind nurse',)]
    """
    owner = np.asarray(labels, dtype=np.int64)
    if len(owner) != len(texts):
        raise ValueError(f"there are {len(texts)} texts and {len(owner)} labels")
    forms: dict[str, Counter[str]] = {}
    stories: list[Counter[str]] = [Counter() for _ in range(n_clusters)]
    all_stories: Counter[str] = Counter()
    for text, label in zip(texts, owner.tolist(), strict=True):
        found = set(_terms(text, stop_words))
        for stem, form in found:
            forms.setdefault(stem, Counter())[form] += 1
        held = {stem for stem, _ in found}
        all_stories.update(held)
        if 0 <= label < n_clusters:
            stories[label].update(held)
    stems = sorted(all_stories)
    pairs = np.array([" " in stem for stem in stems], dtype=bool)
    least = np.where(pairs, pairs_at_least, at_least)
    # The form that is shown, the commonest, must itself be in so many: other forms of it are other words to a reader.
    common = np.array([max(forms[stem].values()) >= at_least_everywhere for stem in stems], dtype=bool)
    counts = np.array([[of[stem] for stem in stems] for of in stories], dtype=np.float64).reshape(
        n_clusters, len(stems)
    )
    size = np.bincount(owner[owner >= 0], minlength=n_clusters)[:n_clusters].astype(np.float64)
    score = _log_odds(counts, size)
    score *= (counts >= np.maximum(least, LEAST_SHARE * size[:, None])) & common
    return [_best(stems, score[k], counts[k], forms, count) for k in range(n_clusters)]


def typical(points: ArrayLike, labels: ArrayLike, centroids: ArrayLike, *, count: int = 5) -> list[Ints]:
    """Row numbers of the stories nearest to each centroid, nearest first, at most `count` a theme.

    `points` (n, p) are `ThemeClusterer.transform(X)`, `centroids` (k, p) its `centroids_`.
    """
    rows, owner = np.asarray(points, dtype=np.float64), np.asarray(labels, dtype=np.int64)
    found = []
    for k, centroid in enumerate(np.asarray(centroids, dtype=np.float64)):
        mine = np.flatnonzero(owner == k)
        distance = ((rows[mine] - centroid) ** 2).sum(axis=1)
        found.append(mine[np.argsort(distance, kind="stable")[:count]])
    return found


def _terms(text: str, stop_words: Collection[str]) -> Iterator[tuple[str, str]]:
    """(stem, form) of each word that may name a theme, and of each pair of neighbours among them."""
    words = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    words = [word.removesuffix("'s") for word in words]
    may = [len(word) >= 3 and "'" not in word and word not in stop_words for word in words]
    yield from ((_stem(word), word) for word, fits in zip(words, may, strict=True) if fits)
    for (one, fits), (other, fits_too) in pairwise(zip(words, may, strict=True)):
        if fits and fits_too and _stem(one) != _stem(other):
            yield f"{_stem(one)} {_stem(other)}", f"{one} {other}"


def _stem(word: str) -> str:
    """What the forms of one word share: a plural, -ed or -ing taken off, a doubled consonant made one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            return word[:-1] if ending in {"ing", "ed"} and len(word) > 3 and word[-1] == word[-2] else word
    return word


def _log_odds(counts: Floats, size: Floats) -> Floats:
    """z-scores (K, V) of each term's log-odds in a theme against all others, negative ones as 0."""
    total = counts.sum(axis=0)
    everywhere = float(size.sum())
    prior = PRIOR_STORIES * (total + 0.5) / (everywhere + 1)
    inside = (counts + prior) / np.maximum(size[:, None] - counts + PRIOR_STORIES - prior, 0.5)
    others = total - counts
    outside = (others + prior) / np.maximum(everywhere - size[:, None] - others + PRIOR_STORIES - prior, 0.5)
    error = np.sqrt(1 / (counts + prior) + 1 / (others + prior))
    return np.asarray(np.maximum((np.log(inside) - np.log(outside)) / error, 0.0))


def _best(
    stems: Sequence[str], score: Floats, counts: Floats, forms: dict[str, Counter[str]], count: int
) -> tuple[str, ...]:
    """The best terms, no word in two of them: a pair gives way to its words unless most of their stories have it."""
    place = {stem: number for number, stem in enumerate(stems)}
    fits = np.flatnonzero(score > LEAST_SCORE)
    order = sorted(fits.tolist(), key=lambda i: (-score[i], stems[i]))
    of_pair = [i for i in order if " " in stems[i] and _holds_most(stems[i].split(), counts, counts[i], place)]
    pairs_of = {word: i for i in reversed(of_pair) for word in stems[i].split()}
    chosen: list[str] = []
    taken: set[str] = set()
    for i in order:
        best = pairs_of.get(stems[i], i) if " " not in stems[i] else i
        words = stems[best].split()
        if len(chosen) == count or taken & set(words) or (len(words) == 2 and best not in of_pair):
            continue
        chosen.append(_commonest(forms[stems[best]]))
        taken |= set(words)
    return tuple(chosen)


def _holds_most(words: Iterable[str], counts: Floats, pair: float, place: dict[str, int]) -> bool:
    return any(counts[place[word]] > 0 and pair >= 0.5 * counts[place[word]] for word in words)


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))
