"""Stones as a picture that stands alone: a square for each stone, its cells in steps of colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from narratives.disclosure import STONE_CELLS, STONE_GRID
from narratives.landscape import StoneShape, StonesShape, stone_zone
from narratives.signifiers import Option, Stones
from web.explore.charts import counts_words
from web.explore.pictures.marks import PICKED_KEY, border, square
from web.explore.pictures.picture import (
    INK,
    LABEL,
    LINE,
    SMALL,
    WIDTH,
    Key,
    Label,
    Picture,
    Row,
    Shape,
    in_hundred,
    label,
    stories_words,
)
from web.explore.triangle import colour_steps

NINTH, CELL = "part of the square", "small square"
_GAP = 80
Step = tuple[int, int, str]
_Point = tuple[float, float]


def stones_picture(stones: Stones, shape: StonesShape) -> Picture:
    """The picture of stones: one square for each, the same colours in all."""
    side = (WIDTH - _GAP) // 2 if len(stones.stones) > 1 else 640
    steps = colour_steps(max((n for one in shape.stones.values() for n in one.cells), default=0))
    shapes: list[Shape] = []
    labels: list[Label] = []
    top = bottom = 0.0
    for number, stone in enumerate(stones.stones):
        left = number % 2 * (side + _GAP)
        top = bottom if not number % 2 else top
        over = [label(stone.label, left, top + LABEL, side, bold=True)]
        over.append(
            label(
                f"↑ {stones.y_anchors[1].label}",
                left + side / 2,
                over[0].bottom + 30,
                side,
                size=SMALL,
                anchor="middle",
            )
        )
        down = over[1].bottom + 6
        below = _below(stones, left, down + side, side)
        picked = frozenset(place % STONE_CELLS for place in shape.picked if place // STONE_CELLS == number)
        shapes += _cells(shape.stones[stone.id], steps, left, down, side, picked)
        labels += [*over, *below]
        bottom = max(bottom, *(line.bottom + 26 for line in below))
    return Picture(
        id=stones.id,
        title=stones.title,
        kind="stones",
        height=bottom,
        shapes=tuple(shapes),
        labels=tuple(labels),
        legend=_legend(steps, shape),
        said=" ".join(_said(stones, stone, shape.stones[stone.id]) for stone in stones.stones),
        counts=counts_words(shape.counts),
        rows=tuple(_rows(stones, shape)),
        main_kind=NINTH,
    )


def _below(stones: Stones, left: float, y: float, side: float) -> list[Label]:
    under = label(f"↓ {stones.y_anchors[0].label}", left + side / 2, y + 28, side, size=SMALL, anchor="middle")
    y, half = under.bottom + 30, side / 2 - 10
    low, high = (anchor.label for anchor in stones.x_anchors)
    ends = [label(f"← {low}", left, y, half, size=SMALL)]
    ends.append(label(f"{high} →", left + side, y, half, size=SMALL, anchor="end"))
    return [under, *ends]


def _cells(
    stone: StoneShape, steps: Sequence[Step], left: float, top: float, side: float, picked: frozenset[int]
) -> list[Shape]:
    """A square of cells, row by row from below."""
    wide = side / STONE_GRID

    def corner(cell: int) -> tuple[float, float]:
        row, column = divmod(cell, STONE_GRID)
        return left + column * wide, top + side - (row + 1) * wide

    shapes = [_box(left, top, side, fill="#ffffff")]
    for low, high, colour in steps:
        cells = [cell for cell, n in enumerate(stone.cells) if low <= n <= high]
        if cells:
            path = "".join("M{:g} {:g}h{:g}v{:g}h{:g}Z".format(*corner(cell), wide, wide, -wide) for cell in cells)
            shapes.append(Shape(path, fill=colour))
    thirds = (side * 3 / 10, side * 7 / 10)
    lines = "".join(f"M{left + at:g} {top:g}v{side:g}M{left:g} {top + at:g}h{side:g}" for at in thirds)
    shapes.append(Shape(lines, stroke=LINE, width=2, dash="2 10"))
    shapes.append(_box(left, top, side, stroke=INK, width=4))
    if picked:
        shapes.append(border(_sides(picked, corner, wide)))
    return shapes


def _box(left: float, top: float, side: float, fill: str = "none", stroke: str = "none", width: float = 0) -> Shape:
    return Shape(f"M{left:g} {top:g}h{side:g}v{side:g}h{-side:g}Z", fill=fill, stroke=stroke, width=width)


def _sides(picked: frozenset[int], corner: Callable[[int], _Point], wide: float) -> list[list[_Point]]:
    """The sides that only one of the picked cells has."""
    sides: dict[tuple[_Point, _Point], int] = {}
    for cell in picked:
        x, y = (round(at, 1) for at in corner(cell))
        right, down = round(x + wide, 1), round(y + wide, 1)
        for one, other in (
            ((x, y), (right, y)),
            ((x, down), (right, down)),
            ((x, y), (x, down)),
            ((right, y), (right, down)),
        ):
            sides[one, other] = sides.get((one, other), 0) + 1
    return [list(side) for side, times in sides.items() if times == 1]


def _legend(steps: Sequence[Step], shape: StonesShape) -> tuple[Key, ...]:
    keys = [Key(stories_words(low, high), (square(colour),)) for low, high, colour in steps]
    return (*keys, Key("picked", (PICKED_KEY,))) if shape.picked else tuple(keys)


def _rows(stones: Stones, shape: StonesShape) -> Iterator[Row]:
    for number, stone in enumerate(stones.stones):
        held = shape.stones[stone.id]
        picked = {place % STONE_CELLS for place in shape.picked if place // STONE_CELLS == number}
        for ninth, (words, n) in enumerate(zip(ninth_words(stones), held.zones, strict=True)):
            cells = {cell for cell in range(STONE_CELLS) if stone_zone(cell) == ninth}
            name = f"{stone.label}: {words}"
            yield Row(NINTH, f"{stone.id} {ninth}", name, n, in_hundred(n, held.n), bool(picked) and cells <= picked)
    for number, stone in enumerate(stones.stones):
        held = shape.stones[stone.id]
        for cell, n in enumerate(held.cells):
            row, column = divmod(cell, STONE_GRID)
            name = f"{stone.label}: column {column + 1} from the left, row {row + 1} from below"
            chosen = number * STONE_CELLS + cell in shape.picked
            yield Row(CELL, f"{stone.id} {cell}", name, n, in_hundred(n, held.n), chosen)


def ninth_words(stones: Stones) -> tuple[str, ...]:
    """What each ninth of the square says, row by row from below."""
    across, up = (
        (f"near “{low.label}”", "halfway", f"near “{high.label}”") for low, high in (stones.x_anchors, stones.y_anchors)
    )
    return tuple(f"{one}, {other}" for other in up for one in across)


def _said(stones: Stones, stone: Option, held: StoneShape) -> str:
    if not held.n:
        return f"{stone.label} was placed by nobody."
    most = max(range(len(held.zones)), key=lambda ninth: held.zones[ninth])
    return f"{stone.label}, placed {held.n:,} times: most often {ninth_words(stones)[most]} ({held.zones[most]:,})."
