"""Stories in an order to read: newest, a fair draw, most typical, least like any other, best match of a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.narrative import Scope
from store.database import Database
from store.landscape import Landscape, View
from store.release_search import Selection, best_match, list_standing_apart, more_like
from store.release_selected import list_selected
from store.release_stories import Story, list_stories, list_stories_by_id
from store.release_typicality import rank

SAMPLE = 2_000  # what is typical is told from so many stories, drawn at random


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of a view's stories are asked for, and in which order: newest, random, typical, atypical or best.

    Best is told by `words` and by their `vector` where there is one, or by how near stories are to the story `like`.
    """

    order: str = "newest"
    seed: int = 0
    words: str = ""
    use: Scope = Scope.READ
    theme: int | None = None
    vector: bytes | None = None
    like: str = ""
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """Stories that follow each other in an order, and whether more follow.

    `ranked_by` says what the typical is told by: "words" or "placements", or "meaning" when it is told by all stories
    of the collection; "" in another order, or when there are fewer than k stories, and nothing is. `unknown` stories
    are left out of such an order: neither words nor placements tell anything of them. `drawn_from` is how many were
    looked at, 0 when all were. `found_by` says of a story of a search whether it has the words and whether it is near
    in meaning.
    """

    stories: tuple[Story, ...]
    more: bool
    ranked_by: str = ""
    unknown: int = 0
    drawn_from: int = 0
    found_by: Mapping[str, tuple[bool, bool]] = field(default_factory=dict)


def list_shelf(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View, asked: Asked
) -> Shelf:
    """Readable stories of a view in the order that is asked for.

    In a protected collection only words are released: they come in the random order of their ids, and what is
    typical of them is told by their words alone.
    """
    if asked.order == "best":
        return _best(db, Selection(landscape, collection, framework, view, asked.use, asked.theme), asked)
    if asked.order == "atypical":
        inside = Selection(landscape, collection, framework, view, asked.use, asked.theme)
        apart = list_standing_apart(db, inside, asked.words, asked.limit + 1, asked.offset)
        if apart is not None:
            return Shelf(tuple(apart[: asked.limit]), len(apart) > asked.limit, "meaning")
    if asked.order in {"typical", "atypical"}:
        pool = _listed(db, landscape, collection, framework, view, replace(asked, order="random"), SAMPLE)
        found = rank(db, collection, framework, pool, atypical=asked.order == "atypical")
        is_drawn = len(pool) == SAMPLE or found.looked_at < len(pool)
        page = found.stories[asked.offset : asked.offset + asked.limit]
        more = len(found.stories) > asked.offset + asked.limit
        return Shelf(page, more, found.by, found.unknown, found.looked_at if is_drawn else 0)
    listed = _listed(db, landscape, collection, framework, view, asked, asked.limit + 1, asked.offset)
    return Shelf(tuple(listed[: asked.limit]), len(listed) > asked.limit)


def _best(db: Database, selection: Selection, asked: Asked) -> Shelf:
    end = asked.offset + asked.limit
    if asked.like:
        alike = more_like(db, selection, asked.like)
        return Shelf(tuple(alike[asked.offset : end]), len(alike) > end)
    matches = best_match(db, selection, asked.words, asked.vector)
    page = matches[asked.offset : end]
    found_by = {one.story.id: (one.by_words, one.by_meaning) for one in page}
    return Shelf(tuple(one.story for one in page), len(matches) > end, found_by=found_by)


def _listed(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    view: View,
    asked: Asked,
    limit: int,
    offset: int = 0,
) -> list[Story]:
    """Stories newest first or at random; where only words are released, in the order of their ids."""
    if collection.policy is Policy.PROTECTED:
        return list_stories(
            db, collection, view, theme=asked.theme, words=asked.words, use=asked.use, limit=limit, offset=offset
        )
    return list_selected(
        db,
        landscape,
        collection,
        framework,
        view,
        order="random" if asked.order == "random" else "newest",
        limit=limit,
        offset=offset,
        seed=asked.seed,
        use=asked.use,
        words=asked.words,
    )


def list_by_ids(
    db: Database, collection: Collection, story_ids: Sequence[str], *, use: Scope = Scope.READ
) -> list[Story]:
    """Those of some stories that may still be read, or quoted where `use` says so, in the order given."""
    return list_stories_by_id(db, collection, story_ids, use=use)
