"""What was published as everybody sees it: each question as a picture, the same in words, and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

from narratives.public_items import BETWEEN
from narratives.signifiers import Choice, Triad
from narratives.translation import gettext as _
from store.release_public import PublicItem, PublicQuestion
from web.words import listed

_LEFT, _WIDTH = 6, 288
# Of the triangle's picture: where its corners and its middle lie, and the area of a circle that stands for everybody.
_PLACES = {"top": (150, 56), "left": (62, 196), "right": (238, 196), BETWEEN: (150, 146)}
_LARGEST = pi * 54**2


@dataclass(frozen=True, slots=True)
class Bar:
    """One item: its share and interval in words, and on a line of 300 units' width."""

    label: str
    words: str
    interval: str
    x: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Disc:
    """One item of a triad that is told: a circle whose area is its share."""

    words: str
    x: int
    y: int
    radius: float


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One question: who answered it, its picture and its figures; without `answered` too few did.

    `corners` are those of a triad, `untold` the items of which nothing is told by itself.
    """

    id: str
    title: str
    answered: str
    said: str
    corners: tuple[str, ...]
    bars: tuple[Bar, ...]
    discs: tuple[Disc, ...]
    untold: str


def figure_card(question: PublicQuestion) -> FigureCard:
    """A question as the page shows it, in the language that is spoken."""
    bars = [_bar(item.label, item) for item in _in_order(question) if item.share is not None]
    untold = listed(item.label for item in question.items if item.share is None)
    said = _("; ").join(f"{bar.label}: {bar.words}" for bar in bars)
    if question.rest is not None:
        bars.append(_bar(_("together: %(answers)s", answers=untold), question.rest))
    is_triad = isinstance(question.signifier, Triad)
    return FigureCard(
        id=question.signifier.id,
        title=question.signifier.title,
        answered=_answered(question),
        said=said,
        corners=tuple(item.label for item in question.items[:3]) if is_triad else (),
        bars=tuple(bars),
        discs=tuple(_discs(question)) if bars and is_triad else (),
        untold=untold,
    )


def _in_order(question: PublicQuestion) -> tuple[PublicItem, ...]:
    """Options by their share; places of a triad or a line as they lie."""
    if not isinstance(question.signifier, Choice):
        return question.items
    return tuple(sorted(question.items, key=lambda item: -(item.share or 0.0)))


def percent(share: float) -> str:
    """A share in whole hundredths, never rounded to none or all."""
    if 0 < share < 0.005:
        return _("under 1%")
    return _("over 99%") if 0.995 < share < 1 else _("%(number)s%%", number=f"{share * 100:.0f}")


def interval_words(low: float, high: float) -> str:
    """An interval in whole hundredths."""
    return _("%(low)s to %(high)s", low=percent(low), high=percent(high))


def _answered(question: PublicQuestion) -> str:
    if question.n is None:
        return ""
    if question.is_rounded:
        return _("At least %(n)s people answered this.", n=question.n)
    return _("%(n)s people answered this.", n=f"{question.n:,}")


def _bar(label: str, item: PublicItem) -> Bar:
    share = item.share or 0.0
    x, low, high = (round(_LEFT + _WIDTH * one, 1) for one in (share, item.low, item.high))
    return Bar(label, percent(share), interval_words(item.low, item.high), x, low, high)


def _discs(question: PublicQuestion) -> list[Disc]:
    return [
        Disc(percent(item.share), *_PLACES[item.id], round(sqrt(_LARGEST * item.share / pi), 1))
        for item in question.items
        if item.share is not None
    ]
