import html
import re
import threading

import pytest

from store.accounts import ABSOLUTE_SECONDS, IDLE_SECONDS, Role, close_account
from tests.people import PASSWORD, STAFF, Person, add_staff, stores_of
from tests.web.staff.conftest import account_id
from web.access import COOKIE
from web.staff import checking

FIRST_PAGE = {
    Role.MANAGER: "/changed",
    Role.MEMBER: "/changed",
    Role.ADMINISTRATOR: "/changed",
    Role.PRACTITIONER: "/log",
    Role.MODERATOR: "/moderate",
    Role.SAFEGUARDING: "/urgent",
}
ENDED = "a session that was ended, by signing out, being switched off or a new password, opens nothing any more"


def sign_in(client, username="cy", password=PASSWORD, **more):
    form = {"username": username, "password": password, **more}
    return client.post("/staff/sign-in", data=form, base_url="https://localhost")


def get(client, path):
    return client.get(path, base_url="https://localhost")


def token_of(client):
    cookie = client.get_cookie(COOKIE, domain="localhost")
    return cookie.value if cookie else None


@pytest.mark.parametrize("username", sorted(STAFF))
def test_everybody_starts_on_the_page_of_their_role(app, username):
    client = app.test_client()
    answer = sign_in(client, username)
    assert (answer.status_code, answer.location) == (303, FIRST_PAGE[STAFF[username][1]])
    assert get(client, answer.location).status_code == 200


def test_the_cookie_is_locked_to_this_site_and_unreadable_for_scripts(app):
    header = sign_in(app.test_client()).headers["Set-Cookie"]
    assert header.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
    assert "Domain" not in header


@pytest.mark.parametrize(
    ("username", "password", "messages"),
    [
        ("", "", ["Enter your username", "Enter your password"]),
        ("cy", "", ["Enter your password"]),
        ("cy", "wrong", ["Check your username and password: they do not fit together"]),
        ("nobody", PASSWORD, ["Check your username and password: they do not fit together"]),
        ("cy\x00", "\ud800".encode("utf-8", "surrogatepass"), ["Check your username and password: they do not fit"]),
    ],
)
def test_what_is_wrong_is_said_and_the_username_kept(app, username, password, messages):
    answer = sign_in(app.test_client(), username, password)
    assert answer.status_code == 422
    for message in messages:
        assert answer.text.count(message) == 2  # in the summary and at the field
    assert f'value="{html.escape(username)}"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_wrong_passwords_cost_time_and_the_page_says_how_long(app, clock):
    client = app.test_client()
    for _ in range(3):
        assert sign_in(client, password="wrong").status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "Too many wrong passwords. Try again in 2 seconds" in answer.text
    clock.now += 2
    assert sign_in(client).status_code == 303


def test_a_hundred_wrong_passwords_delay_and_lock_nobody_out(app, clock, promised):
    client = app.test_client()
    for _ in range(100):
        sign_in(client, password="wrong")
        clock.now += 61
    sign_in(client, password="wrong")
    clock.now += 29
    assert sign_in(client).status_code == 429
    clock.now += 32
    assert sign_in(client).status_code == 303
    promised(
        "T20",
        "whoever tries passwords waits half a minute for each, and the real person still gets in",
        tried=101,
        failures=0,
    )


def test_who_tries_without_pause_keeps_out_nobody_in_a_browser_that_is_known(app, clock):
    own, stranger = app.test_client(), app.test_client()
    marked = sign_in(own).headers.getlist("Set-Cookie")[1]
    assert marked.startswith("__Host-known=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(marked.split("; "))
    for _ in range(20):
        sign_in(stranger, password="wrong")
        clock.now += 61
    sign_in(stranger, password="wrong")
    assert sign_in(stranger).status_code == 429
    assert sign_in(own).status_code == 303
    for _ in range(3):
        assert sign_in(own, password="wrong").status_code == 422
    assert sign_in(own).status_code == 429  # whoever sits there now waits as well


def test_a_mark_of_ones_own_account_is_worth_nothing_for_another(app, clock):
    client = app.test_client()
    sign_in(client, "ada")
    for _ in range(3):
        sign_in(client, password="wrong")
    assert sign_in(app.test_client()).status_code == 429
    client.set_cookie("__Host-known", "ab.é", domain="localhost", secure=True)
    assert sign_in(client).status_code == 429


def test_many_sign_ins_at_once_do_not_fill_the_memory(app, monkeypatch):
    monkeypatch.setattr(checking, "_CHECKING", threading.BoundedSemaphore(1))
    monkeypatch.setattr(checking, "_PATIENCE_SECONDS", 0.0)
    with checking._CHECKING:
        answer = sign_in(app.test_client())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert sign_in(app.test_client()).status_code == 303


def test_signing_in_again_gives_a_new_session_and_ends_the_old_one(app):
    client, thief = app.test_client(), app.test_client()
    sign_in(client)
    old = token_of(client)
    sign_in(client)
    assert token_of(client) != old
    thief.set_cookie(COOKIE, old, domain="localhost", secure=True)
    assert get(thief, "/log").location == "/staff/sign-in?next=/log"


def test_a_session_that_somebody_planted_is_never_taken_over(app):
    client = app.test_client()
    client.set_cookie(COOKIE, "f" * 64, domain="localhost", secure=True)
    sign_in(client)
    assert token_of(client) != "f" * 64


def test_signing_out_ends_the_session_on_the_server(app, promised):
    cy = Person(app, "cy")
    answer = cy.post("/staff/sign-out", {})
    assert (answer.status_code, answer.location) == (303, "/staff/sign-in")
    assert "__Host-session=;" in answer.headers["Set-Cookie"]
    cy.client.set_cookie(COOKIE, cy.token, domain="localhost", secure=True)
    assert cy.get("/log").location == "/staff/sign-in?next=/log"
    assert cy.post("/log", {}).status_code == 401
    promised("T20", ENDED, tried=2, failures=0)


def test_a_disabled_account_is_out_at_once(app, promised):
    cy = Person(app, "cy")
    close_account(stores_of(app).accounts, account_id(app, "cy"))
    assert cy.get("/log").status_code == 303
    assert cy.post("/log", {}).status_code == 401
    assert sign_in(app.test_client()).status_code == 422
    promised("T20", ENDED, tried=3, failures=0)


@pytest.mark.parametrize("wait", [IDLE_SECONDS + 1, ABSOLUTE_SECONDS + 1])
def test_a_session_ends_by_itself(app, clock, wait):
    client = app.test_client()
    sign_in(client)
    clock.now += wait
    assert get(client, "/log").location == "/staff/sign-in?next=/log"


def test_work_keeps_a_session_alive_for_half_a_day_and_no_longer(app, clock):
    client = app.test_client()
    sign_in(client)
    for _ in range(ABSOLUTE_SECONDS // 1500):
        clock.now += 1500
        assert get(client, "/log").status_code == 200
    clock.now += 1500
    assert get(client, "/log").status_code == 303


def test_one_goes_on_to_the_page_that_was_asked_for(app):
    client = app.test_client()
    asked = get(client, "/log?reference=PX%201042").location
    assert asked == "/staff/sign-in?next=/log?reference%3DPX%25201042"
    form = get(client, asked).text
    following = html.unescape(re.search(r'name="next" value="([^"]*)"', form)[1])
    assert sign_in(client, next=following).location == "/log?reference=PX%201042"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/ /evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:x=1\r\nX: y",
        "log",
        "／／evil.example",
        "/\u3000/evil.example",
        "",
    ],
)
def test_nobody_is_led_to_another_site(app, target):
    client = app.test_client()
    assert 'name="next" value=""' in client.get("/staff/sign-in", query_string={"next": target}).text
    assert sign_in(client, next=target).location == "/log"


def test_somebody_of_another_organisation_sees_nothing(app):
    add_staff(stores_of(app).accounts, "eve", name="Eve", role=Role.PRACTITIONER, organisation="south")
    eve = Person(app, "eve")
    assert eve.get("/log").location == "/staff/sign-in?next=/log"
    assert eve.post("/log", {}).status_code == 401
    assert sign_in(app.test_client(), "eve").status_code == 422
