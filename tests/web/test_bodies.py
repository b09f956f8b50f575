import io

import pytest
from flask import Flask, request

from web import bodies


@pytest.fixture
def client():
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 100
    bodies.guard(app)
    app.add_url_rule("/", "echo", lambda: request.form.get("story", ""), methods=["GET", "POST"])
    return app.test_client()


def test_a_whole_body_is_read_as_a_form(client):
    assert client.post("/", data={"story": "beans"}).text == "beans"


@pytest.mark.parametrize(
    ("environment", "status"),
    [
        ({"CONTENT_LENGTH": "50"}, 400),
        ({"CONTENT_LENGTH": "101"}, 413),
        ({"CONTENT_LENGTH": ""}, 400),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ],
)
def test_a_body_that_is_cut_short_too_long_or_of_no_stated_length_is_refused(client, environment, status):
    form = {"content_type": "application/x-www-form-urlencoded", "input_stream": io.BytesIO(b"story=beans")}
    environment = {"CONTENT_LENGTH": "11", "wsgi.input_terminated": True, **environment}
    assert client.post("/", environ_overrides=environment, **form).status_code == status


def test_pages_without_a_body_are_not_asked_for_its_length(client):
    assert client.get("/").status_code == 200


def multipart(sound: bytes) -> dict[str, object]:
    return {"data": {"story": "beans", "file": (io.BytesIO(sound), "a.wav")}, "content_type": "multipart/form-data"}


@pytest.fixture
def with_files():
    """A page that takes 500 bytes beside its form, one that takes none now, and one that never does."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 400
    bodies.guard(app)

    def told() -> str:
        files = [file.stream for file in request.files.values()]
        return f"{request.form.get('story')} {[type(file).__name__ for file in files]}"

    app.add_url_rule("/some", "some", bodies.takes_file(lambda: 500)(lambda: told()), methods=["POST"])
    app.add_url_rule("/none", "none", bodies.takes_file(lambda: 0)(lambda: told()), methods=["POST"])
    app.add_url_rule("/never", "never", lambda: told(), methods=["POST"])
    return app.test_client()


def test_a_file_is_taken_by_the_page_that_says_so_and_stays_in_memory(with_files):
    assert with_files.post("/some", **multipart(b"x" * 500)).text == "beans ['BytesIO']"


@pytest.mark.parametrize(("path", "length"), [("/some", 1_000), ("/none", 500), ("/never", 500)])
def test_a_larger_file_is_refused_and_so_is_any_file_elsewhere(with_files, path, length):
    assert with_files.post(path, **multipart(b"x" * length)).status_code == 413


def test_the_room_for_a_file_is_not_there_for_a_form_without_one(with_files):
    assert with_files.post("/some", data={"story": "x" * 500}).status_code == 413


@pytest.mark.parametrize("more", ["", '; filename="a.wav"'])
def test_a_part_without_a_name_is_refused_as_no_form(with_files, more):
    part = f"--x\r\nContent-Disposition: form-data{more}\r\n\r\nbeans\r\n--x--\r\n"
    answer = with_files.post("/some", data=part, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
