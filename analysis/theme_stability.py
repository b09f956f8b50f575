"""How stable the themes in use are: fitted again to random halves of the stories, within a budget of time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from analysis.theme_samples import Sample, draw_sample, fit_to, placed
from analysis.themes import clusterer_of
from models.clustering import ThemeClusterer
from models.stability import half, summarised
from narratives.collection import Collection
from store.database import Database
from store.results import get_fit
from store.theme_fits import ThemeStability, get_notes, keep_stability

STORIES = 5_000
RESAMPLES, LEAST_RESAMPLES = 10, 3
SECONDS, SECONDS_A_BEAT = 60.0, 3.0

Beat = Callable[[], None]


def measure_stability(
    db: Database, collection: Collection, model_id: str, *, beat: Beat = lambda: None, seed: int = 0
) -> bool:
    """Keep how stable the fit in use is, once; whether it was measured now."""
    notes, fit = get_notes(db, collection.id, model_id), get_fit(db, collection.id, model_id)
    if notes is None or fit is None or notes.stability is not None:
        return False
    clusterer = clusterer_of(fit)
    if not clusterer.n_clusters_:
        return False
    sample = draw_sample(db, collection.id, model_id, STORIES)
    labels = placed(clusterer, sample.vectors, sample.languages).label
    ids = fit.ids or tuple(range(clusterer.n_clusters_))
    keep_stability(db, collection.id, fit.id, stability_of(sample, labels, ids, beat, seed=seed))
    return True


def stability_of(
    sample: Sample,
    labels: npt.NDArray[np.int64],
    ids: Sequence[int],
    beat: Beat,
    *,
    seed: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> ThemeStability:
    """The stability of themes that are labelled so; as many halves as there is time for, at least three."""
    chance, began = np.random.default_rng(seed), clock()
    beaten = began
    beat()
    rows = np.arange(min(len(sample.stories), STORIES))
    again: list[npt.NDArray[np.int64]] = []
    while len(again) < RESAMPLES and (len(again) < LEAST_RESAMPLES or clock() < began + SECONDS):
        if clock() > beaten + SECONDS_A_BEAT:
            beat()
            beaten = clock()
        fitted = fit_to(ThemeClusterer(n_clusters=len(ids), minimum=1), sample.part(half(len(rows), chance)))
        again.append(placed(fitted, sample.vectors[rows], sample.part(rows).languages).label)
    found = summarised(np.asarray(labels)[rows], again)
    if math.isnan(found.whole):
        return ThemeStability(0.0, 0.0, 0.0, {})  # a half without any themes: nothing holds
    # A theme that none of the stories looked at lies in was not measured.
    themes = dict(zip(ids, found.themes, strict=False))
    return ThemeStability(found.whole, found.low, found.high, themes)
