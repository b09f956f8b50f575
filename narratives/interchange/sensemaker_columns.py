"""The columns of a SenseMaker capture file, question by question, in whichever dialect each question's are written.

The API writes `<id>_percentX`, `_percentY` and parts as fractions; the workbench writes `<id>X`, `<id>Y` with y as a
height in an equilateral triangle, and parts of triads as percent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from narratives.interchange.sensemaker_ids import TheirIds
from narratives.signifiers import Dyad, Triad

HEIGHT = sqrt(3) / 2
SAID_NA = ("1", "1.0", "true", "TRUE")
_DISAGREE = 0.01
_SLIGHTLY_OUT = 0.02
_PARTS_OF_100 = 1.5  # parts that add up to more are percent
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one triad or dyad: its parts, its point, and what parts and heights are measured in."""

    signifier: Triad | Dyad
    parts: tuple[str, ...]
    point: tuple[str, ...]
    na: str | None
    scale: float = 1.0
    height: float = 1.0

    def settle(self, cells: Cells) -> str:
        """Fill in parts that are missing from the point; what is wrong between the two, or nothing."""
        given = [cells[name] for name in self.parts]
        place = [cells[name] for name in self.point]
        if not all(place) or (self.na and cells[self.na] in SAID_NA):
            return ""
        try:
            numbers = [float(cell) for cell in place]
            shares = self._shares(numbers)
            if not all(given):
                if not any(given):
                    cells.update(zip(self.parts, (repr(one * self.scale) for one in shares), strict=True))
                return ""
            gap = max(abs(float(cell) / self.scale - one) for cell, one in zip(given, shares, strict=True))
        except ValueError:
            return ""  # no number: whoever reads the row says so
        if not gap > _DISAGREE:
            return ""
        return f"the marker and its parts disagree by {gap:.2g}; the parts are taken"

    def edge(self, cells: Cells) -> None:
        """Set a dyad's marker that lies just beyond an end on that end; a triad's is set by whoever reads it."""
        name = self.parts[-1] if self.parts else self.point[0]
        if isinstance(self.signifier, Triad) or not cells[name] or cells[name][0] not in "-1":
            return
        try:
            value = float(cells[name]) / self.scale
        except ValueError:
            return
        if -_SLIGHTLY_OUT <= value < 0:
            cells[name] = "0"
        elif 1 < value <= 1 + _SLIGHTLY_OUT:
            cells[name] = repr(self.scale)

    def _shares(self, numbers: Sequence[float]) -> tuple[float, ...]:
        if isinstance(self.signifier, Dyad):
            return 1 - numbers[0], numbers[0]
        x, top = numbers[0], numbers[1] / self.height
        return top, 1 - x - top / 2, x - top / 2


def find_group(
    signifier: Triad | Dyad, ids: TheirIds, columns: frozenset[str], sample: Sequence[Mapping[str, str]]
) -> Group | None:
    """The columns of a triad or dyad; None where the file has none of them."""
    theirs = ids.signifier(signifier.id)
    is_triad = isinstance(signifier, Triad)
    parts = tuple(f"{theirs}_{ids.part(signifier.id, anchor.id)}" for anchor in signifier.anchors)
    ends = ("X", "Y") if is_triad else ("X",)
    api, workbench = tuple(f"{theirs}_percent{end}" for end in ends), tuple(f"{theirs}{end}" for end in ends)
    point = next((names for names in (api, workbench) if columns.issuperset(names)), ())
    named_percent = is_triad and point == workbench
    na = f"{theirs}_NA" if f"{theirs}_NA" in columns else None
    if not columns.issuperset(parts):
        if not point:
            return None
        return Group(signifier, (), point, na, height=HEIGHT if named_percent else 1.0)
    placed = [row for row in sample if all(row[name] for name in parts)]
    sums = [total for row in placed if (total := _sum(row, parts)) is not None]
    is_percent = sum(total > _PARTS_OF_100 for total in sums) * 2 > len(sums) if sums else named_percent
    scale = 100.0 if is_percent else 1.0
    height = _height(placed, parts[0], point[1], scale, named_percent) if is_triad and point else 1.0
    return Group(signifier, parts, point, na, scale, height)


def _height(rows: Sequence[Mapping[str, str]], top: str, y: str, scale: float, is_workbench: bool) -> float:
    """What y is measured in: whichever fits the parts of more rows, and what the name says where they do not tell."""
    fits = {1.0: 0, HEIGHT: 0}
    for row in rows:
        try:
            share, height = float(row[top]) / scale, float(row[y])
        except ValueError:
            continue
        if isfinite(share) and isfinite(height) and abs(share) > _DISAGREE:
            nearest = min(fits, key=lambda unit: abs(height - share * unit))
            fits[nearest] += 1
    if fits[1.0] == fits[HEIGHT]:
        return HEIGHT if is_workbench else 1.0
    return max(fits, key=lambda unit: fits[unit])


def _sum(row: Mapping[str, str], names: Sequence[str]) -> float | None:
    try:
        return sum(float(row[name]) for name in names)
    except ValueError:
        return None
