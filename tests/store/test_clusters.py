"""Boards in the store: every revision is kept, and whoever was slower is told."""

from datetime import UTC, datetime

import pytest

from narratives.board import placed, with_cluster
from narratives.draft import ChangedMeanwhileError
from narratives.errors import NotFoundError
from narratives.observation import ClusterKind
from store.bulk_deletion import delete_collection
from store.clusters import MOST_REVISIONS, board_at, get_board, list_revisions, save_board
from tests.builders import open_plot

AT = datetime(2026, 5, 2, 10, tzinfo=UTC)
KIND = ClusterKind.PERSPECTIVE


@pytest.fixture
def plot(db):
    open_plot(db)
    return db


def save(db, board, what="Began “Trust”", actor="ada"):
    return save_board(db, board, what=what, actor=actor, at=AT)


def test_a_board_that_nobody_touched_is_empty_and_has_no_history(plot):
    board = get_board(plot, "plot", KIND)
    assert (board.clusters, board.revision, list_revisions(plot, board)) == ((), 0, [])


def test_a_board_comes_back_with_its_columns_and_cards_in_order(plot):
    board = with_cluster(get_board(plot, "plot", KIND), "Trust", "Who keeps their word.", member="a")
    board = with_cluster(placed(board, "b", board.clusters[0].id, 0), "Water")
    saved = save(plot, board)
    assert get_board(plot, "plot", KIND) == saved and saved.revision == 1
    assert [(one.name, one.note, one.members) for one in get_board(plot, "plot", KIND).clusters] == [
        ("Trust", "Who keeps their word.", ("b", "a")),
        ("Water", "", ()),
    ]
    assert get_board(plot, "plot", ClusterKind.THEME).clusters == ()


def test_whoever_was_slower_is_told_and_stores_nothing(plot):
    seen = get_board(plot, "plot", KIND)
    first = save(plot, with_cluster(seen, "Trust"), actor="mo")
    with pytest.raises(ChangedMeanwhileError, match="mo changed this board while you had it open"):
        save(plot, with_cluster(seen, "Water"))
    assert get_board(plot, "plot", KIND) == first


def test_an_earlier_board_is_gone_back_to_as_a_change_of_its_own(plot):
    first = save(plot, with_cluster(get_board(plot, "plot", KIND), "Trust"))
    second = save(plot, with_cluster(first, "Water"), what="Began “Water”")
    back = save(plot, board_at(plot, second, 1), what="Took the last change back")
    assert [one.name for one in back.clusters] == ["Trust"] and back.revision == 3
    assert [one.name for one in board_at(plot, back, 2).clusters] == ["Trust", "Water"]
    assert board_at(plot, back, 0).clusters == ()
    assert [(one.number, one.what) for one in list_revisions(plot, back, most=2)] == [
        (3, "Took the last change back"),
        (2, "Began “Water”"),
    ]
    with pytest.raises(NotFoundError):
        board_at(plot, back, 9)


def test_only_the_last_revisions_are_kept(plot):
    board = get_board(plot, "plot", KIND)
    for number in range(MOST_REVISIONS + 3):
        board = save(plot, board, what=str(number))
    kept = list_revisions(plot, board, most=999)
    assert len(kept) == MOST_REVISIONS and kept[-1].number == 4


def test_a_board_goes_with_its_collection(plot):
    save(plot, with_cluster(get_board(plot, "plot", KIND), "Trust"))
    with plot.write():
        delete_collection(plot, "plot")
    assert plot.rows("select * from boards") == []
