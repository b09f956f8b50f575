import html
import re
from datetime import date

import pytest

from store.accounts import sign_out
from tests.builders import open_plot
from tests.people import PASSWORD, Person, stores_of
from web.staff.again import local_path

TYPED = {
    "collection": "plot",
    "key": "ab" * 16,
    "story": "He said <i>nothing</i> & left.",
    "group": "east",
    "case.reference": "PX1042",
    "case.date": "2026-03-02",
    "case.contact": "office",
    "case.outcome": "complied",
    "step": "save",
}


def hidden(page):
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(value) for name, value in fields}


@pytest.fixture
def cy(app):
    open_plot(stores_of(app).stories)
    return Person(app, "cy")


def test_what_was_typed_survives_the_end_of_the_session(app, cy):
    typed = {**TYPED, "case.date": date.today().isoformat()}
    sign_out(stores_of(app).accounts, cy.token)
    answer = cy.post("/log", typed)
    assert answer.status_code == 401
    assert "You were signed out, and nothing was saved yet" in answer.text
    assert "He said &lt;i&gt;nothing&lt;/i&gt; &amp; left." in answer.text
    carried = hidden(answer.text)
    assert carried["kept.story"] == typed["story"]
    assert "kept.form_token" not in carried

    wrong = {**carried, "username": "cy", "password": "wrong"}
    answer = cy.client.post("/staff/sign-in", data=wrong, base_url="https://localhost")
    assert hidden(answer.text) == carried

    right = {**carried, "username": "cy", "password": PASSWORD}
    answer = cy.client.post("/staff/sign-in", data=right, base_url="https://localhost")
    assert answer.status_code == 200
    assert "What you sent before is not saved yet" in answer.text
    assert 'action="/log"' in answer.text
    again = hidden(answer.text)
    assert {name: again[name] for name in typed} == typed
    saved = cy.client.post("/log", data=again, base_url="https://localhost")
    assert saved.location == "/log/own?saved=yes"


def test_a_kept_form_can_only_be_sent_to_this_site(cy):
    form = {"username": "cy", "password": PASSWORD, "next": "https://evil.example/", "kept.story": "mine"}
    answer = cy.client.post("/staff/sign-in", data=form, base_url="https://localhost")
    assert (answer.status_code, answer.location) == (303, "/log")


@pytest.mark.parametrize("path", ["/", "/log", "/log?reference=PX%201", "/a//b?c=d&e=~[]"])
def test_a_path_of_this_site_passes(path):
    assert local_path(path) == path


def test_passwords_and_codes_of_a_late_form_are_neither_kept_nor_shown(app, cy):
    sign_out(stores_of(app).accounts, cy.token)
    typed = {"present": PASSWORD, "new": "four words nobody else knows", "code": "123456"}
    answer = cy.post("/staff/account/password", typed)
    assert answer.status_code == 401
    assert not [text for text in typed.values() if text in answer.text]
