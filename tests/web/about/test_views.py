from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.collection import Moderation, Policy
from store.promise_proposals import accept, add_proposal
from tests.builders import TODAY, make_collection, make_framework, open_plot
from tests.people import stores_of
from web.about.rules import rules_of


def answer(question, today=TODAY, **changes):
    return dict(rules_of(make_collection(**changes), make_framework(), today).answers)[question]


def test_everybody_can_read_who_sees_what(app):
    open_plot(stores_of(app).stories)
    page = app.test_client().get("/who-sees-what")
    assert page.status_code == 200
    assert "The plot" in page.text
    assert "at least 9 others" in page.text


def test_before_there_is_a_collection_the_page_says_so(app):
    assert "No collection has been set up yet." in app.test_client().get("/who-sees-what").text


@pytest.mark.parametrize(
    ("changes", "question", "words"),
    [
        ({"policy": Policy.OPEN}, "If you let staff read it", "read your story together with your answers"),
        ({"policy": Policy.PROTECTED}, "If you let staff read it", "They never see your answers"),
        ({"moderation": Moderation.BEFORE}, "Who reads a story first", "until the moderator releases it"),
        ({"moderation": Moderation.AFTER}, "Who reads a story first", "Staff, as soon as it arrives"),
        ({"policy": Policy.PROTECTED}, "Who reads a story first", "once it is counted together with at least 9 others"),
        ({"k": 25}, "If you let us count it only", "at least 24 others"),
        ({"k": 25}, "Results are shown for", "east, west. A group with fewer than 25 stories"),
        ({"groups": ()}, "Results are shown for", "The collection as a whole"),
        ({"alerts_a_year": 4.0}, "Alerts", "at most about 4 false alarms a year"),
        ({"alerts_a_year": 0.5}, "Alerts", "at most about one false alarm in 2 years"),
        ({"opens_on": TODAY + timedelta(1)}, "Open for stories", "From 3 March 2026"),
        ({"closes_on": TODAY}, "Open for stories", "Until 2 March 2026"),
        ({"closes_on": date(2026, 2, 1)}, "Open for stories", "Closed since 1 February 2026"),
    ],
)
def test_a_rule_is_said_as_it_is(changes, question, words):
    assert words in answer(question, **changes)


def test_the_page_says_who_can_really_open_what(app):
    page = " ".join(app.test_client().get("/who-sees-what").text.split())
    assert 'Read the stories that may be read</dt><dd class="about-rules__answer">Managers, Members</dd>' in page
    assert 'hold one back</dt><dd class="about-rules__answer">Moderators</dd>' in page


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (0.5, "On 3 March 2026 an administrator lowered this figure from 1 to 0.5 a year"),
        (2.0, "On 3 March 2026 an administrator raised this figure from 1 to 2 a year"),
    ],
)
def test_a_changed_promise_says_the_new_figure_since_when_and_by_which_rule(app, after, words):
    db = stores_of(app).stories
    open_plot(db)
    assert "this figure" not in app.test_client().get("/who-sees-what").text
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    proposal = add_proposal(db, "plot", old_a_year=1.0, new_a_year=after, because="So they said.", at=at)
    assert proposal and accept(db, proposal, because="Agreed.", actor="ade", at=at)
    page = app.test_client().get("/who-sees-what").text
    assert words in page and "staff had judged at least 10 alerts" in page
    assert ("one false alarm in 2 years" if after < 1 else "at most about 2 false alarms a year") in page
