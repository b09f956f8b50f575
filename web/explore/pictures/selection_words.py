"""A selection in words, as a file and a list carry it: whose stories, where, when, and what was picked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from narratives.calendar import spoken
from narratives.disclosure import DYAD_BINS, STONE_CELLS
from narratives.framework import Framework
from narratives.selection import MARKS, Part, zone_cells
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from web.explore.filters import Filters
from web.words import zone_words

_MARK_WORDS = {
    MARKS["na"]: "said that it does not apply",
    MARKS["none"]: "left it out",
    MARKS["unseen"]: "were not asked",
}


def selection_words(filters: Filters, framework: Framework, themes: Mapping[int, str]) -> str:
    """The selection as one line: its period first, what was picked after it between semicolons."""
    view = filters.view
    said = [filters.kind_words]
    if filters.group:
        said.append(f"in {filters.group}")
    if view.areas:
        said.append(f"at {_either(view.areas)}")
    if view.first:
        said.append(f"told from {spoken(view.first)}")
    if view.last:
        said.append(f"{'' if view.first else 'told '}to {spoken(view.last)}")
    if view.languages:
        said.append(f"told in {_either(view.languages)}")
    if view.themes:
        said.append(f"about {_either(themes.get(one, f'theme {one}') for one in view.themes)}")
    return "; ".join((" ".join(said), *(part_words(framework, part) for part in view.parts)))


def part_words(framework: Framework, part: Part) -> str:
    """What is picked in one picture, with the picture's title."""
    signifier = framework.signifier(part.signifier)
    places = part.places - _MARK_WORDS.keys()
    found = [_places_words(signifier, places)] if places else []
    found += [words for code, words in _MARK_WORDS.items() if code in part.places]
    return f"{signifier.title.rstrip('….: ')}: {_either(found)}"


def _places_words(signifier: Signifier, places: frozenset[int]) -> str:
    match signifier:
        case Triad():
            return _zones(signifier, places)
        case Dyad():
            low, high = (anchor.label for anchor in signifier.anchors)
            return f"{_bins(sorted(places))} of the way from “{low}” to “{high}”"
        case Choice():
            return _either(signifier.options[place].label for place in sorted(places))
        case Stones():
            stones = sorted({place // STONE_CELLS for place in places})
            return "a part of the square for " + _either(signifier.stones[one].label for one in stones)
        case _:
            return ""


def _zones(triad: Triad, places: frozenset[int]) -> str:
    words = zone_words(triad)
    whole = [zone for zone in words if zone_cells(zone) <= places]
    if sum(len(zone_cells(zone)) for zone in whole) == len(places):
        return _either(words[zone] for zone in whole)
    return f"a part drawn round ({len(places)} of 400 small triangles)"


def _bins(bins: list[int]) -> str:
    wide = 100 // DYAD_BINS
    if bins == list(range(bins[0], bins[-1] + 1)):
        return f"{bins[0] * wide}% to {bins[-1] * wide + wide}%"
    return f"{len(bins)} places between {bins[0] * wide}% and {bins[-1] * wide + wide}%"


def _either(words: Iterable[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last
