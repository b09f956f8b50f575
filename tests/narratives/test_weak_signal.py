from narratives.weak_signal import Known, SignalState, comes_back, recognise

WAITING, MERGED, DISMISSED = SignalState.WAITING, SignalState.MERGED, SignalState.DISMISSED


def test_a_pocket_that_shares_half_of_the_smaller_set_is_the_same_one():
    known = [Known("old", frozenset("abcd"), WAITING)]
    assert recognise([set("cdefgh")], known) == ["old"]
    assert recognise([set("dxyzuv")], known) == [None]


def test_two_found_pockets_are_never_the_same_old_one_and_the_larger_overlap_wins():
    known = [Known("old", frozenset("abcd"), WAITING)]
    assert recognise([set("abxy"), set("abcd")], known) == [None, "old"]


def test_what_was_merged_stands_for_the_pocket_it_was_merged_into():
    known = [
        Known("first", frozenset("abcd"), MERGED, "second"),
        Known("second", frozenset("efgh"), MERGED, "third"),
        Known("third", frozenset("ijkl"), SignalState.KEPT),
    ]
    assert recognise([set("abcd"), set("ijkl")], known) == ["third", "third"]


def test_a_circle_of_merges_ends():
    known = [Known("a", frozenset("xy"), MERGED, "b"), Known("b", frozenset("uv"), MERGED, "a")]
    assert recognise([set("xy")], known) == ["b"]


def test_a_dismissed_pocket_comes_back_only_when_it_has_grown_by_half():
    dismissed = Known("old", frozenset("abcdefgh"), DISMISSED, size_then=8)
    assert [comes_back(dismissed, n) for n in (8, 11, 12)] == [False, False, True]
    assert not comes_back(Known("old", frozenset(), SignalState.KEPT, size_then=8), 100)
