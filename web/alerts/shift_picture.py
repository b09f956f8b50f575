"""The picture before and after an alert: two triangles, two strips or paired bars, each with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import dropwhile
from math import dist, exp

from narratives.calendar import spoken
from narratives.disclosure import GRID
from narratives.landscape import zone_counts
from narratives.signifiers import Choice, Dyad, Triad
from narratives.triangle import HEIGHT, ZONES, cell_centroids, to_xy
from store.release_shift import Shift, ShiftSide, WeekCount
from web.explore.lattice import SIDE, cells_path, coarser_cells
from web.explore.triangle import PALETTE, ZONE_OUTLINES
from web.words import zone_words

_CELLS = 10  # along a side of the triangles
_BLUR = 0.08  # of a side: how far one story's shade spreads, so that a few stories are a shape and no speckles
_LEAST_SHADE = 1 / 12  # of the darkest
_NOTHING = 1e-4
_DIGITS = 6  # so that the same shade is the same colour whatever it was added up from
_BARS, _BAR_WIDTH, TALL = 10, 20, 60
_MOST_OPTIONS = 6
_LEAST_STEP = 60  # of SIDE: an arrow that is shorter is hidden by the dot at its end
WEEK_WIDTH = 10
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner or pole; `mark` is "towards" or "away" where the alert says that stories moved to it or from it."""

    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class SidePicture:
    """One of the two pictures: `steps` are colours and areas of a triangle, `bars` the area of a strip."""

    words: str
    period: str
    stories: str
    steps: tuple[tuple[str, str], ...] = ()
    bars: str = ""
    mean: Point | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the figures, in a hundred stories or points of a hundred."""

    label: str
    before: int
    since: int
    is_moved: bool


@dataclass(frozen=True, slots=True)
class ShiftPicture:
    """What the card draws; `shape` is "triad", "dyad" or "choice". `measured` says what the figures count.

    `zone` is the outline of a part of the triangle that the alert is about, `arrow` leads from the middle before to
    the middle since.
    """

    shape: str
    title: str
    sides: tuple[SidePicture, SidePicture]
    corners: tuple[Corner, ...]
    rows: tuple[FigureRow, ...]
    measured: str
    zone: str = ""
    arrow: tuple[Point, Point] | None = None


@dataclass(frozen=True, slots=True)
class WeekBars:
    """Stories week by week: `before` and `since` are areas, `onset` where the line between them stands."""

    before: str
    since: str
    onset: int
    width: int
    said: str
    most: int


def shift_picture(shift: Shift, direction: str) -> ShiftPicture | None:
    """The picture of a shift that has one; None for stones, and where a side is of too few."""
    if shift.lacks:
        return None
    kind, _, target = direction.partition(":")
    match shift.signifier:
        case Triad():
            return _triad(shift.signifier, shift, kind, target)
        case Dyad():
            return _dyad(shift.signifier, shift, kind, target)
        case Choice():
            return _choice(shift.signifier, shift, target)
        case _:
            return None


def _triad(triad: Triad, shift: Shift, kind: str, target: str) -> ShiftPicture:
    sides = shift.before, shift.since
    shades = [_densities(side) for side in sides]
    most = max(max(one) for one in shades)
    pictures = [
        _side(side, words, steps=_steps(one, most), mean=_point(side.mean))
        for side, words, one in zip(sides, ("Before", "Since then"), shades, strict=True)
    ]
    zone = ZONES[int(target)] if kind == "zone" and target.isdecimal() and int(target) < len(ZONES) else ""
    rows = [
        FigureRow(f"“{anchor.label}”", _hundred(before), _hundred(since), anchor.id == target and not zone)
        for anchor, before, since in zip(triad.anchors, shift.before.mean, shift.since.mean, strict=True)
    ]
    if zone:
        words = zone_words(triad)[zone]
        rows.insert(0, _zones_row(f"Stories that say {words[0].lower()}{words[1:]}", (zone,), sides))
    elif kind in {"more-extreme", "more-balanced"}:
        rows.insert(0, _zones_row("Stories in one of its corners", ZONES[:3], sides))
    return ShiftPicture(
        "triad",
        triad.title,
        (pictures[0], pictures[1]),
        tuple(Corner(one.label, _mark(kind, one.id == target)) for one in triad.anchors),
        tuple(rows),
        "Each corner’s share of the triangle, on average, of a hundred",
        zone=ZONE_OUTLINES[zone] if zone else "",
        arrow=_arrow(_point(shift.before.mean), _point(shift.since.mean)),
    )


def _zones_row(label: str, zones: Sequence[str], sides: Sequence[ShiftSide]) -> FigureRow:
    counts = [zone_counts(side.places) for side in sides]
    told = [sum(found[zone] for zone in zones) for found in counts]
    before, since = (_hundred(n / side.placed) for n, side in zip(told, sides, strict=True))
    return FigureRow(label, before, since, True)


def _densities(side: ShiftSide) -> list[float]:
    """The part of a side's stories in each cell, each story's shade spread a little over its neighbours."""
    found = [0] * (_CELLS * _CELLS)
    for coarse, told in zip(coarser_cells(GRID, _CELLS), side.places, strict=True):
        found[coarse] += told
    shades = (sum(weight * found[cell] for cell, weight in near) / side.placed for near in _neighbours())
    return [round(shade, _DIGITS) for shade in shades]


@lru_cache(maxsize=1)
def _neighbours() -> tuple[tuple[tuple[int, float], ...], ...]:
    """For each cell the cells whose stories shade it, and by how much; what a story spreads adds up to 1."""
    middles = [to_xy(middle) for middle in cell_centroids(_CELLS)]
    weights = [[exp(-((dist(one, other) / _BLUR) ** 2) / 2) for other in middles] for one in middles]
    spread = [sum(row) for row in weights]
    return tuple(
        tuple((place, weight / spread[place]) for place, weight in enumerate(row) if weight > _NOTHING)
        for row in weights
    )


def _steps(cells: Sequence[float], most: float) -> tuple[tuple[str, str], ...]:
    """Equal steps of colour up to the darkest cell of both pictures: twice as dark is twice as many."""
    found = []
    for number, colour in enumerate(PALETTE):
        low, high = max(number / len(PALETTE), _LEAST_SHADE) * most, (number + 1) / len(PALETTE) * most
        is_last = number == len(PALETTE) - 1
        path = cells_path(
            [place for place, told in enumerate(cells) if low <= told and (told < high or is_last)], _CELLS
        )
        found.append((colour, path))
    return tuple(step for step in found if step[1])


def _point(shares: Sequence[float]) -> Point:
    x, y = to_xy((shares[0], shares[1], shares[2]))
    return round(SIDE * x), round(SIDE * (HEIGHT - y))


def _arrow(before: Point, since: Point) -> tuple[Point, Point] | None:
    far = (since[0] - before[0]) ** 2 + (since[1] - before[1]) ** 2 >= _LEAST_STEP**2
    return (before, since) if far else None


def _mark(kind: str, is_target: bool) -> str:
    return {"anchor": "towards", "away": "away"}.get(kind, "") if is_target else ""


def _dyad(dyad: Dyad, shift: Shift, kind: str, target: str) -> ShiftPicture:
    sides = shift.before, shift.since
    told = [_bins(side) for side in sides]
    most = max(max(one) for one in told)
    pictures = [
        _side(side, words, bars=_bars(one, most), mean=(round(_BARS * _BAR_WIDTH * side.mean[0]), 0))
        for side, words, one in zip(sides, ("Before", "Since then"), told, strict=True)
    ]
    before, since = (_hundred(side.mean[0]) for side in sides)
    rows = (
        FigureRow(f"“{dyad.anchors[0].label}”", 100 - before, 100 - since, dyad.anchors[0].id == target),
        FigureRow(f"“{dyad.anchors[1].label}”", before, since, dyad.anchors[1].id == target),
    )
    return ShiftPicture(
        "dyad",
        dyad.title,
        (pictures[0], pictures[1]),
        tuple(Corner(one.label, _mark(kind, one.id == target)) for one in dyad.anchors),
        rows,
        "How near to each end, on average, of a hundred",
    )


def _bins(side: ShiftSide) -> list[float]:
    """The shares of a side's stories in tenths of the way between the poles."""
    wide = len(side.places) // _BARS
    return [sum(side.places[start : start + wide]) / side.placed for start in range(0, len(side.places), wide)]


def _bars(shares: Sequence[float], most: float) -> str:
    tall = [round(TALL * share / most) for share in shares]
    return "".join(
        f"M{place * _BAR_WIDTH + 1} {TALL}v-{up}h{_BAR_WIDTH - 2}v{up}Z" for place, up in enumerate(tall) if up
    )


def _choice(choice: Choice, shift: Shift, target: str) -> ShiftPicture:
    rows = [
        FigureRow(
            f"“{option.label}”",
            _hundred(before / shift.before.placed),
            _hundred(since / shift.since.placed),
            option.id == target,
        )
        for option, before, since in zip(choice.options, shift.before.places, shift.since.places, strict=True)
    ]
    # The option itself, then what changed most besides; all of them are on the map.
    rows.sort(key=lambda row: (not row.is_moved, -abs(row.since - row.before)))
    pictures = _side(shift.before, "Before"), _side(shift.since, "Since then")
    return ShiftPicture(
        "choice", choice.title, pictures, (), tuple(rows[:_MOST_OPTIONS]), "Of a hundred stories that answered"
    )


def _side(
    side: ShiftSide, words: str, *, steps: tuple[tuple[str, str], ...] = (), bars: str = "", mean: Point | None = None
) -> SidePicture:
    return SidePicture(words, period(side.first, side.last), f"{side.placed:,} stories", steps, bars, mean)


def period(first: date, last: date) -> str:
    """Two days in words, for instance "3 November 2025 to 2 November 2026"."""
    return f"{spoken(first)} to {spoken(last)}"


def _hundred(share: float) -> int:
    return round(100 * share)


def week_bars(weeks: Sequence[WeekCount], onset: date) -> WeekBars | None:
    """Stories week by week before and since `onset`, from the first week that had any; None where there is none."""
    weeks = list(dropwhile(lambda week: week.n == 0 and week.starts_on < onset, weeks))
    if not weeks:
        return None
    most = max(max(week.n for week in weeks), 1)
    sides: list[list[str]] = [[], []]
    for place, week in enumerate(weeks):
        if tall := round(TALL * week.n / most):
            bar = f"M{place * WEEK_WIDTH + 1} {TALL}v-{tall}h{WEEK_WIDTH - 2}v{tall}Z"
            sides[week.starts_on >= onset].append(bar)
    before = [week.n for week in weeks if week.starts_on < onset]
    since = [week.n for week in weeks if week.starts_on >= onset]
    return WeekBars(
        before="".join(sides[0]),
        since="".join(sides[1]),
        onset=len(before) * WEEK_WIDTH,
        width=len(weeks) * WEEK_WIDTH,
        said=f"About {_a_week(before)} a week before, {_a_week(since)} since the week of {spoken(onset)}",
        most=most,
    )


def _a_week(counts: Sequence[int]) -> str:
    mean = sum(counts) / max(len(counts), 1)
    return f"{mean:.0f}" if mean >= 1.95 or mean == round(mean) else f"{mean:.1f}"
