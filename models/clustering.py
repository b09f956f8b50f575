"""Themes: what stories are about, as clusters that keep their identity while stories arrive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from models.arrays import Arrays, Bools, Floats, Ints
from models.language_offsets import LanguageOffsets
from models.neighbourhoods import Basis, neighbours, shared_directions
from models.theme_number import NONE, choose_number, found_freely, middles, nearest, overlap

MOST_CLUSTERS = 20
STORIES_OF_ONE_CLUSTER = 4  # at most the square root of the stories over this are tried
RESTARTS = 10  # of a free fit
ROUNDS, STAYS_ITSELF = 100, 0.8  # of a fit from an earlier one: Jaccard index of a theme before and after
NO_CLUSTER = -1

Language = Sequence[str | None] | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """The theme of each of n stories: `label` (-1 when there are no themes), `distance` to its middle, `unusual`."""

    label: Ints
    distance: Floats
    unusual: Bools


class ThemeClusterer(ClusterMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """K-means in the few directions that neighbouring stories share, as many clusters as other stories show again.

    Every story gets a theme; a story further from the middle of its theme than most is marked unusual
    rather than being called noise. A fit that starts from an earlier one keeps the basis, how many themes
    there are and what each one's number stands for.

    Parameters
    ----------
    n_clusters : int or "auto", default="auto"
        "auto": the largest number, of 2 to the square root of a quarter of the number of stories and at
        most 20, that is stable; where that is fewer than three, the largest up to 12 that is more alike
        than chance (`models.theme_number`); none when there is none, or when chance does as well.
    dimensions : int, default=8
        Directions kept (fewer when the data have fewer).
    minimum : int, default=50
        With fewer rows there are no themes.
    unusual_quantile : float, default=0.98
        A story that is further from its theme's middle than this share of stories, none of them
        counted in the middle that it is compared with, is unusual.
    random_state : int, default=0
    stable : float, default=0.85
        The mean adjusted Rand index between fits to random halves that a number must reach.

    Attributes
    ----------
    n_clusters_ : int
        0 when there are no themes.
    firm_ : bool
        Whether "auto" chose themes that other stories show again; a fit from an earlier one keeps what
        that knew. False for heaps to read from, for a number that was given, and in fits stored before.
    mean_, components_ : ndarrays of shape (n_features,) and (p, n_features)
        The basis. Without themes it holds no components.
    centroids_ : ndarray of shape (n_clusters_, p)
    centres_ : ndarray of shape (n_clusters_, n_features) or None
        The mean of each theme's stories in the units of `X`; None in a fit stored before there were any,
        whose distances are to the centroid.
    sizes_ : ndarray of shape (n_clusters_,)
    unusual_distance_ : float
    inertia_per_story_ : float
        Mean squared distance to the middle of the theme, in squared units of `X`.
    chosen_ : Chosen
        The stability that "auto" chose by; nan after any other fit. Not kept by `to_arrays`.
    languages_ : LanguageOffsets
        What each language adds to a vector.
    labels_ : ndarray of shape (n,)
        Not kept by `to_arrays`.

    References
    ----------
    Lloyd (1982), "Least squares quantization in PCM"; `models.neighbourhoods` and `models.theme_number`
    give theirs; Vovk, Gammerman & Shafer (2005), "Algorithmic learning in a random world", for the quantile.

    Examples
    --------
    >>> chance = np.random.default_rng(0)
    >>> X = np.repeat(np.eye(4) * 9, 20, axis=0) + chance.normal(size=(80, 4))
    >>> themes = ThemeClusterer().fit(X)
    >>> themes.sizes_.tolist()
    [20, 20, 20, 20]
    >>> later = ThemeClusterer().fit(np.vstack([X, X]), previous=themes.to_arrays())
    >>> bool((later.labels_[:80] == themes.labels_).all())
    True
    """

    def __init__(
        self,
        n_clusters: int | Literal["auto"] = "auto",
        dimensions: int = 8,
        minimum: int = 50,
        unusual_quantile: float = 0.98,
        random_state: int = 0,
        stable: float = 0.85,
    ) -> None:
        self.n_clusters = n_clusters
        self.dimensions = dimensions
        self.minimum = minimum
        self.unusual_quantile = unusual_quantile
        self.random_state = random_state
        self.stable = stable

    mean_: Floats
    components_: Floats
    centroids_: Floats
    centres_: Floats | None
    sizes_: Ints
    labels_: Ints
    n_clusters_: int
    firm_: bool
    unusual_distance_: float
    inertia_per_story_: float

    def fit(
        self,
        X: ArrayLike,
        y: None = None,
        *,
        previous: Mapping[str, NDArray[np.generic]] | None = None,
        language: Language = None,
    ) -> Self:
        """Find the themes of `X` (n, n_features).

        `previous`, the `to_arrays()` of an earlier fit, is where to start from: basis, centroids and what each
        language adds are taken over. `language`, a code a row ("" or None where nobody told), is no theme: what
        each adds to the mean is taken out first. Raises ValueError when `previous` was fitted on another number
        of features or `language` has another length.
        """
        rows: Floats = validate_data(self, X, dtype=np.float64)
        start = None if previous is None else type(self).from_arrays(previous)
        if start is not None and len(start.mean_) != rows.shape[1]:
            raise ValueError(
                f"the earlier themes have {len(start.mean_)} features and X has {rows.shape[1]}: "
                "they belong to another embedding, so fit without them"
            )
        if start is not None and start.n_clusters_:
            return self._carry_on(self._neutral(rows, language, start.mean_, start.languages_), start)
        return self._free(self._neutral(rows, language, rows.mean(axis=0), LanguageOffsets.none(rows.shape[1])))

    def transform(self, X: ArrayLike, language: Language = None) -> Floats:
        """Coordinates (n, p) on the frozen basis, each row at length one: the space of the centroids."""
        check_is_fitted(self, "centroids_")
        return self._basis.points(self._rows(X, language))

    def predict(self, X: ArrayLike, language: Language = None) -> Ints:
        """The theme of each row (n,)."""
        return self.assign(X, language=language).label

    def assign(self, X: ArrayLike, *, language: Language = None) -> Assignment:
        """The theme of each row, how far it is from the theme's middle and whether that is unusual.

        A language that the fit does not know adds nothing that could be taken out.
        """
        check_is_fitted(self, "centroids_")
        rows = self._rows(X, language)
        if not self.n_clusters_:
            n = len(rows)
            return Assignment(np.full(n, NO_CLUSTER, dtype=np.int64), np.zeros(n), np.zeros(n, dtype=bool))
        points = self._basis.points(rows)
        label = nearest(points, self.centroids_)
        distance = self._distance(rows, points, label)
        return Assignment(label, distance, distance > self.unusual_distance_)

    def to_arrays(self) -> Arrays:
        """What was learnt as plain arrays, for `numpy.savez` without pickle."""
        check_is_fitted(self, "centroids_")
        number = 0.0 if self.n_clusters == "auto" else float(self.n_clusters)
        settings = [number, self.dimensions, self.minimum, self.unusual_quantile, self.random_state, self.stable]
        arrays: Arrays = {
            "settings": np.array(settings, dtype=np.float64),
            "mean": self.mean_,
            "components": self.components_,
            "centroids": self.centroids_,
            "sizes": self.sizes_,
            "measures": np.array([self.unusual_distance_, self.inertia_per_story_]),
            "languages": np.array(self.languages_.codes, dtype=str),
            "offsets": self.languages_.offsets,
            "told": self.languages_.told,
            "unit": np.array([self._basis.unit]),
            "firm": np.array([self.firm_]),
        }
        return arrays if self.centres_ is None else arrays | {"centres": self.centres_}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """The clusterer whose `to_arrays()` these are, of this version or the first; it has no `labels_`."""
        number, dimensions, minimum, quantile, seed, *stable = np.asarray(arrays["settings"], dtype=np.float64).tolist()
        found = cls(int(number) or "auto", int(dimensions), int(minimum), quantile, int(seed), *stable)
        mean, components, centroids = (
            np.asarray(arrays[name], dtype=np.float64) for name in ("mean", "components", "centroids")
        )
        # The first version measured distances on the basis, knew no languages and left points at their length.
        found._on(Basis(mean, components, bool(arrays["unit"][0]) if "unit" in arrays else False))
        found.centroids_, found.n_clusters_ = centroids, len(centroids)
        found.centres_ = np.asarray(arrays["centres"], dtype=np.float64) if "centres" in arrays else None
        found.sizes_ = np.asarray(arrays["sizes"], dtype=np.int64)
        found.unusual_distance_, found.inertia_per_story_ = np.asarray(arrays["measures"], dtype=np.float64).tolist()
        found.languages_ = LanguageOffsets.none(len(mean))
        if "offsets" in arrays:
            codes = tuple(str(code) for code in arrays["languages"].tolist())
            offsets, told = np.asarray(arrays["offsets"], np.float64), np.asarray(arrays["told"], np.int64)
            found.languages_ = LanguageOffsets(codes, offsets, told)
        found.n_features_in_ = len(mean)
        found.chosen_ = NONE
        found.firm_ = bool(arrays["firm"][0]) if "firm" in arrays else False
        return found

    def _neutral(self, rows: Floats, language: Language, middle: Floats, known: LanguageOffsets) -> Floats:
        self.languages_ = known if language is None else LanguageOffsets.learnt(rows, language, middle, known)
        return self.languages_.without(rows, language)

    def _rows(self, X: ArrayLike, language: Language) -> Floats:
        rows: Floats = validate_data(self, X, dtype=np.float64, reset=False)
        return self.languages_.without(rows, language)

    def _on(self, basis: Basis) -> None:
        self._basis, self.mean_, self.components_ = basis, basis.mean, basis.components

    def _free(self, rows: Floats) -> Self:
        self.chosen_, self.firm_ = NONE, False
        if len(rows) < max(self.minimum, 1):
            return self._no_themes(rows)
        k = self._wanted(rows)
        if not k:
            return self._no_themes(rows)
        chance = np.random.default_rng(self.random_state)
        basis, points, averaged = shared_directions(rows, self.dimensions, chance)
        self._on(basis)
        return self._take(rows, points, found_freely(points, averaged, k, self.random_state, RESTARTS), None)

    def _wanted(self, rows: Floats) -> int:
        if self.n_clusters != "auto":
            return max(1, min(int(self.n_clusters), len(rows)))
        most = min(round(float(np.sqrt(len(rows) / STORIES_OF_ONE_CLUSTER))), MOST_CLUSTERS)
        asked = {"dimensions": self.dimensions, "seed": self.random_state}
        self.chosen_ = choose_number(rows, most, at_least=self.stable, **asked)
        self.firm_ = self.chosen_.firm
        return self.chosen_.number

    def _carry_on(self, rows: Floats, start: Self) -> Self:
        """The same themes among these stories: each moves to where its stories are, and one without any stays."""
        self.chosen_, self.firm_ = NONE, start.firm_
        self._on(start._basis)
        points, k = start._basis.points(rows), start.n_clusters_
        if len(points) < k:
            return self._take(rows, points, start.centroids_, start.centres_)
        chance = np.random.default_rng(self.random_state)
        averaged = neighbours(rows, chance).averaged(points) if start._basis.unit else points
        first = labels = nearest(points, start.centroids_)
        for _ in range(ROUNDS):
            before, held = labels, np.unique(labels)
            labels = held[nearest(averaged, middles(averaged, labels, k)[held])]
            if (labels == before).all():
                break
        centroids, itself = start.centroids_.copy(), overlap(first, labels, k) >= STAYS_ITSELF
        centroids[itself] = middles(points, labels, k)[itself]  # one that would slide to another subject stays
        return self._take(rows, points, centroids, start.centres_)

    def _take(self, rows: Floats, points: Floats, centroids: Floats, centres: Floats | None) -> Self:
        self.centroids_, self.n_clusters_ = centroids, len(centroids)
        self.labels_ = nearest(points, centroids)
        self.sizes_ = np.bincount(self.labels_, minlength=self.n_clusters_)
        self.centres_ = middles(rows, self.labels_, self.n_clusters_)
        if centres is not None:
            self.centres_ = np.where(self.sizes_[:, None] > 0, self.centres_, centres)
        distance = self._distance(rows, points, self.labels_)
        self.inertia_per_story_ = float((distance**2).mean())
        size = self.sizes_[self.labels_]
        others = np.sort((distance * size / np.maximum(size - 1, 1))[size > 1])  # each from the middle of the others
        place = min(int(np.ceil((len(others) + 1) * self.unusual_quantile)), len(others)) - 1
        self.unusual_distance_ = float(others[place]) if len(others) else np.inf
        return self

    def _distance(self, rows: Floats, points: Floats, label: Ints) -> Floats:
        at, middle = (points, self.centroids_) if self.centres_ is None else (rows, self.centres_)
        along = (at @ middle.T)[np.arange(len(at)), label]
        squared = np.einsum("ij,ij->i", at, at) - 2 * along + (middle**2).sum(axis=1)[label]
        return np.asarray(np.sqrt(np.maximum(squared, 0.0)))

    def _no_themes(self, rows: Floats) -> Self:
        self._on(Basis(rows.mean(axis=0), np.zeros((0, rows.shape[1]))))
        self.centroids_, self.sizes_ = np.zeros((0, 0)), np.zeros(0, dtype=np.int64)
        self.centres_ = None
        self.n_clusters_, self.unusual_distance_, self.inertia_per_story_ = 0, np.inf, 0.0
        self.labels_ = np.full(len(rows), NO_CLUSTER, dtype=np.int64)
        return self
