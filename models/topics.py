"""What a story is about, how unusual that is, and whether another unusual one like it came lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.cluster import KMeans

from models.arrays import Arrays, Bools, Floats, Ints, Singles, prefixed, unprefixed
from models.bins import UNANSWERED
from models.echoes import EchoMemory

NOVELTY_QUANTILES = (0.25, 0.5, 0.7, 0.85, 0.93, 0.97, 0.99)
FIRST_NOVEL = 5  # the bin from which on a story is novel: beyond the .93 quantile
FIRST_FAR = 6  # and from which on it is about no topic: a new subject is no growth of the one that lies nearest
STORIES_A_TOPIC = 15
LEAST_TOPICS = 2
FOLDS = 5
STARTS = 4


class TopicSpace:
    """Topics of a burn-in, frozen, and each later story's place among them.

    Attributes
    ----------
    levels : int
        How many topics there are; 0 before `fit`.
    centres : ndarray of shape (levels, d)
        Unit vectors.
    edges : ndarray of shape (7,)
        Cosine distances to the nearest topic: the `NOVELTY_QUANTILES` of stories that the
        topics have not seen.

    References
    ----------
    Dhillon & Modha (2001), "Concept decompositions for large sparse text data using clustering"
    (k-means on unit vectors).

    Examples
    --------
    >>> chance = np.random.default_rng(0)
    >>> centres = np.eye(16)[:4] * 9
    >>> space = TopicSpace().fit(centres[chance.integers(4, size=300)] + chance.normal(size=(300, 16)))
    >>> known, strange = centres[0], np.eye(16)[15]
    >>> space.place(738000, [0, 0, 1], [known, strange, strange * 2 + 0.1 * np.eye(16)[3]])[:, 1:].tolist()
    [[0, 0], [7, 1], [7, 2]]
    >>> space.place(738001, [0], [np.zeros(16)]).tolist()
    [[-1, -1, -1]]
    """

    def __init__(self) -> None:
        self.centres: Singles = np.zeros((0, 0), dtype=np.float32)
        self.edges: Floats = np.zeros(len(NOVELTY_QUANTILES))
        self._echoes = EchoMemory()

    @property
    def levels(self) -> int:
        """How many topics there are."""
        return len(self.centres)

    def fit(self, vectors: ArrayLike, most: int = 20, seed: int = 0) -> Self:
        """Find topics in `vectors` (n, d): one for 15 stories, at least 2 and at most `most`.

        Rows that are not embedded (zeros, or any NaN) are left out. How unusual a story is, is
        measured on stories that had no part in the topics they are compared with (five folds): a
        story lies too near to centres that it drew toward itself. Raises ValueError with fewer
        than 10 embedded rows.
        """
        rows, embedded = _unit(vectors)
        self._learn(rows[embedded], most, seed)
        return self

    def fit_place(
        self,
        day: ArrayLike,
        group: ArrayLike,
        vectors: ArrayLike,
        hashes: ArrayLike | None = None,
        tellers: ArrayLike | None = None,
        most: int = 20,
        seed: int = 0,
    ) -> Ints:
        """`fit`, and where the stories that it was fitted to lie (n, 3), as `place` says it.

        `day` (n,) does not fall. How unusual they are is measured as if they had come later, so that
        what is counted of the burn-in is what to expect afterwards.
        """
        rows, embedded = _unit(vectors)
        distance, residual = self._learn(rows[embedded], most, seed)
        topic, _, _ = _nearest(rows[embedded], self.centres)
        stories = _Stories.of(embedded, group, hashes, tellers)
        return self._walk(np.asarray(day, dtype=np.int64), stories, topic, distance, residual)

    def place(
        self,
        day: int,
        group: ArrayLike,
        vectors: ArrayLike,
        hashes: ArrayLike | None = None,
        tellers: ArrayLike | None = None,
    ) -> Ints:
        """Where the stories of a day lie; the novel ones are remembered for 28 days.

        Parameters
        ----------
        day : int
            Not before the day of an earlier call.
        group : array of shape (n,)
            Codes of the groups, from 0.
        vectors : array of shape (n, d)
            Of any length; a row of zeros or with a NaN is not embedded.
        hashes, tellers : arrays of shape (n,), optional
            Numbers that name the text and who told it, -1 for unknown. A story is no echo of the
            same text or of the same teller.

        Returns
        -------
        ndarray of shape (n, 3)
            The nearest topic, -1 beyond the .97 quantile; how unusual, in `models.bins.NOVELTY_BINS` bins; the
            echo (0 not novel, 1 novel and alone, 2 novel like one elsewhere, 3 novel like one of the
            same group). All -1 where not embedded.
        """
        rows, embedded = _unit(vectors, self.centres.shape[1])
        if len(rows) and rows.shape[1] != self.centres.shape[1]:
            raise ValueError(
                f"vectors have {rows.shape[1]} dimensions and the topics {self.centres.shape[1]}: "
                "fit topics to the vectors of this model"
            )
        found = np.full((len(rows), 3), UNANSWERED, dtype=np.int64)
        stories = _Stories.of(embedded, group, hashes, tellers)
        self._put(found, day, stories, *_nearest(rows[embedded], self.centres))
        return found

    def state(self) -> Arrays:
        """Everything learnt and remembered, as plain arrays."""
        return {"centres": self.centres, "edges": self.edges, **prefixed("echoes", self._echoes.state())}

    def restore(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Continue from `state` exactly."""
        self.centres = np.array(state["centres"], dtype=np.float32)
        self.edges = np.array(state["edges"], dtype=np.float64)
        self._echoes.restore(unprefixed("echoes", state))

    def _learn(self, rows: Singles, most: int, seed: int) -> tuple[Floats, Singles]:
        """Topics, edges and echoes; the distances (n,) and residuals (n, d) from topics of the other folds."""
        if len(rows) < LEAST_TOPICS * FOLDS:
            raise ValueError(f"topics need at least {LEAST_TOPICS * FOLDS} embedded stories and there are {len(rows)}")
        topics = max(LEAST_TOPICS, min(most, len(rows) // STORIES_A_TOPIC))
        fold = np.random.default_rng(seed).permutation(len(rows)) % FOLDS
        distance, residual = np.zeros(len(rows)), np.zeros_like(rows)
        for part in range(FOLDS):
            held = fold == part
            _, distance[held], residual[held] = _nearest(rows[held], _centres(rows[~held], topics, seed))
        self.centres = _centres(rows, topics, seed)
        self.edges = np.quantile(distance, NOVELTY_QUANTILES)
        self._echoes = EchoMemory()
        self._echoes.learn(residual[distance > self.edges[FIRST_NOVEL - 1]])
        return distance, residual

    def _walk(self, day: Ints, stories: _Stories, topic: Ints, distance: Floats, residual: Singles) -> Ints:
        """The places (n, 3) of stories of several days, as if each day came in turn."""
        found = np.full((len(day), 3), UNANSWERED, dtype=np.int64)
        days = day[stories.row]
        for one in np.unique(days):
            told = days == one
            self._put(found, int(one), stories.only(told), topic[told], distance[told], residual[told])
        return found

    def _put(self, found: Ints, day: int, stories: _Stories, topic: Ints, distance: Floats, residual: Singles) -> None:
        """Write the day's embedded stories into their rows of `found` (n, 3), and remember the novel ones."""
        novelty = np.searchsorted(self.edges, distance)
        near = np.where(novelty < FIRST_FAR, topic, UNANSWERED)
        found[stories.row] = np.stack([near, novelty, np.zeros_like(topic)], axis=1)
        novel = novelty >= FIRST_NOVEL
        row = stories.row[novel]
        found[row, 2] = self._echoes.place(day, stories.group[row], residual[novel], stories.source[row])


@dataclass(frozen=True, slots=True)
class _Stories:
    """Which `row`s are embedded, and of all rows the group (n,) and the source (n, 2)."""

    row: Ints
    group: Ints
    source: Ints

    @classmethod
    def of(cls, embedded: Bools, group: ArrayLike, hashes: ArrayLike | None, tellers: ArrayLike | None) -> _Stories:
        n = len(embedded)
        source = np.stack([_numbers(hashes, n), _numbers(tellers, n)], axis=1)
        return cls(np.flatnonzero(embedded), np.asarray(group, dtype=np.int64), source)

    def only(self, chosen: Bools) -> _Stories:
        return _Stories(self.row[chosen], self.group, self.source)


def _unit(vectors: ArrayLike, dimensions: int = 0) -> tuple[Singles, Bools]:
    """Rows of unit length, and which of them are embedded."""
    rows = np.asarray(vectors, dtype=np.float32)
    if not rows.size:
        return np.zeros((len(rows), dimensions), dtype=np.float32), np.zeros(len(rows), dtype=bool)
    if rows.ndim != 2:
        raise ValueError(f"vectors have shape {rows.shape} and need (n, d)")
    length = np.linalg.norm(rows, axis=1)
    embedded = np.isfinite(length) & (length > 0)
    safe = np.where(embedded[:, None], rows, np.float32(0)) / np.where(embedded, length, np.float32(1))[:, None]
    return np.asarray(safe, dtype=np.float32), np.asarray(embedded)


def _centres(rows: Singles, topics: int, seed: int) -> Singles:
    means = KMeans(topics, n_init=STARTS, random_state=seed).fit(rows).cluster_centers_
    return np.asarray(_unit(means)[0])


def _nearest(rows: Singles, centres: Singles) -> tuple[Ints, Floats, Singles]:
    """The topic (n,), the cosine distance to it (n,) and the direction (n, d) in which a story leaves it."""
    alike = rows @ centres.T
    topic = alike.argmax(axis=1).astype(np.int64) if len(rows) else np.zeros(0, dtype=np.int64)
    nearest = alike[np.arange(len(rows)), topic]
    residual, _ = _unit(rows - nearest[:, None] * centres[topic], rows.shape[1])
    return topic, 1.0 - nearest.astype(np.float64), residual


def _numbers(values: ArrayLike | None, n: int) -> Ints:
    return np.full(n, -1, dtype=np.int64) if values is None else np.asarray(values, dtype=np.int64)
