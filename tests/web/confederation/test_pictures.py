"""Shares beside each other, in words."""

from narratives.signifiers import Choice, Option
from store.release_benchmarks import Benchmarks, Item, MemberShare, Question, Standing
from store.release_weights import Weight
from web.confederation.pictures import question_cards


def card_of(*shares: MemberShare, sizes: tuple[int, ...], weight: Weight = Weight.EQUAL):
    standings = tuple(
        Standing(one.member, one.is_own, n, is_rounded=n < 300) for one, n in zip(shares, sizes, strict=True)
    )
    kind = Choice("kind", "It was", (Option("a", "a"), Option("b", "b")))
    (card,) = question_cards(Benchmarks(("A",), (Question(kind, standings, (Item("a", "a", shares),)),), 0), weight)
    return card.items[0]


def words_of(*shares: MemberShare) -> list[str]:
    return [lane.words for lane in card_of(*shares, sizes=(5000,) * len(shares)).dots.lanes]


def voices_of(*shares: float, sizes: tuple[int, ...], weight: Weight = Weight.EQUAL) -> list[tuple[str, str]]:
    told = [MemberShare("ABCDE"[place], place == 0, one, one, one) for place, one in enumerate(shares)]
    return [(one.name, one.words) for one in card_of(*told, sizes=sizes, weight=weight).voices]


def test_a_share_is_told_neither_as_none_nor_as_all_of_many_answers():
    few = MemberShare("A", True, None, 0.0, 0.0034)
    low = MemberShare("B", False, 0.002, 0.0012, 0.0034)
    high = MemberShare("C", False, 0.998, 0.9966, 0.9988)
    assert words_of(few, low, high) == [
        "fewer than 10 answers, under 1%",
        "under 1% (under 1% to under 1%)",
        "over 99% (over 99% to over 99%)",
    ]


def test_a_small_organisation_counts_as_much_as_a_huge_one_and_both_ways_are_told():
    assert voices_of(0.8, 0.2, 0.2, sizes=(10, 20, 90_000)) == [
        ("One organisation, one voice", "40% (0% to 100%)"),
        ("By how many answered", "20% (20% to 20%)"),
    ]


def test_the_weight_that_was_asked_for_comes_first_and_places_the_line():
    told = voices_of(0.8, 0.2, 0.2, sizes=(10, 20, 90_000), weight=Weight.SIZE)
    assert [name for name, _ in told] == ["By how many answered", "One organisation, one voice"]
    shares = [
        MemberShare(name, name == "A", share, share, share) for name, share in zip("ABC", (0.8, 0.2, 0.2), strict=True)
    ]
    marks = [card_of(*shares, sizes=(10, 20, 90_000), weight=one).dots.mark for one in Weight]
    assert marks == [121.2, 63.6]


def test_two_organisations_are_not_taken_together():
    assert voices_of(0.8, 0.2, sizes=(10, 900)) == []
