"""A tension return from its alert to a finished sheet."""

import pytest

from narratives.narrative import Scope
from store.accounts import Grant, Role
from store.covered import set_readers
from store.tension_returns import get_return, list_quotations
from tests.people import Person, stores_of
from tests.web.far_and_near import add_limited
from tests.web.tension.conftest import FILLED, KEY, SAID


def form_of(person, alert):
    return person.get(f"/tension/alerts/{alert}").text


def test_an_alert_leads_to_a_form_that_it_has_begun(ada, alert):
    assert f'href="/tension/alerts/{alert}"' in ada.get(f"/changed/{alert}").text
    page = form_of(ada, alert)
    assert "Stories across the whole collection have moved towards “sad” (“It left me…”).</textarea>" in page
    assert 'value="The plot"' in page and 'value="All groups that tell there"' in page


def test_only_words_are_offered_whose_teller_allows_quoting_and_that_name_nobody(ada, alert):
    page = form_of(ada, alert)
    assert SAID in page
    assert "Karen" not in page and "by the stove" not in page


def test_a_draft_shows_what_was_typed_beside_the_figures_of_the_alert(ada, draft):
    page = ada.get(f"/tension/{draft}").text
    assert "They feel shut out." in page and SAID in page
    assert "On average 21 points of a hundred nearer to “sad” (14 to 28)." in page
    assert "Noticed on 20 February 2026, from 24 stories told since it began." in page
    assert "A change this strong comes up by chance about once in 12 years." in page
    assert "At most 1 a year in this collection." in page
    assert '<th class="govuk-table__header" scope="row" dir="auto">“sad”</th>' in page
    assert "Raised (3 of 6)" in page and "1 story is quoted, because those who told it allow that" in page


def test_the_same_form_sent_twice_is_one_draft(ada, alert, draft):
    ada.post(f"/tension/alerts/{alert}", FILLED)
    assert ada.get("/tension").text.count("eep-list__item") == 1


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("place", "12 Mill Lane", "“12 Mill Lane” could show who somebody is. Say it without that"),
        ("potential", "Ring me on 07700 900123", "“07700 900123” could show who somebody is"),
        ("experienced", "My neighbour Karen is afraid.", "“Karen” could be somebody’s name. Say it without, or tick"),
        ("evidenced", "She was born on 10 February 1986.", "“10 February 1986” could be a date of birth"),
        ("recipient", "x" * 121, "Shorten this to 120 characters or fewer. It has 121 now"),
    ],
)
def test_what_could_name_somebody_is_refused_beside_its_field_and_nothing_is_lost(ada, alert, field, typed, message):
    answer = ada.post(f"/tension/alerts/{alert}", {**FILLED, field: typed})
    assert answer.status_code == 422
    assert answer.text.count(message) == 2, "above the page and beside the field"
    assert typed in answer.text and FILLED["proposed"] in answer.text


def test_a_word_that_only_looks_like_a_name_is_kept_by_whoever_says_so_and_an_address_never(ada, alert):
    named = {**FILLED, "experienced": "My neighbour Karen is afraid.", "looked": "1"}
    assert ada.post(f"/tension/alerts/{alert}", named).status_code == 303
    addressed = {**FILLED, "key": "cd" * 16, "place": "12 Mill Lane", "looked": "1"}
    assert ada.post(f"/tension/alerts/{alert}", addressed).status_code == 422


def test_words_of_a_story_that_may_not_be_published_are_not_typed_in(ada, alert):
    words = "People say: I went home early and sat by the stove."
    answer = ada.post(f"/tension/alerts/{alert}", {**FILLED, "experienced": words})
    assert answer.status_code == 422
    assert "These words stand in a story whose teller did not allow that: “I went home early and sat" in answer.text


def test_a_story_that_was_not_offered_is_not_quoted(ada, alert, stories):
    ada.post(f"/tension/alerts/{alert}", {**FILLED, "quote": [stories["read"], stories["naming"]]})
    assert "sat by the stove" not in ada.get(f"/tension/{KEY}").text
    assert "No story is quoted" in ada.get(f"/tension/{KEY}").text


def test_an_unfinished_draft_says_what_is_missing_and_is_not_finished(ada, alert):
    ada.post(f"/tension/alerts/{alert}", {"key": KEY, "place": "North"})
    page = ada.get(f"/tension/{KEY}").text
    assert "Say which office this return is for" in page and "Choose how tense it is, as potential" in page
    assert "Finish it" not in page
    answer = ada.post(f"/tension/{KEY}/finish", {"revision": "1"})
    assert answer.status_code == 422 and "Say what may come of it" in answer.text


def test_a_finished_return_stays_as_it_was_and_can_be_downloaded(app, ada, finished):
    page = ada.get(f"/tension/{finished}").text
    assert "Download as PDF" in page and "Change it" not in page
    db = stores_of(app).stories
    kept = get_return(db, finished)
    assert kept.hash in page
    assert ada.post(f"/tension/{finished}/change", {**FILLED, "revision": "1"}).status_code == 409
    assert ada.post(f"/tension/{finished}/delete", {}).status_code == 409
    assert ada.get(f"/tension/{finished}/change").location == f"/tension/{finished}"
    with pytest.raises(Exception, match="never changed"):
        db.execute("update tension_returns set fields = '{}'")
    assert get_return(db, finished) == kept


def test_whoever_comes_second_is_told_and_keeps_what_they_typed(ada, draft):
    assert ada.post(f"/tension/{draft}/change", {**FILLED, "place": "South", "revision": "1"}).status_code == 303
    late = ada.post(f"/tension/{draft}/change", {**FILLED, "place": "East bank", "revision": "1"})
    assert late.status_code == 409
    assert "Somebody else has changed or finished this return meanwhile" in late.text
    assert 'value="East bank"' in late.text and 'name="revision" value="2"' in late.text
    assert "Tension return: South" in ada.get(f"/tension/{draft}").text
    assert ada.post(f"/tension/{draft}/finish", {"revision": "1"}).status_code == 409


def test_a_draft_can_be_deleted(app, ada, draft):
    gone = ada.post(f"/tension/{draft}/delete", {})
    assert gone.location == "/tension?done=deleted"
    assert "The draft was deleted." in ada.get(gone.location).text
    assert ada.get(f"/tension/{draft}").status_code == 404
    assert list_quotations(stores_of(app).stories, draft) == []


def test_words_leave_a_finished_return_when_their_teller_takes_them_back(app, world, ada, finished, stories):
    assert SAID in ada.get(f"/tension/{finished}").text
    world.db.execute(
        "update narratives set consent = :kept where id = :id", kept=Scope.READ.value, id=stories["quoted"]
    )
    page = ada.get(f"/tension/{finished}").text
    assert SAID not in page and "1 quotation has left this return: its teller no longer allows it" in page
    for ending in ("csv", "json"):
        assert SAID not in ada.get(f"/tension/{finished}/return.{ending}").text


def test_an_erased_story_leaves_no_word_in_any_return(world, ada, finished, stories):
    world.db.execute("delete from narratives where id = :id", id=stories["quoted"])
    assert world.db.rows("select * from tension_quotations") == []
    kept = world.db.rows("select fields, frozen from tension_returns")
    assert "locked again" not in str([dict(row) for row in kept])
    assert "1 quotation has left" in ada.get(f"/tension/{finished}").text


def test_who_sees_some_groups_alone_and_who_only_reads_alerts_write_no_returns(app, ada, alert, finished):
    add_limited(app, "wes", Grant(Role.MANAGER, "plot", "west"))
    for username, status in (("wes", {403, 404}), ("mo", {403}), ("ade", {403})):
        person = Person(app, username)
        for path in (f"/tension/alerts/{alert}", f"/tension/{finished}", f"/tension/{finished}/return.pdf"):
            assert person.get(path).status_code in status
    assert "North of the river" not in Person(app, "wes").get("/tension").text


def test_there_is_a_way_to_begin_where_there_is_none_yet(ada):
    assert "There is none yet. A return begins at an alert" in ada.get("/tension").text


def test_where_members_decided_that_managers_do_not_read_no_word_is_quoted_or_shown(world, ada, alert, finished):
    set_readers(world.db, "plot", "member")
    assert SAID not in ada.get(f"/tension/{finished}").text
    assert SAID not in form_of(ada, alert)
    assert SAID not in ada.get(f"/tension/{finished}/return.json").text
