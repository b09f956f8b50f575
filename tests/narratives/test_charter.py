"""Charters and results: one voice for each constituency, a quorum in each, more than the majority of the weights."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narratives.charter import Charter, Constituency, Tally, charter_of, outcome_of, read_charter
from narratives.covered import Setting

EMPLOYEES, USERS, AUTHORITY = Constituency
FIELDS = {f"weight-{one}": "1" for one in Constituency} | {f"quorum-{one}": "30" for one in Constituency}
FIELDS |= {"days": "14", "majority": "50"}


def vote(*, employees=(0, 0), users=(0, 0), authority=(0, 0), roll=20):
    said = zip(Constituency, (employees, users, authority), strict=True)
    return [Tally(one, roll, yes + no, yes, no) for one, (yes, no) in said]


def test_a_charter_is_read_as_it_was_kept():
    charter = Charter({EMPLOYEES: 2, USERS: 1, AUTHORITY: 1}, dict.fromkeys(Constituency, 40), 21, 60)
    assert read_charter(charter.to_json()) == charter


def test_each_constituency_weighs_a_third_unless_the_charter_says_otherwise():
    assert [Charter().share_of(one) for one in Constituency] == [Fraction(1, 3)] * 3


def test_a_proposal_passes_with_more_than_the_majority_of_the_weights_and_every_quorum():
    found = outcome_of(Charter(), vote(employees=(10, 0), users=(6, 4), authority=(0, 10)))
    assert (found.passed, found.share, found.short) == (True, Fraction(8, 15), ())


def test_half_of_the_weights_is_not_more_than_half():
    found = outcome_of(Charter(), vote(employees=(10, 0), users=(5, 5), authority=(0, 10)))
    assert (found.passed, found.share) == (False, Fraction(1, 2))


def test_a_hundred_employees_cannot_outvote_the_two_others():
    tallies = vote(users=(0, 10), authority=(0, 7))[1:]
    assert not outcome_of(Charter(), [Tally(EMPLOYEES, 1000, 1000, 1000, 0), *tallies]).passed


def test_a_missed_quorum_in_one_constituency_stops_it_however_the_others_voted():
    found = outcome_of(Charter(), vote(employees=(20, 0), users=(5, 0), authority=(20, 0)))
    assert (found.passed, found.share, found.short) == (False, Fraction(1), (USERS,))


def test_abstentions_count_for_the_quorum_and_for_neither_side():
    tallies = vote(employees=(10, 0), authority=(10, 0))
    found = outcome_of(Charter(), [tallies[0], Tally(USERS, 20, 10, 0, 0), tallies[2]])
    assert (found.passed, found.share, found.short) == (True, Fraction(1), ())


def test_a_constituency_with_a_weight_that_nobody_can_vote_in_is_short():
    found = outcome_of(Charter(), vote(employees=(10, 0), users=(10, 0))[:2])
    assert (found.passed, found.short) == (False, (AUTHORITY,))


def test_a_constituency_without_weight_neither_helps_nor_hinders():
    charter = Charter({EMPLOYEES: 1, USERS: 1, AUTHORITY: 0})
    found = outcome_of(charter, vote(employees=(10, 0), users=(10, 0), authority=(0, 20)))
    assert (found.passed, found.share, found.short) == (True, Fraction(1), ())


def test_nothing_passes_when_everybody_abstains():
    found = outcome_of(Charter(), [Tally(one, 10, 10, 0, 0) for one in Constituency])
    assert (found.passed, found.share) == (False, None)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=3), st.integers(0, 2))
def test_one_more_yes_never_turns_a_result_from_yes_to_no(said, place):
    before = [Tally(one, 200, yes + no, yes, no) for one, (yes, no) in zip(Constituency, said, strict=True)]
    after = list(before)
    one = before[place]
    after[place] = Tally(one.constituency, one.roll, one.cast + 1, one.yes + 1, one.no)
    charter = Charter(quorum=dict.fromkeys(Constituency, 1))
    if outcome_of(charter, before).passed and one.yes + one.no:
        assert outcome_of(charter, after).passed


def test_a_form_is_read_into_a_charter_that_always_covers_itself():
    charter, errors = charter_of(FIELDS, ["months-kept"])
    assert errors == ()
    assert charter.covered == {Setting.MONTHS_KEPT, Setting.CHARTER}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"days": "9" * 5_000}, "The days that a vote is open must be a whole number from 1 to 90"),
        ({"days": "0"}, "The days that a vote is open must be a whole number from 1 to 90"),
        ({"majority": "95"}, "The majority must be a whole number from 50 to 90"),
        ({"quorum-users": "none"}, "The quorum of service-user members must be a whole number from 1 to 100"),
        ({"weight-authority": "-1"}, "The weight of the authority must be a whole number from 0 to 100"),
        (
            {"weight-users": "0", "weight-authority": "0"},
            "At least two constituencies need a weight: one alone is no vote",
        ),
    ],
)
def test_a_form_says_which_field_is_wrong_and_what_it_takes(changed, message):
    charter, errors = charter_of(FIELDS | changed, [])
    assert charter is None
    assert [error.message for error in errors] == [message]


def test_a_form_with_something_that_nobody_can_decide_is_refused():
    assert charter_of(FIELDS, ["the-weather"])[1][0].message == "Choose from the list what members decide about"
