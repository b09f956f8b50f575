"""A picture before it is written: paths, labels, a legend and the same figures as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from web.explore.pictures.text_lines import width_of, wrapped

WIDTH = 1000  # every picture's, in the units of its SVG
INK, QUIET, LINE, MEAN = "#1b2a30", "#4a585e", "#8b979b", "#c2571a"
BAR, BAR_PICKED, DOT = "#79b0b1", "#0b4a51", "#0b363b"
LABEL, SMALL = 28, 22
_LEADING = 1.28
_NEWEST = 6


@dataclass(frozen=True, slots=True)
class Shape:
    """One path, with everything it is drawn with: a file has no style sheet."""

    d: str
    fill: str = "none"
    stroke: str = "none"
    width: float = 0
    dash: str = ""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text, the first with its base at `y`; `anchor` is start, middle or end."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: int = LABEL
    anchor: str = "start"
    bold: bool = False
    colour: str = INK
    serif: bool = False

    @property
    def leading(self) -> float:
        """From the base of one line to the next."""
        return round(self.size * _LEADING, 1)

    @property
    def bottom(self) -> float:
        """Where the next thing may begin."""
        return self.y + self.leading * (len(self.lines) - 1) + 0.35 * self.size


@dataclass(frozen=True, slots=True)
class Key:
    """What a mark of the picture stands for; `shapes` lie in a box of 36 by 30."""

    text: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what kind of place it is of, which one, how it is called, stories, and how many in a hundred.

    `picked` says that somebody chose this place to narrow the other pictures by; `values` stand in the place of the
    last two where a picture is not of shares.
    """

    what: str
    place: str
    label: str
    n: int
    percent: float
    picked: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure of the map, WIDTH wide. `said` is the whole in a sentence, `counts` how it was answered.

    The shapes begin `down` below the top, under labels that stand above them. `rows` are all its figures and `main`
    those that a page has room for; `facts` are named numbers, such as the mean.
    """

    id: str
    title: str
    kind: str
    height: float
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]
    legend: tuple[Key, ...]
    said: str
    counts: str
    rows: tuple[Row, ...]
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    main_kind: str = ""
    down: float = 0
    columns: tuple[str, ...] = ()

    @property
    def main(self) -> tuple[Row, ...]:
        """The rows that say the most in the least room: of a long line the newest, newest first."""
        if self.kind == "line":
            return self.rows[: -_NEWEST - 1 : -1]
        return tuple(row for row in self.rows if not self.main_kind or row.what == self.main_kind)


def label(
    text: str, x: float, y: float, width: float, *, size: int = LABEL, anchor: str = "start", bold: bool = False
) -> Label:
    """A label that is broken to fit a width."""
    return Label(x, y, wrapped(text, size, width / 1.06 if bold else width), size, anchor, bold)


def in_hundred(n: int, total: int) -> float:
    """How many in a hundred, to a tenth; 0 of nothing."""
    return round(100 * n / total, 1) if total else 0.0


def most_words(rows: Iterable[Row], total: int) -> str:
    """Where most stories lie, in a sentence."""
    if not total:
        return "No story was placed here."
    most = max(rows, key=lambda row: row.n)
    return f"Most often: {most.label}, {most.n:,} of {total:,} ({round(most.percent)}%)."


def stories_words(low: int, high: int) -> str:
    """How many stories a colour stands for."""
    if low == high:
        return "1 story" if low == 1 else f"{low:,} stories"
    return f"{low:,} to {high:,} stories"


def legend_rows(legend: Iterable[Key], width: float, size: int = SMALL) -> list[list[tuple[float, Key]]]:
    """The legend's items in rows that fit a width, each with where it begins."""
    rows: list[list[tuple[float, Key]]] = [[]]
    x = 0.0
    for key in legend:
        wide = 46 + width_of(key.text, size) + 34
        if rows[-1] and x + wide > width:
            rows.append([])
            x = 0.0
        rows[-1].append((round(x, 1), key))
        x += wide
    return rows if rows[-1] else []
