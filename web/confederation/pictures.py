"""Members beside each other on one item: a lane for each, with the interval of its share, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from store.commons_shares import K
from store.release_benchmarks import Benchmarks, Item, MemberShare, Question, Standing
from web.sentences import percent

_LANE, _LEFT, _WIDTH = 18, 6, 288


@dataclass(frozen=True, slots=True)
class Lane:
    """One member's share in a picture of 300 units' width, and in words."""

    group: str
    is_meant: bool
    y: int
    x: float | None
    low: float
    high: float
    words: str
    apart: str


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture of lanes, as templates/explore/parts/common_ground draws it."""

    height: int
    lanes: tuple[Lane, ...]
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item with its picture; `said` is what can be told from scatter about one's own organisation."""

    label: str
    dots: Dots
    said: str


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question: who answered it, and its items where anybody's can be shown."""

    id: str
    title: str
    standings: tuple[str, ...]
    items: tuple[ItemCard, ...]


def question_cards(found: Benchmarks) -> list[QuestionCard]:
    """The page's questions in the framework's order."""
    return [_question_card(one) for one in found.questions]


def _question_card(question: Question) -> QuestionCard:
    items = [one for one in question.items if one.shares]
    return QuestionCard(
        question.signifier.id,
        question.signifier.title,
        tuple(_standing_words(one) for one in question.standings),
        tuple(_item_card(one) for one in items),
    )


def _standing_words(one: Standing) -> str:
    name = _name(one.member, is_own=one.is_own)
    if one.n is None:
        return f"{name}: not enough yet"
    return f"{name}: {'at least ' if one.is_rounded else ''}{one.n:,} answers"


def _item_card(item: Item) -> ItemCard:
    lanes = tuple(_lane(one, number) for number, one in enumerate(item.shares))
    own = next((one for one in item.shares if one.is_own), None)
    return ItemCard(item.label, Dots(_LANE * len(lanes), lanes), _said(own, len(item.shares)))


def _lane(one: MemberShare, number: int) -> Lane:
    return Lane(
        _name(one.member, is_own=one.is_own),
        one.is_own,
        _LANE * number + _LANE // 2,
        None if one.share is None else _place(one.share),
        _place(one.low),
        _place(one.high),
        _words(one),
        {"more": "more often than the others", "less": "less often than the others"}.get(one.apart, ""),
    )


def _said(own: MemberShare | None, members: int) -> str:
    if own is None:
        return ""
    if members < 2:
        return "Nobody to compare with yet."
    if not own.apart:
        return "Not distinguishable from scatter."
    if not own.difference:
        return f"You have it {own.apart} often than the others."
    least, most = sorted((abs(own.difference_low), abs(own.difference_high)))
    return (
        f"You have it {own.apart} often than the others: by {abs(own.difference) * 100:.0f} points "
        f"(95% interval {least * 100:.0f} to {most * 100:.0f})."
    )


def _words(one: MemberShare) -> str:
    if one.is_guarding:
        return f"not told: fewer than {K} answers could be worked out from it"
    if one.share is None:
        return f"fewer than {K} answers, under {ceil(100 * one.high)}%"
    return f"{percent(one.share)} ({percent(one.low)} to {percent(one.high)})"


def _name(member: str, *, is_own: bool) -> str:
    return f"{member} (yours)" if is_own else member


def _place(share: float) -> float:
    return round(_LEFT + _WIDTH * share, 1)
