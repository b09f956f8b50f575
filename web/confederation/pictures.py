"""Members beside each other on one item: a lane for each, with the interval of its share, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from store.commons_shares import K
from store.release_benchmarks import Benchmarks, Item, MemberShare, Question, Standing
from store.release_weights import Weight, weigh
from web.confederation.weights import Voice, mark_of, voices
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
    """One item with its picture; `said` is what can be told from scatter about one's own organisation.

    `voices` are all members together in both weights, the chosen one first.
    """

    label: str
    dots: Dots
    said: str
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question: who answered it, and its items where anybody's can be shown."""

    id: str
    title: str
    standings: tuple[str, ...]
    items: tuple[ItemCard, ...]
    is_few: bool = False


def question_cards(found: Benchmarks, weight: Weight = Weight.EQUAL) -> list[QuestionCard]:
    """The page's questions in the framework's order, told in one of the two weights."""
    items = sum(1 for question in found.questions for item in question.items if item.shares)
    return [_question_card(one, weight, items) for one in found.questions]


def _question_card(question: Question, weight: Weight, items: int) -> QuestionCard:
    return QuestionCard(
        question.signifier.id,
        question.signifier.title,
        tuple(_standing_words(one) for one in question.standings),
        tuple(_item_card(question, one, weight, items) for one in question.items if one.shares),
        question.is_few,
    )


def _standing_words(one: Standing) -> str:
    name = _name(one.member, is_own=one.is_own)
    if one.n is None:
        return f"{name}: not enough yet"
    return f"{name}: {'at least ' if one.is_rounded else ''}{one.n:,} answers"


def _item_card(question: Question, item: Item, weight: Weight, items: int) -> ItemCard:
    weighed = weigh(question, item, items)
    is_equal = weight is Weight.EQUAL and weighed.equal is not None
    lanes = tuple(_lane(one, number, tells=not is_equal) for number, one in enumerate(item.shares))
    own = next((one for one in item.shares if one.is_own), None)
    mark = mark_of(weighed, weight)
    return ItemCard(
        item.label,
        Dots(_LANE * len(lanes), lanes, None if mark is None else _place(mark)),
        _as_equals(weighed.away, own) if is_equal else _said(own, len(item.shares)),
        voices(weighed, weight),
    )


def _lane(one: MemberShare, number: int, *, tells: bool) -> Lane:
    """`tells` says who differs from all others together, which weighs them by size."""
    apart = {"more": "more often than the others", "less": "less often than the others"}
    return Lane(
        _name(one.member, is_own=one.is_own),
        one.is_own,
        _LANE * number + _LANE // 2,
        None if one.share is None else _place(one.share),
        _place(one.low),
        _place(one.high),
        _words(one),
        apart.get(one.apart, "") if tells else "",
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


def _as_equals(away: tuple[float, float, float] | None, own: MemberShare | None) -> str:
    if own is None:
        return ""
    if away is None:
        return "Not distinguishable from scatter."
    least, most = sorted((abs(away[1]), abs(away[2])))
    return (
        f"You have it {'more' if away[0] > 0 else 'less'} often than the other organisations on average: by "
        f"{abs(away[0]) * 100:.0f} points (95% interval {least * 100:.0f} to {most * 100:.0f})."
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
