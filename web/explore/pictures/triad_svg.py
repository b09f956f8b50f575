"""A triad as a picture that stands alone: small triangles in steps of colour, dots, centres, zones and corners."""

from __future__ import annotations

from narratives.disclosure import GRID
from narratives.landscape import TriadShape
from narratives.selection import zone_cells
from narratives.signifiers import Triad
from narratives.triangle import Shares, cell_centroids
from web.explore.charts import counts_words
from web.explore.pictures.marks import (
    CONTOUR_KEY,
    DIAMOND_KEY,
    DOT_KEY,
    OUTLINE,
    PICKED_KEY,
    REGION_KEY,
    RING_KEY,
    contour,
    diamond,
    dots,
    picked_border,
    region,
    ring,
    small_triangle,
)
from web.explore.pictures.picture import (
    INK,
    LABEL,
    LINE,
    WIDTH,
    Key,
    Picture,
    Row,
    Shape,
    in_hundred,
    label,
    most_words,
    stories_words,
)
from web.explore.triangle import TrianglePicture, triangle_picture
from web.words import zone_words

ZONE, CELL = "part of the triangle", "small triangle"
_TALL = 866


def triad_picture(triad: Triad, shape: TriadShape) -> Picture:
    """The picture of a triad's shape, its corners' labels round it."""
    drawn = triangle_picture(shape, shape.picked, bands=True)
    top, left, right = (anchor.label for anchor in triad.anchors)
    above = label(top, WIDTH / 2, LABEL, 720, anchor="middle", bold=True)
    down = above.bottom + 14
    below = down + _TALL + 14 + LABEL
    corners = (above, label(left, 0, below, 470, bold=True), label(right, WIDTH, below, 470, anchor="end", bold=True))
    zones = _zone_rows(triad, shape)
    return Picture(
        id=triad.id,
        title=triad.title,
        kind="triad",
        height=max(corner.bottom for corner in corners),
        shapes=_shapes(shape, drawn),
        labels=corners,
        legend=_legend(shape, drawn),
        said=most_words(zones, shape.counts.placed),
        counts=counts_words(shape.counts),
        rows=(*zones, *_cell_rows(triad, shape)),
        facts=_facts(triad, shape),
        main_kind=ZONE,
        down=down,
    )


def _shapes(shape: TriadShape, drawn: TrianglePicture) -> tuple[Shape, ...]:
    shapes = [Shape(OUTLINE, fill="#ffffff")]
    shapes += [Shape(step.path, fill=step.colour) for step in drawn.steps if step.path]
    shapes.append(Shape(drawn.zone_lines, stroke=LINE, width=2, dash="2 10"))
    shapes += [dots(path) for path in (drawn.dots, drawn.picked_dots) if path]
    shapes += [contour(band.path) for band in drawn.bands]
    shapes.append(Shape(OUTLINE, stroke=INK, width=4))
    if drawn.outline:
        shapes.append(picked_border(drawn.outline))
    if drawn.ring is not None:
        shapes.append(region(drawn.ring))
    if drawn.centre is not None:
        shapes.append(ring(*drawn.centre))
    if drawn.mean is not None:
        shapes.append(diamond(*drawn.mean))
    return tuple(shapes)


def _legend(shape: TriadShape, drawn: TrianglePicture) -> tuple[Key, ...]:
    keys = [Key(stories_words(step.low, step.high), (small_triangle(step.colour),)) for step in drawn.steps]
    if shape.dots:
        keys.append(Key("one open story", (DOT_KEY,)))
    if drawn.bands:
        masses = " and ".join(f"{band.percent}%" for band in drawn.bands)
        keys.append(Key(f"round the densest {masses}", (CONTOUR_KEY,)))
    if shape.mean is not None:
        keys.append(Key("the average", (DIAMOND_KEY,)))
    if shape.region is not None:
        keys.append(Key("where it may lie (95%)", (REGION_KEY,)))
    if shape.centre is not None:
        keys.append(Key("the robust centre", (RING_KEY,)))
    if shape.picked:
        keys.append(Key("picked", (PICKED_KEY,)))
    return tuple(keys)


def _zone_rows(triad: Triad, shape: TriadShape) -> tuple[Row, ...]:
    placed = shape.counts.placed
    return tuple(
        Row(ZONE, zone, words, shape.zones[zone], in_hundred(shape.zones[zone], placed), _all(shape, zone))
        for zone, words in zone_words(triad).items()
    )


def _cell_rows(triad: Triad, shape: TriadShape) -> tuple[Row, ...]:
    placed = shape.counts.placed
    return tuple(
        Row(CELL, str(cell), shares_words(triad, middle), n, in_hundred(n, placed), cell in shape.picked)
        for cell, (middle, n) in enumerate(zip(cell_centroids(GRID), shape.cells, strict=True))
    )


def _facts(triad: Triad, shape: TriadShape) -> tuple[tuple[str, str], ...]:
    named = (("The average", shape.mean), ("The robust centre", shape.centre))
    return tuple((name, shares_words(triad, place)) for name, place in named if place is not None)


def _all(shape: TriadShape, zone: str) -> bool:
    return bool(shape.picked) and zone_cells(zone) <= shape.picked


def shares_words(triad: Triad, shares: Shares) -> str:
    """A place in a triangle as the share of each corner."""
    return ", ".join(f"{anchor.label} {share:.0%}" for anchor, share in zip(triad.anchors, shares, strict=True))
