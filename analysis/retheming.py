"""Other themes than those in use: a free fit now and then, a proposal when it says the same often enough.

Nothing is changed here. A person accepts or declines (`store.theme_proposals`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

import numpy as np

from analysis.theme_samples import Sample, draw_sample, fit_freely, placed, scatter, terms_of
from analysis.theme_stability import stability_of
from analysis.themes import GROWTH, SAMPLE, clusterer_of, fit_named
from models.clustering import ThemeClusterer
from models.rethemes import CLOSER, Differences, asked_for, differences, is_fresh, wants_other_number
from models.theme_number import LOOSE
from narratives.collection import Collection, Policy
from store.database import Database
from store.results import Theme, ThemeFit, get_fit, list_themes
from store.theme_fits import FitNotes, Leaning, get_notes, keep_leaning
from store.theme_names import names_of_terms
from store.theme_proposals import Changes, Flow, ThemeProposal, add_proposal, get_open_proposal, next_theme
from store.theming import count_embedded

WEEK = timedelta(days=7)
LOOKED_AT = 5_000  # stories from which the scatter is told
TYPICAL = 10
TINY = 1e-12

Beat = Callable[[], None]


def consider_retheming(
    db: Database, collection: Collection, model_id: str, *, today: date, at: datetime, beat: Beat = lambda: None
) -> bool:
    """Make a free fit when one is due, and propose it when the last ones agree; whether anything was proposed.

    One is due at most weekly: when the collection has grown by a fifth, when its stories lie further from their
    themes than they did, or when the last one wanted something else.
    """
    fit, notes = get_fit(db, collection.id, model_id), get_notes(db, collection.id, model_id)
    if fit is None or notes is None:
        return False
    n, held = count_embedded(db, collection.id, model_id), clusterer_of(fit)
    few = draw_sample(db, collection.id, model_id, LOOKED_AT) if _may_be_due(db, collection, notes, n, today) else None
    if few is None:
        return False
    lies = scatter(few.vectors, placed(held, few.vectors, few.languages).label)
    if not notes.leaning:
        keep_leaning(db, collection.id, model_id, (Leaning(today, held.n_clusters_, n, lies),))
        return False
    last = notes.leaning[-1]
    if not (n >= last.n * GROWTH or lies > last.inertia * CLOSER or last.wanted != held.n_clusters_):
        return False
    beat()
    sample = draw_sample(db, collection.id, model_id, SAMPLE)
    free = fit_freely(sample)
    beat()
    leaning = (*notes.leaning, Leaning(today, _wanted(sample, held, free, notes), n, lies))
    keep_leaning(db, collection.id, model_id, leaning)
    if wants_other_number([(one.day, one.wanted) for one in leaning], held.n_clusters_) is None:
        return False
    propose(db, collection, model_id, fit, sample, free, n=n, today=today, at=at, beat=beat)
    return True


def _may_be_due(db: Database, collection: Collection, notes: FitNotes, n: int, today: date) -> bool:
    if not notes.leaning:
        return True
    last, waiting = notes.leaning[-1], get_open_proposal(db, collection.id)
    if today - last.day < WEEK or n <= last.n:
        return False
    return waiting is None or n >= waiting.n * GROWTH


def _wanted(sample: Sample, held: ThemeClusterer, free: ThemeClusterer, notes: FitNotes) -> int:
    """What a free fit asks for instead of the themes in use."""
    closer, fresh = 1.0, False
    if held.n_clusters_ and free.n_clusters_:
        labels = placed(held, sample.vectors, sample.languages).label
        lies, fresh = scatter(sample.vectors, labels), is_fresh(free.labels_, labels)
        closer = lies / max(scatter(sample.vectors, free.labels_), TINY)
    # What was not measured yet is no reason to end themes.
    loose = notes.stability is None or notes.stability.whole >= LOOSE
    told = {"firm": free.firm_, "loose": loose, "fresh": fresh}
    return asked_for(free.n_clusters_, held.n_clusters_, closer=closer, **told)


def propose(
    db: Database,
    collection: Collection,
    model_id: str,
    fit: ThemeFit,
    sample: Sample,
    free: ThemeClusterer,
    *,
    n: int,
    today: date,
    at: datetime,
    beat: Beat = lambda: None,
) -> None:
    """Keep what a free fit would change as a proposal."""
    held, living = clusterer_of(fit), list_themes(db, collection.id)
    ids = fit.ids or tuple(range(held.n_clusters_))
    old = placed(held, sample.vectors, sample.languages).label
    found = differences(old, free.labels_, ids, next_id=max(next_theme(db, collection.id), max(ids, default=-1) + 1))
    flows = _flows(sample, [ids[place] if place >= 0 else None for place in old.tolist()], found, free, collection)
    if len(found.new_ids) != free.n_clusters_:
        return  # a theme without any story is none
    themes = _themes(sample, free, found, flows, living, collection.k, today)
    notes = get_notes(db, collection.id, model_id)
    then = stability_of(sample, free.labels_, found.new_ids, beat) if found.new_ids else None
    proposed_fit = fit_named(model_id, n, free.to_arrays(), found.new_ids)
    proposed = ThemeProposal(
        id="",
        collection=collection.id,
        model_id=model_id,
        made_on=today,
        n=n,
        fit=proposed_fit.id,
        themes=tuple(themes),
        changes=_changes(ids, found, flows),
        now=None if notes is None else notes.stability,
        then=then,
    )
    add_proposal(db, proposed, proposed_fit.arrays, _typical(sample, free, found.new_ids), at=at)


def _themes(
    sample: Sample,
    free: ThemeClusterer,
    found: Differences,
    flows: Sequence[Flow],
    living: Sequence[Theme],
    k: int,
    today: date,
) -> list[Theme]:
    """The proposed themes with their words; those that are kept keep their birthday."""
    known = {theme.id: theme for theme in living}
    terms = terms_of(sample.stories, free.labels_.tolist(), len(found.new_ids), k)
    sizes = Counter[int | None]()
    for flow in flows:
        sizes[flow.new] += flow.n
    themes = []
    names = names_of_terms(list(zip(found.new_ids, terms, strict=True)))
    for theme, name, words, parents in zip(found.new_ids, names, terms, found.parents, strict=True):
        born, came_from = (known[theme].born_on, known[theme].parents) if theme in known else (today, parents)
        themes.append(Theme(theme, name, words, sizes[theme], born, None, came_from))
    return themes


def _changes(ids: Sequence[int], found: Differences, flows: Sequence[Flow]) -> Changes:
    told = asdict(found)
    return Changes(
        olds=tuple(ids),
        **{name: told[name] for name in ("kept", "split", "merged", "born", "died")},
        flows=tuple(flows),
    )


def _flows(
    sample: Sample, olds: Sequence[int | None], found: Differences, free: ThemeClusterer, collection: Collection
) -> list[Flow]:
    """Stories by old and new theme: those that are open one by one, all others in whole k."""
    news = [found.new_ids[place] if place >= 0 else None for place in free.labels_.tolist()]
    opened, closed = Counter[tuple[int | None, int | None]](), Counter[tuple[int | None, int | None]]()
    for one, old, new in zip(sample.stories, olds, news, strict=True):
        is_open = one.is_open and collection.policy is Policy.OPEN
        (opened if is_open else closed)[old, new] += 1
    pairs = sorted({*opened, *closed}, key=lambda pair: tuple(-1 if one is None else one for one in pair))
    flows = [Flow(old, new, opened[old, new] + closed[old, new] // collection.k * collection.k) for old, new in pairs]
    return [flow for flow in flows if flow.n >= collection.k]


def _typical(sample: Sample, free: ThemeClusterer, ids: Sequence[int]) -> dict[int, list[str]]:
    """The readable stories nearest to the middle of each proposed theme."""
    found = placed(free, sample.vectors, sample.languages)
    near: dict[int, list[str]] = {theme: [] for theme in ids}
    for row in np.argsort(found.distance, kind="stable").tolist():
        place, one = int(found.label[row]), sample.stories[row]
        if place >= 0 and one.may_name and one.text and len(near[ids[place]]) < TYPICAL:
            near[ids[place]].append(one.narrative)
    return near
