"""Sending a story and what may become of it, through Flask's test client."""

import json
import re
import threading

import pytest
from werkzeug.datastructures import MultiDict

from narratives.errors import BusyError
from store.intake import Intake, Outcome, Receipt
from tests.web.respond.browsing import STORY, carried, post
from tests.web.respond.conftest import ANSWERS


def test_sending_what_the_check_page_carries_stores_the_story_once(client, stored):
    fields = MultiDict([*carried(post(client)), ("step", "send")])
    first, second = client.post(STORY, data=fields), client.post(STORY, data=fields)
    assert (first.status_code, second.status_code) == (201, 201)
    code = re.findall(r'class="mm-receipt__part">(\w{4})<', first.text)
    assert len(code) == 4
    assert code == re.findall(r'class="mm-receipt__part">(\w{4})<', second.text)
    (row,) = stored()
    assert row["text"] == "The beans came up twice."
    assert json.loads(row["answers"])["mood"] == {"shares": [0.2, 0.7, 0.1], "method": "tap"}


def test_a_program_that_asks_for_json_gets_the_receipt_and_nothing_else(client):
    page = client.post(STORY, data={**ANSWERS, "step": "send"}, headers={"Accept": "application/json"})
    assert page.status_code == 201
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page.json["receipt"])
    assert list(page.json) == ["receipt"]


def test_the_receipt_makes_the_browser_forget_the_pages(client):
    page = post(client, "send")
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert "Set-Cookie" not in page.headers


def test_a_changed_story_keeps_its_key_so_that_it_cannot_be_stored_beside_the_first(client):
    page = post(client, "change")
    assert dict(carried(page))["key"] == ANSWERS["key"]


def test_a_story_that_arrived_before_in_other_words_is_given_back(client, stored):
    post(client, "send")
    page = post(client, "send", story="The beans came up three times.")
    assert page.status_code == 409
    assert "Your earlier version was kept. Your change was not stored." in page.text
    assert "The beans came up three times.</blockquote>" in page.text
    assert [row["text"] for row in stored()] == ["The beans came up twice."]
    fields = MultiDict(carried(page))
    assert fields["key"] != ANSWERS["key"]
    client.post(STORY, data={**fields, "step": "send"})
    assert len(stored()) == 2, "it can be sent as another story"


def test_a_withdrawn_story_stays_withdrawn(client, stored, monkeypatch):
    monkeypatch.setattr(Intake, "submit", lambda *_, **__: Receipt("", Outcome.WITHDRAWN))
    page = post(client, "send")
    assert page.status_code == 410
    assert "It stays withdrawn, and nothing was stored now." in page.text
    assert "The beans came up twice." in page.text


@pytest.mark.parametrize(
    ("outcome", "status"), [(Outcome.DIFFERENT, 409), (Outcome.WITHDRAWN, 410), (Outcome.STORED, 201)]
)
def test_a_program_is_told_what_became_of_its_story(client, monkeypatch, outcome, status):
    monkeypatch.setattr(Intake, "submit", lambda *_, **__: Receipt("ABCD", outcome))
    page = client.post(STORY, data={**ANSWERS, "step": "send"}, headers={"Accept": "application/json"})
    assert page.status_code == status
    assert page.json == ({"receipt": "ABCD"} if outcome is Outcome.STORED else {"outcome": outcome.value})


def test_a_program_is_told_every_problem(client, stored):
    page = client.post(STORY, data={"step": "send"}, headers={"Accept": "application/json"})
    assert page.status_code == 422
    assert [error["field"] for error in page.json["errors"]] == ["story", "group", "consent"]
    assert stored() == []


def test_a_form_without_a_key_is_asked_to_check_once_more(client, stored):
    page = post(client, "send", key="short")
    assert page.status_code == 422
    assert "Check your answers once more, then press Send." in page.text
    assert stored() == []
    fields = MultiDict([*carried(page), ("step", "send")])
    assert client.post(STORY, data=fields).status_code == 201


def test_minutes_and_seconds_are_stored_with_the_story(app, client):
    post(client, "send", **{"seconds": "95", "mood.seconds": "12"})
    (row,) = app.extensions["stores"].stories.rows("select minutes, answers from narratives")
    assert row["minutes"] == 2
    assert json.loads(row["answers"])["mood"]["seconds"] == 10


def test_who_held_the_pen_is_stored(app, client):
    post(client, "send", pen="scribe")
    (row,) = app.extensions["stores"].stories.rows("select pen from narratives")
    assert row["pen"] == "scribe"


def test_the_form_works_with_answers_from_the_lists_alone(client, stored):
    page = post(client, "send", **{"mood.shares": None, "mood.method": None, "mood": "na", "say": "0", "wish": "na"})
    assert page.status_code == 201
    assert json.loads(stored()[0]["answers"])["mood"] == {"na": True}


def test_validating_stores_nothing(client, stored):
    page = post(client, path=f"{STORY}/validate")
    assert (page.status_code, page.json) == (200, {"errors": []})
    assert stored() == []


def test_validating_names_every_problem(client):
    page = client.post(f"{STORY}/validate", data={"story": "A story."})
    assert page.status_code == 422
    assert [error["field"] for error in page.json["errors"]] == ["group", "consent"]


def test_a_closed_collection_gives_the_story_back(client, stored):
    page = post(client, "send", path="/share/old")
    assert page.status_code == 410
    assert "This collection has closed" in page.text
    assert "Your story was not sent" in page.text
    assert "The beans came up twice." in page.text
    assert stored() == []


def test_a_busy_store_keeps_the_story_on_the_page(client, monkeypatch):
    def busy(*_, **__):
        raise BusyError("Too many stories are arriving at once. Send it again in a moment.")

    monkeypatch.setattr(Intake, "submit", busy)
    page = post(client, "send")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "Nothing is lost" in page.text
    assert dict(carried(page))["story"] == "The beans came up twice."
    assert dict(carried(page))["key"] == ANSWERS["key"]


def test_a_body_that_is_too_long_is_refused_with_what_to_do(client):
    page = post(client, story="a" * 70_000)
    assert page.status_code == 413
    assert "5,000 characters or fewer" in page.text


def test_a_form_posted_from_another_site_is_refused(client, stored):
    page = client.post(STORY, data={**ANSWERS, "step": "send"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert "open the form on this site" in page.text
    assert stored() == []


def test_the_same_story_sent_by_many_threads_is_stored_once(app, stored):
    codes = set()

    def send():
        page = post(app.test_client(), "send")
        codes.add("".join(re.findall(r'class="mm-receipt__part">(\w{4})<', page.text)))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 1
    assert len(stored()) == 1


@pytest.mark.parametrize("body", [b"\xff\xfe=\xff", b"story=%ED%A0%80&group=%00", b"&&&===", b"story=a" * 3000])
def test_a_hostile_body_is_an_error_page_and_not_a_failure(client, body):
    page = client.post(STORY, data=body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 422
