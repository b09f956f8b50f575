"""What is open and what was decided: the time left, what is told of the counts, what is in force, and remarks."""

from datetime import timedelta

from narratives.charter import Choice
from store.retention_rules import months_kept
from tests.builders import make_collection, make_framework, make_narrative
from tests.people import stores_of
from tests.web.decisions.deciding import CLOSED, begin, close, proposed, set_clock, voted


def test_counts_of_few_people_are_not_told_and_nothing_of_how_anybody_voted(app):
    people, proposal = begin(app), proposed(app)
    voted(app, proposal, {people[name].account.id: Choice.YES for name in ("cy", "mo", "ade")})
    close(app)
    page = people["cy"].get(f"/decisions/{proposal.id}").text
    assert "Passed on 18 May 2026, and in force since 18 May 2026." in page
    assert (
        page.count("Quorum reached. Fewer than 10 voted, so no count is told.") == 4
    )  # in the title and in the picture
    assert "1 yes, 0 no. Quorum reached." in page  # the authority votes openly
    assert "said yes; more than" not in page
    assert months_kept(stores_of(app).stories, "plot") == 6


def test_counts_are_told_where_enough_people_voted_each_way(app):
    people = begin(app, more=20)
    proposal = proposed(app)
    votes = {
        f"{one}-{number}": (Choice.YES, Choice.NO)[number % 2] for one in ("employees", "users") for number in range(20)
    }
    voted(app, proposal, {**votes, people["ade"].account.id: Choice.NO})
    close(app)
    page = people["cy"].get(f"/decisions/{proposal.id}").text
    assert "10 yes, 10 no. Quorum reached." in page
    assert "By weight 33% said yes; more than 50% was needed." in page
    assert "Decided on 18 May 2026: it stays as it was." in page
    assert months_kept(stores_of(app).stories, "plot") == 12


def test_a_missed_quorum_is_said(app):
    people = begin(app, more=20)
    proposal = proposed(app)
    voted(app, proposal, {people["ade"].account.id: Choice.YES, people["mo"].account.id: Choice.YES})
    close(app)
    page = people["cy"].get(f"/decisions/{proposal.id}").text
    assert "A quorum was missed, so it could not pass." in page
    assert "Quorum missed." in page


def test_what_passed_and_cannot_be_put_in_force_says_why(app):
    people, proposal = begin(app), proposed(app, after="24")
    voted(app, proposal, {people[name].account.id: Choice.YES for name in ("cy", "mo", "ade")})
    stories = stores_of(app)
    stories.intake.submit(make_collection(), make_framework(), make_narrative(), "ab" * 16)
    close(app)
    page = people["mo"].get("/decisions").text
    assert "Passed, not in force" in page
    assert "could not be put in force:" in page
    assert months_kept(stories.stories, "plot") == 12


def test_remarks_carry_a_name_and_end_with_the_vote(app):
    people, proposal = begin(app), proposed(app)
    address = f"/decisions/{proposal.id}/remarks"
    empty = people["cy"].post(address, {"words": " "})
    assert empty.status_code == 422
    assert "Write 1 to 1,000 characters; there is nothing" in empty.text
    people["cy"].post(address, {"words": "<b>Not</b> yet."})
    page = people["mo"].get(f"/decisions/{proposal.id}").text
    assert "&lt;b&gt;Not&lt;/b&gt; yet." in page
    assert "Cy, 4 May 2026, 09:00 UTC" in page
    close(app)
    late = people["cy"].post(address, {"words": "Too late?"})
    assert late.status_code == 409
    assert "This vote is closed" in late.text


def test_time_left_is_told_in_days_and_at_the_end_in_hours(app):
    people, proposal = begin(app), proposed(app)
    set_clock(app, proposal.closes_at - timedelta(hours=3))
    assert "3 hours left" in people["mo"].get("/decisions").text
    set_clock(app, CLOSED)
    assert "you can vote" not in people["mo"].get("/decisions").text
