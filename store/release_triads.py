"""A triad's picture: cells and zones, where the middle of the answers is, contours, and dots where they are few."""

from __future__ import annotations

from models.centre import geometric_centre, mean_region
from models.contours import contour_lines
from narratives.codes import FIRST_MARK
from narratives.collection import Collection, Policy
from narratives.disclosure import GRID
from narratives.framework import Framework
from narratives.landscape import Contour, Ellipse, Figures, TriadShape, mean_of, zone_counts
from narratives.selection import View
from narratives.signifiers import Triad
from narratives.triangle import FINE, Shares, cell_centroids
from store.database import Database
from store.landscape import Landscape
from store.release_figures import add_batches, open_figures, picked

MOST_DOTS = 2_000


def triad(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    triad_id: str,
    view: View,
    *,
    small: bool = False,
) -> TriadShape:
    """The shape of a triad: cells, zones, middles, and dots when the stories are open and few enough.

    A `small` one is for a thumbnail: its cells and arithmetic mean alone, since the others take longer than all
    the rest. Raises KeyError when there is no such triad.
    """
    signifier = framework.signifier(triad_id)
    if not isinstance(signifier, Triad):
        raise KeyError(triad_id)
    opened = open_figures(db, landscape, collection, signifier, framework, view)
    found = add_batches(db, collection, signifier, view, opened)
    mean, region, centre = _middles(found, collection.k, small)
    return TriadShape(
        found.counts,
        tuple(found.places),
        zone_counts(found.places),
        mean,
        None
        if small or opened.counts.placed > MOST_DOTS
        else _dots(db, landscape, collection, framework, triad_id, view),
        region,
        centre,
        () if small else _contours(found, collection.k),
        picked(view, triad_id),
    )


def _middles(found: Figures, k: int, small: bool) -> tuple[Shares | None, Ellipse | None, Shares | None]:
    if found.counts.placed < k:
        return None, None, None
    means = mean_of(found)
    mean = None if means is None else (means[0], means[1], means[2])
    if small:
        return mean, None, None
    region = mean_region(found.counts.placed, found.sums, found.squares)
    ellipse = None if region is None else Ellipse(region.x, region.y, region.major, region.minor, region.angle)
    return mean, ellipse, geometric_centre(found.places, cell_centroids(GRID))


def _contours(found: Figures, k: int) -> tuple[Contour, ...]:
    if found.counts.placed < k:
        return ()
    return tuple(Contour(line.mass, line.lines) for line in contour_lines(found.places, GRID))


def _dots(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, triad_id: str, view: View
) -> tuple[Shares, ...]:
    """Positions of open stories, in no order that tells of anybody."""
    if collection.policy is not Policy.OPEN:
        return ()
    (codes,) = landscape.codes(db, collection.id, framework, triad_id, view.without_part(triad_id))
    middles = cell_centroids(FINE)
    return tuple(middles[code] for code in codes if code < FIRST_MARK)
