"""A choice as a picture that stands alone: one bar an option, with how often it was chosen."""

from __future__ import annotations

from narratives.landscape import ChoiceShape
from narratives.signifiers import Choice
from web.explore.charts import counts_words
from web.explore.pictures.marks import square
from web.explore.pictures.picture import (
    BAR,
    BAR_PICKED,
    LABEL,
    SMALL,
    WIDTH,
    Key,
    Label,
    Picture,
    Row,
    Shape,
    in_hundred,
    label,
    most_words,
)

OPTION = "option"
_BAR, _GAP, _NUMBERS = 30, 22, 210  # a bar's height, the room below it, and the room for its numbers


def choice_picture(choice: Choice, shape: ChoiceShape) -> Picture:
    """The picture of a choice's shape; each option's label stands above its bar."""
    placed = shape.counts.placed
    rows = tuple(
        Row(OPTION, option, choice.label_of(option), n, in_hundred(n, placed), place in shape.picked)
        for place, (option, n) in enumerate(shape.options.items())
    )
    most = max((row.n for row in rows), default=0)
    shapes: list[Shape] = []
    labels: list[Label] = []
    y = 0.0
    for row in rows:
        name = label(row.label, 0, y + LABEL, WIDTH - 20)
        y = name.bottom + 8
        wide = round((WIDTH - _NUMBERS) * row.n / max(most, 1), 1)
        if row.n:
            shapes.append(Shape(f"M0 {y:.1f}h{wide}v{_BAR}h{-wide}Z", fill=BAR_PICKED if row.picked else BAR))
        told = f"{row.n:,} · {round(row.percent)}%"
        labels += [name, Label(wide + 14, y + 24, (told,), SMALL + 2)]
        y += _BAR + _GAP
    return Picture(
        id=choice.id,
        title=choice.title,
        kind="choice",
        height=max(y - _GAP, 10),
        shapes=tuple(shapes),
        labels=tuple(labels),
        legend=(Key("picked", (square(BAR_PICKED),)),) if shape.picked else (),
        said=most_words(rows, placed) if rows else "",
        counts=counts_words(shape.counts),
        rows=rows,
        notes=("Several answers could be chosen.",) if choice.max_responses > 1 else (),
        main_kind=OPTION,
    )
