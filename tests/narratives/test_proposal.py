"""Results as they may be told: nobody is found out by how few voted."""

from fractions import Fraction

from narratives.charter import Charter, Constituency, Tally
from narratives.proposal import told_result

EMPLOYEES, USERS, AUTHORITY = Constituency
VOICE = Tally(AUTHORITY, 1, 1, 1, 0)


def told(*tallies):
    return told_result(Charter(), (*tallies, VOICE), 10)


def test_votes_are_told_where_every_number_is_of_at_least_k():
    found = told(Tally(EMPLOYEES, 40, 30, 20, 10), Tally(USERS, 40, 25, 12, 13))
    assert [(one.cast, one.yes, one.no) for one in found.tallies] == [(30, 20, 10), (25, 12, 13), (1, 1, 0)]
    assert found.share == Fraction(Fraction(2, 3) + Fraction(12, 25) + 1, 3)


def test_of_fewer_than_k_voters_only_the_quorum_is_told_and_no_share_of_all():
    found = told(Tally(EMPLOYEES, 40, 30, 20, 10), Tally(USERS, 12, 9, 9, 0))
    assert (found.tallies[1].reached, found.tallies[1].cast, found.tallies[1].yes) == (True, None, None)
    assert found.share is None
    assert found.outcome.passed


def test_a_few_who_disagree_with_many_are_not_counted_out():
    found = told(Tally(EMPLOYEES, 40, 30, 28, 2), Tally(USERS, 40, 25, 12, 13))
    assert (found.tallies[0].cast, found.tallies[0].yes, found.tallies[0].no) == (30, None, None)


def test_a_few_who_abstain_are_not_counted_out_by_what_is_left():
    found = told(Tally(EMPLOYEES, 40, 30, 15, 13), Tally(USERS, 40, 25, 12, 13))
    assert found.tallies[0].yes is None


def test_that_everybody_agreed_is_not_told_since_it_says_how_each_voted():
    found = told(Tally(EMPLOYEES, 40, 30, 30, 0), Tally(USERS, 40, 25, 12, 13))
    assert found.tallies[0].yes is None


def test_the_authority_votes_openly():
    assert told(Tally(EMPLOYEES, 40, 30, 20, 10)).tallies[-1].yes == 1
