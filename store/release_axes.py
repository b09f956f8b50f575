"""What stories can be sorted by in a crosstab: the parts of a question's picture, groups, languages, themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from narratives.answer_piles import THIRDS
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import Part, View, most_places, zone_cells
from narratives.signifiers import Choice, Dyad, Signifier, Triad
from narratives.triangle import ZONES
from store import results
from store.database import Database
from store.landscape import Landscape

GROUP, LANGUAGE, THEME = "group", "language", "theme"
_NAMED = {GROUP: "Group", LANGUAGE: "Language", THEME: "Theme"}


@dataclass(frozen=True, slots=True)
class Category:
    """One row or column: an id that an address can name, and what it is called.

    `places` are those of the question's picture; none of a group, a language or a theme. `members` are the labels of
    several small ones that were put together, whose id is "".
    """

    id: str
    label: str
    places: frozenset[int] = frozenset()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """Everything that one side of a crosstab can be; a story can lie in several of its categories if it `overlaps`."""

    id: str
    title: str
    categories: tuple[Category, ...]
    signifier: Signifier | None = None
    overlaps: bool = field(default=False)

    def narrowed(self, view: View, category: Category | None) -> View | None:
        """The view's stories of one category, or of any; None where there can be none."""
        if self.signifier is not None:
            places = frozenset(range(most_places(self.signifier))) if category is None else category.places
            return replace(view, parts=(*view.parts, Part(self.signifier.id, places)))
        if category is None:
            return view
        if self.id == THEME:
            theme = int(category.id)
            return replace(view, themes=(theme,)) if theme in (view.themes or (theme,)) else None
        if self.id == GROUP:
            return replace(view, groups=(category.id,)) if category.id in (view.groups or (category.id,)) else None
        held = view.languages or (category.id,)
        return replace(view, languages=(category.id,)) if category.id in held else None


def axis(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, name: str, view: View
) -> Axis:
    """What a name in an address stands for. Raises KeyError when stories cannot be sorted by it.

    Groups, languages and themes are those of open stories; a protected collection, which has none, names no categories.
    """
    if name not in _NAMED:
        signifier = framework.signifier(name)
        overlaps = isinstance(signifier, Choice) and signifier.max_responses != 1
        return Axis(name, signifier.title, _parts(signifier), signifier, overlaps)
    if collection.policy is not Policy.OPEN:
        return Axis(name, _NAMED[name], ())
    if name == THEME:
        themes = results.list_themes(db, collection.id)
        return Axis(name, _NAMED[name], tuple(Category(str(one.id), one.name) for one in themes))
    found = landscape.names(db, collection.id, framework, view, name)
    return Axis(name, _NAMED[name], tuple(Category(one, one) for one in _ordered(collection, name, found) if one))


def _ordered(collection: Collection, name: str, found: dict[str, int]) -> Sequence[str]:
    declared = [one.name for one in collection.groups] if name == GROUP else []
    return [*(one for one in declared if one in found), *sorted(found.keys() - set(declared))]


def _parts(signifier: Signifier) -> tuple[Category, ...]:
    match signifier:
        case Triad():
            return tuple(Category(zone, zone_label(signifier, zone), zone_cells(zone)) for zone in ZONES)
        case Dyad():
            ends = [f"nearer to {anchor.label}" for anchor in signifier.anchors]
            labels = (ends[0], "in between", ends[1])
            return tuple(
                Category(third, label, frozenset(bins))
                for (third, bins), label in zip(THIRDS.items(), labels, strict=True)
            )
        case Choice():
            return tuple(
                Category(option.id, option.label, frozenset({place})) for place, option in enumerate(signifier.options)
            )
        case _:
            raise KeyError(signifier.id)


def zone_label(triad: Triad, zone: str) -> str:
    """What a zone of a triad is called: its corner, two corners, or the middle."""
    corners = dict(zip(("top", "left", "right"), (anchor.label for anchor in triad.anchors), strict=True))
    if zone == "centre":
        return "all three"
    return " and ".join(corners[corner] for corner in zone.split("-"))
