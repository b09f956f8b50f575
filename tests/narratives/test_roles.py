"""What a grant of a group holds: the group, what lies in it, and a parent when all of its children are granted."""

from narratives.collection import ReportingGroup
from narratives.roles import groups_seen


def test_a_grant_of_a_group_reaches_what_lies_in_it_and_a_parent_by_all_of_its_children():
    groups = [ReportingGroup("quay", "town"), ReportingGroup("mill", "town"), ReportingGroup("farm")]
    assert groups_seen(frozenset({"town"}), groups) == {"town", "quay", "mill"}
    assert groups_seen(frozenset({"quay"}), groups) == {"quay"}
    assert groups_seen(frozenset({"quay", "mill"}), groups) == {"quay", "mill", "town"}
    told_in_town = [*groups, ReportingGroup("town")]
    assert groups_seen(frozenset({"quay", "mill"}), told_in_town) == {"quay", "mill"}
    assert groups_seen(frozenset({""}), groups) == frozenset()
