import pytest

from store.landscape import Landscape
from store.release_predictions import prediction_gaps
from tests.events import close, open_pump, tell

GLAD, CROSS = (16.0, 2.0, 2.0), (2.0, 2.0, 16.0)


def gaps(db, where):
    return prediction_gaps(db, Landscape(), *where)


def guess(found, by, of):
    (table,) = found.tables
    return next(one for one in table.guesses if (one.by, one.of) == (by, of))


@pytest.fixture
def misled(db):
    """Visitors are cross; diggers know it, the office expects them to be glad."""
    where = open_pump(db)
    knows = {"mood-by-visitors": CROSS}
    tell(db, where, "Diggers", 30, leans={"mood": GLAD, **knows})
    tell(db, where, "Office", 30, leans={"mood": GLAD, "mood-by-visitors": GLAD})
    tell(db, where, "Visitors", 30, leans={"mood": CROSS, **knows})
    close(db, where)
    return where


def test_the_gap_is_between_what_was_expected_and_what_was_so(db, misled):
    found = guess(gaps(db, misled), "Office", "Visitors")
    assert found.is_sure and found.widest.anchor.label in {"glad", "cross"}
    glad = found.stretches[0]
    assert glad.anchor.label == "glad" and glad.effect == pytest.approx(0.7, abs=0.08)
    assert glad.low < 0.7 < glad.high and glad.low > 0.4
    assert found.expected.group == "Office" and found.actual.group == "Visitors"


def test_a_side_that_knows_another_has_no_gap(db, misled):
    found = gaps(db, misled)
    assert not guess(found, "Diggers", "Visitors").is_sure
    own = guess(found, "Visitors", "Visitors")
    assert own.is_own and not own.is_sure and own.most < 0.3


def test_the_largest_gap_comes_first_and_every_cell_is_there(db, misled):
    found = gaps(db, misled)
    (table,) = found.tables
    assert len(table.guesses) == 9 and found.compared == 9
    # What nobody planted is scattered over the triangle: those guesses miss as well.
    assert {one.of for one in table.told if one.is_sure} >= {"Visitors"}
    assert abs(table.told[0].widest.effect) == max(abs(one.widest.effect) for one in table.told if one.is_sure)


def test_a_gap_needs_k_who_guess_and_k_who_placed(db):
    where = open_pump(db)
    tell(db, where, "Diggers", 20)
    tell(db, where, "Office", 20, guess=False)
    tell(db, where, "Visitors", 9)
    close(db, where)
    found = gaps(db, where)
    told = {(one.by, one.of) for table in found.tables for one in table.guesses if one.is_told}
    assert told == {("Diggers", "Diggers"), ("Diggers", "Office")} and found.compared == 2


def test_an_event_without_guesses_has_no_table(db):
    where = open_pump(db, predicted=())
    assert gaps(db, where).tables == () and gaps(db, where).compared == 0
