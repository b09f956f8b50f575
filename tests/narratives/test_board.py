"""Cards and columns of a board: where a move puts them, and what it leaves as it was."""

import pytest

from narratives.board import LOOSE, Board, dissolved, nudged, placed, renamed, shifted, with_cluster
from narratives.errors import NotFoundError
from narratives.observation import ClusterKind


@pytest.fixture
def board():
    """Two perspectives: `Trust` holds a, b and c, and `Water` holds d."""
    begun = with_cluster(Board("plot", ClusterKind.PERSPECTIVE), "Trust", "Who keeps their word.")
    begun = with_cluster(begun, "Water", member="d")
    for one in "abc":
        begun = placed(begun, one, begun.clusters[0].id)
    return begun


def members(board):
    return ["".join(one.members) for one in board.clusters]


def test_a_card_is_put_at_a_place_and_taken_out_of_where_it_was(board):
    moved = placed(board, "a", board.clusters[1].id, 0)
    assert members(moved) == ["bc", "ad"]


def test_a_card_is_moved_within_its_column_by_the_places_of_the_others(board):
    assert members(placed(board, "a", board.clusters[0].id, 1)) == ["bac", "d"]


def test_a_place_that_there_is_not_is_the_nearest_one(board):
    assert members(placed(board, "d", board.clusters[0].id, 99)) == ["abcd", ""]


def test_a_card_that_is_put_back_is_gathered_nowhere(board):
    moved = placed(board, "b", LOOSE)
    assert members(moved) == ["ac", "d"]
    assert moved.column_of("b") == LOOSE and moved.loose("abcd") == ["b"]


@pytest.mark.parametrize(
    ("card", "way", "left"),
    [
        ("b", "up", ["bac", "d"]),
        ("b", "down", ["acb", "d"]),
        ("b", "right", ["ac", "db"]),
        ("b", "left", ["ac", "d"]),
        ("a", "up", ["abc", "d"]),
        ("c", "down", ["abc", "d"]),
        ("d", "right", ["abc", "d"]),
        ("new", "right", ["abcnew", "d"]),
        ("new", "left", ["abc", "d"]),
        ("new", "up", ["abc", "d"]),
    ],
)
def test_a_card_goes_one_step_and_stays_where_there_is_nowhere_to_go(board, card, way, left):
    assert members(nudged(board, card, way)) == left


def test_a_column_that_there_is_not_takes_no_card(board):
    with pytest.raises(NotFoundError):
        placed(board, "a", "nowhere")


def test_a_column_keeps_its_cards_when_it_is_renamed_and_moved(board):
    trust = board.clusters[0].id
    changed = shifted(renamed(board, trust, "Keeping one’s word", "Promises."), trust, 1)
    assert [(one.name, "".join(one.members), one.place) for one in changed.clusters] == [
        ("Water", "d", 0),
        ("Keeping one’s word", "abc", 1),
    ]
    assert shifted(changed, trust, 1) == changed


def test_what_was_in_a_column_that_is_taken_apart_is_gathered_nowhere(board):
    left = dissolved(board, board.clusters[0].id)
    assert members(left) == ["d"] and left.loose("abcd") == ["a", "b", "c"] and left.clusters[0].place == 0
