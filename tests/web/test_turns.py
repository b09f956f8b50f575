from threading import Event, Thread
from types import SimpleNamespace

import pytest
from flask import Flask, request

from web import bodies, errors, turns

FORM = "application/x-www-form-urlencoded"


class Slow:
    """A body that comes only when it is let."""

    def __init__(self) -> None:
        self.asked, self.let, self.rest = Event(), Event(), b"story=beans"

    def read(self, *size: int) -> bytes:
        self.asked.set()
        assert self.let.wait(20)
        said, self.rest = self.rest, b""
        return said


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setattr(turns, "ROOM_ASIDE", 2)
    app = Flask(__name__, template_folder="../../templates")
    app.config |= {"MAX_CONTENT_LENGTH": 100, "SETTINGS": SimpleNamespace(web_threads=1)}
    bodies.guard(app)
    turns.serve(app)
    monkeypatch.setattr(errors, "problem_page", lambda status: (str(status), status))
    errors.handle(app)
    app.add_url_rule("/", "echo", lambda: request.form.get("story", "read"), methods=["GET", "POST"])
    return app


def sending(app: Flask, body: Slow, answers: list[str]) -> Thread:
    def send() -> None:
        environment = {"wsgi.input": body, "CONTENT_LENGTH": "11", "wsgi.input_terminated": True}
        answers.append(app.test_client().post("/", content_type=FORM, environ_overrides=environment).text)

    thread = Thread(target=send)
    thread.start()
    assert body.asked.wait(20)
    return thread


def test_who_sends_slowly_takes_no_turn_and_is_answered_in_the_end(app):
    slow, answers = [Slow(), Slow()], []
    threads = [sending(app, body, answers) for body in slow]
    assert app.test_client().get("/").text == "read", "the only turn was held by somebody who was still sending"
    for body, thread in zip(slow, threads, strict=True):
        body.let.set()
        thread.join()
    assert answers == ["beans", "beans"]


def test_who_finds_no_room_to_wait_in_is_told_to_come_again(app):
    slow, answers = [Slow(), Slow()], []
    threads = [sending(app, body, answers) for body in slow]
    turned_away = app.test_client().post("/", data={"story": "beans"})
    assert (turned_away.status_code, turned_away.headers["Retry-After"]) == (503, "5")
    assert app.test_client().get("/").text == "read"
    for body, thread in zip(slow, threads, strict=True):
        body.let.set()
        thread.join()
    assert app.test_client().post("/", data={"story": "beans"}).text == "beans"
