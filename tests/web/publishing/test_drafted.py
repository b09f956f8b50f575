"""Objectives that are declared while questions are still being written, and what becomes of them."""

from datetime import UTC, datetime

import pytest

from narratives.draft import Draft
from narratives.framework_file import framework_to_json
from store.drafts import add_draft, get_draft
from store.objectives import list_objectives
from tests.attacks.publishing_forms import OBJECTIVE
from tests.builders import make_framework
from tests.people import Person, stores_of

OPENING = {
    "title": "Our plot",
    "groups": "east\nwest",
    "policy": "open",
    "moderation": "before",
    "offers": ["read", "contact"],
    "months": "6",
}


@pytest.fixture
def draft(app):
    asked = framework_to_json(make_framework())
    db = stores_of(app).stories
    return add_draft(db, Draft("The new garden", asked), what="Made", actor="ada", at=datetime.now(UTC)).id


def revision(app, draft):
    return str(get_draft(stores_of(app).stories, draft).revision)


def test_a_draft_declares_objectives_which_its_collection_is_opened_with(app, ada, draft):
    page = f"/publishing/drafts/{draft}/objectives"
    assert "nearer to “all the say”" in ada.get(page).text
    kept = ada.post(page, {"revision": revision(app, draft), **OBJECTIVE}, follow_redirects=True).text
    assert "20% now, 50% by 2099-12-31" in kept
    ada.post(f"/design/{draft}/opening", {"revision": revision(app, draft), **OPENING})
    assert "1 objective so far" in ada.get(f"/design/{draft}/opening").text
    opened = ada.post(f"/design/{draft}/open", {"revision": revision(app, draft), "sure": "yes"})
    assert opened.status_code == 303
    db = stores_of(app).stories
    [objective] = list_objectives(db, get_draft(db, draft).opened_as)
    assert (objective.title, objective.baseline, objective.target) == ("More say for everybody", 0.2, 0.5)
    assert "The objectives of the collection" in ada.get(page).text
    refused = ada.post(page, {"revision": revision(app, draft), **OBJECTIVE})
    assert refused.status_code == 409 and "These questions were opened" in refused.text


def test_an_objective_is_taken_out_again(app, ada, draft):
    page = f"/publishing/drafts/{draft}/objectives"
    ada.post(page, {"revision": revision(app, draft), **OBJECTIVE})
    [kept] = get_draft(stores_of(app).stories, draft).opening["objectives"]
    ada.post(f"{page}/remove", {"revision": revision(app, draft), "objective": kept["id"]})
    assert get_draft(stores_of(app).stories, draft).opening["objectives"] == []


def test_who_was_slower_is_told_and_loses_nothing(app, ada, draft):
    page = f"/publishing/drafts/{draft}/objectives"
    ada.post(page, {"revision": "1", **OBJECTIVE})
    late = Person(app, "ade").post(page, {"revision": "1", **OBJECTIVE, "title": "Another thing"})
    assert late.status_code == 409 and "ada changed these questions while you had them open." in late.text
    assert "Another thing" in late.text


def test_a_question_that_is_taken_away_keeps_the_draft_from_being_opened(app, ada, draft):
    ada.post(f"/publishing/drafts/{draft}/objectives", {"revision": "1", **OBJECTIVE})
    ada.post(f"/design/{draft}/opening", {"revision": revision(app, draft), **OPENING})
    db = stores_of(app).stories
    db.execute('update drafts set document = replace(document, \'"id": "say"\', \'"id": "voice"\')')
    page = ada.get(f"/design/{draft}/review").text
    assert "Objective “More say for everybody”: Choose which answers are counted" in page


def test_unfinished_questions_have_nothing_to_measure(app, ada):
    db = stores_of(app).stories
    draft = add_draft(db, Draft("Nothing yet", {}), what="Made", actor="ada", at=datetime.now(UTC)).id
    page = f"/publishing/drafts/{draft}/objectives"
    assert "Finish the questions first" in ada.get(page).text
    refused = ada.post(page, {"revision": "1", **OBJECTIVE})
    assert refused.status_code == 422 and "an objective counts the answers to one of them" in refused.text


def test_a_form_with_mistakes_keeps_what_was_typed(ada, draft):
    page = ada.post(f"/publishing/drafts/{draft}/objectives", {"revision": "1", **OBJECTIVE, "due": "soon"})
    assert page.status_code == 422 and "found “soon”" in page.text and "Nobody decides alone." in page.text
