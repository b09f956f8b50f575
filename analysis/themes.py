"""Themes: what stories are about. Fitted once, fitted again from where they are, assigned in between, named by words.

A fit that starts from the one before keeps every theme and its number. Another number of themes is proposed by
`retheming`, and decided by a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np

from analysis.npz import Arrays, pack, unpack, unpack_vectors
from analysis.theme_samples import LEAST_STORIES, Sample, draw_sample, fit_freely, fit_to, placed, terms_of
from models.clustering import ThemeClusterer
from narratives.collection import Collection
from store.database import Database
from store.results import Theme, ThemeFit, get_fit, list_all_themes, list_themes, replace_themes
from store.theme_names import forget_untold_terms, names_of_terms
from store.theme_proposals import next_theme, overtake
from store.theming import Assignment, Unplaced, add_assignments, count_embedded, count_theme_sizes, list_unassigned
from store.words import index_words

GROWTH = 1.2
SAMPLE = 20_000
STORIES_A_COMMIT = 1_000

Beat = Callable[[], None]


def update_themes(
    db: Database, collection: Collection, model_id: str, *, today: date, beat: Beat = lambda: None
) -> int:
    """Fit when there are enough or enough more stories, then give every story without a place one; how many got one."""
    fit = get_fit(db, collection.id, model_id)
    n = count_embedded(db, collection.id, model_id)
    if n >= LEAST_STORIES and (fit is None or (n >= fit.n * GROWTH and _may_fit(db, collection, fit))):
        beat()
        fit = _fit(db, collection, model_id, fit, n, today)
    if fit is None:
        return 0
    assigned = _assign(db, collection, model_id, fit, beat)
    while index_words(db, STORIES_A_COMMIT):
        beat()
    forget_untold_terms(db, collection)
    return assigned


def clusterer_of(fit: ThemeFit) -> ThemeClusterer:
    """What a stored fit learnt."""
    return ThemeClusterer.from_arrays(unpack(fit.arrays))


def fit_named(model_id: str, n: int, arrays: Arrays, ids: tuple[int, ...]) -> ThemeFit:
    """A fit under a name that follows from what was learnt."""
    packed = pack(arrays)
    told = model_id.encode() + packed + repr(ids).encode()
    return ThemeFit(hashlib.sha256(told).hexdigest()[:16], n, packed, ids)


def _may_fit(db: Database, collection: Collection, fit: ThemeFit) -> bool:
    """Whether a fit may be replaced without asking: where themes ended by a decision, new ones are proposed."""
    return clusterer_of(fit).n_clusters_ > 0 or not list_all_themes(db, collection.id)


def _assign(db: Database, collection: Collection, model_id: str, fit: ThemeFit, beat: Beat) -> int:
    clusterer = clusterer_of(fit)
    assigned, after, more = 0, "", True
    while more:
        rows = list_unassigned(db, collection.id, model_id, fit.id, STORIES_A_COMMIT + 1, after)
        more = len(rows) > STORIES_A_COMMIT
        rows = rows[:STORIES_A_COMMIT]
        beat()
        add_assignments(db, collection.id, fit.id, _places(clusterer, fit, rows))
        if rows and not more:
            count_theme_sizes(db, collection.id)
        assigned += len(rows)
        after = rows[-1].narrative if rows else after
    return assigned


def _places(clusterer: ThemeClusterer, fit: ThemeFit, rows: list[Unplaced]) -> list[Assignment]:
    if not rows:
        return []
    vectors = unpack_vectors([row.vector for row in rows])
    found = placed(clusterer, vectors, [row.language for row in rows])
    places = zip(rows, found.label.tolist(), found.distance.tolist(), found.unusual.tolist(), strict=True)
    return [
        Assignment(row.narrative, None if label < 0 else fit.theme_of(label), distance, unusual)
        for row, label, distance, unusual in places
    ]


def _fit(
    db: Database, collection: Collection, model_id: str, previous: ThemeFit | None, n: int, today: date
) -> ThemeFit:
    sample = draw_sample(db, collection.id, model_id, SAMPLE)
    living = {theme.id: theme for theme in list_themes(db, collection.id)}
    places = 0 if previous is None else clusterer_of(previous).n_clusters_
    start = unpack(previous.arrays) if previous is not None and places else None
    ids = tuple(living) if previous is None else previous.ids or tuple(range(places))
    if previous is None and living:
        # Another model reads the texts now: what was proposed in the space of the other one is nothing in this one.
        overtake(db, collection.id, at=datetime.combine(today, datetime.min.time(), UTC))
        start = _moved(sample, ids)
    clusterer = fit_freely(sample) if start is None else fit_to(ThemeClusterer(minimum=LEAST_STORIES), sample, start)
    if start is None or not ids:
        first = next_theme(db, collection.id)
        ids = tuple(range(first, first + clusterer.n_clusters_))
    fit = fit_named(model_id, n, clusterer.to_arrays(), ids)
    themes = []
    told = terms_of(sample.stories, clusterer.labels_.tolist(), len(ids), collection.k)
    names = names_of_terms(list(zip(ids, told, strict=True)))
    for place, (name, terms) in enumerate(zip(names, told, strict=True)):
        known = living.get(ids[place])
        # Those that the fit knows are of all its stories: what may be told of them is counted when they are placed.
        born, parents = (today, ()) if known is None else (known.born_on, known.parents)
        themes.append(Theme(ids[place], name, terms, 0, born, None, parents))
    replace_themes(db, collection.id, model_id, fit, fitted_on=today, themes=themes)
    return fit


def _moved(sample: Sample, ids: tuple[int, ...]) -> Arrays:
    """The same themes in another model's space: the middle of each is that of the stories that it holds.

    A theme that none of the sample lies in gets a middle that a fit of as many themes found.
    """
    free = fit_to(ThemeClusterer(n_clusters=len(ids)), sample)
    arrays = dict(free.to_arrays())
    points = free.transform(sample.vectors, sample.languages)
    held = np.array([-1 if one.theme is None else one.theme for one in sample.stories])
    found = np.array(arrays["centroids"], dtype=np.float64)
    middles = np.zeros((len(ids), points.shape[1]))
    for place, theme in enumerate(ids):
        inside = points[held == theme]
        middles[place] = inside.mean(axis=0) if len(inside) else found[place % len(found)]
    return arrays | {"centroids": middles}
