"""Proposing: what a proposal says, what is wrong with one, and taking it back."""

from dataclasses import replace

import pytest

from narratives.covered import Setting
from narratives.draft import Draft
from store.drafts import add_draft, change_draft
from store.proposals import get_proposal
from tests.people import stores_of
from tests.store.deciding import NOW
from tests.web.decisions.deciding import FORM, WHY, begin, proposed


def test_a_proposal_says_what_changes_why_and_until_when(app):
    people = begin(app)
    answer = people["mo"].post("/decisions/propose/form", FORM)
    assert answer.status_code == 303
    page = people["cy"].get(answer.location).text
    assert "How long stories are kept: The plot" in page
    assert "12 months" in page
    assert "6 months" in page
    assert WHY in page
    assert "14 days left, until 18 May 2026, 09:00 UTC." in page
    assert "3 people can still vote." in page
    again = people["cy"].post("/decisions/propose/form", {**FORM, "value": "7"})
    assert again.status_code == 409
    assert "A change of this is being voted on already." in again.text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"value": "twelve"}, "Enter the months as a whole number from 1 to 120; “twelve” is none"),
        ({"value": "9" * 6_000}, "Shorten it to 2,000 characters"),
        ({"value": "12"}, "It is so already: choose something else"),
        ({"why": "Because"}, "Say why, in a sentence that others can decide by"),
        ({"why": "x" * 1001}, "Shorten it to 1,000 characters; it has 1,001"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_beside_its_field_and_what_was_typed_stays(app, changed, told):
    answer = begin(app)["mo"].post("/decisions/propose/form", {**FORM, **changed})
    assert answer.status_code == 422
    assert answer.text.count(told) == 2
    assert (changed.get("value") or changed["why"]) in answer.text


@pytest.mark.parametrize("form", [{"setting": "weather"}, {"about": "nowhere"}, {"setting": "wording", "about": "[]"}])
def test_what_there_is_not_cannot_be_proposed_about(app, form):
    assert begin(app)["mo"].post("/decisions/propose/form", {**FORM, **form}).status_code == 404


@pytest.mark.parametrize(
    "about", ["[" * 20_000, '["garden",1e999,"en","title"]', f'["garden",{"9" * 30},"en","title"]']
)
def test_a_name_of_a_text_that_cannot_be_read_is_no_text(app, about):
    asked = {"setting": "wording", "about": about}
    assert begin(app)["mo"].get("/decisions/propose/form", query_string=asked).status_code == 404


def test_questions_are_proposed_as_they_stand_and_in_no_other_revision(app):
    people, db = begin(app), stores_of(app).stories
    draft = add_draft(db, Draft("The orchard", {}, opening={}), what="Made", actor="ada", at=NOW)
    change_draft(db, replace(draft, title="Another"), what="Renamed", actor="ada", at=NOW)
    asked = {**FORM, "setting": "questions", "about": draft.id}
    for revision in ("1", "9" * 1_000):
        answer = people["mo"].post("/decisions/propose/form", {**asked, "value": revision})
        assert answer.status_code == 422
        assert "Somebody changed these questions meanwhile" in answer.text
        assert "in revision 2." in answer.text
    assert people["mo"].post("/decisions/propose/form", {**asked, "value": "2"}).status_code == 303


def test_every_covered_setting_has_a_form_that_can_be_opened_and_its_text_ones_lead_to_each_text(app):
    mo = begin(app)["mo"]
    page = mo.get("/decisions/propose").text
    for setting in (one for one in Setting if one not in {Setting.QUESTIONS, Setting.SHARED_WITH, Setting.WORDING}):
        assert f"setting={setting}" in page
        subject = "plot" if f"setting={setting}&amp;about=plot" in page else ""
        assert mo.get("/decisions/propose/form", query_string={"setting": setting, "about": subject}).status_code == 200
    texts = mo.get("/decisions/propose/texts?of=garden").text
    assert "setting=wording" in texts
    about = '["garden",1,"en","title"]'
    asked = {"setting": "wording", "about": about, "value": "What grows here", "why": "It is plainer than before."}
    answer = mo.post("/decisions/propose/form", asked)
    assert answer.status_code == 303
    assert "What grows here" in mo.get(answer.location).text


def test_whoever_proposed_can_take_it_back_and_nobody_else(app):
    people, proposal = begin(app), proposed(app)
    assert people["cy"].post(f"/decisions/{proposal.id}/withdraw", {}).location.endswith("done=late")
    assert get_proposal(stores_of(app).stories, proposal.id).is_open
    people["mo"].post(f"/decisions/{proposal.id}/withdraw", {})
    assert "Taken back on 4 May 2026 by who proposed it." in people["cy"].get(f"/decisions/{proposal.id}").text
