"""Shares beside each other, in words."""

from narratives.signifiers import Choice, Option
from store.release_benchmarks import Benchmarks, Item, MemberShare, Question
from web.confederation.pictures import question_cards


def words_of(*shares: MemberShare) -> list[str]:
    told = Question(Choice("kind", "It was", (Option("a", "a"), Option("b", "b"))), (), (Item("a", "a", shares),))
    (card,) = question_cards(Benchmarks(("A",), (told,), 0))
    return [lane.words for lane in card.items[0].dots.lanes]


def test_a_share_is_told_neither_as_none_nor_as_all_of_many_answers():
    few = MemberShare("A", True, None, 0.0, 0.0034)
    low = MemberShare("B", False, 0.002, 0.0012, 0.0034)
    high = MemberShare("C", False, 0.998, 0.9966, 0.9988)
    assert words_of(few, low, high) == [
        "fewer than 10 answers, under 1%",
        "under 1% (under 1% to under 1%)",
        "over 99% (over 99% to over 99%)",
    ]
