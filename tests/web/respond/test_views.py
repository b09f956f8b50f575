"""The pages of a telling as a form without scripts posts them, and what is wrong with what was posted."""

import copy
import html
import re

import pytest

from narratives.framework_file import read_framework
from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import FRAMEWORK, make_collection
from tests.web.respond.browsing import STORY, carried, post, problems

WHOLE = f"{STORY}/whole"
LONG = "a" * 5001


def test_the_first_page_lists_the_open_collections_only(client):
    page = client.get("/")
    assert "The plot" in page.text
    assert "Last year" not in page.text
    assert "Next century" not in page.text


@pytest.mark.parametrize("path", ["/", "/privacy", "/accessibility", STORY, f"{STORY}/tell", WHOLE])
def test_a_page_for_tellers_sets_no_cookie(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers


def test_the_form_asks_everything_and_ticks_nothing(client):
    page = client.get(WHOLE)
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
    page = html.unescape(client.get(WHOLE).text)
    values = re.findall(r'name="mood" type="radio" value="([^"]+)"', page)
    assert values == ["na", "top", "left", "right", "top-left", "top-right", "left-right", "centre"]


def test_each_form_has_a_submission_key_of_its_own(client):
    first, second = (dict(carried(client.get(f"{STORY}/tell")))["key"] for _ in range(2))
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
        ("story", LONG, "Shorten your story to 5,000 characters or fewer; it has 5,001"),
        ("title", "b" * 201, "Shorten the title to 200 characters or fewer; it has 201"),
        ("group", "", "Choose where this happened"),
        ("group", "elsewhere", "Choose where this happened"),
        ("mood.shares", "0.9,0.9,0.9", "Place the marker for “It left me…” inside the triangle"),
        ("mood.shares", "NaN,0,0", "Place the marker for “It left me…” inside the triangle"),
        ("say", "9", "Choose one of the answers listed for “I had…”"),
        ("role", "king", "Choose one of the answers listed for “I am…”"),
        ("wish", ["w1", "w2", "w3"], "Choose up to 2 answers for “I wish for…”"),
        ("wish", ["w1", "na"], "Give an answer to “I wish for…” or say that it does not apply, not both"),
        ("consent", "everybody", "Choose who may read your story"),
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
    assert 'id="title" name="title" type="text" dir="auto" value="A title"' in page.text
    for ticked in ("say-7", "role", "group", "wish-2", "wish-4"):
        assert re.search(rf'id="{ticked}" [^>]* checked', page.text), ticked


def test_the_check_page_says_every_answer_in_words(client):
    fields = {"title": "Beans", "danger": "yes", "hear": ["runs", "peers"], "may_contact": "yes"}
    page = html.unescape(post(client, **fields).text)
    answers = re.findall(r'<dd class="mm-check__answer">.*?<span dir="auto">(.*?)</span>', page, re.DOTALL)
    assert answers == [
        "The beans came up twice.",
        "Beans",
        "east",
        "Mostly “sad”",
        "Mostly “all the say”",
        "wish 1, wish 3",
        "a digger",
        "Yes, somebody may be in danger",
        "The people who run the service\nOther people like me",
        "Staff may also read my story",
        "Yes, I read it with my code",
    ]


def test_the_check_page_carries_the_answers_and_nothing_else(client):
    page = post(client, stranger="x")
    sent = carried(page)
    assert ("mood.shares", "0.20,0.70,0.10") in sent
    assert ("wish", "w1") in sent
    assert ("wish", "w3") in sent
    assert "stranger" not in dict(sent)
    assert "step" not in dict(sent)


def test_changing_goes_back_without_loss_and_without_errors(client):
    page = post(client, "change", consent=None)
    assert page.status_code == 200
    assert "There is a problem" not in page.text
    assert "The beans came up twice.</textarea>" in page.text


def test_what_a_teller_writes_never_runs(client):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    for step in ("check", "change"):
        page = post(client, step, story=attack, title=attack)
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_a_collection_that_is_unknown_has_a_page_that_says_so(client):
    page = client.get("/share/nowhere")
    assert page.status_code == 404
    assert "Check the address" in page.text


def test_a_collection_that_is_not_open_yet_says_when_it_opens(client):
    page = client.get("/share/soon")
    assert page.status_code == 404
    assert "Come back on 1 January 2100" in page.text


def test_a_collection_whose_question_has_a_name_of_the_pages_own_by_now_takes_no_stories(app, client):
    document = copy.deepcopy(FRAMEWORK)
    document["id"] = "early"
    document["signifiers"][2]["id"] = "danger"
    stories = app.extensions["stores"].stories
    add_framework(stories, read_framework(document, stored=True))
    add_collection(stories, make_collection(id="early", framework_id="early", stratum_choice="danger"))
    for address in ("/share/early", "/share/early/tell", "/share/early/whole", "/kiosk/early"):
        page = client.get(address)
        assert (page.status_code, "No more stories are taken here." in page.text) == (410, True)
    sent = client.post("/share/early", data={"step": "send", "key": "a" * 32, "story": "Beans.", "consent": "read"})
    assert sent.status_code == 410
    assert "Beans." in sent.text
    assert client.get("/who-sees-what").status_code == 200
