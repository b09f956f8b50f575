from dataclasses import replace

import pytest

from narratives.errors import FrozenError, NotFoundError
from store.commons import (
    Confederation,
    add_confederation,
    ask_to_join,
    called,
    confederations_of,
    get_member,
    join,
    leave,
    letter_of,
    list_members,
    open_commons,
)
from store.commons_frameworks import get_shared_framework, list_shared_frameworks, offer_framework
from store.commons_shares import Share, list_shares, publish
from tests.builders import make_framework


@pytest.fixture
def commons(tmp_path):
    database = open_commons(tmp_path / "commons.db")
    add_confederation(database, Confederation("weirs", "Weirs"))
    for slug in ("north", "south"):
        ask_to_join(database, "weirs", slug, slug.title())
    yield database
    database.close()


def make_share(part="a" * 32, n=10, **changes):
    facts = {"framework_id": "garden", "framework_version": 1, "signifier": "mood", "counts": {"zones": {"top": n}}}
    return Share(part=part, n=n, **{**facts, **changes})


def shares_of(commons, organisation="north"):
    return list_shares(commons, "weirs", "garden", 1).get(organisation, [])


def test_who_is_asked_shares_nothing_before_joining(commons):
    assert publish(commons, "weirs", "north", [make_share()]) == 0
    assert shares_of(commons) == []
    join(commons, "weirs", "north", may_be_named=False)
    assert publish(commons, "weirs", "north", [make_share()]) == 1
    assert shares_of(commons) == [make_share()]


def test_nobody_joins_what_they_were_not_asked_into(commons):
    assert not join(commons, "weirs", "east", may_be_named=True)
    assert get_member(commons, "weirs", "east") is None
    assert publish(commons, "weirs", "east", [make_share()]) == 0


def test_leaving_takes_every_figure_back_at_once_and_nobody_elses(commons):
    for slug in ("north", "south"):
        join(commons, "weirs", slug, may_be_named=False)
        publish(commons, "weirs", slug, [make_share()])
    offer_framework(commons, "weirs", make_framework(), "north")
    assert leave(commons, "weirs", "north")
    assert (shares_of(commons), shares_of(commons, "south")) == ([], [make_share()])
    assert list_shared_frameworks(commons, "weirs")[0].offered_by == ""
    assert publish(commons, "weirs", "north", [make_share()]) == 0
    assert [one.id for one in confederations_of(commons, "north")] == ["weirs"], "it may join again"
    assert not leave(commons, "weirs", "north")


def test_a_part_stays_as_it_came_and_goes_when_it_is_no_longer_ticked(commons):
    join(commons, "weirs", "north", may_be_named=False)
    publish(commons, "weirs", "north", [make_share(), make_share("b" * 32)])
    assert publish(commons, "weirs", "north", [make_share(n=99), make_share("c" * 32)]) == 2
    assert {one.part[0]: one.n for one in shares_of(commons)} == {"a": 10, "c": 10}
    with pytest.raises(Exception, match="never recomputed"):
        commons.execute("update shares set n = 11")


def test_the_commons_take_no_part_of_fewer_than_ten(commons):
    join(commons, "weirs", "north", may_be_named=False)
    with pytest.raises(Exception, match="CHECK constraint failed"):
        publish(commons, "weirs", "north", [make_share(n=9)])
    assert shares_of(commons) == []


def test_members_are_letters_until_every_one_may_be_named(commons):
    join(commons, "weirs", "north", may_be_named=True)
    assert called(list_members(commons, "weirs")) == {"north": "North"}
    join(commons, "weirs", "south", may_be_named=False)
    letters = called(list_members(commons, "weirs"))
    assert len(set(letters.values())) == 2 and all(len(one) == 1 for one in letters.values())
    ask_to_join(commons, "weirs", "east", "East")
    join(commons, "weirs", "east", may_be_named=True)
    assert called(list_members(commons, "weirs"))["south"] == letters["south"], "a letter stays"
    join(commons, "weirs", "south", may_be_named=True)
    assert called(list_members(commons, "weirs"))["south"] == "South"


def test_letters_do_not_tell_who_came_first(commons):
    for number in range(60):
        ask_to_join(commons, "weirs", f"other-{number}", "Other")
    letters = [one.letter for one in list_members(commons, "weirs") if one.organisation.startswith("other")]
    names = [one.organisation for one in list_members(commons, "weirs") if one.organisation.startswith("other")]
    assert len(set(letters)) == 60 and names != [f"other-{number}" for number in range(60)]
    assert (letter_of(0), letter_of(25), letter_of(26)) == ("A", "Z", "A2")


def test_a_framework_is_shared_as_it_is_and_never_changes(commons):
    framework = replace(make_framework(), texts={"cy": {"title": "Yr ardd"}})
    assert offer_framework(commons, "weirs", framework, "north")
    assert not offer_framework(commons, "weirs", framework, "south")
    shared = get_shared_framework(commons, "weirs", "garden", 1)
    assert shared.framework() == framework and shared.framework().texts == framework.texts
    assert shared.is_same(framework) and shared.offered_by == "north"
    with pytest.raises(FrozenError, match="give yours an id of its own"):
        offer_framework(commons, "weirs", make_framework(title="Another"), "south")
    with pytest.raises(NotFoundError):
        get_shared_framework(commons, "weirs", "garden", 2)
