"""Opening a draft: version, collection and months in one transaction, once, and a new version that keeps its ids."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from narratives.collection import Policy
from narratives.draft import ChangedMeanwhileError, Draft
from narratives.errors import FrameworkError, NotFoundError, SubmissionError
from narratives.framework_file import framework_to_json
from narratives.narrative import Scope
from store.collections import add_collection, get_collection, list_collections
from store.drafts import add_draft, change_draft, get_draft
from store.frameworks import add_framework, get_framework
from store.opening_drafts import draft_of_new_version, draft_problems, new_version_of, open_draft
from store.retention_rules import months_kept
from store.smallest_group import set_smallest_group
from tests.builders import make_collection, make_framework

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPENING = {
    "title": "Our plot",
    "policy": "open",
    "moderation": "before",
    "groups": [{"name": "East", "parent": None}, {"name": "East end", "parent": "East"}],
    "offers": ["read", "contact"],
    "months": 6,
    "signposts": [["Samaritans", "116 123", ""]],
}


def keep(db, questions=None, **opening):
    asked = framework_to_json(make_framework()) if questions is None else questions
    return add_draft(db, Draft("The garden", asked, {**OPENING, **opening}), what="Made", actor="ada", at=NOW)


def opened(db, draft):
    return open_draft(db, draft.id, draft.revision, actor="ada", at=NOW)


def test_a_draft_is_opened_as_it_says(db):
    collection = opened(db, keep(db))
    assert collection == get_collection(db, "our-plot")
    assert collection.policy is Policy.OPEN
    assert collection.parent_of("East end") == "East"
    assert collection.offers == (Scope.READ, Scope.CONTACT)
    assert months_kept(db, "our-plot") == 6
    assert get_framework(db, "garden") == make_framework()


def test_opening_twice_opens_once(db):
    draft = keep(db)
    assert opened(db, draft) == opened(db, draft)
    assert len(list_collections(db)) == 1
    assert get_draft(db, draft.id).opened_as == "our-plot"


def test_what_somebody_changed_since_is_not_opened(db):
    draft = keep(db)
    change_draft(db, replace(draft, title="Another"), what="Renamed", actor="ade", at=NOW)
    with pytest.raises(ChangedMeanwhileError, match="ade changed"):
        opened(db, draft)
    assert list_collections(db) == []


def test_nothing_is_stored_of_a_draft_that_lacks_something(db):
    with pytest.raises(FrameworkError, match="prompting_question"):
        opened(db, keep(db, {"id": "garden", "title": "The garden"}))
    with pytest.raises(SubmissionError, match="title"):
        opened(db, keep(db, title=""))
    with pytest.raises(NotFoundError):
        get_framework(db, "garden")


def test_nothing_is_stored_when_the_collection_cannot_be(db, monkeypatch):
    monkeypatch.setattr("store.opening_drafts.change_months", lambda *args, **named: 1 / 0)
    draft = keep(db)
    with pytest.raises(ZeroDivisionError):
        opened(db, draft)
    assert list_collections(db) == []
    assert not get_draft(db, draft.id).is_open
    with pytest.raises(NotFoundError):
        get_framework(db, "garden")


def test_names_that_are_taken_get_a_number(db):
    opened(db, keep(db))
    second = opened(db, keep(db))
    assert (second.id, second.framework_id) == ("our-plot-2", "garden-2")


def test_an_address_that_is_taken_is_said_at_its_field(db):
    opened(db, keep(db))
    (problem,) = draft_problems(db, keep(db, id="our-plot"), NOW.date())
    assert (problem.field, problem.message[:10]) == ("id", "“our-plot”")


def test_the_smallest_group_of_the_organisation_holds(db):
    set_smallest_group(db, 25)
    assert opened(db, keep(db)).k == 25
    (problem,) = draft_problems(db, keep(db, k=12), NOW.date())
    assert problem.message == "Give a number of people from 25 to 1000; found “12”"


def test_a_new_version_keeps_every_id_and_follows_the_last(db):
    framework = make_framework(translations={"cy": {"title": "Yr ardd"}})
    add_framework(db, framework)
    add_collection(db, make_collection())
    draft = add_draft(db, new_version_of(db, "garden"), what="Began", actor="ada", at=NOW)
    assert draft.replaces == ("garden", 1)
    assert draft.questions["translations"] == {"cy": {"title": "Yr ardd"}}
    assert [one["name"] for one in draft.opening["groups"]] == [one.name for one in get_collection(db, "plot").groups]
    assert draft_of_new_version(db, "garden") == draft
    renamed = replace(
        draft, questions={**draft.questions, "title": "The new garden"}, opening={**OPENING, "id": "next"}
    )
    collection = opened(db, change_draft(db, renamed, what="Renamed", actor="ada", at=NOW))
    assert (collection.framework_id, collection.framework_version) == ("garden", 2)
    assert get_framework(db, "garden", 2).signifiers == get_framework(db, "garden", 1).signifiers
    assert get_framework(db, "garden", 1).title == framework.title
    assert draft_of_new_version(db, "garden") is None
