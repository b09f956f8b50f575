"""Pages whose settings members decide about lead to a proposal, and refuse their own forms."""

from datetime import UTC, datetime

import pytest

from narratives.charter import CONSTITUENCY_WORDS, Constituency
from narratives.covered import WORDS, Setting
from narratives.draft import Draft
from narratives.framework_file import framework_to_json
from store.drafts import add_draft, get_draft
from store.retention_rules import months_kept
from tests.builders import make_collection, make_framework, make_narrative, open_plot
from tests.people import Person, make_app, stores_of
from tests.web.decisions.deciding import begin
from web.decisions.names import constituency_name, setting_name

LEADS = "Members decide about this."


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


def test_every_page_keeps_its_own_form_until_there_is_a_charter(app):
    people = begin(app)
    with_charter = {
        path: people["ade"].get(path).text for path in ("/keeping", "/frameworks/garden/wording", "/routes")
    }
    assert all(LEADS in page for page in with_charter.values())
    assert "Change the words" not in with_charter["/frameworks/garden/wording"]


def test_no_page_speaks_of_members_before(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    ade = Person(app, "ade")
    for path in ("/keeping", "/frameworks/garden/wording", "/routes", "/publishing/plot", "/explore/plot/promise"):
        page = ade.get(path)
        assert page.status_code == 200
        assert LEADS not in page.text


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/keeping", "setting=months-kept&amp;about=plot"),
        ("/publishing/plot", "setting=public-page&amp;about=plot"),
        ("/explore/plot/promise", "setting=false-alarms&amp;about=plot"),
        ("/routes", "setting=told-outside"),
        ("/frameworks/garden/wording", "/decisions/propose/texts?of=garden&amp;language=en"),
    ],
)
def test_the_page_of_a_covered_setting_leads_to_its_proposal(app, path, link):
    ade = begin(app)["ade"]
    page = ade.get(path).text
    assert LEADS in page
    assert link in page


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/keeping/plot", {"months": "3", "sure": "yes"}),
        ("/publishing/plot/switch", {"is_on": "1"}),
        ("/frameworks/garden/wording", {"text.title": "What grows here", "reason": "It is plainer"}),
    ],
)
def test_its_form_sent_all_the_same_changes_nothing_and_says_who_decides(app, path, form):
    stores_of(app).intake.submit(make_collection(), make_framework(), make_narrative(), "ab" * 16)
    refused = begin(app)["ade"].post(path, form)
    assert refused.status_code == 409
    assert "propose the change under Decisions" in refused.text
    assert months_kept(stores_of(app).stories, "plot") == 12


def test_a_draft_is_opened_by_a_vote_and_its_page_leads_there(app):
    people, db = begin(app), stores_of(app).stories
    questions = {**framework_to_json(make_framework()), "id": "hedge", "title": "The hedge"}
    opening = {"id": "hedge", "title": "The hedge", "opens_on": "2026-01-01", "closes_on": "2030-01-01"}
    made = add_draft(db, Draft("The hedge", questions, opening), what="Began", actor="ade", at=datetime.now(UTC))
    asked = {"setting": "questions", "about": made.id, "value": str(made.revision), "why": "We want to begin in June."}
    page = people["ade"].get("/decisions/propose/form", query_string={"setting": "questions", "about": made.id}).text
    assert f"open them as they stand now, in revision {made.revision}" in page
    answer = people["mo"].post("/decisions/propose/form", asked)
    assert answer.status_code == 303
    assert f"open revision {made.revision}" in people["cy"].get(answer.location).text
    assert not get_draft(db, made.id).is_open


def test_an_address_can_carry_what_is_proposed(app):
    page = begin(app)["mo"].get("/decisions/propose/form?setting=false-alarms&about=plot&to=0.5").text
    assert 'value="0.5"' in page


def test_the_words_that_are_translated_are_those_of_the_rules(app):
    with app.test_request_context():
        assert {one: setting_name(one) for one in Setting} == {one: WORDS[one].title for one in Setting}
        assert {one: constituency_name(one) for one in Constituency} == CONSTITUENCY_WORDS
