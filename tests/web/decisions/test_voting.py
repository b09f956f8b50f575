"""Voting in secret: once, confirmed, in time, by everybody on the roll."""

from narratives.charter import Constituency
from narratives.roles import Grant, Role
from store.proposals import get_proposal
from store.rolls import put_on_roll
from tests.people import Person, stores_of
from tests.web.decisions.deciding import BEGUN, ballots, begin, proposed, set_clock
from tests.web.far_and_near import add_limited


def test_a_ballot_is_confirmed_before_it_is_cast_and_cast_once(app):
    people, proposal = begin(app), proposed(app)
    address = f"/decisions/{proposal.id}/vote"
    nothing = people["mo"].post(address, {})
    assert nothing.status_code == 422
    assert "Choose yes, no, or that you abstain" in nothing.text
    asked = people["mo"].post(address, {"vote": "no"})
    assert asked.status_code == 200
    assert "You vote no." in asked.text
    assert "It cannot be changed or taken back." in asked.text
    assert ballots(app) == []
    assert people["mo"].post(address, {"vote": "no", "sure": "yes"}).status_code == 303
    again = people["mo"].post(address, {"vote": "yes", "sure": "yes"})
    assert again.status_code == 409
    assert "You have voted on this." in again.text
    assert ballots(app) == ["no"]
    assert people["mo"].get(address).status_code == 303
    page = people["mo"].get(f"/decisions/{proposal.id}").text
    assert "You have voted on this." in page
    assert "2 people can still vote." in page


def test_no_vote_is_taken_after_the_last_moment_and_nothing_is_taken_back_then(app):
    people, proposal = begin(app), proposed(app)
    set_clock(app, proposal.closes_at)
    page = people["mo"].get(f"/decisions/{proposal.id}").text
    assert "The votes are being counted." in page
    assert "Take it back" not in page
    refused = people["mo"].post(f"/decisions/{proposal.id}/vote", {"vote": "yes", "sure": "yes"})
    assert refused.status_code == 409
    assert "This vote is closed. Your ballot was not counted." in refused.text
    people["mo"].post(f"/decisions/{proposal.id}/withdraw", {})
    assert get_proposal(stores_of(app).stories, proposal.id).is_open


def test_somebody_who_sees_one_group_only_votes_like_everybody(app):
    begin(app)
    add_limited(app, "lee", Grant(Role.PRACTITIONER, "plot", "east"))
    lee = Person(app, "lee")
    put_on_roll(stores_of(app).stories, lee.account.id, Constituency.EMPLOYEES, on=BEGUN.date())
    proposal = proposed(app)
    assert lee.get("/decisions").status_code == 200
    assert lee.post(f"/decisions/{proposal.id}/vote", {"vote": "yes", "sure": "yes"}).status_code == 303
    assert ballots(app) == ["yes"]
