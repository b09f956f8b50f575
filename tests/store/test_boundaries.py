"""Boundaries in the store, and which group lies on which."""

import pytest

from narratives.boundaries import Boundary
from narratives.errors import NotFoundError
from store.boundaries import (
    LinkError,
    add_boundaries,
    areas_of,
    declared_groups,
    link_group,
    list_areas,
    remove_areas,
    unlink_group,
)
from tests.builders import open_plot

RING = ((0.0, 51.0), (0.0, 52.0), (1.0, 52.0))


def area(code, name):
    return Boundary(code, name, ((RING,),))


@pytest.fixture
def plot(db):
    return open_plot(db)[0]


def linked(db, plot):
    return {group: held.code for group, held in areas_of(db, plot).items()}


def test_a_group_lies_on_the_area_of_its_name_or_code_whatever_the_case(db, plot):
    assert add_boundaries(db, [area("E1", "EAST"), area("West", "Somewhere")], "a licence") == (2, 0)
    assert linked(db, plot) == {"east": "E1", "west": "West"}
    east = areas_of(db, plot)["east"]
    assert (east.name, east.source) == ("EAST", "a licence")
    assert east.outline == "[[[[0.0,51.0],[0.0,52.0],[1.0,52.0]]]]"


def test_the_groups_that_others_lie_in_count_too(db, plot):
    assert declared_groups(plot) == ["all", "east", "west"]
    add_boundaries(db, [area("E0", "All")], "")
    assert linked(db, plot) == {"all": "E0"}


def test_a_name_that_two_areas_have_is_left_alone(db, plot):
    add_boundaries(db, [area("E1", "east"), area("E2", "East")], "")
    assert linked(db, plot) == {}


def test_a_link_counts_before_a_name(db, plot):
    add_boundaries(db, [area("E1", "east"), area("E2", "elsewhere")], "")
    link_group(db, plot, "east", "e2")
    assert linked(db, plot) == {"east": "E2"}
    assert unlink_group(db, plot, "east")
    assert linked(db, plot) == {"east": "E1"}
    assert not unlink_group(db, plot, "east")


def test_an_area_that_a_group_was_put_on_is_nobody_elses(db, plot):
    add_boundaries(db, [area("E1", "east")], "")
    with pytest.raises(LinkError, match="E1 is the area of 'east' already"):
        link_group(db, plot, "west", "E1")
    add_boundaries(db, [area("E2", "elsewhere")], "")
    link_group(db, plot, "east", "E2")
    link_group(db, plot, "west", "E1")
    assert linked(db, plot) == {"east": "E2", "west": "E1"}


def test_what_cannot_be_linked_is_refused_with_what_there_is(db, plot):
    with pytest.raises(LinkError, match="No area has the code 'E9'"):
        link_group(db, plot, "east", "E9")
    with pytest.raises(LinkError, match="has no group 'north'. Its groups are: all, east, west"):
        link_group(db, plot, "north", "E9")


def test_importing_again_replaces_and_keeps_the_links(db, plot):
    add_boundaries(db, [area("E1", "here")], "old")
    link_group(db, plot, "east", "E1")
    assert add_boundaries(db, [area("E1", "there"), area("E2", "beyond")], "new") == (1, 1)
    assert linked(db, plot) == {"east": "E1"}
    assert [(one.code, one.name, one.source) for one in list_areas(db)] == [
        ("E1", "there", "new"),
        ("E2", "beyond", "new"),
    ]


def test_nothing_is_stored_when_one_cannot_be(db, plot):
    add_boundaries(db, [area("E1", "east")], "")
    broken = area("E2", "west")
    object.__setattr__(broken, "name", None)
    with pytest.raises(Exception, match="NOT NULL"):
        add_boundaries(db, [area("E1", "changed"), area("E3", "new"), broken], "")
    assert [(one.code, one.name) for one in list_areas(db)] == [("E1", "east")]


def test_taking_areas_out_is_all_or_none_and_takes_their_links(db, plot):
    add_boundaries(db, [area("E1", "here"), area("E2", "there")], "")
    link_group(db, plot, "east", "E1")
    with pytest.raises(NotFoundError, match="no area with id 'E9'"):
        remove_areas(db, ["E1", "E9"])
    assert linked(db, plot) == {"east": "E1"}
    remove_areas(db, ["E1"])
    assert linked(db, plot) == {}
    assert [one.code for one in list_areas(db)] == ["E2"]
