"""Themes on real texts that people gave labels, beside other ways to find them; how long, how stable, and on none."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from benchmarks.claims import Claim, at_least, at_most, happens, not_measured, proof
from benchmarks.cluster_rivals import UMAP, PcaMeans, UmapDensity, has_umap
from benchmarks.real_vectors import are_here, real_vectors
from models.arrays import Floats, Ints

if TYPE_CHECKING:
    from models.stability import Labelling

HEALTH = ("gp_feedback_2024", "forensic_2010_2014", "community_2010_2012")
STORIES = 8_000
RESAMPLES, RESAMPLES_OF_UMAP = 6, 3
BLOBS = 20
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Measured:
    """One method on one corpus: agreement with each labelling, stability, clusters, noise and processor seconds."""

    agreement: dict[str, float]
    stability: float
    clusters: int
    noise: float
    seconds: float

    def told(self) -> str:
        """In a line."""
        agreement = ", ".join(f"{name} {value:.3f}" for name, value in self.agreement.items())
        return (
            f"ARI {agreement}; stability {self.stability:.2f}; {self.clusters} clusters; "
            f"{self.noise:.0%} noise; {self.seconds:.1f} s"
        )


@proof("meaning")
def themes_of_labelled_texts() -> Iterator[Claim]:
    """Agreement, stability and time on two labelled corpora."""
    if not are_here():
        yield not_measured("Themes agree with what people said", "rivals' agreement", "the corpora are not here")
        return
    every = real_vectors()
    emotions = every.only("isear")
    yield from _corpus("situations by emotion", emotions.vectors, {"emotion": emotions.label})
    health = every.only(*HEALTH)
    drawn = np.sort(np.random.default_rng(5).choice(len(health.vectors), STORIES, replace=False))
    labels = {"question": health.label[drawn], "corpus": health.source[drawn]}
    yield from _corpus("health comments", health.vectors[drawn], labels)


def _corpus(name: str, vectors: np.ndarray, labels: dict[str, np.ndarray]) -> Iterator[Claim]:
    from models.clustering import ThemeClusterer

    rows = np.asarray(vectors, dtype=np.float64)
    chosen = ThemeClusterer()
    seconds, _ = _timed(lambda: chosen.fit(rows))
    if not chosen.n_clusters_:
        yield happens(f"Themes are found in {name}", False)
        return
    k = chosen.n_clusters_
    ours = _measured(rows, labels, lambda some: ThemeClusterer(n_clusters=k).fit(some), RESAMPLES)
    same = _measured(rows, labels, lambda some: PcaMeans.fitted(some, k), RESAMPLES)
    polis = _measured(rows, labels, lambda some: PcaMeans.fitted(some, 0), RESAMPLES)
    firm = "firm" if chosen.firm_ else "heaps"
    told = f"{firm}; {ours.told()} (choosing the number: {seconds:.1f} s in all)"
    note = f"PCA and k-means, the same number: {same.told()}; by the silhouette: {polis.told()}"
    yield at_least(f"Themes of {name}: stability over random halves", ours.stability, 0.85, note=f"{told}. {note}")
    for label, value in ours.agreement.items():
        for rival, which in ((same, "with as many clusters"), (polis, "as Polis chooses")):
            claimed = f"{name}, {label}: agreement against PCA and k-means {which}"
            yield at_least(claimed, value, rival.agreement[label])
    if not has_umap():
        yield not_measured(f"{name}: agreement against UMAP and HDBSCAN", "as much", UMAP)
        return
    _warm_up(rows)
    density = _measured(rows, labels, UmapDensity, RESAMPLES_OF_UMAP)
    for label, value in ours.agreement.items():
        claimed = f"{name}, {label}: agreement against UMAP and HDBSCAN"
        yield at_least(claimed, value, density.agreement[label], note=density.told())
    claimed = f"{name}: stability against UMAP and HDBSCAN"
    yield at_least(claimed, ours.stability, density.stability)
    yield at_most(f"{name}: time with the number known, of UMAP and HDBSCAN's", ours.seconds / density.seconds, 0.2)
    yield at_most(f"{name}: time with choosing the number, of UMAP and HDBSCAN's", seconds / density.seconds, 0.2)


def _warm_up(rows: Floats) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        UmapDensity(rows[:600])  # it compiles itself


def _measured(
    rows: Floats, labels: dict[str, np.ndarray], make: Callable[[Floats], Labelling], resamples: int
) -> Measured:
    from sklearn.metrics import adjusted_rand_score

    from models.stability import stability

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seconds, fitted = _timed(lambda: make(rows))
        found: Ints = np.asarray(getattr(fitted, "labels_", fitted.predict(rows)))
        again = stability(rows, make, resamples=resamples, seed=11)
    agreement = {name: float(adjusted_rand_score(label, found)) for name, label in labels.items()}
    return Measured(agreement, again.whole, int(found.max()) + 1, float((found < 0).mean()), seconds)


def _timed(act: Callable[[], Made]) -> tuple[float, Made]:
    start = time.process_time()
    made = act()
    return time.process_time() - start, made


@proof("meaning")
def no_themes_where_there_are_none() -> Iterator[Claim]:
    """How often themes are found in what has none."""
    from models.clustering import ThemeClusterer

    for name, widest in (("noise without any direction", 0.3), ("one blob", 3.0), ("one long blob", 9.0)):
        found = 0
        for seed in range(BLOBS):
            rows = np.random.default_rng(seed).normal(size=(600, 48)) * np.geomspace(widest, 0.3, 48)
            found += ThemeClusterer(random_state=seed).fit(rows).n_clusters_ > 0
        yield at_most(f"Themes found in {name}", 100 * found / BLOBS, 10, " %", f"{found} of {BLOBS} draws")
