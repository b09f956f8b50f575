"""The ready packs on their pages, and a draft begun from one."""

import html

import pytest

from narratives.draft_sketch import problems
from narratives.framework_file import read_framework
from store.collections import add_collection, get_collection
from store.drafts import get_draft, list_revisions
from store.frameworks import add_framework
from tests.people import Person, make_app, stores_of
from web.packs.drafting import draft_from
from web.packs.shelf import packs

NAMES = sorted(pack.id for pack in packs())


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(tmp_path_factory.mktemp("packs"))


@pytest.fixture
def ada(app):
    return Person(app, "ada")


@pytest.fixture
def db(app):
    return stores_of(app).stories


def test_every_pack_has_a_card_with_a_triangle_and_what_it_takes(ada):
    page = ada.get("/packs")
    assert page.status_code == 200
    assert page.text.count('<svg class="corner-triad__picture"') == 8
    assert "5 questions to place, 3 to choose · about 6 minutes · English and Cymraeg" in page.text
    assert "People on probation, and their officers, on the same questions" in page.text
    for name in NAMES:
        assert f'href="/packs/{name}"' in page.text


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_is_shown_in_full_in_both_languages(name, ada):
    english, welsh = ada.get(f"/packs/{name}"), ada.get(f"/packs/{name}?in=cy")
    assert english.status_code == welsh.status_code == 200
    assert '<div lang="en">' in english.text and '<div lang="cy">' in welsh.text
    assert "Asks for the level." in english.text and "Samaritans" in english.text
    assert "Y Samariaid" in welsh.text
    assert "has been reviewed by nobody yet" in welsh.text


def test_a_language_that_a_pack_does_not_speak_is_its_own(ada):
    assert ada.get("/packs/tenants?in=xx").text == ada.get("/packs/tenants").text


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_begun_from_a_pack_lacks_nothing(name, ada, db):
    draft = begun(ada, db, name)
    assert problems(draft.questions) == () and draft.made_by == "ada"
    assert list_revisions(db, draft.id)[0].what.startswith("Began from the pack “")
    assert "Nothing: it can be opened." in ada.get(f"/design/{draft.id}/review").text


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_opens_to_its_link_and_takes_a_story_in_welsh(name, ada, db, app):
    draft = begun(ada, db, name)
    opened = ada.post(f"/design/{draft.id}/open", {"revision": "1", "sure": "yes"})
    assert opened.status_code == 303
    ways_in = ada.get(opened.headers["Location"])
    assert ways_in.status_code == 200 and "<svg" in ways_in.text
    collection = get_collection(db, opened.headers["Location"].rpartition("/")[2])
    assert f"/share/{collection.id}" in ways_in.text
    pack = next(one for one in packs() if one.id == name)
    assert collection.policy is pack.collection.policy and collection.signposts == pack.collection.signposts
    assert {group.name for group in collection.groups} == {group.name for group in pack.collection.groups}
    start = app.test_client().get(f"/share/{collection.id}?lang=cy", base_url="https://localhost")
    assert pack.framework.in_language("cy").title in html.unescape(start.text) and "Y Samariaid" in start.text


def test_a_second_draft_from_a_pack_has_names_of_its_own(ada, db):
    first, second = (begun(ada, db, "youth-services") for _ in range(2))
    assert first.questions["id"] != second.questions["id"]
    assert first.opening["id"] != second.opening["id"]
    assert {**first.questions, "id": ""} == {**second.questions, "id": ""}


def test_a_name_that_is_open_already_is_not_taken_again(tmp_path):
    db = stores_of(make_app(tmp_path)).stories
    pack = next(one for one in packs() if one.id == "probation")
    assert draft_from(pack, db).opening["id"] == "probation-together"
    add_framework(db, read_framework({**pack.questions, "title": "Something else"}))
    add_collection(db, pack.collection)
    draft = draft_from(pack, db)
    assert draft.questions["id"] == draft.opening["id"] == "probation-together-2"


def test_a_pack_that_is_not_there_is_not_found(ada):
    assert ada.get("/packs/nothing").status_code == 404
    assert ada.post("/packs/nothing", {}).status_code == 404


def begun(ada, db, name):
    answer = ada.post(f"/packs/{name}", {})
    assert answer.status_code == 303
    return get_draft(db, answer.headers["Location"].split("/")[2])
