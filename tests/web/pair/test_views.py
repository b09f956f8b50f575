"""Telling one's side with a code: what is asked, what is kept, and what is said when something is wrong."""

import re
from datetime import date, timedelta

import pytest

from narratives.errors import BusyError
from store.pairs import GOOD_FOR
from tests.attacks.hostile import VALUES
from tests.people import stores_of
from tests.web.pair.conftest import GOOD, make, receipt_in, stories
from web.pair import views


def test_the_page_asks_what_practitioners_are_asked_and_names_nobody(teller, code):
    page = teller.open(code)
    assert page.status_code == 200
    for words in ("How was the meeting for you?", "It left me…", "I had…", "None of these fit", "Samaritans"):
        assert words in page.text
    for words in ("I wish for", "PX10", "Cy", "0.8"):
        assert words not in page.text.replace("Cymraeg", "")
    assert not re.search(r'id="compare"[^>]*checked', page.text)
    assert "Set-Cookie" not in page.headers


def test_a_code_in_the_address_is_typed_in_and_not_looked_up(teller, code):
    page = teller.client.get(f"/pair?code={code}")
    assert page.status_code == 200
    assert f'value="{code}"' in page.text and "How was the meeting for you?" not in page.text
    assert "/static/js/pair.js" in page.text


def test_a_story_of_the_team_is_kept_and_both_answers_wait_apart_from_it(app, teller, code, cases):
    page = teller.send(code)
    assert page.status_code == 201
    assert "Your answers have been kept" in page.text and receipt_in(page)
    (story,) = stories(app)
    assert (story["kind"], story["group_name"], story["text"]) == ("respondent", "east", GOOD["story"])
    assert cases.waiting() == 2


def test_without_consent_the_story_is_told_all_the_same(app, teller, code, cases):
    assert teller.send(code, compare="").status_code == 201
    assert len(stories(app)) == 1 and cases.waiting() == 0


def test_words_are_welcome_and_not_needed(app, teller, code):
    assert teller.send(code, story="").status_code == 201
    assert stories(app)[0]["text"] == ""


def test_nothing_at_all_is_not_kept(app, teller, code):
    page = teller.send(code, **{"story": "", "mood.shares": "", "say": ""})
    assert page.status_code == 422
    assert "Answer one of the questions, or tell us what happened" in page.text
    assert stories(app) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"consent": ""}, "Choose who may read your story"),
        ({"story": "My number is 07700 900123."}, "Take these words out, or tick the box to keep them"),
        ({"story": "x" * 6_000}, "Shorten your story"),
        ({"website": "spam"}, "Leave “Website” empty"),
        ({"key": "no key"}, "Check your answers once more, then press Send"),
    ],
)
def test_what_is_wrong_is_said_and_everything_is_kept(app, teller, code, change, said):
    page = teller.send(code, **change)
    assert page.status_code == 422
    assert said in page.text and "Error: " in page.text
    assert 'value="0.11,0.78,0.11"' in page.text and re.search(r'id="compare"[^>]*checked', page.text)
    assert stories(app) == []
    assert teller.send(code).status_code == 201  # and the code is still good


def test_words_that_show_who_somebody_is_can_be_kept(app, teller, code):
    assert teller.send(code, story="My number is 07700 900123.", keep_words="yes").status_code == 201


def plain(page):
    """The words of a page without the code that it shows."""
    return re.sub(r"mm-receipt__part.>[^<]*", "", page.text)


def test_whoever_made_a_code_learns_by_trying_it_neither_that_it_was_used_nor_that_it_was_not(app, teller, cy, cases):
    used, unused = (make(cy, cases.log(cy.account.id)) for _ in range(2))
    teller.send(used)
    before = cases.waiting()
    tried = [teller.send(one, key=key * 16, story="Was it you?") for one, key in ((used, "cd"), (unused, "ef"))]
    assert [page.status_code for page in tried] == [201, 201]
    assert plain(tried[0]) == plain(tried[1])
    assert cases.waiting() == before + 2  # what was told first stays what is compared
    taken = [teller.take_out(receipt_in(page)) for page in tried]
    assert taken[0].text == taken[1].text and {page.status_code for page in taken} == {200}
    assert cases.waiting() == before and len(stories(app)) == 3


def test_a_second_code_for_a_meeting_does_not_say_whether_the_first_was_used(app, teller, cy, cases):
    answered, silent = (cases.log(cy.account.id) for _ in range(2))
    teller.send(make(cy, answered))
    make(cy, silent)
    told = [teller.send(make(cy, one), key=key * 16) for one, key in ((answered, "cd"), (silent, "ef"))]
    assert plain(told[0]) == plain(told[1])
    assert teller.take_out(receipt_in(told[0])).text == teller.take_out(receipt_in(told[1])).text


def test_every_try_to_take_answers_out_takes_as_long(app, teller, code):
    waits = []
    app.extensions["pair.desk"].sleep = waits.append
    receipt = receipt_in(teller.send(code))
    for _ in range(2):
        teller.take_out(receipt)
    assert waits == [0.25, 0.5]


def test_a_used_code_opens_the_same_page_as_one_that_was_not(app, teller, cy, cases):
    used, unused = (make(cy, cases.log(cy.account.id)) for _ in range(2))
    teller.send(used)
    pages = [re.sub(r'(name="(code|key)" value=")[^"]*', r"\1", teller.open(one).text) for one in (used, unused)]
    assert pages[0] == pages[1]


def test_sending_again_gives_the_same_receipt_and_keeps_nothing_twice(app, teller, code, cases):
    first, second = teller.send(code), teller.send(code)
    assert (first.status_code, second.status_code) == (201, 201)
    assert receipt_in(first) == receipt_in(second)
    assert len(stories(app)) == 1 and cases.waiting() == 2


def test_sending_again_with_other_answers_keeps_the_first(app, teller, code, cases):
    teller.send(code)
    page = teller.send(code, story="Something else.")
    assert page.status_code == 409
    assert "what you sent first is kept" in page.text and "Something else." in page.text
    assert cases.waiting() == 2


@pytest.mark.parametrize("where", ["codes.claimed", "tell", "codes.finish"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_anywhere_is_mended_by_sending_again(app, teller, code, cases, monkeypatch, where, after):
    holder, name = (views.codes, where.partition(".")[2]) if "." in where else (views, where)
    done = getattr(holder, name)

    def crash(*given, **named):
        if after:
            done(*given, **named)
        raise SystemError("the power went")

    monkeypatch.setattr(holder, name, crash)
    assert teller.send(code).status_code == 500
    monkeypatch.undo()
    page = teller.send(code)
    assert page.status_code == 201 and receipt_in(page)
    assert len(stories(app)) == 1 and cases.waiting() == 2


def test_a_busy_store_says_so_and_keeps_everything(app, teller, code, monkeypatch):
    def busy(*given, **named):
        raise BusyError("busy")

    monkeypatch.setattr(views.codes, "finish", busy)
    page = teller.send(code)
    assert page.status_code == 503 and page.headers["Retry-After"]
    assert "Wait a few seconds, then press Send again" in page.text and GOOD["story"] in page.text
    monkeypatch.undo()
    assert teller.send(code).status_code == 201
    assert len(stories(app)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the code that your officer gave you"),
        ("12345", "at least one of yours is different"),
        ("00000-00000-00000", "Check the code: there is none like it"),
    ],
)
def test_a_wrong_code_is_explained(teller, typed, said):
    page = teller.open(typed)
    assert page.status_code == 422 and said in page.text


def test_a_wrong_letter_in_a_real_code_is_found(teller, code):
    slip = code.replace(code[4], "7" if code[4] != "7" else "8", 1)
    assert "at least one of yours is different" in teller.open(slip).text


def test_a_withdrawn_and_an_old_code_no_longer_work(teller, cy, met, code, cases, monkeypatch):
    class Later(date):
        @classmethod
        def today(cls):
            return date.today() + GOOD_FOR + timedelta(days=1)

    monkeypatch.setattr(views, "date", Later)
    page = teller.open(code)
    assert page.status_code == 410 and "This code no longer works. Ask your officer for another one" in page.text
    monkeypatch.undo()
    assert teller.open(code).status_code == 200
    assert cy.post(f"/log/own/{met}/their-side", {"step": "withdraw"}).status_code == 303
    assert teller.open(code).status_code == 410
    assert teller.send(code).status_code == 410


def test_wrong_codes_are_answered_more_and_more_slowly(app, teller):
    waits = []
    app.extensions["pair.desk"].sleep = waits.append
    for _ in range(4):
        teller.open("00000-00000-00000")
    teller.take_out("0000-0000-0000-0000")
    assert waits == [0.25, 0.5, 1.0, 2.0, 4.0]


def test_the_receipt_takes_answers_out_of_the_comparison_and_leaves_the_story(app, teller, code, cases):
    receipt = receipt_in(teller.send(code))
    page = teller.take_out(receipt.lower())
    assert "No answers wait under this code any more" in page.text
    assert cases.waiting() == 0 and len(stories(app)) == 1


def test_the_officers_code_takes_nothing_out(teller, code, cases):
    teller.send(code)
    assert teller.take_out(code).status_code == 422
    assert cases.waiting() == 2


def test_the_page_speaks_welsh_and_changes_language_without_losing_anything(teller, code):
    page = teller.send(code, speak="cy", at="form")
    assert page.status_code == 200 and "Sut oedd y cyfarfod i chi?" in page.text
    assert GOOD["story"] in page.text and 'lang="cy"' in page.text


@pytest.fixture
def changed(app):
    """Changes a column of the collection for one test."""
    db = stores_of(app).stories
    (before,) = db.rows("select sensitive, closes_on from collections")

    def change(column, value):
        db.execute(f"update collections set {column} = :value", value=value)
        stores_of(app)._opened.clear()

    yield change
    for column, value in before.items():
        change(column, value)


def test_a_sensitive_collection_offers_the_way_out(teller, code, changed):
    changed("sensitive", 1)
    for page in (teller.client.get("/pair"), teller.open(code), teller.send(code)):
        assert "Exit this page" in page.text


def test_a_closed_collection_gives_the_words_back(app, teller, code, changed):
    changed("closes_on", "2020-01-01")
    page = teller.send(code)
    assert page.status_code == 410 and GOOD["story"] in page.text
    assert stories(app) == []


@pytest.mark.parametrize("field", ["mood.shares", "say", "story", "consent", "compare", "key", "danger", "may_contact"])
def test_hostile_values_get_a_page(app, teller, code, field):
    for value in VALUES[::4]:
        assert teller.send(code, **{field: value}).status_code in {200, 201, 409, 422}, value
