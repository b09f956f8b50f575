"""The places of two moments as a picture that stands alone: the map of areas, or the small triangles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from narratives.collection import Collection
from web.explore.pictures.facts import Facts
from web.explore.pictures.marks import square
from web.explore.pictures.picture import (
    INK,
    LABEL,
    LINE,
    MEAN,
    QUIET,
    SMALL,
    WIDTH,
    Key,
    Label,
    Picture,
    Row,
    Shape,
    label,
)
from web.explore.places.area_map import WIDTH as MAP_WIDTH
from web.explore.places.area_map import AreaMap, crossings, path_of
from web.explore.places.heat_steps import SIGNS, STEPS, Mark
from web.explore.places.page import PlaceArea, PlaceRow, PlacesPage
from web.explore.places.small_triangles import SIDE, SmallTriangle
from web.explore.triangle import PALETTE

_GAP, _COLUMNS = 36, 4
_HATCH = 14
_TILE, _TILE_TALL, _BAND = 226, 330, 50
_Ring = Sequence[tuple[int, int]]


def places_picture(collection: Collection, page: PlacesPage) -> Picture:
    """The picture of a page of places; what moved most stands in its caption."""
    shapes, labels, height = _triangles(page) if page.map is None else _maps(page, page.map)
    return Picture(
        id="places",
        title="Temperature of places" if page.choice.triad is None or page.map else page.choice.triad.title,
        kind="places",
        height=height,
        shapes=tuple(shapes),
        labels=tuple(labels),
        legend=_legend(collection, page),
        said=news_words(page),
        counts="50 is how a place usually is, 10 its usual scatter from one period to the next",
        rows=tuple(Row("place", row.name, row.change.now.number, row.change.now.value or 0, 0.0) for row in page.rows),
        notes=_notes(collection, page),
    )


def places_facts(collection: Collection, page: PlacesPage, drawn: date) -> Facts:
    """What the picture says about itself."""
    before = f", compared with {page.choice.before.words}" if page.choice.before else ""
    return Facts(
        collection=collection.title,
        selection=f"people’s own stories of {page.choice.now.words}{before}",
        totals="Temperature is made only of where tellers placed their own stories. It does not say why.",
        drawn=drawn,
    )


def news_words(page: PlacesPage) -> str:
    """What moved most, as one text."""
    return " ".join(part for part in (page.news.group, page.news.lead, page.news.rest) if part)


def _notes(collection: Collection, page: PlacesPage) -> tuple[str, ...]:
    notes = [news_words(page)]
    none = [row.name for row in page.rows if row.change.now.value is None]
    if none:
        notes.append(
            f"Fewer than {collection.k} stories: {', '.join(none[:12])}{' and more' if len(none) > 12 else ''}."
        )
    if page.map and page.beside:
        beside = ", ".join(f"{row.name} {row.change.now.number}" for row in page.beside[:12])
        notes.append(f"Without an area on the map: {beside}.")
    if page.left_out:
        notes.append(f"{page.left_out} places that moved less are left out.")
    if page.map:
        return (*notes, *(f"Boundaries: {source}" for source in page.map.sources))
    triad = page.choice.triad
    if triad:
        corners = zip(("Top", "left", "right"), triad.anchors, strict=True)
        notes.insert(0, f"{', '.join(f'{where}: {anchor.label}' for where, anchor in corners)}.")
    return tuple(notes)


def _legend(collection: Collection, page: PlacesPage) -> tuple[Key, ...]:
    keys = [Key(step.words, (square(step.colour), Shape("M4 3h28v24h-28Z", stroke=LINE, width=1))) for step in STEPS]
    keys += [Key("▲ hotter, ▼ calmer than its usual range", ())]
    if page.map:
        lines = Shape("M4 17L18 3M4 27L28 3M14 27L32 9M24 27L32 19", stroke=LINE, width=2)
        keys.append(Key(f"fewer than {collection.k} stories", (lines, Shape("M4 3h28v24h-28Z", stroke=LINE, width=2))))
    elif page.triangles:
        keys.append(Key("stories, darker where more", (square(PALETTE[3]),)))
        keys.append(Key("their middle; the line begins where it was", (Shape("M18 6l9 9l-9 9l-9 -9Z", fill=MEAN),)))
    return tuple(keys)


def _maps(page: PlacesPage, drawn: AreaMap) -> tuple[list[Shape], list[Label], float]:
    """One map, or two beside each other, the earlier one first."""
    choice = page.choice
    moments = [(choice.before, True)] if choice.before else []
    moments.append((choice.now, False))
    wide = (WIDTH - _GAP * (len(moments) - 1)) / len(moments)
    scale, top = wide / MAP_WIDTH, 2 * LABEL
    shapes: list[Shape] = []
    labels: list[Label] = []
    for place, (period, was) in enumerate(moments):
        left = place * (wide + _GAP)
        labels.append(label(period.words if period else "", left, LABEL, wide, bold=True, size=SMALL))
        for area in page.areas:
            mark = area.row.change.before if was else area.row.change.now
            shapes += _area_shapes(area, mark, scale, left, top)
            labels += _area_labels(area, mark, scale, left, top)
    return shapes, labels, top + drawn.height * scale


def _area_shapes(area: PlaceArea, mark: Mark, scale: float, left: float, top: float) -> list[Shape]:
    rings = [[(round(left + x * scale), round(top + y * scale)) for x, y in ring] for ring in area.shape.rings]
    path = "".join(map(path_of, rings))
    if mark.value is None:
        return [
            Shape(path, fill="#ffffff"),
            Shape("".join(_hatched(rings)), stroke=LINE, width=2),
            Shape(path, stroke=QUIET, width=2),
        ]
    return [Shape(path, fill=mark.colour, stroke=QUIET, width=2)]


def _area_labels(area: PlaceArea, mark: Mark, scale: float, left: float, top: float) -> Iterator[Label]:
    x = left + area.shape.x * scale
    number, colour = mark.number, mark.ink
    if not area.size:
        number = number[:1] if number[:1] in SIGNS.values() else ""
    if number:
        size = round(max(area.size * scale, 16))
        yield Label(x, top + area.base * scale, (number,), size, "middle", bold=True, colour=colour)
        if area.has_name:
            yield Label(x, top + area.name_base * scale, (area.row.name,), 15, "middle", colour=colour)


def _hatched(rings: Sequence[_Ring]) -> Iterator[str]:
    """Slanting lines over what lies inside some rings."""
    # Sheared so that a slanting line lies flat: it is then cut where it crosses the outline.
    sheared = [[(x, y - x) for x, y in ring] for ring in rings]
    ys = [y for ring in sheared for _, y in ring]
    for y in range(min(ys), max(ys) + 1, _HATCH):
        for first, last in crossings(sheared, y):
            yield f"M{first:.0f} {first + y:.0f}L{last:.0f} {last + y:.0f}"


def _triangles(page: PlacesPage) -> tuple[list[Shape], list[Label], float]:
    shapes: list[Shape] = []
    labels: list[Label] = []
    gap = (WIDTH - _COLUMNS * _TILE) / (_COLUMNS - 1)
    for place, (row, triangle) in enumerate(page.triangles):
        x, y = place % _COLUMNS * (_TILE + gap), place // _COLUMNS * (_TILE_TALL + _GAP)
        shapes += _tile_shapes(row, triangle, round(x), round(y))
        labels += _tile_labels(row, round(x), round(y))
    rows = -(-len(page.triangles) // _COLUMNS)
    return shapes, labels, max(rows * (_TILE_TALL + _GAP) - _GAP, 10)


def _tile_shapes(row: PlaceRow, triangle: SmallTriangle, x: int, y: int) -> Iterator[Shape]:
    yield Shape(f"M{x} {y}h{_TILE}v{_BAND}h-{_TILE}Z", fill=row.change.now.colour, stroke=LINE, width=2)
    left, top = x + (_TILE - SIDE) // 2, y + _TILE_TALL - 176
    for fill, path in triangle.steps:
        yield Shape(moved(path, left, top), fill=fill)
    yield Shape(f"M{left + SIDE // 2} {top}L{left} {top + 173}L{left + SIDE} {top + 173}Z", stroke=INK, width=2)
    if triangle.now is not None:
        now_x, now_y = left + triangle.now[0], top + triangle.now[1]
        if triangle.before is not None:
            yield Shape(
                f"M{left + triangle.before[0]} {top + triangle.before[1]}L{now_x} {now_y}", stroke=MEAN, width=4
            )
        yield Shape(f"M{now_x} {now_y - 9}l9 9l-9 9l-9 -9Z", fill=MEAN, stroke="#ffffff", width=2)


def _tile_labels(row: PlaceRow, x: int, y: int) -> Iterator[Label]:
    before, now = row.change.before, row.change.now
    number = f"{before.number} → {now.number}" if before.value is not None else now.number
    yield Label(x + _TILE / 2, y + 35, (number,), LABEL, "middle", bold=True, colour=now.ink)
    name = label(row.name, x, y + _BAND + 32, _TILE, size=SMALL, bold=True)
    yield name
    yield Label(x, name.bottom + 22, (now.words,), 17, colour=QUIET)


def moved(path: str, left: int, top: int) -> str:
    """A path of triangles, each written as M and three places, somewhere else."""
    found = []
    for outline in path.split("z")[:-1]:
        numbers = [int(number) for number in outline[1:].replace("L", " ").split()]
        places = [f"{x + left} {y + top}" for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        found.append(f"M{places[0]}L{' '.join(places[1:])}z")
    return "".join(found)
