"""Staff say what the public page shows: whether it is on, who may name it, and what is said of probes."""

import pytest

from narratives.covered import Setting
from store.collections import add_collection
from store.objectives import list_objectives
from store.public_pages import get_public_page, list_public_sentences
from store.release_quotations import MOST_REFUSALS, add_refusal
from tests.attacks.publishing_forms import OBJECTIVE
from tests.builders import make_collection
from tests.people import Person, stores_of
from tests.web.public.conftest import PROBE, TEXT
from web.publishing.views import _now

SENTENCE = f"/publishing/plot/probes/{PROBE}"


def db_of(app):
    return stores_of(app).stories


@pytest.fixture
def fresh(app):
    """A collection in which nobody has told anything."""
    add_collection(db_of(app), make_collection(id="fresh", title="A fresh plot"))
    return "/publishing/fresh"


def test_an_administrator_switches_it_on_and_off(app, ade, fresh):
    assert "It is switched off" in ade.get(fresh).text
    said = ade.post(f"{fresh}/switch", {"is_on": "1"}, follow_redirects=True).text
    assert "Switched on. Everybody can read the public page from now on." in said and "Switched on by Ade on" in said
    assert "Nothing was different" in ade.post(f"{fresh}/switch", {"is_on": "1"}, follow_redirects=True).text
    assert "gone for everybody" in ade.post(f"{fresh}/switch", {"is_on": "0"}, follow_redirects=True).text
    assert not get_public_page(db_of(app), "fresh").is_on


def test_a_manager_sees_how_it_stands_and_may_not_switch(ada):
    page = ada.get("/publishing/plot").text
    assert "Everybody can read it" in page and "An administrator switches it on and off." in page
    assert "Switch it off" not in page
    assert ada.post("/publishing/plot/switch", {"is_on": "0"}).status_code == 403


def test_where_members_decide_the_button_is_gone_and_the_way_around_is_refused(app, ade):
    db_of(app).execute("insert into covered_settings (setting) values (:one)", one=Setting.PUBLIC_PAGE.value)
    page = ade.get("/publishing/plot").text
    assert "Members decide about this." in page and "Switch it off" not in page
    refused = ade.post("/publishing/plot/switch", {"is_on": "0"})
    assert refused.status_code == 409 and "propose the change under Decisions" in refused.text
    assert get_public_page(db_of(app), "plot").is_on


def test_search_engines_are_let_in_and_kept_out(app, ade):
    said = ade.post("/publishing/plot/listing", {"is_listed": "1"}, follow_redirects=True).text
    assert "Search engines may name the page." in said and get_public_page(db_of(app), "plot").is_listed
    assert "asked to leave" in ade.post("/publishing/plot/listing", {"is_listed": "0"}, follow_redirects=True).text
    assert "Nothing was different" in ade.post("/publishing/plot/listing", {}, follow_redirects=True).text


def test_before_it_is_switched_on_staff_see_it_as_everybody_would(app, ada, fresh):
    page = ada.get(f"{fresh}/preview").text
    assert "Nobody else sees this page yet" in page and "What is being tried" in page
    assert "Everybody can read this page." in ada.get("/publishing/plot/preview").text


def test_a_manager_writes_and_takes_off_what_everybody_is_told_of_a_probe(app, ada):
    assert "Tea at the gate until Easter." in ada.get(SENTENCE).text
    said = ada.post(SENTENCE, {"words-en": "  Tea   until May. "}, follow_redirects=True).text
    assert "The sentence is on the public page while the probe runs." in said
    assert list_public_sentences(db_of(app), "plot")[PROBE].words == {"en": "Tea until May."}
    assert "Taken off the public page." in ada.post(SENTENCE, {"words-en": ""}, follow_redirects=True).text
    assert list_public_sentences(db_of(app), "plot") == {}
    assert "Nothing was different" in ada.post(SENTENCE, {"words-en": ""}, follow_redirects=True).text


def test_a_sentence_is_short(ada):
    page = ada.post(SENTENCE, {"words-en": "x" * 301})
    assert page.status_code == 422
    assert "Shorten this to 300 characters or fewer; it has 301" in page.text


def test_a_sentence_quotes_nobody_who_did_not_allow_it(app, ada):
    page = ada.post(SENTENCE, {"words-en": f"You told us: {TEXT}"})
    assert page.status_code == 422 and "whose teller did not allow that" in page.text
    for _ in range(MOST_REFUSALS):
        add_refusal(db_of(app), "ada", _now().date())
    assert "Come back tomorrow" in ada.post(SENTENCE, {"words-en": "Tea."}).text.replace("come", "Come")


def test_a_probe_of_another_collection_is_not_found(ada, fresh):
    assert ada.get(f"{fresh}/probes/{PROBE}").status_code == 404
    assert ada.post(f"{fresh}/probes/{PROBE}", {"words-en": "Tea."}).status_code == 404


def test_an_objective_is_declared_before_the_first_story_and_deleted(app, ada, fresh):
    assert "Nobody has said yet what should be different." in ada.get(fresh).text
    assert "nearer to “all the say”" in ada.get(f"{fresh}/objectives/new").text
    said = ada.post(f"{fresh}/objectives/new", OBJECTIVE, follow_redirects=True).text
    assert "It can be deleted until somebody tells a story." in said and "More say for everybody" in said
    assert "No reading yet." in said
    [objective] = list_objectives(db_of(app), "fresh")
    assert objective.made_by == "ada"
    gone = f"{fresh}/objectives/{objective.id}/delete"
    assert "Deleted." in ada.post(gone, {}, follow_redirects=True).text
    assert "Nothing was different" in ada.post(gone, {}, follow_redirects=True).text


def test_a_form_with_mistakes_comes_back_with_all_of_them(ada, fresh):
    page = ada.post(f"{fresh}/objectives/new", {**OBJECTIVE, "title": "", "target": "10"})
    assert page.status_code == 422
    assert "Say in a few words what should be different" in page.text
    assert "Give a target above the baseline of 20" in page.text and "Nobody decides alone." in page.text


def test_ten_objectives_are_the_most(ada, fresh):
    for _ in range(10):
        assert ada.post(f"{fresh}/objectives/new", OBJECTIVE).status_code == 303
    page = ada.post(f"{fresh}/objectives/new", OBJECTIVE)
    assert page.status_code == 422 and "There are 10 objectives, which is the most" in page.text


def test_after_a_story_nothing_can_be_declared_or_deleted(app, ada):
    assert ada.get("/publishing/plot/objectives/new").status_code == 303
    page = ada.post("/publishing/plot/objectives/new", OBJECTIVE)
    assert page.status_code == 409 and "before the first story" in page.text
    [objective] = list_objectives(db_of(app), "plot")
    gone = f"/publishing/plot/objectives/{objective.id}/delete"
    assert "It stays: somebody has told a story" in ada.post(gone, {}, follow_redirects=True).text
    assert list_objectives(db_of(app), "plot") == [objective]


def test_who_may_only_look_is_offered_nothing_to_write(app):
    page = Person(app, "mo").get("/publishing/plot").text
    assert "Change the sentence" not in page and "Tea at the gate until Easter." in page
