import pytest

from store.commons import Confederation, add_confederation, ask_to_join, join, open_commons
from store.commons_shares import Share, publish
from store.release_benchmarks import find_benchmarks
from tests.builders import make_framework

GARDEN = make_framework()


@pytest.fixture
def commons(tmp_path):
    database = open_commons(tmp_path / "commons.db")
    add_confederation(database, Confederation("weirs", "Weirs"))
    yield database
    database.close()


def add(commons, organisation, *parts, signifier="mood", named=True):
    """A member with parts of so many answers, each (corner, elsewhere)."""
    ask_to_join(commons, "weirs", organisation, organisation.title())
    join(commons, "weirs", organisation, may_be_named=named)
    publish(
        commons,
        "weirs",
        organisation,
        [
            Share(
                f"{organisation}{number}",
                "garden",
                1,
                signifier,
                sum(part),
                {"zones": {"top": part[0], "centre": part[1]}},
            )
            for number, part in enumerate(parts)
        ],
    )


def question(found, name="mood"):
    return next(one for one in found.questions if one.signifier.id == name)


def item(found, name="top"):
    return {one.member: one for one in next(one for one in question(found).items if one.id == name).shares}


def test_parts_are_added_up_and_ones_own_organisation_comes_first(commons):
    add(commons, "north", (6, 6), (5, 9))
    add(commons, "south", (30, 10))
    found = find_benchmarks(commons, "weirs", GARDEN, "south")
    assert found.members == ("South", "North")
    shares = item(found)
    assert (shares["North"].share, shares["South"].share) == (11 / 26, 30 / 40)
    assert shares["South"].is_own and not shares["North"].is_own
    assert shares["North"].low < 11 / 26 < shares["North"].high
    assert item(found, "between")["South"].share == 10 / 40


def test_numbers_are_told_in_whole_tens_downwards_while_they_are_small(commons):
    add(commons, "north", (6, 13))
    add(commons, "south", (200, 105))
    standings = {one.member: one for one in question(find_benchmarks(commons, "weirs", GARDEN, "north")).standings}
    assert (standings["North"].n, standings["North"].is_rounded) == (10, True)
    assert (standings["South"].n, standings["South"].is_rounded) == (305, False)


def test_who_has_fewer_than_ten_answers_is_not_enough_yet_and_has_no_share(commons):
    add(commons, "north", (6, 13))
    add(commons, "south")
    found = find_benchmarks(commons, "weirs", GARDEN, "south")
    assert {one.member: one.n for one in question(found).standings} == {"South": None, "North": 10}
    assert set(item(found)) == {"North"}


def test_a_difference_is_called_only_beyond_scatter(commons):
    add(commons, "north", (150, 50))
    add(commons, "south", (60, 140))
    add(commons, "east", (62, 138))
    shares = item(find_benchmarks(commons, "weirs", GARDEN, "north"))
    assert shares["North"].apart == "more"
    assert shares["North"].difference == pytest.approx(0.75 - 122 / 400)
    assert 0 < shares["North"].difference_low < shares["North"].difference < shares["North"].difference_high


def test_a_number_below_ten_is_told_neither_as_a_share_nor_as_a_difference(commons):
    add(commons, "north", (4, 196))
    add(commons, "south", (60, 140))
    add(commons, "east", (62, 138))
    shares = item(find_benchmarks(commons, "weirs", GARDEN, "north"))
    assert shares["North"].share is None and shares["North"].low == 0.0 and 9 / 200 < shares["North"].high < 0.1
    assert shares["North"].apart == "less"
    assert all(one.difference == one.difference_low == one.difference_high == 0.0 for one in shares.values())


def test_a_share_that_would_tell_a_number_below_ten_by_what_it_leaves_is_not_told(commons):
    """Of 26 answers 24 in one part say that 2 lie in the others, which are hidden for being so few."""
    add(commons, "north", (2, 24))
    add(commons, "south", (24, 2))
    add(commons, "east", (300, 500))
    found = find_benchmarks(commons, "weirs", GARDEN, "north")
    between, top = (item(found, name) for name in ("between", "top"))
    assert between["North"].share is None and between["North"].is_guarding
    assert (between["North"].low, between["North"].high, between["North"].difference) == (0.0, 1.0, 0.0)
    assert top["North"].share is None and not top["North"].is_guarding
    assert top["South"].share is None and top["South"].is_guarding
    assert all(each.difference == 0.0 for each in (*between.values(), *top.values()))


def test_members_that_answer_alike_are_not_told_apart(commons):
    for slug in ("north", "south", "east"):
        add(commons, slug, (40, 60))
    found = find_benchmarks(commons, "weirs", GARDEN, "north")
    assert all(one.apart == "" for asked in found.questions for each in asked.items for one in each.shares)
    assert found.compared > 0


def test_names_are_letters_while_one_member_does_not_want_to_be_named(commons):
    add(commons, "north", (6, 13))
    add(commons, "south", (6, 13), named=False)
    assert [len(one) for one in find_benchmarks(commons, "weirs", GARDEN, "north").members] == [1, 1]


def test_a_confederation_without_figures_compares_nothing(commons):
    add(commons, "north")
    found = find_benchmarks(commons, "weirs", GARDEN, "north")
    assert found.compared == 0 and all(not each.shares for one in found.questions for each in one.items)
