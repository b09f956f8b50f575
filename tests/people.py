"""The staff of tests, an application in a folder of its own, and clients that are signed in."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from app import create_app
from config import Settings
from store import passwords
from store.accounts import Role, add_account, get_session, sign_in
from store.audit import open_audit
from store.database import Database
from store.organisations import set_two_step
from store.schema import open_accounts, open_stories
from web import access
from web.access import COOKIE
from web.returning.desk import Desk
from web.stores import Stores

ORGANISATION = "north"
_POST_FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL | re.IGNORECASE)
PASSWORD = "a bean for every day"
SECRET = b"a secret that is long enough for this test"
STAFF = {
    "ada": ("Ada", Role.MANAGER),
    "cy": ("Cy", Role.PRACTITIONER),
    "di": ("Di", Role.PRACTITIONER),
    "mina": ("Mina", Role.MODERATOR),
    "sana": ("Sana", Role.SAFEGUARDING),
    "ade": ("Ade", Role.ADMINISTRATOR),
    "mo": ("Mo", Role.MEMBER),
}


class CompiledOnce(BytecodeCache):
    """Templates compiled for one application serve those of the other tests too."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = CompiledOnce()
_COMPILED: dict[tuple[str, bool], Any] = {}
_compile_rule = Rule._compile_builder


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Any:
    """The addresses too: compiling them is two thirds of what an application costs, and they are always the same."""
    key = (rule.rule, append_unknown)
    if key not in _COMPILED:
        _COMPILED[key] = _compile_rule(rule, append_unknown)
    return _COMPILED[key]


Rule._compile_builder = _compiled_once  # type: ignore[assignment, method-assign]


def make_settings(folder: Path) -> Settings:
    return Settings(
        data=folder, organisation=ORGANISATION, secret=SECRET, model="packaged", threads=1, poll_seconds=1.0
    )


def make_app(folder: Path) -> Flask:
    """The whole application, with an account for everybody in STAFF."""
    shutil.copytree(_prepared(), folder, dirs_exist_ok=True)
    app = create_app(make_settings(folder))
    app.jinja_env.bytecode_cache = _TEMPLATES
    app.extensions["returning.desk"] = Desk(sleep=lambda seconds: None)
    app.extensions["pair.desk"] = Desk(sleep=lambda seconds: None)
    return app


@cache
def _prepared() -> Path:
    """A data directory at the newest schema with everybody's account, made once a run and copied."""
    folder = Path(tempfile.mkdtemp(prefix="murmuration-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    staff = open_accounts(folder / "accounts.db")
    for username, (name, role) in STAFF.items():
        add_staff(staff, username, name=name, role=role)
    settings = make_settings(folder)
    audit = open_audit(settings.audit_path, settings.audit_key_path, settings.audit_anchor_path)
    for database in (staff, audit, open_stories(settings.stories_path)):
        database.close()
    return folder


def add_staff(db: Database, username: str, *, name: str, role: Role, organisation: str = ORGANISATION) -> None:
    """Add an account whose password costs nothing to check: slow hashes are tested where they belong.

    Its organisation asks for no second step, for the same reason.
    """
    with mock.patch.object(passwords, "_N", 16):
        add_account(db, username=username, name=name, password=PASSWORD, role=role, organisation=organisation)
    set_two_step(db, organisation, "offered")


def stores_of(app: Flask) -> Stores:
    found: Stores = app.extensions["stores"]
    return found


class Person:
    """Somebody's browser: a client that is signed in, and the token that their forms carry."""

    def __init__(self, app: Flask, username: str) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        access_clock = vars(access)["time"]  # the one that pages go by: a test may have put another in its place
        token = sign_in(stores_of(app).accounts, username, PASSWORD, now=access_clock.time())
        assert token is not None, f"{username} could not sign in"
        self.token = token
        self.client.set_cookie(COOKIE, token, secure=True, domain="localhost")
        session = get_session(stores_of(app).accounts, token, now=access_clock.time())
        assert session is not None
        self.account = session.account
        self.form_token = session.form_token

    def cookie(self, address: str) -> dict[str, object]:
        """The session for a real browser: Chromium takes `Secure` cookies for this machine's own addresses."""
        return {"name": COOKIE, "value": self.token, "url": address.replace("http:", "https:"), "secure": True}

    def get(self, path: str, **more: Any) -> TestResponse:
        page = self.client.get(path, base_url="https://localhost", buffered=True, **more)
        self._can_send(page)
        return page

    def post(self, path: str, data: Mapping[str, Any], **more: Any) -> TestResponse:
        """Send a form as the person's own page would."""
        fields = {"form_token": self.form_token, **data}
        page = self.client.post(path, data=fields, base_url="https://localhost", **more)
        self._can_send(page)
        return page

    def _can_send(self, page: TestResponse) -> None:
        """Every form that a page sends carries this session's token: without it a real browser would be refused."""
        if page.mimetype != "text/html" or page.is_streamed or page.content_encoding:
            return
        if self.form_token not in page.text:
            return  # no page of somebody signed in
        for form in _POST_FORM.findall(page.text):
            assert f'value="{self.form_token}"' in form, f"a form without a token: {form[:300]}"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind a real socket, for Chromium; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
