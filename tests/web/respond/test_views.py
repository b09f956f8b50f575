"""Telling a story through Flask's test client, as a browser without scripts does."""

import html
import json
import re
import threading

import pytest
from werkzeug.datastructures import MultiDict

from narratives.errors import BusyError
from store.intake import Intake
from tests.web.respond.conftest import ANSWERS

STORY = "/share/plot"
LONG = "a" * 5001


def post(client, step="check", path=STORY, **changes):
    fields = {**ANSWERS, "step": step, **changes}
    return client.post(path, data={name: value for name, value in fields.items() if value is not None})


def problems(page):
    """The messages of the error summary, in order, with what each links to."""
    found = re.search(r'<ul class="govuk-list govuk-error-summary__list">(.*?)</ul>', page.text, re.DOTALL)
    links = re.findall(r'<a href="([^"]*)"\s*>(.*?)</a>', found[1], re.DOTALL) if found else []
    return [(href, html.unescape(text.strip())) for href, text in links]


def carried(page):
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)


def test_the_first_page_lists_the_open_collections_only(client):
    page = client.get("/")
    assert "The plot" in page.text
    assert "Last year" not in page.text
    assert "Next century" not in page.text


@pytest.mark.parametrize("path", ["/", "/privacy", "/accessibility", STORY])
def test_a_page_for_tellers_sets_no_cookie(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers


def test_the_form_asks_everything_and_ticks_nothing(client):
    page = client.get(STORY)
    for asked in (
        "What happened in the garden?",
        "It left me…",
        "I had…",
        "I am…",
        "I wish for…",
        "Where did it happen?",
    ):
        assert asked in page.text
    assert not re.search(r"<input[^>]* checked", page.text)


def test_does_not_apply_is_the_first_answer_of_a_list(client):
    page = html.unescape(client.get(STORY).text)
    values = re.findall(r'name="mood" type="radio" value="([^"]+)"', page)
    assert values == ["na", "top", "left", "right", "top-left", "top-right", "left-right", "centre"]


def test_each_form_has_a_submission_key_of_its_own(client):
    first, second = (dict(carried(client.get(STORY)))["key"] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first != second


def test_an_empty_form_is_told_everything_at_once_in_page_order(client):
    page = client.post(STORY, data={"step": "check"})
    assert page.status_code == 422
    assert "<title>Error: Tell a story" in page.text
    assert problems(page) == [
        ("#story", "Tell us what happened"),
        ("#group", "Choose where this happened"),
        ("#consent", "Choose who may read your story"),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("story", " \n ", "Tell us what happened"),
        ("story", LONG, "Your story must be 5,000 characters or fewer; it has 5,001"),
        ("title", "b" * 201, "The title must be 200 characters or fewer; it has 201"),
        ("group", "", "Choose where this happened"),
        ("group", "elsewhere", "Choose where this happened"),
        ("mood.shares", "0.9,0.9,0.9", "Place the marker for “It left me…” inside the triangle"),
        ("mood.shares", "NaN,0,0", "Place the marker for “It left me…” inside the triangle"),
        ("say", "9", "Choose one of the answers listed for “I had…”"),
        ("role", "king", "Choose one of the answers listed for “I am…”"),
        ("wish", ["w1", "w2", "w3"], "Choose up to 2 answers for “I wish for…”"),
        ("wish", ["w1", "na"], "Choose answers for “I wish for…” or say that it does not apply, not both"),
        ("consent", "publish", "Choose who may read your story"),
        ("website", "https://buy.example", "Leave “Website” empty: only programs fill it in"),
        (
            "story",
            "My last code was N59E-S2G9-EN1X-BP19-AJH2-QPYF.",
            "Take the receipt code out of your story, so that nobody can link your stories",
        ),
    ],
)
def test_each_problem_says_what_to_do_and_links_to_its_field(client, stored, field, typed, message):
    page = post(client, "send", **{field: typed})
    assert page.status_code == 422
    name = field.removesuffix(".shares")
    assert problems(page) == [(f"#{name}", message)]
    assert f'id="{name}"' in page.text
    assert f'id="{name}-error"' in page.text
    assert stored() == []


def test_an_error_keeps_everything_that_was_typed(client):
    page = post(client, consent=None, title="A title", prefer="list")
    assert page.status_code == 422
    assert "The beans came up twice.</textarea>" in page.text
    kept = dict(carried(page))
    assert kept["prefer"] == "list"
    assert 'name="mood.shares" value="0.20,0.70,0.10"' in page.text
    assert 'id="title" name="title" type="text" value="A title"' in page.text
    for ticked in ("say-7", "role", "group", "wish-2", "wish-4"):
        assert re.search(rf'id="{ticked}" [^>]* checked', page.text), ticked


def test_the_check_page_says_every_answer_in_words(client):
    page = html.unescape(post(client, title="Beans").text)
    answers = re.findall(r'<dd class="mm-check__answer">.*?<span>(.*?)</span>', page, re.DOTALL)
    assert answers == [
        "The beans came up twice.",
        "Beans",
        "east",
        "Mostly “sad”",
        "Mostly “all the say”",
        "a digger",
        "wish 1, wish 3",
        "Staff may read my story together with my answers",
    ]


def test_the_check_page_carries_the_answers_and_nothing_else(client):
    page = post(client, stranger="x")
    sent = carried(page)
    assert ("mood.shares", "0.20,0.70,0.10") in sent
    assert ("wish", "w1") in sent
    assert ("wish", "w3") in sent
    assert "stranger" not in dict(sent)
    assert "step" not in dict(sent)


def test_sending_what_the_check_page_carries_stores_the_story_once(client, stored):
    fields = MultiDict([*carried(post(client)), ("step", "send")])
    first, second = client.post(STORY, data=fields), client.post(STORY, data=fields)
    assert (first.status_code, second.status_code) == (201, 201)
    code = re.findall(r'class="mm-receipt__part">(\w{4})<', first.text)
    assert len(code) == 6
    assert code == re.findall(r'class="mm-receipt__part">(\w{4})<', second.text)
    (row,) = stored()
    assert row["text"] == "The beans came up twice."
    assert json.loads(row["answers"])["mood"] == {"shares": [0.2, 0.7, 0.1], "method": "tap"}


def test_a_program_that_asks_for_json_gets_the_receipt_and_nothing_else(client):
    page = client.post(STORY, data={**ANSWERS, "step": "send"}, headers={"Accept": "application/json"})
    assert page.status_code == 201
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){5}", page.json["receipt"])
    assert list(page.json) == ["receipt"]


def test_the_receipt_makes_the_browser_forget_the_pages(client):
    page = post(client, "send")
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Set-Cookie" not in page.headers


def test_changing_goes_back_without_loss_and_without_errors(client):
    page = post(client, "change", consent=None)
    assert page.status_code == 200
    assert "There is a problem" not in page.text
    assert "The beans came up twice.</textarea>" in page.text


def test_a_changed_story_gets_a_new_key_so_that_it_cannot_pass_for_the_first(client):
    page = post(client, "change")
    assert dict(carried(page))["key"] != ANSWERS["key"]


def test_a_form_without_a_key_is_asked_to_check_once_more(client, stored):
    page = post(client, "send", key="short")
    assert problems(page) == [("#story", "Check your answers once more, then press Send")]
    assert stored() == []


def test_the_form_works_with_answers_from_the_lists_alone(client, stored):
    page = post(client, "send", **{"mood.shares": None, "mood.method": None, "mood": "na", "say": "0", "wish": "na"})
    assert page.status_code == 201
    assert json.loads(stored()[0]["answers"])["mood"] == {"na": True}


def test_what_a_teller_writes_never_runs(client):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    for step in ("check", "change"):
        page = post(client, step, story=attack, title=attack)
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_validating_stores_nothing(client, stored):
    page = post(client, path=f"{STORY}/validate")
    assert (page.status_code, page.json) == (200, {"errors": []})
    assert stored() == []


def test_validating_names_every_problem(client):
    page = client.post(f"{STORY}/validate", data={"story": "A story."})
    assert page.status_code == 422
    assert [error["field"] for error in page.json["errors"]] == ["group", "consent"]


def test_a_collection_that_is_unknown_has_a_page_that_says_so(client):
    page = client.get("/share/nowhere")
    assert page.status_code == 404
    assert "Check the address" in page.text


def test_a_closed_collection_gives_the_story_back(client, stored):
    page = post(client, "send", path="/share/old")
    assert page.status_code == 410
    assert "This collection has closed" in page.text
    assert "Your story was not sent" in page.text
    assert "The beans came up twice." in page.text
    assert stored() == []


def test_a_collection_that_is_not_open_yet_says_when_it_opens(client):
    page = client.get("/share/soon")
    assert page.status_code == 404
    assert "Come back on 1 January 2100" in page.text


def test_a_busy_store_keeps_the_story_on_the_page(client, monkeypatch):
    def busy(*_):
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
