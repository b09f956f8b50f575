"""A picture as a file: its title above, its legend, counts, selection and day below."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.calendar import spoken
from web.explore.pictures.facts import Facts
from web.explore.pictures.picture import QUIET, SMALL, WIDTH, Label, Picture, Shape, legend_rows
from web.explore.pictures.text_lines import wrapped

MARGIN = 56
_TITLE, _GAP, _ROW = 44, 26, 40


@dataclass(frozen=True, slots=True)
class Placed:
    """Shapes and labels, and how far right and down they are moved."""

    x: float
    y: float
    shapes: tuple[Shape, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole file: `name` and `said` are what is read aloud instead of the picture."""

    width: int
    height: int
    name: str
    said: str
    parts: tuple[Placed, ...]


def sheet(picture: Picture, facts: Facts) -> Sheet:
    """A picture with everything that somebody needs who finds the file a year later."""
    top = _head(picture, facts)
    y = max(line.bottom for line in top) + _GAP
    drawn = (Placed(0, y + picture.down, picture.shapes), Placed(0, y, labels=picture.labels))
    y += picture.height + _GAP
    keys, y = _legend(picture, y)
    below = _below(picture, facts, y)
    return Sheet(
        width=WIDTH + 2 * MARGIN,
        height=round(below[-1].bottom + 2 * MARGIN),
        name=f"{picture.title} ({facts.collection})",
        said=" ".join((picture.said, *facts.lines(picture))),
        parts=tuple(
            Placed(one.x + MARGIN, round(one.y + MARGIN, 1), one.shapes, one.labels)
            for one in (Placed(0, 0, labels=top), *drawn, *keys, Placed(0, 0, labels=below))
        ),
    )


def bare_sheet(picture: Picture) -> Sheet:
    """A picture with its legend alone, for a document that says the rest beside it."""
    keys, bottom = _legend(picture, picture.height + _GAP)
    edge = 8
    return Sheet(
        width=WIDTH + 2 * edge,
        height=round(bottom + 2 * edge),
        name=picture.title,
        said=picture.said,
        parts=tuple(
            Placed(one.x + edge, round(one.y + edge, 1), one.shapes, one.labels)
            for one in (Placed(0, picture.down, picture.shapes), Placed(0, 0, labels=picture.labels), *keys)
        ),
    )


def _head(picture: Picture, facts: Facts) -> tuple[Label, ...]:
    over = Label(0, 20, wrapped(facts.collection, SMALL, WIDTH), SMALL, bold=True, colour="#12555c")
    # The serif of the pages is wider than what widths are reckoned with.
    title = Label(0, over.bottom + 46, wrapped(picture.title, _TITLE, WIDTH / 1.1), _TITLE, serif=True)
    return over, title


def _legend(picture: Picture, y: float) -> tuple[list[Placed], float]:
    placed: list[Placed] = []
    for row in legend_rows(picture.legend, WIDTH):
        for x, key in row:
            placed.append(Placed(x, y, key.shapes, (Label(46, 23, (key.text,), SMALL, colour=QUIET),)))
        y += _ROW
    return placed, y + (14 if placed else 0)


def _below(picture: Picture, facts: Facts, y: float) -> tuple[Label, ...]:
    labels: list[Label] = []
    y += SMALL
    for line in facts.lines(picture):
        labels.append(Label(0, y, wrapped(line, SMALL, WIDTH), SMALL))
        y = labels[-1].bottom + 26
    foot = f"Drawn on {spoken(facts.drawn)} with Murmuration"
    return (*labels, Label(0, y + 4, (foot,), SMALL, colour=QUIET))
