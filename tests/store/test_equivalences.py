"""Declaring that questions ask the same, and taking it back, with a record of both."""

import pytest

from narratives.common_axes import EquivalenceError, turned_about
from narratives.errors import NotFoundError
from store.equivalences import axes, declare, get_equivalence, in_force, withdraw
from tests.combined import LEFT_ME, MOOD, MOODS, NOON, SAY, SAYS, VOICE, open_both


@pytest.fixture
def both(db):
    return open_both(db)


def test_what_is_declared_is_in_force_until_it_is_taken_back(db, both):
    made = declare(db, MOOD, LEFT_ME, MOODS, actor="ada", at=NOON)
    assert in_force(db) == [made] and made.declared_by == "ada" and made.declared_at == NOON
    assert axes(db).same_as(MOOD)[LEFT_ME] == MOODS
    assert withdraw(db, made.id, actor="ade", at=NOON)
    assert in_force(db) == [] and LEFT_ME not in axes(db).same_as(MOOD)
    assert get_equivalence(db, made.id) == made
    assert not withdraw(db, made.id, actor="ade", at=NOON)
    assert db.one("select withdrawn_by from equivalences")["withdrawn_by"] == "ade"


def test_from_whichever_side_it_is_declared_the_same_is_kept(db, both):
    there = declare(db, LEFT_ME, MOOD, turned_about(MOODS), actor="ada", at=NOON)
    assert (there.first, there.second, there.anchors) == (MOOD, LEFT_ME, MOODS)
    with pytest.raises(EquivalenceError, match="on one axis already"):
        declare(db, MOOD, LEFT_ME, MOODS, actor="ada", at=NOON)


def test_what_was_taken_back_can_be_declared_anew(db, both):
    first = declare(db, SAY, VOICE, SAYS, actor="ada", at=NOON)
    withdraw(db, first.id, actor="ada", at=NOON)
    again = declare(db, SAY, VOICE, SAYS, actor="mo", at=NOON)
    assert [one.id for one in in_force(db)] == [again.id] != [first.id]


def test_nothing_is_kept_of_a_declaration_that_is_refused(db, both):
    with pytest.raises(EquivalenceError, match="not of one kind"):
        declare(db, MOOD, VOICE, MOODS, actor="ada", at=NOON)
    assert in_force(db) == []


def test_a_declaration_that_is_not_there_is_not_found(db):
    with pytest.raises(NotFoundError, match="no declared equivalence with id 'gone'"):
        withdraw(db, "gone", actor="ada", at=NOON)
