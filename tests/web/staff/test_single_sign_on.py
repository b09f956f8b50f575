"""Single sign-on against a provider in this process: no network, and keys of its own."""

import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from app import create_app
from config import SingleSignOn
from narratives.roles import Grant, Role
from store.account_invitations import invite
from store.accounts import close_account
from store.staff import list_staff
from tests.people import ORGANISATION, Person, make_settings, stores_of
from tests.web.staff.conftest import Browser, account_id, give_second_step
from web.auditing import the_audit

pytest.importorskip("authlib", reason="single sign-on needs Authlib: pip install -r requirements-sso.txt")

ISSUER = "https://login.example.org"
CLIENT = SingleSignOn(ISSUER, "murmuration", "a secret of ours")


class Provider:
    """A provider that signs in whoever a test says, and answers as it does unless told otherwise."""

    def __init__(self):
        from joserfc.jwk import ECKey

        self.key = ECKey.generate_key("P-256", parameters={"kid": "one", "use": "sig", "alg": "ES256"})
        self.claims = {"sub": "s-1", "email": "cy", "email_verified": True}
        self.changes, self.asked, self.issuer, self.signing_key = {}, [], ISSUER, self.key
        self.header = {"alg": "ES256", "kid": "one"}

    def fetch(self, address, form, headers):
        self.asked.append((address, form, headers))
        path = urlsplit(address).path
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "authorise", "token_endpoint": "token", "jwks_uri": "keys"}
            return {"issuer": self.issuer, **{name: f"{ISSUER}/{end}" for name, end in ends.items()}}
        return {"keys": [self.key.as_dict(private=False)]} if path == "/keys" else {"id_token": self.id_token()}

    def id_token(self):
        from joserfc import jwt

        now = int(time.time())
        times = {"iss": ISSUER, "aud": "murmuration", "iat": now, "exp": now + 300, "nonce": self.nonce}
        claims = {name: value for name, value in {**times, **self.claims, **self.changes}.items() if value is not None}
        return jwt.encode(self.header, claims, self.signing_key)


@pytest.fixture
def provider():
    return Provider()


@pytest.fixture
def app(app, tmp_path, provider):
    """The application with a provider set."""
    made = create_app(replace(make_settings(tmp_path), single_sign_on=CLIENT))
    made.jinja_env.bytecode_cache = app.jinja_env.bytecode_cache
    made.extensions["single_sign_on.fetch"] = provider.fetch
    return made


def go(app, provider, browser=None, back="", **asked):
    """Go to the provider and come back."""
    browser = browser or Browser(app)
    sent = browser.client.get("/staff/single-sign-on", query_string=asked, base_url="https://localhost")
    query = {name: values[0] for name, values in parse_qs(urlsplit(sent.location).query).items()}
    provider.nonce, browser.sent = query["nonce"], query
    browser.get(back or f"/staff/single-sign-on/back?code=abc&state={query['state']}")
    return browser


def refused(browser):
    return browser.page.status_code == 422 and browser.get("/log").status_code == 303


def test_the_button_is_there_where_a_provider_is_set(app):
    assert "Sign in with your organisation’s account" in Browser(app).get("/staff/sign-in").text


def test_without_a_provider_there_are_no_such_pages(tmp_path_factory):
    from tests.people import make_app

    plain = make_app(tmp_path_factory.mktemp("plain"))
    assert "your organisation’s account" not in Browser(plain).get("/staff/sign-in").text
    assert Browser(plain).get("/staff/single-sign-on").status_code == 404


def test_somebody_with_an_account_is_let_in_where_they_wanted_to_go(app, provider):
    cy = go(app, provider, next="/log?reference=PX1")
    assert (cy.page.status_code, cy.page.location) == (303, "/log?reference=PX1")
    assert cy.get("/log").status_code == 200
    assert (cy.sent["response_type"], cy.sent["code_challenge_method"]) == ("code", "S256")
    assert cy.sent["redirect_uri"] == "https://localhost/staff/single-sign-on/back"
    _, form, headers = next(one for one in provider.asked if one[0].endswith("/token"))
    assert len(form["code_verifier"]) >= 43
    assert headers["Authorization"].startswith("Basic ")


def test_after_the_first_time_they_are_known_by_the_providers_name_for_them(app, provider):
    go(app, provider)
    provider.claims = {"sub": "s-1", "email": "di", "email_verified": True}
    assert go(app, provider).get("/staff/account").text.count("Cy") > 0
    provider.claims = {"sub": "s-2", "email": "cy", "email_verified": True}  # a new owner of the address
    assert refused(go(app, provider))


def test_an_invitation_is_accepted_and_nobody_else_gets_an_account(app, provider):
    held = stores_of(app).accounts
    asked = {"name": "New", "grants": [Grant(Role.PRACTITIONER)], "organisation": ORGANISATION, "invited_by": "ade"}
    invite(held, username="new@example.org", now=time.time(), **asked)
    provider.claims = {"sub": "s-9", "email": "New@example.org", "email_verified": True}
    assert go(app, provider).get("/log").status_code == 200
    people = len(list_staff(held, ORGANISATION))
    provider.claims = {"sub": "s-10", "email": "stranger@example.org", "email_verified": True}
    stranger = go(app, provider)
    assert "nobody has invited it here. Ask an administrator to invite stranger@example.org" in stranger.text
    assert len(list_staff(held, ORGANISATION)) == people


def test_an_address_that_is_not_verified_is_nobodys(app, provider):
    for claims in ({"email_verified": False}, {"email_verified": "true"}, {"email": None}):
        provider.changes = claims
        assert refused(go(app, provider)), claims


def test_a_token_that_is_not_for_this_sign_in_is_refused(app, provider):
    long_ago = int(time.time()) - 3600
    for changes in (
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"aud": ["murmuration", "somebody-else"]},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": long_ago},
        {"exp": None},
        {"sub": None},
        {"azp": "somebody-else"},
    ):
        provider.changes = changes
        assert refused(go(app, provider)), changes
    provider.changes = {}
    assert go(app, provider).page.status_code == 303


def test_a_token_signed_by_somebody_else_or_by_nobody_is_refused(app, provider, monkeypatch):
    from joserfc.jwk import ECKey

    provider.signing_key = ECKey.generate_key("P-256", parameters={"kid": "one"})
    assert refused(go(app, provider))
    monkeypatch.setattr(provider, "id_token", lambda: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzLTEifQ.")
    assert refused(go(app, provider))


def test_only_the_browser_that_began_it_comes_back_and_only_once(app, provider):
    began = go(app, provider)
    back = f"/staff/single-sign-on/back?code=abc&state={began.sent['state']}"
    assert refused(go(app, provider, back=back))  # another browser
    again = Browser(app)
    again.client.set_cookie("__Host-signing-in", began.sent["state"], domain="localhost", secure=True)
    again.get(back)
    assert refused(again)
    for answer in ("", "?error=access_denied", "?state=&code=x"):
        other = Browser(app)
        other.get(f"/staff/single-sign-on/back{answer}")
        assert refused(other)
    with app.test_request_context():
        rows = [record.entry for batch in the_audit().batches() for record in batch]
    assert [one.outcome for one in rows if one.action == "single.sign.on"] == ["done"]  # else anybody could fill it


def test_somebody_who_is_switched_off_stays_out(app, provider):
    go(app, provider)
    close_account(stores_of(app).accounts, account_id(app, "cy"))
    assert refused(go(app, provider))


def test_the_second_step_is_the_providers_when_it_says_so_and_ours_otherwise(app, provider):
    give_second_step(app, "cy", time.time())
    assert go(app, provider).page.location.startswith("/staff/second-step")
    provider.changes = {"amr": ["pwd", "mfa"]}
    assert go(app, provider).page.location == "/log"
    provider.changes = {"amr": "mfa-or-so"}
    assert refused(go(app, provider))


def test_a_provider_that_is_another_one_is_not_trusted(app, provider):
    provider.issuer = "https://evil.example"
    answer = Browser(app).get("/staff/single-sign-on")
    assert (answer.status_code, "did not work. Try again, or sign in with a password" in answer.text) == (422, True)


def test_who_signs_on_leaves_no_session_of_before(app, provider):
    cy = Person(app, "cy")
    browser = Browser(app)
    browser.client.set_cookie("__Host-session", cy.token, domain="localhost", secure=True)
    go(app, provider, browser)
    assert cy.get("/log").status_code == 303
    assert account_id(app, "cy") == cy.account.id
