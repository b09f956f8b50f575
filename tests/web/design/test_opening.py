"""From a draft to an open collection on its pages, and what is asked of whoever opens it."""

from datetime import UTC, datetime

import pytest

from narratives.danger import Danger, Sign
from narratives.draft import Draft
from narratives.framework_file import framework_to_json
from narratives.narrative import Scope
from store.collections import get_collection
from store.drafts import add_draft, get_draft, list_drafts, list_reviews
from store.frameworks import get_framework
from store.safeguarding import raise_flag
from store.trials import trial_of
from tests.builders import make_framework
from tests.people import Person, make_app, stores_of
from tests.programs import Program, assert_problem
from tests.web.respond.conftest import ANSWERS

FORM = {
    "revision": "1",
    "title": "Our plot",
    "groups": "east\nwest",
    "policy": "open",
    "moderation": "before",
    "offers": ["read", "contact"],
    "signposts": "Samaritans | 116 123 | day and night",
    "months": "6",
}


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    yield app
    stores_of(app).intake.close()


@pytest.fixture
def db(app):
    return stores_of(app).stories


@pytest.fixture
def ada(app):
    return Person(app, "ada")


@pytest.fixture
def ade(app):
    return Person(app, "ade")


@pytest.fixture
def draft(db):
    asked = framework_to_json(make_framework())
    return add_draft(db, Draft("The garden", asked), what="Made", actor="ada", at=datetime.now(UTC))


@pytest.fixture
def ready(ada, draft):
    assert ada.post(f"/design/{draft.id}/opening", FORM).status_code == 303
    return f"/design/{draft.id}"


def text_of(page):
    return page.text.partition("<main")[2].partition("</main>")[0]


def test_what_is_missing_is_listed_with_where_it_is_mended(ada, db):
    bare = add_draft(db, Draft("New", {"id": "new"}), what="Made", actor="ada", at=datetime.now(UTC))
    page = text_of(ada.get(f"/design/{bare.id}/review"))
    assert "prompting_question" in page
    assert f'href="/design/{bare.id}/opening#title">Opening: Give the collection a title' in page
    assert "Once nothing is missing, the button is here." in page
    assert ada.post(f"/design/{bare.id}/open", {"revision": "1", "sure": "yes"}).status_code == 422


def test_a_form_with_a_mistake_keeps_what_was_typed_and_stores_nothing(ada, db, draft):
    page = ada.post(f"/design/{draft.id}/opening", {**FORM, "groups": "east < north"})
    assert page.status_code == 422
    assert "“east” belongs to “north”, which has no line" in page.text and "east &lt; north</textarea>" in page.text
    assert get_draft(db, draft.id).opening == {}


def test_two_who_save_at_once_are_told(ada, ade, ready):
    page = ade.post(f"{ready}/opening", FORM)
    assert page.status_code == 409
    assert "ada changed these questions while you had them open." in page.text


def test_opening_without_a_look_asks_to_be_sure(ada, ready):
    page = ada.post(f"{ready}/open", {"revision": "2"})
    assert page.status_code == 422
    assert "Nobody else has looked at this." in page.text
    assert ada.post(f"{ready}/open", {"revision": "2", "sure": "yes"}).headers["Location"].endswith("/invite/our-plot")


def test_a_colleague_agrees_and_it_opens_without_a_warning(ada, ade, ready, db):
    ada.post(f"{ready}/review", {"verdict": "asked", "remark": "Is the second one clear?"})
    assert "Is the second one clear?" in text_of(ade.get(f"{ready}/review"))
    assert ade.post(f"{ready}/review", {"verdict": "agreed"}).status_code == 303
    page = text_of(ada.get(f"{ready}/review"))
    assert "ade looked at it as it is now and agreed." in page
    assert "Nobody else has looked at this." not in page
    assert ada.post(f"{ready}/open", {"revision": "2"}).status_code == 303
    assert get_collection(db, "our-plot").offers == (Scope.READ, Scope.CONTACT)


def test_nobody_agrees_to_what_they_wrote(ada, ready, db, draft):
    page = ada.post(f"{ready}/review", {"verdict": "agreed"})
    assert page.status_code == 422
    assert "You wrote part of this yourself: somebody else has to agree" in page.text
    assert list_reviews(db, draft.id) == []


def test_a_look_is_of_the_draft_as_it_was(ada, ade, ready):
    ade.post(f"{ready}/review", {"verdict": "agreed"})
    ada.post(f"{ready}/opening", {**FORM, "revision": "2", "title": "Another"})
    page = text_of(ada.get(f"{ready}/review"))
    assert "Nobody else has looked at this." in page and "(before the last change)" in page


def test_opening_twice_leads_to_the_same_ways_in(ada, ready):
    answers = [ada.post(f"{ready}/open", {"revision": "2", "sure": "yes"}) for _ in range(2)]
    assert {one.headers["Location"] for one in answers} == {"/invite/our-plot"}
    assert "/share/our-plot" in ada.get("/invite/our-plot").text
    assert "It is open." in text_of(ada.get(f"{ready}/review"))


def test_tellers_are_asked_for_what_is_offered_and_no_more(ada, ready, app):
    ada.post(f"{ready}/open", {"revision": "2", "sure": "yes"})
    teller = app.test_client()
    whole = teller.get("/share/our-plot/whole").text
    assert 'value="read"' in whole and 'name="may_contact"' in whole
    assert 'name="consent" type="radio" value="quote"' not in whole
    sent = {**ANSWERS, "group": "east", "key": "cd" * 16, "consent": "publish"}
    answer = teller.post("/share/our-plot", data=sent)
    assert answer.status_code == 422 and "Choose who may read your story" in answer.text


def test_a_trial_says_so_on_every_page_and_is_nowhere_else(ada, ready, app, db, draft):
    begun = ada.post(f"{ready}/trial", {})
    assert begun.status_code == 303
    bar = "This is a trial: what you tell is deleted."
    for page in ("/share/our-plot-trial", "/share/our-plot-trial/whole", "/kiosk/our-plot-trial"):
        assert bar in app.test_client().get(page).text, page
    assert bar in ada.get("/explore/our-plot-trial").text
    assert "our-plot-trial" in ada.get(f"{ready}/trial").text
    for page in ("/", "/explore", "/invite", "/keeping", "/bulk/export", "/moderate", "/changed"):
        assert "our-plot-trial" not in ada.get(page).text, page
    sent = {**ANSWERS, "group": "east", "key": "ef" * 16, "step": "send"}
    assert app.test_client().post("/share/our-plot-trial", data=sent).status_code == 201
    assert "1 story was told so far" in ada.get(f"{ready}/trial").text


def test_no_program_is_told_of_a_trial_and_none_tells_in_it(ada, ready, app):
    ada.post(f"{ready}/trial", {})
    program = Program(app)
    named = "/collections/our-plot-trial"
    for what in ("", "/figures", "/temperature", "/stories"):
        assert_problem(program.get(f"{named}{what}"), 404)
    assert_problem(program.get("/frameworks/our-plot-trial"), 404)
    assert_problem(program.get("/frameworks/our-plot-trial/versions/1"), 404)
    assert_problem(program.tell(collection="our-plot-trial"), 404)
    assert "trial" not in program.get("/collections").text


def test_no_export_of_a_trial_can_be_asked_for(ada, ready):
    ada.post(f"{ready}/trial", {})
    answer = ada.post("/bulk/export", {"collection": "our-plot-trial", "kind": "jsonl", "why": "To look at it all."})
    assert answer.status_code == 422


def test_somebody_in_danger_is_found_in_a_trial_too(ada, ready, app):
    ada.post(f"{ready}/trial", {})
    sent = {**ANSWERS, "group": "east", "key": "ef" * 16, "step": "send"}
    assert app.test_client().post("/share/our-plot-trial", data=sent).status_code == 201
    db = stores_of(app).stories
    [told] = db.rows("select id from narratives where collection_id = 'our-plot-trial'")
    raise_flag(db, told["id"], Sign(0.9, (Danger.HOME,)), "test", datetime.now(UTC))
    page = Person(app, "sana").get("/urgent").text
    assert "1 story below may tell of danger" in page


def test_opening_deletes_the_trial_and_so_does_the_button(ada, ready, db, draft):
    ada.post(f"{ready}/trial", {})
    ada.post(f"{ready}/trial/end", {})
    assert trial_of(db, draft.id) is None
    assert "The trial is gone" in ada.get(f"{ready}/trial?done=ended").text
    ada.post(f"{ready}/trial", {})
    ada.post(f"{ready}/open", {"revision": "2", "sure": "yes"})
    assert trial_of(db, draft.id) is None
    assert ada.get("/share/our-plot-trial").status_code == 404


def test_a_page_that_is_no_trial_has_no_bar(ada, ready):
    ada.post(f"{ready}/open", {"revision": "2", "sure": "yes"})
    assert "This is a trial" not in ada.get("/share/our-plot").text


def test_welsh_is_offered_first_and_its_texts_stand_side_by_side(ada, ready, db, draft):
    page = text_of(ada.get(f"{ready}/languages"))
    assert page.index('value="cy"') < page.index('value="ar"')
    assert ada.post(f"{ready}/languages", {"code": "cy"}).headers["Location"].endswith("/languages/cy")
    side = text_of(ada.get(f"{ready}/languages/cy"))
    assert "What happened in the garden?" in side and 'id="tell.signpost.1"' in side
    ada.post(f"{ready}/languages/cy", {"revision": "2", "ask.title": "Yr ardd", "tell.title": "Ein llain"})
    kept = get_draft(db, draft.id)
    assert kept.questions["translations"] == {"cy": {"title": "Yr ardd"}}
    assert kept.opening["texts"] == {"cy": {"title": "Ein llain"}}
    assert kept.opening["groups"]
    assert "texts are missing</strong>" in text_of(ada.get(f"{ready}/languages"))


def test_a_language_written_from_right_to_left_is_typed_so(ada, ready):
    page = text_of(ada.get(f"{ready}/languages/ar"))
    assert 'lang="ar" dir="rtl"' in page and 'lang="en" dir="ltr"' in page


@pytest.mark.parametrize("code", ["en", "x", "cy<", ""])
def test_what_is_no_other_language_is_refused(code, ada, ready):
    assert ada.post(f"{ready}/languages", {"code": code}).status_code == 422


def test_an_emptied_language_is_gone(ada, ready, db, draft):
    ada.post(f"{ready}/languages/cy", {"revision": "2", "ask.title": "Yr ardd"})
    ada.post(f"{ready}/languages/cy", {"revision": "3"})
    assert "translations" not in get_draft(db, draft.id).questions


def test_words_are_mended_with_a_reason_and_stay_on_record(ada, ready, db, app):
    ada.post(f"{ready}/open", {"revision": "2", "sure": "yes"})
    page = "/frameworks/garden/wording"
    assert "Say why" in ada.post(page, {"text.title": "Our beds"}).text
    assert "Nothing is different yet" in ada.post(page, {"reason": "Plainer"}).text
    assert "cannot be left out" in ada.post(page, {"text.title": "", "reason": "Plainer"}).text
    done = ada.post(page, {"text.prompting_question": "What happened in your garden?", "reason": "Warmer"})
    assert done.status_code == 303
    told = text_of(ada.get(page))
    assert "<del>What happened in the garden?</del> <ins>What happened in your garden?</ins>" in told
    assert "Warmer" in told and "<strong>ada</strong>" in told
    assert "What happened in your garden?" in app.test_client().get("/share/our-plot").text


def test_questions_of_a_trial_have_no_wording_to_mend(ada, ready):
    ada.post(f"{ready}/trial", {})
    assert ada.get("/frameworks/our-plot-trial/wording").status_code == 404


def test_a_new_version_is_one_draft_however_often_it_is_asked_for(ada, ready, db):
    ada.post(f"{ready}/open", {"revision": "2", "sure": "yes"})
    places = {ada.post("/frameworks/garden/new-version", {}).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    (new,) = [one for one in list_drafts(db) if one.replaces]
    assert new.replaces == ("garden", 1)
    assert new.questions["signifiers"] == framework_to_json(get_framework(db, "garden"))["signifiers"]
