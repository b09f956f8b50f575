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
