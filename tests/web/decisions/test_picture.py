"""The picture of a vote: bars as long as the weights, and nothing drawn that may not be told."""

import pytest

from narratives.charter import Charter, Constituency, Tally
from narratives.covered import Setting
from narratives.proposal import Proposal, ProposalState
from tests.people import make_app
from tests.web.decisions.deciding import BEGUN, CLOSED, WHY
from web.decisions.picture import draw

WEIGHTS = {Constituency.EMPLOYEES: 2, Constituency.USERS: 1, Constituency.AUTHORITY: 1}


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    return make_app(tmp_path_factory.mktemp("picture")).test_request_context()


def closed(*tallies: Tally) -> Proposal:
    rest = (1, "mo", BEGUN, CLOSED, ProposalState.FAILED, CLOSED, tallies)
    return Proposal("a" * 16, Setting.MONTHS_KEPT, "plot", "The plot", "12", "6", WHY, *rest)


def drawn(context, *tallies: Tally):
    with context:
        return draw(Charter(weights=WEIGHTS), closed(*tallies), 10)


def test_a_bar_is_as_long_as_its_weight_and_inked_as_far_as_its_share_of_yes(context):
    users, employees = (Tally(one, 60, 40, 30, 10) for one in (Constituency.USERS, Constituency.EMPLOYEES))
    first, second = drawn(context, users, employees).bars
    assert first.name == "Employee-members, 50% of the vote"
    assert (first.width, first.yes, first.no) == (316.0, 237.0, 79.0)
    assert (second.width, second.yes, second.no) == (158.0, 118.5, 39.5)
    assert first.words == "30 yes, 10 no. Quorum reached."


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (Tally(Constituency.USERS, 9, 9, 5, 4), "Quorum reached. Fewer than 10 voted, so no count is told."),
        (Tally(Constituency.USERS, 90, 9, 9, 0), "Quorum missed. Fewer than 10 voted, so no count is told."),
        (Tally(Constituency.USERS, 40, 30, 29, 1), "30 voted. Quorum reached."),
        (Tally(Constituency.USERS, 40, 30, 30, 0), "30 voted. Quorum reached."),
    ],
)
def test_what_could_show_somebodys_vote_is_not_drawn(context, tally, said):
    found = drawn(context, tally)
    [bar] = found.bars
    assert (bar.is_told, bar.yes, bar.no, bar.words) == (False, 0.0, 0.0, said)
    assert found.key_hidden == "Not told: it could show how somebody voted"
    assert said in found.said


def test_the_authority_is_drawn_however_few_they_are_and_who_abstained_is_said(context):
    found = drawn(context, Tally(Constituency.AUTHORITY, 2, 2, 1, 0))
    [bar] = found.bars
    assert (bar.yes, bar.no) == (158.0 * 2, 0.0)
    assert bar.words == "1 yes, 0 no, 1 abstained. Quorum reached."
    assert found.key_hidden == ""


def test_where_nothing_was_counted_there_is_no_picture(context):
    assert drawn(context) is None
