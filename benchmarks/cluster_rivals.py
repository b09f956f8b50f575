"""Other ways to find what texts are about, as they are used elsewhere: each fits some vectors and labels others."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from models.arrays import Floats, Ints

UMAP = "umap-learn is not installed: pip install umap-learn==0.5.12"
LOOKED_AT = 2_000  # stories that a silhouette is told from


def has_umap() -> bool:
    """Whether BERTopic's recipe can be run here."""
    return importlib.util.find_spec("umap") is not None


@dataclass(frozen=True, slots=True)
class PcaMeans:
    """k-means on principal components."""

    basis: Any
    means: Any

    @classmethod
    def fitted(cls, rows: Floats, k: int, dimensions: int = 32) -> Self:
        """With so many clusters, or with 2 to 5 by the silhouette when `k` is 0, as Polis chooses."""
        from sklearn.cluster import KMeans
        from sklearn.decomposition import PCA
        from sklearn.metrics import silhouette_score

        basis = PCA(dimensions, random_state=0).fit(rows)
        points = basis.transform(rows)
        tried = [KMeans(one, n_init=10, random_state=0).fit(points) for one in ([k] if k else range(2, 6))]
        if k:
            return cls(basis, tried[0])
        return cls(basis, max(tried, key=lambda one: silhouette_score(points[:LOOKED_AT], one.labels_[:LOOKED_AT])))

    def predict(self, rows: Floats, /) -> Ints:
        """The cluster of each."""
        return np.asarray(self.means.predict(self.basis.transform(rows)), dtype=np.int64)


class UmapDensity:
    """BERTopic's recipe: UMAP to 5 dimensions, HDBSCAN there; another story gets its nearest neighbour's label."""

    def __init__(self, rows: Floats) -> None:
        from sklearn.cluster import HDBSCAN
        from sklearn.neighbors import NearestNeighbors

        umap = importlib.import_module("umap")
        self.space = umap.UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0, n_jobs=1
        ).fit(rows)
        placed = np.asarray(self.space.embedding_)
        self.labels_ = np.asarray(HDBSCAN(min_cluster_size=10, copy=True).fit(placed).labels_, dtype=np.int64)
        self.nearest = NearestNeighbors(n_neighbors=1).fit(rows)

    def predict(self, rows: Floats, /) -> Ints:
        """The cluster of each, -1 for what it calls noise."""
        return np.asarray(self.labels_[self.nearest.kneighbors(rows, return_distance=False)[:, 0]])
