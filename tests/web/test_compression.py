"""What a phone downloads: files and respondents' pages as gzip, pages of staff as they are."""

import gzip

import pytest

from tests.builders import open_plot
from tests.people import Person, make_app, stores_of
from web import compression

GZIP = {"Accept-Encoding": "br, gzip, deflate"}
SHEET = "/static/css/murmuration.css"
TYPED = {"story": "The beans came up twice.", "consent": "read", "step": "check", "key": "ab" * 16}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("compression"))
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def client(app):
    return app.test_client()


def fetch(client, path, headers=GZIP, **more):
    return client.open(path, headers=headers, buffered=True, **more)


@pytest.mark.parametrize("path", [SHEET, "/static/js/placement.js", "/static/images/flock.svg"])
def test_a_file_arrives_compressed_and_whole(client, root, path):
    answer = fetch(client, path)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    whole = (root / path[1:]).read_bytes()
    assert gzip.decompress(answer.data) == whole
    assert len(answer.data) < len(whole) / 2


def test_who_does_not_ask_for_gzip_gets_the_file_as_it_is(client, root):
    for headers in ({}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip;q=0"}):
        answer = fetch(client, SHEET, headers)
        assert "Content-Encoding" not in answer.headers
        assert answer.data == (root / SHEET[1:]).read_bytes()
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_file_is_compressed_once(client, monkeypatch):
    first = fetch(client, "/static/js/triad.js")
    monkeypatch.setattr(compression.gzip, "compress", None)
    assert fetch(client, "/static/js/triad.js").data == first.data


def test_the_two_forms_of_a_file_have_different_tags_and_each_is_recognised(client):
    compressed, plain = fetch(client, SHEET), fetch(client, SHEET, {})
    assert compressed.headers["ETag"] != plain.headers["ETag"]
    for answer, headers in ((compressed, GZIP), (plain, {})):
        again = fetch(client, SHEET, {**headers, "If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", [SHEET, "/", "/share/plot"])
def test_head_tells_the_same_headers_without_a_body(client, path):
    got, told = fetch(client, path), fetch(client, path, method="HEAD")
    assert told.data == b""
    for name in ("Content-Encoding", "Vary", "ETag", "Content-Type"):
        assert told.headers.get(name) == got.headers.get(name)


def test_a_part_of_a_file_is_a_part_of_the_file_itself(client, root):
    answer = fetch(client, SHEET, {**GZIP, "Range": "bytes=0-9"})
    assert answer.status_code == 206
    assert answer.data == (root / SHEET[1:]).read_bytes()[:10]


def test_a_page_for_tellers_arrives_compressed(client):
    answer, plain = fetch(client, "/share/plot"), fetch(client, "/share/plot", {})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(answer.data).lstrip().startswith(b"<!DOCTYPE html>")
    assert len(answer.data) < len(plain.data) / 2


def test_the_page_after_a_form_is_compressed_too(client):
    answer = fetch(client, "/share/plot", method="POST", data=TYPED)
    assert b"The beans came up twice." in gzip.decompress(answer.data)


def test_no_page_of_staff_is_compressed_beside_its_form_token(app):
    ada = Person(app, "ada")
    for path in ("/explore/plot", "/explore/plot/stories?words=beans"):
        answer = ada.get(path, headers=GZIP)
        assert answer.status_code == 200
        assert ada.form_token.encode() in answer.data
        assert "Content-Encoding" not in answer.headers


def test_an_answer_that_starts_a_session_is_not_compressed(client, monkeypatch):
    monkeypatch.setattr(compression, "LEAST_BYTES", 0)
    fields = {"username": "ada", "password": "a bean for every day"}
    answer = fetch(client, "/staff/sign-in", method="POST", data=fields, base_url="https://localhost")
    assert "Set-Cookie" in answer.headers
    assert "Content-Encoding" not in answer.headers


def test_the_largest_script_is_sent_at_a_third_of_its_size(client, root):
    answer = fetch(client, "/static/vendor/plotly/plotly-basic.min.js")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 400_000
    assert gzip.decompress(answer.data) == (root / "static/vendor/plotly/plotly-basic.min.js").read_bytes()
