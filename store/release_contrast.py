"""The words that mark a selection of stories against the others, told from samples of what staff may read."""

from __future__ import annotations

from dataclasses import dataclass

from models.keyness import Term
from models.keyness import contrast_terms as contrast
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import View
from store.database import Database
from store.landscape import Landscape
from store.release_selected import list_selected
from store.release_stories import Story, list_stories

SAMPLE = 2_000  # texts of each side
_SEED = 0  # whoever opens the same page sees the same draw


@dataclass(frozen=True, slots=True)
class Marks:
    """What sets `first` stories apart from `second` others: the terms of either side, most striking first.

    `tried` is how many words were looked at: 0 when there are too few stories on a side. `is_sample` says that there
    are more stories than were looked at.
    """

    first: int
    second: int
    of_first: tuple[Term, ...]
    of_second: tuple[Term, ...]
    tried: int
    is_sample: bool


def whole_of(view: View) -> View | None:
    """What a selection is held against, itself included; None where it leaves nothing out."""
    if view.is_fine:
        return view.coarse
    whole = View(view.kind)
    return whole if view != whole else None


def contrast_terms(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    view: View,
    *,
    theme: int | None = None,
) -> Marks | None:
    """The words that mark a selection against the rest of the same group and period, or of all where it is those.

    None where nothing is selected. Never from fewer than k stories a side, and of words that stand in at least k of
    those compared. In a protected collection words are compared that may be read there anyway, a word must stand in k
    stories of its own side, and `theme` may be part of the selection.
    """
    if collection.policy is Policy.PROTECTED:
        return _of_words_alone(db, collection, view, theme)
    whole = whole_of(view)
    if whole is None:
        return None
    first = _draw(db, landscape, collection, framework, view)
    around = _draw(db, landscape, collection, framework, whole)
    among = [story.id for story in around]
    inside = set(landscape.random(db, collection.id, framework, view, 2 * len(among), _SEED, among=among))
    second = [story for story in around if story.id not in inside]
    return _marks(first, second, collection.k, is_sample=SAMPLE in {len(first), len(around)})


def _draw(db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View) -> list[Story]:
    return list_selected(db, landscape, collection, framework, view, order="random", limit=SAMPLE, seed=_SEED)


def _of_words_alone(db: Database, collection: Collection, view: View, theme: int | None) -> Marks | None:
    if not view.groups and theme is None:
        return None
    first = list_stories(db, collection, view.coarse, theme=theme, limit=SAMPLE)
    around = list_stories(db, collection, View(view.kind), limit=SAMPLE)
    # Ids are random, so the first ones are a fair draw, and whatever is selected of the second is in the first.
    inside = {story.id for story in first}
    second = [story for story in around if story.id not in inside]
    found = _marks(first, second, collection.k, is_sample=len(around) == SAMPLE)
    k = collection.k
    return Marks(
        found.first,
        found.second,
        tuple(term for term in found.of_first if term.n_first >= k),
        tuple(term for term in found.of_second if term.n_second >= k),
        found.tried,
        found.is_sample,
    )


def _marks(first: list[Story], second: list[Story], k: int, *, is_sample: bool) -> Marks:
    texts, others = ([story.text for story in side if story.text] for side in (first, second))
    found = contrast(texts, others, k)
    return Marks(len(texts), len(others), found.first, found.second, found.tried, is_sample)
