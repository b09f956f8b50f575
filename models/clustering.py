"""Themes: what stories are about, as clusters that keep their identity while stories arrive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.utils.validation import check_is_fitted, validate_data

from models.arrays import Arrays, Bools, Floats, Ints

MOST_CLUSTERS = 20
STORIES_OF_ONE_CLUSTER = 8  # the number of themes grows with the square root of stories over this
GROWTH = 1.5  # a later fit adds themes when there would be so many times as many
NO_CLUSTER = -1


@dataclass(frozen=True, slots=True)
class Assignment:
    """The theme of each of n stories: `label` (-1 when there are no themes), `distance` to its centroid, `unusual`."""

    label: Ints
    distance: Floats
    unusual: Bools


class ThemeClusterer(ClusterMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """K-means on a frozen principal-component basis.

    Every story gets a theme; a story further from its centroid than most is marked unusual
    rather than being called noise. A later fit that starts from an earlier one keeps the basis and
    what each theme's number stands for; a theme that is added gets a number of its own.

    Parameters
    ----------
    n_clusters : int or "auto", default="auto"
        "auto": the square root of an eighth of the number of stories, at most 20. A later fit
        adds themes when that is half as many again, by splitting the widest; it takes none away.
    dimensions : int, default=32
        Principal components kept (fewer when the data have fewer).
    minimum : int, default=50
        With fewer rows there are no themes.
    unusual_quantile : float, default=0.98
        Stories further from their centroid than this share of the fitted ones are unusual.
    random_state : int, default=0

    Attributes
    ----------
    n_clusters_ : int
        0 when there are no themes.
    mean_, components_ : ndarrays of shape (n_features,) and (p, n_features)
        The basis. Without themes it holds no components.
    centroids_ : ndarray of shape (n_clusters_, p)
    sizes_ : ndarray of shape (n_clusters_,)
    unusual_distance_ : float
    inertia_per_story_ : float
        Mean squared distance to the centroid, in squared units of `X`.
    labels_ : ndarray of shape (n,)
        Not kept by `to_arrays`.

    References
    ----------
    Lloyd (1982), "Least squares quantization in PCM"; Ding & He (2004), "K-means clustering via
    principal component analysis".

    Examples
    --------
    >>> chance = np.random.default_rng(0)
    >>> X = np.repeat(np.eye(4) * 9, 25, axis=0) + chance.normal(size=(100, 4))
    >>> themes = ThemeClusterer().fit(X)
    >>> themes.sizes_.tolist()
    [25, 25, 25, 25]
    >>> later = ThemeClusterer().fit(np.vstack([X, X]), previous=themes.to_arrays())
    >>> bool((later.labels_[:100] == themes.labels_).all())
    True
    """

    def __init__(
        self,
        n_clusters: int | Literal["auto"] = "auto",
        dimensions: int = 32,
        minimum: int = 50,
        unusual_quantile: float = 0.98,
        random_state: int = 0,
    ) -> None:
        self.n_clusters = n_clusters
        self.dimensions = dimensions
        self.minimum = minimum
        self.unusual_quantile = unusual_quantile
        self.random_state = random_state

    mean_: Floats
    components_: Floats
    centroids_: Floats
    sizes_: Ints
    labels_: Ints
    n_clusters_: int
    unusual_distance_: float
    inertia_per_story_: float

    def fit(self, X: ArrayLike, y: None = None, *, previous: Mapping[str, NDArray[np.generic]] | None = None) -> Self:
        """Find the themes of `X` (n, n_features).

        `previous`, the `to_arrays()` of an earlier fit, is where to start from: basis and
        centroids are taken over. Raises ValueError when it was fitted on another number of features.
        """
        rows: Floats = validate_data(self, X, dtype=np.float64)
        start = None if previous is None else type(self).from_arrays(previous)
        if start is not None and len(start.mean_) != rows.shape[1]:
            raise ValueError(
                f"the earlier themes have {len(start.mean_)} features and X has {rows.shape[1]}: "
                "they belong to another embedding, so fit without them"
            )
        if start is not None and start.n_clusters_:
            self.mean_, self.components_ = start.mean_, start.components_
            return self._cluster(rows, start.centroids_)
        if len(rows) < max(self.minimum, 1):
            return self._no_themes(rows)
        basis = PCA(
            min(self.dimensions, *rows.shape),
            svd_solver="full" if rows.shape[1] <= 64 else "auto",
            random_state=self.random_state,
        ).fit(rows)
        self.mean_, self.components_ = np.asarray(basis.mean_), np.asarray(basis.components_)
        return self._cluster(rows, None)

    def transform(self, X: ArrayLike) -> Floats:
        """Coordinates (n, p) on the frozen basis: the space of the centroids."""
        check_is_fitted(self, "centroids_")
        rows: Floats = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray((rows - self.mean_) @ self.components_.T)

    def predict(self, X: ArrayLike) -> Ints:
        """The theme of each row (n,)."""
        return self.assign(X).label

    def assign(self, X: ArrayLike) -> Assignment:
        """The theme of each row, how far it is from the theme's centroid and whether that is unusual."""
        points = self.transform(X)
        if not self.n_clusters_:
            n = len(points)
            return Assignment(np.full(n, NO_CLUSTER, dtype=np.int64), np.zeros(n), np.zeros(n, dtype=bool))
        squared = (points**2).sum(axis=1)[:, None] - 2 * points @ self.centroids_.T + (self.centroids_**2).sum(axis=1)
        label = squared.argmin(axis=1).astype(np.int64)
        distance = np.sqrt(np.maximum(squared[np.arange(len(points)), label], 0.0))
        return Assignment(label, distance, distance > self.unusual_distance_)

    def to_arrays(self) -> Arrays:
        """What was learnt as plain arrays, for `numpy.savez` without pickle."""
        check_is_fitted(self, "centroids_")
        auto = self.n_clusters == "auto"
        settings = [
            0.0 if auto else float(self.n_clusters),
            float(self.dimensions),
            float(self.minimum),
            self.unusual_quantile,
            float(self.random_state),
        ]
        return {
            "settings": np.array(settings),
            "mean": self.mean_,
            "components": self.components_,
            "centroids": self.centroids_,
            "sizes": self.sizes_,
            "measures": np.array([self.unusual_distance_, self.inertia_per_story_]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """The clusterer whose `to_arrays()` these are; it has no `labels_`."""
        clusters, dimensions, minimum, quantile, seed = np.asarray(arrays["settings"], dtype=np.float64)
        found = cls(int(clusters) or "auto", int(dimensions), int(minimum), float(quantile), int(seed))
        found.mean_ = np.asarray(arrays["mean"], dtype=np.float64)
        found.components_ = np.asarray(arrays["components"], dtype=np.float64)
        found.centroids_ = np.asarray(arrays["centroids"], dtype=np.float64)
        found.sizes_ = np.asarray(arrays["sizes"], dtype=np.int64)
        found.unusual_distance_, found.inertia_per_story_ = (float(x) for x in np.asarray(arrays["measures"], float))
        found.n_clusters_ = len(found.centroids_)
        found.n_features_in_ = len(found.mean_)
        return found

    def _cluster(self, rows: Floats, centroids: Floats | None) -> Self:
        points = (rows - self.mean_) @ self.components_.T
        if centroids is None:
            means = KMeans(self._wanted(len(rows)), n_init=4, random_state=self.random_state).fit(points)
        elif len(points) < len(centroids):
            return self._take(points, centroids)
        else:
            start = self._grown(points, centroids)
            means = KMeans(len(start), init=start, n_init=1, random_state=self.random_state).fit(points)
        return self._take(points, np.asarray(means.cluster_centers_, dtype=np.float64))

    def _wanted(self, rows: int) -> int:
        if self.n_clusters != "auto":
            return max(1, min(int(self.n_clusters), rows))
        return max(1, min(round(float(np.sqrt(rows / STORIES_OF_ONE_CLUSTER))), MOST_CLUSTERS, rows))

    def _grown(self, points: Floats, centroids: Floats) -> Floats:
        """The centroids, and behind them new ones that halve the widest themes when there are far too few."""
        wanted = self._wanted(len(points))
        if self.n_clusters != "auto" or wanted < GROWTH * len(centroids):
            return centroids
        while len(centroids) < wanted:
            squared = ((points[:, None, :] - centroids[None, :, :]) ** 2).sum(axis=2)
            owner, distance = squared.argmin(axis=1), squared.min(axis=1)
            widest = int(np.bincount(owner, weights=distance, minlength=len(centroids)).argmax())
            inside = points[owner == widest]
            if len(inside) < 2:
                break
            halves = KMeans(2, n_init=1, random_state=self.random_state).fit(inside).cluster_centers_
            nearer = int(((halves - centroids[widest]) ** 2).sum(axis=1).argmin())
            centroids = np.vstack([centroids, halves[1 - nearer]])
            centroids[widest] = halves[nearer]
        return centroids

    def _take(self, points: Floats, centroids: Floats) -> Self:
        self.centroids_ = centroids
        self.n_clusters_ = len(centroids)
        self.unusual_distance_ = np.inf
        found = self.assign(points @ self.components_ + self.mean_)
        self.labels_ = found.label
        self.sizes_ = np.bincount(found.label, minlength=self.n_clusters_)
        self.unusual_distance_ = float(np.quantile(found.distance, self.unusual_quantile))
        self.inertia_per_story_ = float((found.distance**2).mean())
        return self

    def _no_themes(self, rows: Floats) -> Self:
        self.mean_, self.components_ = rows.mean(axis=0), np.zeros((0, rows.shape[1]))
        self.centroids_, self.sizes_ = np.zeros((0, 0)), np.zeros(0, dtype=np.int64)
        self.n_clusters_, self.unusual_distance_, self.inertia_per_story_ = 0, np.inf, 0.0
        self.labels_ = np.full(len(rows), NO_CLUSTER, dtype=np.int64)
        return self
