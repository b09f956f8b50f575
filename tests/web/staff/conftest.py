"""The application in a folder of its own, a clock that stands still, and browsers that sign in by the forms."""

import base64
import html
import re
from pathlib import Path

import pytest
from flask import Flask

from store import passwords, two_step
from store.organisations import set_two_step
from store.staff import id_of
from tests.people import ORGANISATION, PASSWORD, make_app, stores_of
from web.access import COOKIE
from web.staff import clock as staff_clock

NOON = 1_772_452_800.0


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Passwords that cost nothing to check: slow hashes are tested where they belong."""
    monkeypatch.setattr(passwords, "_N", 16)


@pytest.fixture
def clock(monkeypatch):
    """Time stands still until a test moves it."""

    class Clock:
        now = NOON

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(staff_clock, "time", clock)
    monkeypatch.setattr("web.access.time", clock)
    return clock


@pytest.fixture
def required(app):
    """The organisation asks everybody for a second step."""
    set_two_step(stores_of(app).accounts, ORGANISATION, "required")


class Browser:
    """A browser that sends what the page it shows would send."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client, self.page = app, app.test_client(), None

    @property
    def token(self):
        cookie = self.client.get_cookie(COOKIE, domain="localhost")
        return cookie.value if cookie else None

    @property
    def text(self):
        return html.unescape(self.page.text)

    def get(self, path):
        self.page = self.client.get(path, base_url="https://localhost")
        return self.page

    def send(self, path, **fields):
        """Send a form with the token of the page that is shown, or of the last one that had one."""
        hidden = re.search(r'name="form_token" value="([^"]+)"', self.page.text) if self.page else None
        self.form_token = hidden[1] if hidden else getattr(self, "form_token", "")
        form = {"form_token": self.form_token, **fields}
        self.page = self.client.post(path, data=form, base_url="https://localhost")
        return self.page

    def sign_in(self, username="cy", password=PASSWORD, **more):
        self.send("/staff/sign-in", username=username, password=password, **more)
        if self.page.status_code == 303 and self.page.location.startswith(("/staff/second-step", "/staff/set-up")):
            self.get(self.page.location)
        return self.page

    def shown_key(self):
        """The key that the page of setting up shows, as an app would read it."""
        letters = re.search(r'staff-key__letters">([^<]+)<', self.page.text)[1].replace(" ", "")
        return base64.b32decode(letters + "=" * (-len(letters) % 8))

    def shown_codes(self):
        return re.findall(r"<li><code>([0-9A-Z-]+)</code></li>", self.page.text)


@pytest.fixture
def browser(app):
    return Browser(app)


def code_at(key, now):
    """What an authenticator app shows."""
    return two_step._totp(key).generate(int(now)).decode()


def account_id(app, username):
    return id_of(stores_of(app).accounts, ORGANISATION, username)


def give_second_step(app, username, now, key=b"k" * 20):
    """Turn somebody's second step on two minutes ago; their recovery codes."""
    return two_step.set_up(
        stores_of(app).accounts,
        account_id(app, username),
        key,
        code_at(key, now - 120),
        secret=stores_of(app).settings.secret,
        now=now - 120,
    )
