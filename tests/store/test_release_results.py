from datetime import date

from narratives.collection import Policy, ReportingGroup
from narratives.temperature import Reading
from store.release_results import list_released_readings
from store.results import replace_readings
from tests.builders import open_plot

WEEK = (date(2026, 2, 23), date(2026, 3, 1))


def released(db, told, **changes):
    """What is shown of one week in which so many told in each unit: by unit, None where there is no value."""
    collection, _ = open_plot(db, **changes)
    readings = [Reading(unit, *WEEK, n, 50.0, 40.0, 60.0, 30.0, 70.0) for unit, n in sorted(told.items())]
    replace_readings(db, collection.id, readings)
    return {one.group: None if one.value is None else one.n for one in list_released_readings(db, collection)}


def test_a_unit_with_fewer_than_k_stories_has_no_temperature(db):
    assert released(db, {"": 20, "east": 11, "west": 9}) == {"": 20, "east": 11, "west": None}


def test_in_a_protected_collection_what_is_shown_never_leaves_fewer_than_k_over(db):
    shown = released(db, {"": 24, "all": 24, "east": 20, "west": 4}, policy=Policy.PROTECTED)
    assert shown == {"": None, "all": None, "east": 20, "west": None}


def test_in_a_protected_collection_groups_that_add_up_are_all_shown_in_whole_k(db):
    shown = released(db, {"": 37, "all": 37, "east": 25, "west": 12}, policy=Policy.PROTECTED)
    assert shown == {"": 30, "all": 30, "east": 20, "west": 10}


def test_the_few_of_one_parent_are_not_told_by_the_whole_either(db):
    groups = tuple(ReportingGroup(name, parent) for name, parent in (("a", "n"), ("b", "n"), ("c", "s"), ("d", None)))
    told = {"": 55, "n": 25, "a": 20, "b": 5, "s": 10, "c": 10, "d": 20}
    shown = released(db, told, policy=Policy.PROTECTED, groups=groups)
    assert shown == {"": None, "n": None, "a": 20, "b": None, "s": 10, "c": 10, "d": 20}


def test_many_small_groups_together_leave_the_whole_to_be_seen(db):
    groups = tuple(ReportingGroup(name) for name in "abc")
    shown = released(db, {"": 35, "a": 20, "b": 8, "c": 7}, policy=Policy.PROTECTED, groups=groups)
    assert shown == {"": 30, "a": 20, "b": None, "c": None}
