import re
from datetime import date

import pytest

from store.collections import framework_of, get_collection
from store.events import get_event, list_events

TYPED = {
    "base": "garden",
    "title": "The gate fell",
    "happened": "The gate fell in the night.",
    "happened_on": "2026-02-12",
    "contact": "The garden office",
    "perspective": ["Diggers", "Office"],
    "asked": ["mood", "say"],
    "predicted": "mood",
    "policy": "protected",
    "moderation": "before",
    "sensitive": "yes",
    "step": "look",
}


def hidden(page):
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)
    fields = {}
    for name, value in found:
        fields.setdefault(name, []).append(value)
    return fields


def test_with_one_framework_the_form_is_shown_at_once_and_is_careful(person):
    page = person("ada").get("/events/new").text
    assert "It left me…" in page and 'value="Service users"' in page
    assert re.search(r'value="protected" checked', page) and re.search(r'value="before" checked', page)
    assert "No names, nobody to blame" in page


def test_an_event_is_looked_at_and_then_opened_once(person, db):
    ada = person("ada")
    look = ada.post("/events/new", TYPED)
    assert look.status_code == 200 and "Open this event?" in look.text
    assert "where will “Office” mostly place “It left me…”" in look.text
    assert not [one for one in list_events(db) if "gate" in one.collection_id]
    fields = {**hidden(look), "step": "open"}
    first, again = ada.post("/events/new", fields), ada.post("/events/new", fields)
    assert first.status_code == again.status_code == 303
    assert first.location == again.location == "/events/event-the-gate-fell/links?done=opened"
    event = get_event(db, "event-the-gate-fell")
    assert event.opened_by == "Ada" and event.happened_on == date(2026, 2, 12)
    collection = get_collection(db, "event-the-gate-fell")
    assert [one.id for one in framework_of(db, collection).predictions] == ["mood-by-diggers", "mood-by-office"]
    assert "The event is open." in ada.get(first.location).text


def test_a_name_in_what_tellers_read_is_pointed_out_before_it_is_opened(person):
    look = person("ada").post("/events/new", {**TYPED, "happened": "Karen Smith let the gate fall."})
    assert "Is somebody named here?" in look.text and "“Karen Smith”" in look.text
    assert "Is somebody named here?" not in person("ada").post("/events/new", TYPED).text


def test_going_back_keeps_everything(person):
    ada = person("ada")
    back = ada.post("/events/new", {**hidden(ada.post("/events/new", TYPED)), "step": "change"}).text
    assert 'value="The gate fell"' in back and "The gate fell in the night.</textarea>" in back
    assert 'value="Diggers"' in back and re.search(r'name="predicted" type="checkbox" value="mood" checked', back)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "Give the event a name"),
        ({"perspective": ["Diggers"]}, "Name from 2 to 6 perspectives"),
        ({"asked": []}, "Choose from 1 to 5 questions"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(person, change, message):
    page = person("ada").post("/events/new", {**TYPED, **change})
    assert page.status_code == 422 and page.text.count(message) == 2  # in the summary and at the field
    assert "The gate fell in the night.</textarea>" in page.text and "Error: " in page.text


def test_questions_that_are_not_there_are_not_found(person):
    assert person("ada").get("/events/new?base=nowhere").status_code == 404
    assert person("ada").post("/events/new", {**TYPED, "base": "nowhere"}).status_code == 404


def test_only_a_manager_opens_an_event(person):
    for name in ("mo", "ade", "mina"):
        assert person(name).get("/events/new").status_code == 403
        assert person(name).post("/events/new", TYPED).status_code == 403
