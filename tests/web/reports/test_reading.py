"""A report to be read, frozen and asked again: the same hash, or what changed and why."""

import json
import re
from datetime import timedelta

import pytest

from narratives.observation import Observation, Remarkable, Strength
from store.erasure import withdraw
from store.observations import add_observation
from store.reports import list_issues
from tests.builders import TODAY
from tests.people import SECRET, Person, stores_of
from tests.web.explore.telling import SAD
from tests.web.reports.conftest import AT, SEEN, TOLD, TRIED, add_mood_claim, begin


@pytest.fixture
def whole(desk, claim, seen):
    """A report with a part of every kind."""
    desk.do(do="heading", heading="What we heard")
    for what in (f"claim:{claim}", f"observation:{SEEN}", f"probe:{TRIED}", f"answer:{TOLD}"):
        desk.do(do="add", what=what)
    return desk


def hashes(page: str) -> list[str]:
    return re.findall(r'<code class="report-hash">([0-9a-f]{64})</code>', page)


def test_a_draft_shows_every_part_with_what_it_stands_on(whole):
    page = whole.page("/preview")
    for said in (
        "Draft, as it was on",
        "Most stories leave people sad.",
        "Most often: Mostly “sad”, 20 of 30 (67%).",
        "Seen by Table 2, written down by Ada. Remarkable. Clearly to be seen.",
        "A reading of Mo",
        "Share a hose.",
        "You said it was dry",
        "30 stories. Withheld: fewer than 10 more.",
    ):
        assert said in page
    assert len(hashes(page)) == 1


def test_a_machines_own_sentence_stands_once_below_the_name_of_its_chart(app, desk, claim):
    own = add_mood_claim(app, text="“It left me”: Most often: Mostly “sad”, 20 of 30 (67%).")
    desk.do(do="add", what=f"claim:{own}")
    page = desk.page("/preview").partition("<main")[2]
    assert page.count('class="report-sentence">“It left me”: Most often: Mostly “sad”, 20 of 30 (67%).') == 1
    assert re.findall(r"<h2[^>]*>(Picture of [^<]*)</h2>", page) == ["Picture of “It left me”"]


def test_a_picture_is_drawn_once_with_its_figures_beside_it(whole):
    page = whole.page("/preview")
    assert page.count('class="report-figure__svg"') == 1
    assert page.count("Its picture and figures stand above.") == 1
    assert re.search(r'scope="row">Mostly “sad”</th><td[^>]*>20</td><td[^>]*>67%</td>', page)


def test_an_issue_keeps_its_words_when_the_report_goes_on(whole):
    answer = whole.freeze()
    assert answer.headers["Location"].endswith("/issues/1")
    before = whole.page("/issues/1")
    whole.do(do="remove", place="1")
    whole.do(do="words", title="Another", purpose="For nobody")
    assert hashes(whole.page("/issues/1")) == hashes(before)
    assert "The plot in spring" in whole.page("/issues/1")
    assert whole.freeze().headers["Location"].endswith("/issues/2")
    assert "Issue 2 of" in whole.person.get("/reports/plot").text


def test_asked_again_it_has_the_same_hash(whole):
    whole.freeze()
    page = whole.page("/issues/1/again")
    assert "The same hash" in page
    first, second = hashes(page)
    assert first == second


def test_asked_again_after_an_erasure_it_says_what_changed(whole, app):
    whole.freeze()
    db = stores_of(app).stories
    [gone] = db.rows("select id from narratives where collection_id = 'plot' order by id limit 1")
    withdraw(db, gone["id"], SECRET)
    page = whole.page("/issues/1/again")
    assert "1 claim of 1 changed" in page
    first, second = hashes(page)
    assert first != second
    [changes] = re.findall(r'<section class="report-changed".*?</section>', page, re.DOTALL)
    assert re.search("(?i)(1|one) story", changes), changes
    assert "30" in changes and "29" in changes


def test_what_is_told_later_changes_nothing(whole, world):
    whole.freeze()
    world.tell(5, shares=SAD, told_on=TODAY + timedelta(days=7))
    assert "The same hash" in whole.page("/issues/1/again")


def test_a_deleted_claim_stands_in_the_issue_and_cannot_be_asked_again(whole, app):
    whole.freeze()
    stores_of(app).stories.execute("delete from claims")
    assert "Most stories leave people sad." in whole.page("/issues/1")
    assert "Somebody deleted this claim" in whole.page("/issues/1/again")
    [claim] = json.loads(whole.page("/issues/1.json"))["claims"]
    assert claim["deleted"] is True


def test_without_claims_there_is_nothing_to_ask_again(desk):
    desk.do(do="heading", heading="What we heard")
    desk.freeze()
    assert "Nothing to ask again" in desk.page("/issues/1/again")


def test_nothing_is_frozen_where_nothing_stands(desk):
    answer = desk.freeze()
    assert answer.status_code == 422
    assert "Add something before you freeze the report" in answer.text


def test_what_is_handed_on_quotes_no_story_whose_teller_did_not_allow_that(desk, world, app):
    world.tell(text="The tap by the lower gate dripped until the frost came.")
    observation = Observation(
        SEEN,
        "plot",
        "Water",
        "Somebody said the tap by the lower gate dripped until the frost came.",
        Remarkable.YES,
        Strength.STRONG,
        "ada",
        AT,
    )
    add_observation(stores_of(app).stories, observation)
    desk.do(do="add", what=f"observation:{SEEN}")
    answer = desk.freeze()
    assert answer.status_code == 422
    assert "These words stand in a story whose teller did not allow that: “the tap by the lower gate" in answer.text
    assert list_issues(stores_of(app).stories, desk.path.rsplit("/", 1)[1]) == []


def test_an_issue_is_frozen_as_it_was_seen(desk, app):
    Person(app, "mo").post(desk.path, {"revision": "1", "do": "heading", "heading": "Mo’s"})
    answer = desk.person.post(f"{desk.path}/freeze", {"revision": "1"})
    assert answer.status_code == 409


def test_the_file_is_the_same_whenever_it_is_made(whole):
    whole.freeze()
    first, second = (whole.person.get(f"{whole.path}/issues/1.pdf") for _ in range(2))
    assert first.mimetype == "application/pdf"
    assert "The plot in spring - issue 1" in first.headers["Content-Disposition"]
    assert first.data == second.data
    assert b"/StructTreeRoot" in first.data


def test_a_draft_can_be_taken_along_too(whole):
    assert whole.person.get(f"{whole.path}/preview.pdf").data.startswith(b"%PDF")


def test_all_claims_are_there_for_programs_with_ids_for_readers_alone(whole, app):
    whole.freeze()
    kept = json.loads(whole.page("/issues/1.json"))
    assert kept["issue"] == 1
    assert kept["hash"] in whole.page("/issues/1")
    assert len(kept["claims"][0]["result"]["stories"]) == 30
    path = f"{whole.path}/issues/1.json"
    assert json.loads(Person(app, "ade").get(path).text)["claims"][0]["result"]["stories"] == 30


def test_an_issue_holds_no_id_of_a_story(whole, app):
    whole.freeze()
    db = stores_of(app).stories
    [issue] = db.rows("select document from report_issues")
    for row in db.rows("select id from narratives"):
        assert row["id"] not in issue["document"]


@pytest.mark.parametrize("number", ["2", "0", "x", "-1", "1" * 9])
def test_an_issue_that_is_not_there_is_not_found(whole, number):
    whole.freeze()
    assert whole.person.get(f"{whole.path}/issues/{number}").status_code == 404


def test_in_a_protected_collection_a_report_says_whole_batches_and_draws_no_story(app, world, ada):
    world.tell(30, collection=world.quiet, shares=SAD)
    world.close_batches(world.quiet)
    desk = begin(ada, "quiet")
    claim = add_mood_claim(app, collection="quiet")
    desk.do(do="add", what=f"claim:{claim}")
    desk.freeze()
    assert "The same hash" in desk.page("/issues/1/again")
    page = desk.page("/issues/1")
    assert "30 stories." in page
    assert "one open story" not in page
    assert json.loads(desk.page("/issues/1.json"))["claims"][0]["result"]["stories"] == []
