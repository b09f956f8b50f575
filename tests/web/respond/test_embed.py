"""In a frame: only pages under /embed/, only for the sites that the collection names, errors included."""

from datetime import date

import pytest

from narratives.errors import BusyError
from store.collections import add_collection
from tests.builders import make_collection, open_plot
from tests.people import make_app, stores_of
from tests.web.respond.conftest import ANSWERS
from web.headers import CONTENT_SECURITY_POLICY, HEADERS

SITES = ("https://www.example.org", "http://127.0.0.1:8161")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("embed"))
    db = stores_of(app).stories
    open_plot(db)
    add_collection(db, make_collection(id="framed", embed_on=SITES))
    add_collection(db, make_collection(id="quiet", sensitive=True, embed_on=SITES))
    add_collection(db, make_collection(id="old", embed_on=SITES, closes_on=date(2025, 1, 1)))
    return app


@pytest.fixture
def client(app):
    return app.test_client()


def may_be_framed(answer):
    wanted = CONTENT_SECURITY_POLICY.replace("'none'; base-uri", f"{' '.join(SITES)}; base-uri")
    others = {name: value for name, value in HEADERS.items() if not name.startswith(("Content-S", "X-Frame"))}
    assert {name: answer.headers.get(name) for name in others} == others
    policy = answer.headers["Content-Security-Policy"]
    if policy == CONTENT_SECURITY_POLICY:
        assert answer.headers["X-Frame-Options"] == "DENY"
        return False
    assert "X-Frame-Options" not in answer.headers
    assert policy == wanted
    return True


@pytest.mark.parametrize("page", ["", "/tell", "/whole"])
def test_every_page_of_the_telling_may_be_framed_by_the_named_sites(client, page):
    answer = client.get(f"/embed/framed{page}")
    assert answer.status_code == 200
    assert may_be_framed(answer)


def test_what_is_posted_in_the_frame_answers_in_the_frame(client):
    for step, status in (("next", 200), ("check", 200), ("send", 201)):
        answer = client.post("/embed/framed", data={**ANSWERS, "step": step})
        assert answer.status_code == status
        assert may_be_framed(answer)
        assert 'action="/share/' not in answer.text


def test_errors_are_seen_in_the_frame_too(client, app, monkeypatch):
    assert may_be_framed(client.post("/embed/framed", data={"step": "send"}))
    assert may_be_framed(client.post("/embed/framed", data={"story": "x" * 70_000}))
    assert may_be_framed(client.get("/embed/old"))
    assert may_be_framed(client.post("/embed/framed", data=ANSWERS, headers={"Sec-Fetch-Site": "cross-site"}))

    def busy(*_given, **_named):
        raise BusyError("busy")

    monkeypatch.setattr(stores_of(app).intake, "submit", busy)
    answer = client.post("/embed/framed", data={**ANSWERS, "key": "ef" * 16, "step": "send"})
    assert answer.status_code == 503
    assert may_be_framed(answer)


@pytest.mark.parametrize(
    "path",
    ["/", "/share/framed", "/share/framed/tell", "/share/framed/paper", "/kiosk/framed", "/privacy", "/embed/nowhere"],
)
def test_no_other_page_may_be_framed(client, path):
    assert not may_be_framed(client.get(path))


@pytest.mark.parametrize("collection_id", ["plot", "quiet"])
def test_where_no_site_may_frame_it_a_page_leads_to_the_telling(client, collection_id):
    for answer in (client.get(f"/embed/{collection_id}"), client.post(f"/embed/{collection_id}", data=ANSWERS)):
        assert not may_be_framed(answer)
        assert "cannot be shown inside another website" in answer.text
        assert f'href="/share/{collection_id}"' in answer.text
        assert 'name="story"' not in answer.text


def test_links_that_leave_the_frame_open_a_tab_of_their_own(client):
    page = client.get("/embed/framed").text
    assert page.count('target="_blank" rel="noopener"') == 2
    assert 'href="/privacy" target="_blank"' in page
    assert 'href="/" ' not in page
    assert "data-saved" not in page
