"""Which stories are meant: a group and a period, and the parts of pictures that somebody picked or drew round.

Brushing (Becker and Cleveland, 1987): what is picked in one picture narrows every other one. A part is written
in an address as `SIGNIFIER:ITEMS`, where items are places or runs of places between dots: `voice:0-5.17.na`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from narratives.codes import NEVER_SHOWN, NOT_ANSWERED, NOT_APPLICABLE
from narratives.disclosure import DYAD_BINS, GRID, STONE_CELLS
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import ZONES, cell_centroids, zone_of

MOST_PARTS = 32
MARKS = {"na": NOT_APPLICABLE, "none": NOT_ANSWERED, "unseen": NEVER_SHOWN}
_MARK_WORDS = {code: word for word, code in MARKS.items()}


class SelectionError(ValueError):
    """A part that no picture of the framework has."""


@dataclass(frozen=True, slots=True)
class Part:
    """Places of one signifier's picture; a story is inside when its answer lies in any of them.

    A place is a cell of the GRID of a triad, a bin of a dyad, the number of an option of a choice, or
    STONE_CELLS * (number of the stone) + cell (row by row from below) of stones. The codes of `MARKS` stand for
    stories that did not place the signifier.
    """

    signifier: str
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class View:
    """Which stories are meant: of one kind and, where given, of some groups, between two days, and so on.

    The fields down to `last` can be followed by both layers. The others narrow to open stories alone, since
    closed batches cannot be taken apart.
    """

    kind: Kind = Kind.RESPONDENT
    groups: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    themes: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether only open stories can be told apart so finely."""
        return bool(self.areas or self.languages or self.themes or self.parts)

    @property
    def coarse(self) -> View:
        """The same without what closed batches cannot follow."""
        return View(self.kind, self.groups, self.first, self.last)

    def part(self, signifier_id: str) -> Part | None:
        """What is picked in a signifier's picture; None when nothing is."""
        return next((part for part in self.parts if part.signifier == signifier_id), None)

    def without_part(self, signifier_id: str) -> View:
        """The same without what is picked in one picture: what that picture itself shows behind its own pick."""
        return replace(self, parts=tuple(part for part in self.parts if part.signifier != signifier_id))


def most_places(signifier: Signifier) -> int:
    """How many places a signifier's picture has; 0 when it has no picture."""
    match signifier:
        case Triad():
            return GRID * GRID
        case Dyad():
            return DYAD_BINS
        case Choice():
            return len(signifier.options)
        case Stones():
            return STONE_CELLS * len(signifier.stones)
        case _:
            return 0


@lru_cache(maxsize=1)
def _cells_by_zone() -> dict[str, frozenset[int]]:
    zones = [zone_of(middle) for middle in cell_centroids(GRID)]
    return {zone: frozenset(cell for cell, found in enumerate(zones) if found == zone) for zone in ZONES}


def zone_cells(zone: str) -> frozenset[int]:
    """The cells of the GRID that make up a zone: its borders lie on the grid's lines, so whole cells do."""
    return _cells_by_zone()[zone]


def zone_of_part(part: Part) -> str | None:
    """The zone that a part of a triad is exactly; None when it is none."""
    return next((zone for zone in ZONES if zone_cells(zone) == part.places), None)


def read_parts(framework: Framework, texts: Iterable[str]) -> tuple[Part, ...]:
    """Parts as an address carries them, those of one signifier joined, in the framework's order.

    Raises SelectionError with a sentence when a text names what the framework does not have.
    """
    found: dict[str, frozenset[int]] = {}
    for text in list(texts)[:MOST_PARTS]:
        name, _, items = text.partition(":")
        signifier = next((one for one in framework.signifiers if one.id == name and most_places(one)), None)
        if signifier is None:
            raise SelectionError(f"Nothing can be picked in {name[:64]!r}: these questions have no such picture")
        found[name] = found.get(name, frozenset()) | _read_items(signifier, items)
    return tuple(Part(one.id, found[one.id]) for one in framework.signifiers if one.id in found)


def _read_items(signifier: Signifier, items: str) -> frozenset[int]:
    places: set[int] = set()
    most = most_places(signifier)
    for item in items.split("."):
        if item in MARKS:
            places.add(MARKS[item])
        elif item in ZONES and isinstance(signifier, Triad):
            places |= zone_cells(item)
        else:
            # Zones are written with a hyphen as runs are, so they were looked for first.
            first, _, last = item.partition("-")
            numbers = [_number(one) for one in (first, last or first)]
            if not 0 <= numbers[0] <= numbers[1] < most:
                raise SelectionError(f"The picture of {signifier.title!r} has no place {item[:64]!r}")
            places.update(range(numbers[0], numbers[1] + 1))
    return frozenset(places)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


def part_text(part: Part) -> str:
    """A part as an address carries it; zones by name."""
    zone = zone_of_part(part)
    if zone is not None:
        return f"{part.signifier}:{zone}"
    marks = [_MARK_WORDS[place] for place in sorted(part.places) if place in _MARK_WORDS]
    return f"{part.signifier}:{'.'.join([*_runs(sorted(part.places - _MARK_WORDS.keys())), *marks])}"


def _runs(places: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return [str(first) if first == last else f"{first}-{last}" for first, last in runs]


def pick(view: View, framework: Framework, signifier_id: str, places: frozenset[int]) -> View:
    """The view with these places picked as well, or no more when all of them were."""
    before = view.part(signifier_id)
    held = before.places if before else frozenset()
    after = held - places if places <= held else held | places
    parts = {part.signifier: part for part in view.parts} | {signifier_id: Part(signifier_id, after)}
    order = [one.id for one in framework.signifiers]
    return replace(view, parts=tuple(parts[one] for one in order if one in parts and parts[one].places))
