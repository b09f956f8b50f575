"""Names for themes: the words that set a theme apart, and the stories most typical of it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from sklearn.feature_extraction.text import CountVectorizer

from models.arrays import Floats, Ints

MOST_TERMS = 20_000


def cluster_terms(
    texts: Sequence[str],
    labels: ArrayLike,
    n_clusters: int,
    *,
    at_least: int = 3,
    count: int = 5,
    stop_words: str | list[str] | None = "english",
) -> list[tuple[str, ...]]:
    """The terms that set each theme apart, best first, by class-based TF-IDF over the stories that contain them.

    Parameters
    ----------
    texts : sequence of str, length n
    labels : array of int, shape (n,)
        Theme of each text; -1 for none.
    n_clusters : int
    at_least : int
        A term must occur in so many stories of the theme: a word of one person is never a name.
    count : int
        Most terms a theme.

    Returns
    -------
    list of tuple of str
        One tuple a theme, empty where no term occurs often enough.

    References
    ----------
    Grootendorst (2022), "BERTopic: neural topic modeling with a class-based TF-IDF procedure".

    Examples
    --------
    >>> cluster_terms(["late bus"] * 3 + ["kind nurse"] * 3, [0, 0, 0, 1, 1, 1], 2)
    [('bus', 'late'), ('kind', 'nurse')]
    """
    owner = np.asarray(labels, dtype=np.int64)
    if len(owner) != len(texts):
        raise ValueError(f"there are {len(texts)} texts and {len(owner)} labels")
    vectoriser = CountVectorizer(
        binary=True, stop_words=stop_words, max_features=MOST_TERMS, token_pattern=r"(?u)\b[^\W\d_]{3,}\b"
    )
    try:
        table = vectoriser.fit_transform(texts).tocsr()
    except ValueError:
        return [()] * n_clusters
    terms = vectoriser.get_feature_names_out()
    stories = np.vstack([np.asarray(table[owner == k].sum(axis=0)).ravel() for k in range(n_clusters)] or [terms[:0]])
    size = np.maximum(np.bincount(owner[owner >= 0], minlength=n_clusters), 1)[:n_clusters, None]
    share = stories / size
    everywhere = share.sum(axis=0)
    weight = share * np.log1p(np.divide(1.0, everywhere, out=np.zeros_like(everywhere), where=everywhere > 0))
    return [_best(terms, weight[k] * (stories[k] >= at_least), count) for k in range(n_clusters)]


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


def _best(terms: "np.typing.NDArray[np.str_]", weight: Floats, count: int) -> tuple[str, ...]:
    order = np.argsort(-weight, kind="stable")[:count]
    return tuple(str(terms[i]) for i in order if weight[i] > 0)
