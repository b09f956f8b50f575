"""Themes as staff may see them: names, sizes, typical stories, and those that are no themes any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from narratives.collection import Collection, Policy
from store import results
from store.database import Database
from store.release_stories import Story, list_stories_by_id
from store.theme_fits import FitNotes, get_notes
from store.theme_proposals import ThemeProposal, list_proposals, list_typical

_READABLE = "n.may_read = 1 and n.state = 'released' and n.text <> ''"
_MOST_WAYS = 3  # themes that a retired one is said to have gone to
_LEAST_PART = 0.1  # of its stories


@dataclass(frozen=True, slots=True)
class ReleasedTheme:
    """A theme; `size` is None while it holds fewer than k stories. `parents` are those that it came from."""

    id: int
    name: str
    terms: tuple[str, ...]
    size: int | None
    born_on: date
    parents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RetiredTheme:
    """A theme that ended, and the living ones that most of its stories are in now."""

    id: int
    name: str
    retired_on: date
    went_to: tuple[ReleasedTheme, ...]


def list_released_themes(db: Database, collection: Collection) -> list[ReleasedTheme]:
    """A collection's living themes, largest first."""
    return [_released(theme, collection) for theme in results.list_themes(db, collection.id)]


def list_retired_themes(db: Database, collection: Collection) -> list[RetiredTheme]:
    """The themes that ended, the newest end first."""
    themes = {theme.id: theme for theme in results.list_all_themes(db, collection.id)}
    retired = [theme for theme in themes.values() if theme.retired_on is not None]
    proposals = [one for one in list_proposals(db, collection.id) if one.decision == "accepted"] if retired else []
    found = []
    for theme in sorted(retired, key=lambda one: (str(one.retired_on), one.id), reverse=True):
        ways = _heirs(theme.id, themes, proposals)
        went = tuple(_released(themes[one], collection) for one in ways)
        found.append(RetiredTheme(theme.id, theme.name, theme.retired_on or theme.born_on, went))
    return found


def get_theme_notes(db: Database, collection: Collection) -> FitNotes | None:
    """When the themes were fitted and how stable they are; None before the first fit."""
    return get_notes(db, collection.id)


def list_typical_stories(db: Database, collection: Collection, theme_id: int, limit: int) -> list[Story]:
    """The readable stories nearest to the middle of a theme, nearest first."""
    return _listed(db, collection, theme_id, limit, "a.distance, a.narrative_id", "")


def list_unusual_stories(db: Database, collection: Collection, theme_id: int, limit: int) -> list[Story]:
    """The readable stories of a theme that are marked unusual, furthest from its middle first; none if protected."""
    if collection.policy is not Policy.OPEN:
        return []
    return _listed(db, collection, theme_id, limit, "a.distance desc, a.narrative_id", "and a.unusual = 1")


def count_unusual(db: Database, collection: Collection) -> dict[int, int]:
    """How many open stories of each theme are marked unusual; nothing in a protected collection."""
    if collection.policy is not Policy.OPEN:
        return {}
    rows = db.tuples(
        """
        select a.theme_id, count(*) from assignments as a join narratives as n on n.id = a.narrative_id
        where a.collection_id = :id and a.unusual = 1 and a.theme_id is not null
          and n.may_read = 1 and n.state = 'released' and n.counted = 0
        group by a.theme_id
        """,
        id=collection.id,
    )
    return {int(theme): int(n) for theme, n in rows}


def list_proposed_stories(db: Database, collection: Collection, proposal_id: str) -> dict[int, Story]:
    """The most typical readable story of each proposed theme."""
    found = {}
    for theme, ids in list_typical(db, proposal_id).items():
        stories = [story for story in list_stories_by_id(db, collection, ids) if story.text]
        if stories:
            found[theme] = stories[0]
    return found


def _listed(db: Database, collection: Collection, theme_id: int, limit: int, order: str, more: str) -> list[Story]:
    counted = 0 if collection.policy is Policy.OPEN else 1
    rows = db.tuples(
        f"""
        select a.narrative_id from assignments as a cross join narratives as n on n.id = a.narrative_id
        where a.collection_id = :id and a.theme_id = :theme and {_READABLE} and n.counted = :counted {more}
        order by {order} limit :limit
        """,
        id=collection.id,
        theme=theme_id,
        counted=counted,
        limit=limit,
    )
    return list_stories_by_id(db, collection, [one for (one,) in rows])


def _released(theme: results.Theme, collection: Collection) -> ReleasedTheme:
    size = theme.size if theme.size >= collection.k else None
    return ReleasedTheme(theme.id, theme.name, theme.terms, size, theme.born_on, theme.parents)


def _heirs(
    theme_id: int, themes: Mapping[int, results.Theme], proposals: Iterable[ThemeProposal], depth: int = 0
) -> list[int]:
    """The living themes that a retired one's stories went to, most of them first."""
    for proposal in proposals:
        flows = [flow for flow in proposal.changes.flows if flow.old == theme_id and flow.new is not None]
        total = sum(flow.n for flow in flows)
        large = sorted((flow for flow in flows if flow.n >= _LEAST_PART * total), key=lambda flow: -flow.n)
        if large:
            ways = [flow.new for flow in large if flow.new is not None and flow.new in themes]
            return _living(ways, themes, proposals, depth)
    children = [theme.id for theme in themes.values() if theme_id in theme.parents]
    return _living(children, themes, proposals, depth)


def _living(
    ways: Iterable[int], themes: Mapping[int, results.Theme], proposals: Iterable[ThemeProposal], depth: int
) -> list[int]:
    found: list[int] = []
    for way in ways:
        alive = themes[way].retired_on is None
        # Themes that ended later handed their stories on; a handful of steps is all that a name is worth.
        found += [way] if alive else _heirs(way, themes, proposals, depth + 1) if depth < _MOST_WAYS else []
    return list(dict.fromkeys(found))[:_MOST_WAYS]
