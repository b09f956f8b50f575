"""Making a report: only what stands on something can be added, and everything can be undone."""

import re

import pytest

from narratives.observation import Withdrawn
from store.observations import get_observation, withdraw
from tests.people import Person, stores_of
from tests.web.reports.conftest import AT, SEEN, TOLD, TRIED, add_mood_claim, begin


def parts(page: str) -> list[str]:
    return re.findall(r'<p class="report-part__text">([^<]*)</p>', page)


def test_a_report_is_begun_and_listed(desk, ada):
    page = ada.get("/reports/plot").text
    assert "The plot in spring" in page
    assert "Not frozen yet. Changed by Ada" in page


def test_where_there_is_none_the_page_says_how_to_begin(ada, app):
    assert "Begin one below" in ada.get("/reports/plot").text
    assert "A manager or a member can begin one" in Person(app, "ade").get("/reports/plot").text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"title": "", "purpose": "For us"}, "Write what it is called"),
        ({"title": "The plot", "purpose": " "}, "Write what the report is for"),
        ({"title": "x" * 121, "purpose": "For us"}, "Shorten this to 120 characters or fewer; it has 121"),
        ({"title": "72 % are sad", "purpose": "For us"}, "“72 %” is a number that nothing stands behind here"),
        ({"title": "The plot", "purpose": "Most of twenty people are sad"}, "“twenty” is a number that nothing"),
    ],
)
def test_a_title_and_a_purpose_assert_no_numbers(ada, words, said):
    answer = ada.post("/reports/plot", words)
    assert answer.status_code == 422
    assert said in answer.text
    assert words["title"] in answer.text


def test_a_year_says_when_and_asserts_nothing(ada):
    assert ada.post("/reports/plot", {"title": "Spring 2026", "purpose": "For us"}).status_code == 303


def test_claims_observations_probes_and_answers_are_added_and_shown_in_their_order(desk, claim, seen):
    for what in (f"claim:{claim}", f"observation:{SEEN}", f"probe:{TRIED}", f"answer:{TOLD}"):
        assert desk.do(do="add", what=what).status_code == 303
    desk.do(do="heading", heading="What comes next")
    expected = ["Most stories leave people sad.", "The sad corner is full", "A shared hose"]
    assert parts(desk.page())[:3] == expected
    assert parts(desk.page())[4] == "What comes next"
    assert "There is nothing more to add" in desk.page()


def test_parts_are_moved_and_removed_and_every_change_can_be_undone(desk):
    for heading in ("First", "Second"):
        desk.do(do="heading", heading=heading)
    answer = desk.do(do="up", place="1")
    assert parts(desk.page()) == ["Second", "First"]
    assert "Moved part 2 up." in desk.person.get(answer.headers["Location"]).text
    desk.do(do="remove", place="0")
    assert parts(desk.page()) == ["First"]
    desk.person.post(f"{desk.path}/back", {"revision": "5", "to": "4"})
    assert parts(desk.page()) == ["Second", "First"]
    history = desk.page("/history")
    for said in ("Began the report", "Added the heading “Second”", "Removed part 1", "Went back to an earlier state"):
        assert said in history


def test_its_words_are_changed(desk):
    desk.do(do="words", title="The plot in summer", purpose="For everybody")
    assert "The plot in summer" in desk.page()
    assert "Changed its words" in desk.page("/history")


@pytest.mark.parametrize("what", ["", "claim:nowhere", "heading:Three", "probe:", "story:x", "claim"])
def test_what_there_is_not_cannot_be_added(desk, what):
    answer = desk.do(do="add", what=what)
    assert answer.status_code == 422
    assert "Choose what to add from the list" in answer.text


def test_what_belongs_to_another_collection_cannot_be_added(desk, app, ada):
    other = begin(ada, "quiet")
    claim = add_mood_claim(app)
    assert other.do(do="add", what=f"claim:{claim}").status_code == 422
    assert desk.do(do="add", what=f"claim:{claim}").status_code == 303


def test_the_same_is_not_added_twice(desk, claim):
    desk.do(do="add", what=f"claim:{claim}")
    assert "This is in the report already" in desk.do(do="add", what=f"claim:{claim}").text


@pytest.mark.parametrize("fields", [{"do": "up"}, {"do": "up", "place": "9"}, {"do": "nonsense"}, {}])
def test_what_names_no_part_changes_nothing(desk, fields):
    desk.do(do="heading", heading="First")
    assert desk.do(**fields).status_code == 303
    assert parts(desk.page()) == ["First"]


def test_of_two_who_change_it_at_once_the_second_is_told(desk, app):
    mo = Person(app, "mo")
    assert mo.post(desk.path, {"revision": "1", "do": "heading", "heading": "Mo’s"}).status_code == 303
    answer = desk.person.post(desk.path, {"revision": "1", "do": "heading", "heading": "Ada’s"})
    assert answer.status_code == 409
    assert "Mo changed this report while you had it open." in answer.text
    assert parts(desk.page()) == ["Mo’s"]


def test_what_was_withdrawn_is_marked_and_keeps_the_report_from_being_frozen(desk, app, seen):
    desk.do(do="add", what=f"observation:{SEEN}")
    db = stores_of(app).stories
    withdraw(db, get_observation(db, SEEN), Withdrawn(AT, "ada", ""))
    assert "This observation was withdrawn. Remove this part." in desk.page()
    for answer in (desk.freeze(), desk.person.get(f"{desk.path}/preview"), desk.person.get(f"{desk.path}/preview.pdf")):
        assert answer.status_code == 422
        assert "This observation was withdrawn. Remove the part that is marked" in answer.text


def test_an_administrator_reads_reports_and_makes_none(desk, app):
    ade = Person(app, "ade")
    assert "Freeze" not in ade.get(desk.path).text
    assert ade.post(desk.path, {"revision": "1", "do": "heading", "heading": "x"}).status_code == 403


def test_a_report_is_found_under_its_own_collection_alone(desk, ada):
    assert ada.get(desk.path.replace("/plot/", "/quiet/")).status_code == 404
