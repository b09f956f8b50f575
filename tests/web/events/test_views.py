import html
import re
from datetime import date

import pytest

from store.accounts import Grant, Role, set_grants
from store.collections import get_collection
from store.events import reopen_event
from tests.events import EVENT
from tests.people import Person, make_app, stores_of


def words(page):
    text = re.sub(r"<svg.*?</svg>|<head>.*?</head>", "", page.text, flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_without_events_the_page_says_what_one_is_and_a_manager_can_open_one(tmp_path):
    empty = make_app(tmp_path)
    manager, member = (words(Person(empty, name).get("/events")) for name in ("ada", "mo"))
    assert "No events yet. An event is an incident, a decision or a death" in manager and "Open an event" in manager
    assert "A manager opens one" in member and "Open an event" not in member


def test_the_list_says_what_happened_when_and_who_tells(person, pump):
    page = words(person("mo").get("/events"))
    assert "The pump broke and the beds were dry for a week." in page
    assert "In the week of 9 February 2026" in page and "Diggers, Office, Visitors" in page


def test_the_page_answers_first_where_the_sides_differ_and_who_misjudges_whom(person, pump):
    page = words(person("ada").get(f"/events/{EVENT}"))
    assert re.search(
        r"hey differ most on “It left me…”: \w+ placed it nearer to “\w+” than \w+ did, by \d+ points \(\d+ to \d+\)\.",
        page,
    )
    assert "Diggers expected Visitors near “glad”; Visitors placed it near “cross”" in page
    assert "hold all together" in page and "at most 5 in 100" in page


def test_a_side_with_too_few_accounts_is_named_and_its_number_is_not(person, pump):
    page = words(person("ada").get(f"/events/{EVENT}"))
    assert "Not enough accounts yet: Office. Each is shown from 10 on." in page
    assert not re.search(r"\b7 accounts\b|Office 7\b", page)


def test_every_picture_has_a_table_that_says_the_same(person, pump):
    page = person("ada").get(f"/events/{EVENT}")
    assert page.text.count("<table") == 3  # two questions and the guesses
    assert re.search(r"Diggers 20 \d+ \(\d+ to \d+\) \d+ \(\d+ to \d+\) \d+ \(\d+ to \d+\)", words(page))
    pictures = re.findall(r"<svg[^>]*class=\"event-[^>]*>", page.text)
    assert pictures and all('aria-hidden="true"' in svg for svg in pictures)


def test_those_who_may_read_are_led_to_the_accounts_of_a_side_and_administrators_are_not(person, pump):
    reader, administrator = (person(name).get(f"/events/{EVENT}").text for name in ("mo", "ade"))
    assert f"/explore/{EVENT}/stories?group=Diggers" in reader
    assert "/stories?group=" not in administrator and "It left me…" in administrator


def test_each_side_has_a_link_that_has_it_chosen_already(app, person, pump):
    page = person("ada").get(f"/events/{EVENT}/links").text
    assert f"/share/{EVENT}?group=Diggers</code>" in page and page.count("invite-qr__ink") == 4
    start = app.test_client().get(f"/share/{EVENT}?group=Diggers").text
    assert '<input type="hidden" name="group" value="Diggers">' in start
    step = app.test_client().post(
        f"/share/{EVENT}", data={"group": "Diggers", "story": "It broke.", "at": "title", "step": "next"}
    )
    assert "From which side did you see this?" in step.text
    assert re.search(r'value="Diggers" checked', step.text)


def test_a_link_with_a_side_that_is_none_chooses_nothing(app, pump):
    assert 'name="group"' not in app.test_client().get(f"/share/{EVENT}?group=Queens").text


def test_a_guess_is_put_as_a_guess_and_can_be_left_out(app, pump):
    fields = {"group": "Diggers", "story": "It broke.", "at": "say", "step": "next"}
    step = app.test_client().post(f"/share/{EVENT}", data=fields).text
    assert "A guess about others" in step and "where will “Diggers” mostly place “It left me…”?" in html.unescape(step)
    assert "I cannot guess" in step and "Answer as you think most of them will." in step


def test_the_map_of_an_event_is_of_what_was_told_and_not_of_what_was_guessed(person, pump):
    for page in ("", "/common-ground", "/compare", "/summary"):
        shown = person("ada").get(f"/explore/{EVENT}{page}")
        assert shown.status_code == 200 and "mood-by-" not in shown.text and "Your guess" not in shown.text


def test_a_manager_closes_and_opens_again(person, pump, db):
    ada = person("ada")
    closed = ada.post(f"/events/{EVENT}/close", {})
    assert closed.status_code == 303 and not get_collection(db, EVENT).is_open_on(date.today())
    page = words(ada.get(closed.location))
    assert "Closed. No more accounts are taken." in page and "Closed on" in page and "Open it again" in page
    wrong = ada.post(f"/events/{EVENT}/reopen", {"closes_on": "2020-01-01"})
    assert wrong.status_code == 422 and "Give a day from today to two years from now" in wrong.text
    assert 'value="2020-01-01"' in wrong.text and not get_collection(db, EVENT).is_open_on(date.today())
    assert ada.post(f"/events/{EVENT}/reopen", {"closes_on": ""}).status_code == 303
    assert get_collection(db, EVENT).is_open_on(date.today())


def test_a_member_can_do_neither(person, pump, db):
    for done in ("close", "reopen"):
        assert person("mo").post(f"/events/{EVENT}/{done}", {}).status_code == 403
    assert "Close it" not in person("mo").get(f"/events/{EVENT}").text
    reopen_event(db, EVENT)


def test_what_is_no_event_is_not_found(person, pump):
    assert person("ada").get("/events/event-nowhere").status_code == 404
    assert person("ada").post("/events/event-nowhere/close", {}).status_code == 404


@pytest.mark.parametrize(
    ("grant", "page", "form", "listed"),
    [
        (Grant(Role.MANAGER), 200, 200, True),
        (Grant(Role.MANAGER, EVENT), 200, 403, True),
        (Grant(Role.MANAGER, EVENT, "Diggers"), 403, 403, False),
        (Grant(Role.MANAGER, "another"), 404, 403, False),
    ],
)
def test_only_who_sees_every_side_sees_the_event(app, person, pump, grant, page, form, listed):
    ada, accounts = person("ada"), stores_of(app).accounts
    set_grants(accounts, ada.account.id, (grant,))
    try:
        shown = ada.get(f"/events/{EVENT}")
        assert shown.status_code == page and ("Every two perspectives" in shown.text) == listed
        assert ada.get("/events/new").status_code == form
        assert ("the beds were dry" in ada.get("/events").text) == listed
    finally:
        set_grants(accounts, ada.account.id, (Grant(Role.MANAGER),))
