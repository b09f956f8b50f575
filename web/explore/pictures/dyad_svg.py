"""A dyad as a picture that stands alone: a histogram between two poles, the average and its interval."""

from __future__ import annotations

from narratives.disclosure import DYAD_BINS
from narratives.landscape import DyadShape
from narratives.signifiers import Dyad
from web.explore.charts import counts_words
from web.explore.pictures.marks import DIAMOND_KEY, square
from web.explore.pictures.picture import (
    BAR,
    BAR_PICKED,
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
    in_hundred,
    label,
    most_words,
)
from web.words import stone_words

BAND, BIN = "band", "place"
_TALL, _TOP = 340, 40
_BASE = _TOP + _TALL
_BAR = WIDTH / DYAD_BINS


def dyad_picture(dyad: Dyad, shape: DyadShape) -> Picture:
    """The picture of a dyad's shape, its poles' labels below."""
    low, high = (anchor.label for anchor in dyad.anchors)
    poles = (
        label(low, 0, _BASE + 14 + LABEL, 470, bold=True),
        label(high, WIDTH, _BASE + 14 + LABEL, 470, anchor="end", bold=True),
    )
    bands = _bands(low, high, shape)
    return Picture(
        id=dyad.id,
        title=dyad.title,
        kind="dyad",
        height=max(pole.bottom for pole in poles),
        shapes=tuple(_shapes(shape)),
        labels=(*poles, *_numbers(shape)),
        legend=_legend(shape),
        said=most_words(bands, shape.counts.placed),
        counts=counts_words(shape.counts),
        rows=(*bands, *_bins(shape)),
        facts=_facts(low, high, shape),
        main_kind=BAND,
    )


def place_words(low: str, high: str, value: float) -> str:
    """A place between two poles."""
    return f"{value:.0%} of the way from “{low}” to “{high}”"


def _shapes(shape: DyadShape) -> list[Shape]:
    tallest = max(*shape.bins, 1)
    shapes = []
    for colour, wanted in ((BAR, False), (BAR_PICKED, True)):
        drawn = [(p, n) for p, n in enumerate(shape.bins) if n and (p in shape.picked) is wanted]
        if drawn:
            shapes.append(Shape("".join(_bar(place, _TALL * n / tallest) for place, n in drawn), fill=colour))
    shapes.append(Shape(f"M0 {_BASE}h{WIDTH}", stroke=INK, width=4))
    shapes.append(Shape(f"M0 {_BASE}v14M{WIDTH // 2} {_BASE}v8M{WIDTH} {_BASE}v14", stroke=LINE, width=3))
    return shapes + _mean(shape)


def _mean(shape: DyadShape) -> list[Shape]:
    """The average: a line with a diamond at its head, and a bar across it as long as its interval."""
    if shape.mean is None:
        return []
    x, top = round(shape.mean * WIDTH, 1), _TOP - 14
    shapes = [Shape(f"M{x} {top}V{_BASE}", stroke=MEAN, width=4)]
    if shape.low is not None and shape.high is not None:
        reach = f"M{shape.low * WIDTH:.1f} {top - 8}v16M{shape.high * WIDTH:.1f} {top - 8}v16"
        shapes.append(Shape(f"{reach}M{shape.low * WIDTH:.1f} {top}H{shape.high * WIDTH:.1f}", stroke=MEAN, width=4))
    return [*shapes, Shape(f"M{x} {top - 16}l14 16l-14 16l-14 -16Z", fill=MEAN, stroke="#ffffff", width=3)]


def _legend(shape: DyadShape) -> tuple[Key, ...]:
    interval = " and where it may lie (95%)" if shape.low is not None else ""
    keys = [] if shape.mean is None else [Key(f"the average{interval}", (DIAMOND_KEY,))]
    return (*keys, Key("picked", (square(BAR_PICKED),))) if shape.picked else tuple(keys)


def _facts(low: str, high: str, shape: DyadShape) -> tuple[tuple[str, str], ...]:
    if shape.mean is None:
        return ()
    between = ""
    if shape.low is not None and shape.high is not None:
        between = f" (95% interval {shape.low:.0%} to {shape.high:.0%})"
    return (("The average", f"{place_words(low, high, shape.mean)}{between}"),)


def _bar(place: int, height: float) -> str:
    return f"M{place * _BAR + 3:g} {_BASE}v{-height:.1f}h{_BAR - 6:g}V{_BASE}Z"


def _numbers(shape: DyadShape) -> tuple[Label, ...]:
    """How many stories the tallest bar stands for: the others follow from it."""
    most = max(shape.bins)
    if not most:
        return ()
    place = shape.bins.index(most)
    return (Label(place * _BAR + _BAR / 2, _TOP - 8, (f"{most:,}",), SMALL, "middle", colour=QUIET),)


def _bands(low: str, high: str, shape: DyadShape) -> tuple[Row, ...]:
    labels = tuple(stone_words(low, high).values())
    width = DYAD_BINS // len(labels)
    sums = [sum(shape.bins[start : start + width]) for start in range(0, DYAD_BINS, width)]
    return tuple(
        Row(BAND, str(place), words, n, in_hundred(n, shape.counts.placed))
        for place, (words, n) in enumerate(zip(labels, sums, strict=True), start=1)
    )


def _bins(shape: DyadShape) -> tuple[Row, ...]:
    wide = 100 // DYAD_BINS
    return tuple(
        Row(
            BIN,
            str(place),
            f"{place * wide}% to {place * wide + wide}% of the way",
            n,
            _percent(n, shape),
            place in shape.picked,
        )
        for place, n in enumerate(shape.bins)
    )


def _percent(n: int, shape: DyadShape) -> float:
    return in_hundred(n, shape.counts.placed)
