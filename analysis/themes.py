"""Themes: what stories are about. Fitted when a collection has grown, assigned in between, named by its own words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date

from analysis.npz import pack, unpack, unpack_vectors
from models.clustering import ThemeClusterer
from models.labels import cluster_terms
from narratives.collection import Collection
from store.database import Database
from store.results import Theme, ThemeFit, get_fit, list_themes, replace_themes
from store.theming import (
    Assignment,
    Embedded,
    add_assignments,
    count_embedded,
    count_theme_sizes,
    list_themed_sample,
    list_unassigned,
)

LEAST_STORIES = 50
GROWTH = 1.2
SAMPLE = 20_000
STORIES_A_COMMIT = 1_000
WORDS, WORDS_IN_A_NAME = 5, 3
LEAST_IN_A_THEME = 3


def update_themes(
    db: Database, collection: Collection, model_id: str, *, today: date, beat: Callable[[], None] = lambda: None
) -> int:
    """Fit when there are enough or enough more stories, then give every story without a place one; how many got one."""
    fit = get_fit(db, collection.id, model_id)
    n = count_embedded(db, collection.id, model_id)
    if n >= LEAST_STORIES and (fit is None or n >= fit.n * GROWTH):
        beat()
        fit = _fit(db, collection, model_id, fit, n, today)
    if fit is None:
        return 0
    clusterer = ThemeClusterer.from_arrays(unpack(fit.arrays))
    assigned, after, more = 0, "", True
    while more:
        rows = list_unassigned(db, collection.id, model_id, fit.id, STORIES_A_COMMIT + 1, after)
        more = len(rows) > STORIES_A_COMMIT
        rows = rows[:STORIES_A_COMMIT]
        beat()
        assignments = _places(clusterer, rows)
        add_assignments(db, collection.id, fit.id, assignments)
        if rows and not more:
            count_theme_sizes(db, collection.id)
        assigned += len(rows)
        after = rows[-1][0] if rows else after
    return assigned


def _places(clusterer: ThemeClusterer, rows: list[tuple[str, bytes]]) -> list[Assignment]:
    if not rows:
        return []
    found = clusterer.assign(unpack_vectors([vector for _, vector in rows]))
    places = zip(rows, found.label.tolist(), found.distance.tolist(), found.unusual.tolist(), strict=True)
    return [
        Assignment(story, None if label < 0 else label, distance, unusual)
        for (story, _), label, distance, unusual in places
    ]


def _fit(
    db: Database, collection: Collection, model_id: str, previous: ThemeFit | None, n: int, today: date
) -> ThemeFit:
    sample = list_themed_sample(db, collection.id, model_id, SAMPLE)
    vectors = unpack_vectors([one.vector for one in sample])
    clusterer = ThemeClusterer(minimum=LEAST_STORIES)
    clusterer.fit(vectors, previous=None if previous is None else unpack(previous.arrays))
    arrays = pack(clusterer.to_arrays())
    fit = ThemeFit(hashlib.sha256(model_id.encode() + arrays).hexdigest()[:16], n, arrays)
    born = {} if previous is None else {theme.id: theme.born_on for theme in list_themes(db, collection.id)}
    names = _named(sample, clusterer, collection.k)
    # Those that the fit knows are of all its stories: what may be told of them is counted when they have their places.
    themes = [Theme(place, name, terms, 0, born.get(place, today)) for place, (name, terms) in enumerate(names)]
    replace_themes(db, collection.id, model_id, fit, fitted_on=today, themes=themes)
    return fit


def _named(sample: Sequence[Embedded], clusterer: ThemeClusterer, k: int) -> list[tuple[str, tuple[str, ...]]]:
    """(name, terms) of each theme; a word that fewer than k stories share is never shown.

    Stories whose words staff may not read lie among the themes and name none of them.
    """
    named = [(one.text, label) for one, label in zip(sample, clusterer.labels_.tolist(), strict=True) if one.may_name]
    terms = cluster_terms(
        [text for text, _ in named],
        [label for _, label in named],
        clusterer.n_clusters_,
        at_least=LEAST_IN_A_THEME,
        at_least_everywhere=k,
        pairs_at_least=k,
        count=WORDS,
    )
    return [(", ".join(words[:WORDS_IN_A_NAME]) or f"Theme {place + 1}", words) for place, words in enumerate(terms)]
