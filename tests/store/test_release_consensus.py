import pytest

from narratives.collection import Policy, ReportingGroup
from store.landscape import Landscape
from store.release_consensus import find_common_ground, has_wider, offered_groups
from store.results import Theme, ThemeFit, replace_themes
from store.theming import Assignment, add_assignments
from tests.builders import TODAY, open_plot
from tests.store.sides import close, keep, told

GLAD, CROSS = (8.0, 1.0, 1.0), (1.0, 1.0, 8.0)
SAY, NONE = (5.0, 1.5), (1.5, 5.0)


def find(db, plot, groups=(), **options):
    return find_common_ground(db, Landscape(), *plot, groups, **options)


def named(lines):
    return {(line.item.question, line.item.id) for line in lines}


def test_what_groups_share_stands_beside_what_divides_them(db):
    plot = open_plot(db)
    keep(db, plot, told(1, 90, "east", GLAD, SAY), told(2, 120, "west", GLAD, NONE))
    found = find(db, plot)
    assert ("mood", "top") in named(found.shared) and ("say", "high") in named(found.divided)
    shared = next(one for one in found.shared if one.item.id == "top")
    assert [(share.group, share.n) for share in shared.shares] == [("east", 90), ("west", 120)]
    assert shared.high < shared.least < shared.smallest and shared.gap_most > 0.05
    assert found.apart > 0.02 and not found.lacking and found.tried == found.compared
    divided = next(one for one in found.divided if one.item.id == "high")
    assert divided.group == "east" and 0 < divided.low < divided.difference < divided.high


def test_of_two_groups_each_difference_is_told_once(db):
    plot = open_plot(db)
    keep(db, plot, told(1, 90, "east", GLAD, SAY), told(2, 120, "west", GLAD, NONE))
    assert {one.group for one in find(db, plot).divided} == {"east"}


def test_groups_that_do_not_differ_have_no_divide(db):
    plot = open_plot(db)
    keep(db, plot, told(3, 90, "east", GLAD), told(4, 120, "west", GLAD))
    found = find(db, plot)
    assert found.divided == () and ("mood", "top") in named(found.shared) and found.apart < 0.05


def test_who_people_are_is_nothing_to_agree_on(db):
    plot = open_plot(db)
    keep(db, plot, told(5, 60, "east", digger=1.0), told(6, 60, "west", digger=1.0))
    found = find(db, plot)
    assert "role" not in {question for question, _ in named(found.shared) | named(found.divided)}


@pytest.mark.parametrize(
    ("sizes", "words"),
    [((60, 9), "Too few stories to say: at least two groups with 10 stories each are needed."), ((60, 10), "")],
)
def test_a_group_of_fewer_than_k_is_not_compared(db, sizes, words):
    plot = open_plot(db)
    keep(db, plot, told(7, sizes[0], "east"), told(8, sizes[1], "west"))
    assert find(db, plot).lacking == words


def test_one_group_chosen_is_too_few(db):
    plot = open_plot(db)
    keep(db, plot, told(9, 20, "east"), told(10, 20, "west"))
    assert find(db, plot, ["east"]).lacking == "Choose at least two groups."


def test_what_most_people_of_a_group_left_out_is_no_common_ground(db):
    plot = open_plot(db)
    left_out = {"answers": ()}
    keep(db, plot, told(11, 60, "east", GLAD), told(12, 60, "west", GLAD), told(13, 61, "west", **left_out))
    found = find(db, plot)
    assert found.shared == () and "It left me…" in found.silent


def test_a_protected_collection_is_compared_by_whole_batches_and_says_nothing_below_k(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(14, 120, "east", GLAD, SAY), told(15, 120, "west", GLAD, NONE))
    close(db, plot)
    found = find(db, plot)
    assert ("mood", "top") in named(found.shared) and found.without_themes
    lines = [*found.shared, *found.divided]
    shares = [share for line in lines for share in line.shares]
    assert all(share.share is None or share.share * share.n > 9.5 for share in shares)
    few = [line for line in found.divided if line.share is None or any(one.share is None for one in line.shares)]
    assert few, "a share of fewer than k stories is there, and told as below k"
    for line in few:
        assert all(one.low == 0 for one in line.shares if one.share is None)
        known = [line.rest, line.share or 0.0] if line.share is None else [line.share]
        assert all(round(one * 120) >= 9 or one == 0.0 for one in known)


def test_the_others_together_do_not_tell_the_one_of_them_that_has_few(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(23, 120, "east", GLAD, SAY), told(24, 120, "west", GLAD, SAY), told(25, 120, "far", CROSS))
    close(db, plot)
    k, seen = plot[0].k, 0
    for line in find(db, plot).divided:
        others = [one for one in line.shares if one.group != line.group]
        shown = [round(one.share * one.n) for one in others if one.share is not None]
        few = len(others) - len(shown)
        assert line.is_rest_at_most == (few > 0)
        if few:
            seen += 1
            assert round(line.rest * sum(one.n for one in others)) == sum(shown) + few * (k - 1)
            least = sum(shown) / sum(one.n for one in others)
            assert line.share is None or line.difference in (line.share - line.rest, line.share - least)
    assert seen, "a group with few is among the others"


def test_stories_that_wait_for_a_batch_are_no_part_of_it(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(16, 60, "east", GLAD), told(17, 60, "west", GLAD))
    assert find(db, plot).lacking.startswith("Too few stories to say")


def test_wider_groups_hold_those_inside_them(db):
    groups = (ReportingGroup("a", "north"), ReportingGroup("b", "north"), ReportingGroup("c", "south"))
    plot = open_plot(db, groups=groups)
    keep(db, plot, told(18, 30, "a"), told(19, 40, "b"), told(20, 50, "c"))
    assert has_wider(plot[0])
    units = offered_groups(db, Landscape(), *plot, wider=True)
    assert [(unit.name, unit.members, unit.n) for unit in units] == [("north", ("a", "b"), 70), ("south", ("c",), 50)]
    assert [unit.name for unit in offered_groups(db, Landscape(), *plot)] == ["a", "b", "c"]
    assert [unit.n for unit in find(db, plot, wider=True).groups] == [70, 50]


def test_a_theme_that_one_group_tells_more_of_divides_them(db):
    plot = open_plot(db)
    heaps = list(told(21, 60, "east")), list(told(22, 60, "west"))
    keep(db, plot, *heaps)
    themes = [Theme(7, "frost", ("frost",), 60, TODAY), Theme(8, "beans", ("beans",), 60, TODAY)]
    replace_themes(db, "plot", "words", ThemeFit("fit", 120, b""), fitted_on=TODAY, themes=themes)
    rows = db.rows("select id, group_name from narratives order by id")
    add_assignments(
        db, "plot", "fit", [Assignment(row["id"], 7 if row["group_name"] == "east" else 8, 0.1, False) for row in rows]
    )
    divided = [line for line in find(db, plot).divided if line.item.is_theme]
    assert divided and divided[0].item.label in {"frost", "beans"} and abs(divided[0].difference) == 1
