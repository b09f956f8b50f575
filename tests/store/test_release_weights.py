import pytest

from store.commons import join
from store.release_benchmarks import find_benchmarks
from store.release_weights import weigh
from tests.store.test_release_benchmarks import GARDEN, add, commons, item, question

__all__ = ["commons"]


def weighed(commons, name="top", organisation="north"):
    asked = question(find_benchmarks(commons, "weirs", GARDEN, organisation))
    return weigh(asked, next(one for one in asked.items if one.id == name), 8)


def test_one_organisation_has_one_voice_beside_one_that_has_a_thousand_times_as_many_answers(commons):
    add(commons, "north", (15, 10))
    add(commons, "south", (24_000, 36_000))
    add(commons, "east", (10, 40))
    found = weighed(commons)
    assert found.equal.least == found.equal.most == pytest.approx((0.6 + 0.4 + 0.2) / 3)
    assert found.size.least == pytest.approx(0.4, abs=0.001)
    assert found.equal.high - found.equal.low > 0.5, "three organisations say little about organisations"
    assert found.size.high - found.size.low < 0.01


def test_a_share_of_fewer_than_ten_counts_as_anything_that_it_may_be(commons):
    add(commons, "north", (3, 197))
    add(commons, "south", (60, 140))
    add(commons, "east", (62, 138))
    found = weighed(commons)
    assert (found.equal.least, found.equal.most) == pytest.approx(((0 + 0.3 + 0.31) / 3, (9 / 200 + 0.3 + 0.31) / 3))
    assert found.away is None


@pytest.mark.parametrize("few", [0, 1, 5, 9])
def test_both_weights_are_the_same_whatever_the_number_below_ten_is(commons, few):
    add(commons, "north", (few, 200 - few))
    add(commons, "south", (60, 140))
    add(commons, "east", (62, 138))
    assert weighed(commons).equal.most == pytest.approx((9 / 200 + 0.3 + 0.31) / 3)
    assert weighed(commons).size.least == pytest.approx(122 / 600)


def test_nothing_is_told_of_all_where_a_share_is_guarded_or_two_members_have_figures(commons):
    add(commons, "north", (150, 50))
    add(commons, "south", (60, 140))
    assert weighed(commons) == weighed(commons, "between")
    assert weighed(commons).equal is None and weighed(commons).members == 2
    add(commons, "east", (24, 2))
    assert weighed(commons).equal is None and weighed(commons).size is None


def test_a_huge_member_does_not_make_what_others_are_compared_with(commons):
    """By size all others are the huge one; as equals it is one of four."""
    add(commons, "north", (150, 150))
    add(commons, "south", (27_000, 3_000))
    for slug, chosen in (("east", 148), ("west", 151), ("mid", 149)):
        add(commons, slug, (chosen, 300 - chosen))
    shares = item(find_benchmarks(commons, "weirs", GARDEN, "north"))
    assert shares["North"].apart == "less"
    assert weighed(commons).away is None


def test_who_lies_far_from_all_others_is_told_by_how_much_as_equals(commons):
    add(commons, "north", (280, 20))
    for slug, chosen in (("south", 90), ("east", 93), ("west", 87), ("mid", 91)):
        add(commons, slug, (chosen, 300 - chosen))
    away, low, high = weighed(commons).away
    assert away == pytest.approx(280 / 300 - (90 + 93 + 87 + 91) / 1200)
    assert 0.4 < low < away < high


def test_letters_stand_for_nobody_while_fewer_than_three_have_figures(commons):
    add(commons, "north", (150, 50))
    add(commons, "south", (60, 140), named=False)
    asked = question(find_benchmarks(commons, "weirs", GARDEN, "north"))
    assert asked.is_few and [one.is_own for one in asked.standings] == [True]
    (only,) = asked.items[0].shares
    assert only.is_own and only.apart == "" and only.difference == only.difference_low == 0.0
    add(commons, "east", (62, 138), named=False)
    asked = question(find_benchmarks(commons, "weirs", GARDEN, "north"))
    assert not asked.is_few and len(asked.items[0].shares) == 3


def test_two_that_agreed_to_be_named_see_each_other(commons):
    add(commons, "north", (150, 50))
    add(commons, "south", (60, 140))
    join(commons, "weirs", "north", may_be_named=True)
    asked = question(find_benchmarks(commons, "weirs", GARDEN, "north"))
    assert not asked.is_few and len(asked.items[0].shares) == 2


def test_where_no_share_is_told_nothing_is_said_of_all(commons):
    for slug in ("north", "south", "east"):
        add(commons, slug, (3, 197))
    assert weighed(commons).equal is None and weighed(commons).size is None
