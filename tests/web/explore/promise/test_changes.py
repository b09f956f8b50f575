"""The proposal on the promise page: seen by all who see the page, decided by an administrator."""

from datetime import UTC, datetime

import pytest

from store.collections import get_collection
from store.promise_proposals import add_proposal, decline, get_proposal
from tests.people import Person
from web.explore.promise.changes import MOST_CHARACTERS, read_decision

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
DECIDED = {"decision": "accepted", "because": "Too much noise."}


@pytest.fixture
def proposal(world):
    made = add_proposal(world.db, "plot", old_a_year=1.0, new_a_year=0.5, because="2 of 12 were real.", at=AT)
    assert made is not None
    return made


@pytest.fixture
def ade(app, world):
    return Person(app, "ade")


def decide(person, proposal, **fields):
    return person.post(f"/explore/plot/promise/{proposal}", fields)


def test_where_nothing_is_proposed_it_says_when_it_would_be(world, ada):
    page = ada.get("/explore/plot/promise").text
    assert "Nothing is proposed. The figure stays at 1" in page and "When is a change proposed?" in page


def test_everybody_on_the_page_sees_what_is_proposed_and_why_and_only_an_administrator_decides(proposal, ada, ade):
    for person in (ada, ade):
        page = person.get("/explore/plot/promise").text
        assert "Another figure is proposed: 0.5 instead of 1." in page
        assert "Proposed: 0.5 false alerts a year instead of 1" in page and "2 of 12 were real." in page
        assert ("Save the decision" in page) is (person is ade)
    assert "Nothing has changed yet: an administrator decides." in ada.get("/explore/plot/promise").text
    assert decide(ada, proposal, **DECIDED).status_code == 403


def test_accepting_changes_the_figure_and_stands_in_the_history_with_who_when_and_why(world, proposal, ada, ade):
    answer = decide(ade, proposal, **DECIDED)
    assert answer.status_code == 303 and answer.headers["Location"] == "/explore/plot/promise#changes"
    assert get_collection(world.db, "plot").alerts_a_year == 0.5
    page = ada.get("/explore/plot/promise").text
    assert (
        "Promised: at most 0.5 false alerts a year" in page and '<a class="govuk-link" href="#changes">since ' in page
    )
    assert "Changed from 1 to 0.5 a year" in page
    assert "Accepted by Ade on " in page and "“Too much noise.”" in page and "Proposed because: 2 of 12" in page


def test_declining_leaves_the_figure_and_stands_in_the_history(world, proposal, ade):
    assert decide(ade, proposal, decision="declined", because="Rather too many.").status_code == 303
    assert get_collection(world.db, "plot").alerts_a_year == 1.0
    page = ade.get("/explore/plot/promise").text
    assert "Stayed at 1 a year; proposed was 0.5" in page and "Declined by Ade on " in page


def test_what_is_missing_is_said_above_and_beside_the_field_and_what_was_typed_stays(world, proposal, ade):
    answer = decide(ade, proposal, decision="", because="Because <b>I</b> say so.")
    assert answer.status_code == 422
    assert '<a href="#decision">Choose whether to accept or decline</a>' in answer.text
    assert 'id="decision-error"' in answer.text and "<title>Error: " in " ".join(answer.text.split()).replace("> ", ">")
    assert "Because &lt;b&gt;I&lt;/b&gt; say so." in answer.text
    answer = decide(ade, proposal, decision="declined", because=" ")
    assert answer.status_code == 422 and '<a href="#because">Write why' in answer.text
    assert 'value="declined" checked' in answer.text
    assert get_proposal(world.db, proposal).decision is None


def test_a_reason_that_is_too_long_says_by_how_much():
    (error,) = read_decision("accepted", "x" * (MOST_CHARACTERS + 1)).errors
    assert error.message == "Shorten the reason to 1,000 characters or fewer: it has 1,001"


def test_who_decides_second_is_told_and_changes_nothing(world, proposal, ade):
    decline(world.db, proposal, because="No.", actor="bo", at=AT)
    answer = decide(ade, proposal, **DECIDED)
    assert answer.status_code == 409 and "Somebody decided about this before you. Nothing was changed." in answer.text
    assert get_collection(world.db, "plot").alerts_a_year == 1.0


def test_a_proposal_of_another_collection_or_of_none_is_not_found(proposal, ade):
    assert ade.post(f"/explore/quiet/promise/{proposal}", DECIDED).status_code == 404
    assert ade.post("/explore/plot/promise/nowhere", DECIDED).status_code == 404
