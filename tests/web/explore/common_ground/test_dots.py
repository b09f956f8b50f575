from store.release_consensus import GroupShare
from web.explore.common_ground.dots import EDGE, WIDE, across, dots, share_words

EAST, WEST = GroupShare("east", 40, 0.8, 0.65, 0.9), GroupShare("west", 50, 0.2, 0.1, 0.3)
FEW = GroupShare("north", 50, None, 0.0, 0.3)


def test_each_group_has_a_lane_with_the_fewest_above():
    found = dots([EAST, WEST], meant=["east"], mark=0.5)
    assert [lane.group for lane in found.lanes] == ["west", "east"]
    assert [lane.is_meant for lane in found.lanes] == [False, True] and found.mark == across(0.5)
    assert found.lanes[0].low < found.lanes[0].x < found.lanes[0].high and found.lanes[1].y > found.lanes[0].y


def test_a_number_below_k_has_a_line_and_no_dot():
    (lane,) = dots([FEW]).lanes
    assert lane.x is None and lane.low == EDGE and share_words(FEW) == "at most 30 of 100"


def test_none_and_all_lie_at_the_edges():
    assert (across(0), across(1), across(2)) == (EDGE, WIDE - EDGE, WIDE - EDGE)
    assert share_words(EAST) == "80 of 100 (65 to 90)"
