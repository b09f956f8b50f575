"""The stories that themes are fitted to and named by, with their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis.npz import Arrays, unpack_vectors
from models.clustering import Assignment, ThemeClusterer
from models.labels import cluster_terms
from store.database import Database
from store.theming import Embedded, list_themed_sample

WORDS = 5
LEAST_IN_A_THEME = 3
LEAST_STORIES = 50
NUMBER: int | Literal["auto"] = "auto"  # of themes that a free fit finds: as many as hold, or none


@dataclass(frozen=True, slots=True)
class Sample:
    """Some stories of a collection, a fair draw: aligned rows, vectors (n, d) and languages."""

    stories: list[Embedded]
    vectors: npt.NDArray[np.float32]
    languages: list[str]

    def part(self, rows: npt.NDArray[np.intp]) -> Sample:
        """Those of some rows, which may come several times."""
        numbers = rows.tolist()
        return Sample(
            [self.stories[row] for row in numbers], self.vectors[rows], [self.languages[row] for row in numbers]
        )


def draw_sample(db: Database, collection_id: str, model_id: str, limit: int) -> Sample:
    """At most so many of a collection's embedded stories."""
    stories = list_themed_sample(db, collection_id, model_id, limit)
    return Sample(stories, unpack_vectors([one.vector for one in stories]), [one.language for one in stories])


def fit_to(clusterer: ThemeClusterer, sample: Sample, previous: Arrays | None = None) -> ThemeClusterer:
    """Fit to a sample, from where an earlier fit was or freely; the language of a story is no theme."""
    return clusterer.fit(sample.vectors, previous=previous, language=sample.languages)


def fit_freely(sample: Sample) -> ThemeClusterer:
    """The themes that a sample has of itself, however many; there may be none."""
    return fit_to(ThemeClusterer(NUMBER, minimum=LEAST_STORIES), sample)


def placed(clusterer: ThemeClusterer, vectors: npt.NDArray[np.float32], languages: Sequence[str]) -> Assignment:
    """Where stories lie in a fit."""
    return clusterer.assign(vectors, language=languages)


def terms_of(stories: Sequence[Embedded], labels: Sequence[int], n_clusters: int, k: int) -> list[tuple[str, ...]]:
    """The words that mark each cluster; a word that fewer than k stories share is never shown.

    Stories whose words staff may not read lie among the themes and name none of them.
    """
    named = [(one.text, label) for one, label in zip(stories, labels, strict=True) if one.may_name]
    return cluster_terms(
        [text for text, _ in named],
        [label for _, label in named],
        n_clusters,
        at_least=LEAST_IN_A_THEME,
        at_least_everywhere=k,
        pairs_at_least=k,
        count=WORDS,
    )


def scatter(vectors: npt.NDArray[np.float32], labels: npt.NDArray[np.integer]) -> float:
    """Mean squared distance of vectors to the middle of those with their label: comparable between any two fits."""
    total = 0.0
    for label in np.unique(labels):
        inside = vectors[labels == label].astype(np.float64)
        total += float(((inside - inside.mean(axis=0)) ** 2).sum())
    return total / max(len(vectors), 1)
