"""Several collections in one triangle: how dense they are together, and where each one's middle is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratives.combined import Combined, Part, Weight
from narratives.landscape import Counts, TriadShape, zone_counts
from narratives.signifiers import Triad
from web.events.marks import Mark
from web.events.pictures import Lanes, Triangle, lanes_of, triangle_of
from web.explore.triangle import Step, TrianglePicture, small_picture, triangle_picture


@dataclass(frozen=True, slots=True)
class Picture:
    """The shades of all parts together, with the mark and the region of each; a line has lanes instead."""

    steps: tuple[Step, ...]
    triangle: Triangle | None
    lanes: Lanes | None


def picture_of(found: Combined, weight: Weight, marks: Mapping[str, Mark]) -> Picture:
    """The picture of parts that are told together."""
    places = [part.place for part in found.parts]
    if not isinstance(found.axis, Triad):
        return Picture((), None, lanes_of(places, marks))
    # The shades only say where more lies: each place that holds anything is drawn, however little it is.
    cells = [max(1, round(share * found.n)) if share else 0 for share in found.together(weight)]
    return Picture(triangle_picture(_shape(cells)).steps, triangle_of(places, marks), None)


def alone(part: Part) -> TrianglePicture:
    """One part of a triad by itself, small, turned as the axis is."""
    return small_picture(_shape(list(part.figures.places), part))


def _shape(cells: list[int], part: Part | None = None) -> TriadShape:
    counts = Counts(sum(cells), 0, 0) if part is None else part.figures.counts
    mean = part.place.mean if part else ()
    middle = (mean[0], mean[1], mean[2]) if len(mean) == 3 else None
    return TriadShape(counts, tuple(cells), zone_counts(cells), middle, None)
