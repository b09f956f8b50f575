"""The public log of what members decided: everybody reads it, and it names nobody."""

import pytest

from narratives.charter import Choice
from narratives.covered import Setting
from tests.builders import make_collection, make_framework, make_narrative, open_plot
from tests.people import make_app, stores_of
from tests.web.decisions.deciding import WHY, begin, close, proposed, voted


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


def log(app) -> str:
    answer = app.test_client().get("/public/decisions", base_url="https://localhost")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    return " ".join(answer.text.split())


def everybody(people):
    return {people[name].account.id: Choice.YES for name in ("cy", "mo", "ade")}


def test_without_a_charter_it_says_so(app):
    assert "Members do not decide by vote here yet." in log(app)


def test_it_leads_back_to_what_people_told(app):
    assert '<a class="govuk-back-link" href="/public">What people told</a>' in log(app)


def test_it_tells_the_rules_of_voting_and_what_members_decide_about(app):
    begin(app, more=3)
    page = log(app)
    assert "Employee-members: 33% of the vote, 4 people on the roll, quorum 30 in 100." in page
    assert "The authority: 33% of the vote, 1 person on the roll, quorum 30 in 100." in page
    assert "A proposal is open for votes for 14 days." in page
    assert "It passes when every quorum is reached and more than 50% says yes." in page
    assert "<li>Who reads stories</li>" in page
    assert "4 May 2026, Service-user members: 4 came, 0 went." in page
    assert "Nothing has been decided yet." in page


def test_what_is_open_is_told_without_any_vote_and_what_was_decided_with_the_result(app):
    people, proposal = begin(app), proposed(app)
    voted(app, proposal, everybody(people))
    page = log(app)
    assert "Until 18 May 2026" in page
    assert "yes, 0 no" not in page
    close(app)
    page = log(app)
    assert "Passed, and in force since 18 May 2026." in page
    assert "12 months" in page
    assert "6 months" in page
    assert WHY in page
    assert "1 yes, 0 no. Quorum reached." in page
    assert "Nothing is open." in page


def test_it_names_neither_who_proposed_nor_who_voted_nor_who_said_something(app):
    people, proposal = begin(app), proposed(app)
    voted(app, proposal, everybody(people))
    people["cy"].post(f"/decisions/{proposal.id}/remarks", {"words": "I said a thing."})
    close(app)
    page = log(app)
    assert "I said a thing." not in page
    for person in people.values():
        assert f">{person.account.name}<" not in page
        assert f"by {person.account.name}" not in page
        assert person.account.id not in page


def test_what_was_withdrawn_was_never_decided(app):
    people, proposal = begin(app), proposed(app)
    people["mo"].post(f"/decisions/{proposal.id}/withdraw", {})
    assert "Nothing has been decided yet." in log(app)


def test_what_could_not_be_put_in_force_says_why(app):
    people, proposal = begin(app), proposed(app, after="24")
    voted(app, proposal, everybody(people))
    stores_of(app).intake.submit(make_collection(), make_framework(), make_narrative(), "ab" * 16)
    close(app)
    assert "Passed. It could not be put in force:" in log(app)


def test_another_charter_is_told_with_its_parts(app):
    begin(app)
    after = (
        '{"covered": ["charter"], "days": 7, "majority": 60, "quorum": {"employees": 9, "users": 9, "authority": 9}, '
    )
    after += '"weights": {"employees": 1, "users": 1, "authority": 1}}'
    proposed(app, Setting.CHARTER, "", after)
    page = log(app)
    assert "The charter itself" in page
    assert "Open for 7 days" in page
