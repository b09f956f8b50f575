"""On a shared device: the same pages under /kiosk/, with no way out and nothing of the last person."""

import re
from datetime import date

import pytest

from store.collections import add_collection
from tests.builders import make_collection, open_plot
from tests.people import make_app, stores_of
from tests.web.respond.conftest import ANSWERS


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("kiosk"))
    db = stores_of(app).stories
    open_plot(db)
    add_collection(db, make_collection(id="quiet", title="A quiet word", sensitive=True))
    add_collection(db, make_collection(id="old", closes_on=date(2025, 1, 1)))
    return app


@pytest.fixture
def client(app):
    return app.test_client()


def pages(client, collection_id):
    """Every page of a telling on a shared device, the receipt included."""
    way = f"/kiosk/{collection_id}"
    yield from (client.get(way + page) for page in ("", "/start", "/tell", "/whole"))
    yield client.post(way, data={"step": "next", "at": "story", "story": "Beans."})
    yield client.post(way, data={"step": "next", "at": "story", "story": ""})
    yield client.post(way, data={**ANSWERS, "step": "check"})
    yield client.post(way, data={**ANSWERS, "step": "send"})


@pytest.mark.parametrize("collection_id", ["plot", "quiet"])
def test_no_page_leads_anywhere_else(client, collection_id):
    seen = 0
    for answer in pages(client, collection_id):
        addresses = re.findall(r'<(?:a|form)\b[^>]*\s(?:href|action)="([^"]*)"', answer.text)
        outside = [one for one in addresses if not one.startswith((f"/kiosk/{collection_id}", "#"))]
        assert not outside, answer.request.path
        assert "bbc.co.uk" not in answer.text
        assert "data-saved" not in answer.text
        seen += 1
    assert seen == 8


def test_every_page_but_the_first_screen_watches_and_can_be_cleared(client):
    screen, *others = pages(client, "plot")
    assert "js/kiosk.js" not in screen.text
    for answer in others:
        assert "js/kiosk.js" in answer.text
        assert "Clear and start again" in answer.text
        assert "Are you still there?" in answer.text


def test_the_receipt_offers_no_second_story_with_the_first_ones_answers(client):
    *_, receipt = pages(client, "plot")
    assert receipt.status_code == 201
    assert "data-sent" in receipt.text
    assert "Tell another story" not in receipt.text
    assert ANSWERS["story"] not in receipt.text


def test_pages_elsewhere_know_nothing_of_it(client):
    for path in ("/share/plot", "/share/plot/tell", "/"):
        page = client.get(path).text
        assert "kiosk" not in page


def test_a_story_told_there_is_stored_like_any_other(app, client):
    before = len(stores_of(app).stories.rows("select id from narratives"))
    assert client.post("/kiosk/plot", data={**ANSWERS, "key": "cd" * 16, "step": "send"}).status_code == 201
    assert len(stores_of(app).stories.rows("select id from narratives")) == before + 1


def test_a_closed_collection_has_no_first_screen(client):
    assert client.get("/kiosk/old").status_code == 410
    assert client.get("/kiosk/nowhere").status_code == 404
