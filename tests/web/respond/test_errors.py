"""Every error has a page that says what to do instead."""

import pytest
from flask import Flask, abort

from web.errors import PROBLEMS, problem_page


@pytest.mark.parametrize("status", sorted(PROBLEMS))
def test_each_status_has_a_page_with_its_advice(app: Flask, status):
    with app.test_request_context("/"):
        page, code = problem_page(status)
    assert code == status
    assert PROBLEMS[status].title in page
    assert PROBLEMS[status].advice.endswith(".")


def test_a_failure_shows_no_trace_of_the_code(app: Flask, monkeypatch):
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.view_functions, "respond.home", _failing)
    page = app.test_client().get("/")
    assert page.status_code == 500
    assert "Something went wrong on our side" in page.text
    assert "Traceback" not in page.text
    assert "secret detail" not in page.text


def _failing():
    raise RuntimeError("secret detail")


_failing.roles = frozenset({"everyone"})


def test_an_unusual_status_still_has_a_page(app: Flask, monkeypatch):
    monkeypatch.setitem(app.view_functions, "respond.home", _teapot)
    page = app.test_client().get("/")
    assert page.status_code == 418
    assert "This could not be done" in page.text


def _teapot():
    abort(418)


_teapot.roles = frozenset({"everyone"})
