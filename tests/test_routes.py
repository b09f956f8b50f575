"""Every page is in exactly one list of roles, and opens for those roles and for nobody else."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from narratives.alert import Signal
from narratives.route import Medium, Pace, Route, token_hash
from store.account_invitations import invite
from store.accounts import Grant, Role
from store.public_pages import switch_public_page
from store.routes import add_route
from tests.builders import make_narrative, open_plot
from tests.people import ORGANISATION, STAFF, Person, make_app, stores_of
from tests.route_lists import CALLERS, DECLARED, EVERYBODY, LISTS, REAL, filled
from web.access import EVERYONE
from web.headers import FILE_POLICY, HEADERS

DESCRIBED = "GET /api/v1/openapi.json"  # tells programs what there is, and nothing of anybody
FORM = {"data": {"any": "thing"}}  # a form without its token
HEADED = "every answer, errors too, tells the browser to run, frame, send and keep nothing that is not ours"
NOT_FORGED = "no form changes anything for somebody signed in without their own page’s token, or from another site"


def routes(app: Flask) -> dict[str, str]:
    """Each method and address with its endpoint; the front end's files are open to everybody."""
    return {
        f"{method} {rule.rule}": rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(Path(tmp_path_factory.mktemp("routes")))
    stores_of(app).settings = replace(stores_of(app).settings, security_contact="mailto:found@example.org")
    plot = open_plot(stores_of(app).stories)
    narrative = make_narrative()
    stores_of(app).intake.submit(*plot, narrative, "ab" * 16)
    feed = Route("feed", None, Medium.FEED, token_hash(REAL["token"]), Pace.IMMEDIATE, frozenset(Signal), "ade")
    add_route(stores_of(app).stories, feed, datetime.now(UTC))
    switch_public_page(stores_of(app).stories, "plot", is_on=True, actor="ade", at=datetime.now(UTC))
    asked = {"username": "new", "name": "New", "grants": [Grant(Role.MEMBER)], "organisation": ORGANISATION}
    invite(stores_of(app).accounts, **asked, invited_by="ade", now=time.time(), token=REAL["invitation_token"])
    REAL["story_id"] = narrative.id
    return app


@pytest.fixture(scope="module")
def people(app: Flask) -> dict[str, Person]:
    return {username: Person(app, username) for username in STAFF}


def address(route: str) -> tuple[str, str]:
    method, path = route.split()
    return method, filled(path)


def sent(person: Person, method: str, path: str):
    return person.client.open(path, method=method, **FORM, base_url="https://localhost")


def assert_has_headers(answer) -> None:
    is_file = answer.request.path.startswith("/static/") and answer.status_code < 400
    expected = {**HEADERS, "Content-Security-Policy": FILE_POLICY} if is_file else HEADERS
    missing = {name for name, value in expected.items() if answer.headers.get(name) != value}
    assert not missing, f"{answer.request.path} {answer.status_code} lacks {sorted(missing)}"


def test_every_page_is_in_exactly_one_list(app):
    assert sum(len(routes_) for routes_, _ in LISTS) == len(DECLARED), "a page is in two lists"
    missing, gone = sorted(set(routes(app)) - set(DECLARED)), sorted(set(DECLARED) - set(routes(app)))
    assert not missing, f"add these pages to one of the lists in tests/route_lists.py: {', '.join(missing)}"
    assert not gone, f"these pages are listed and do not exist: {', '.join(gone)}"


def test_every_page_names_the_roles_of_its_list(app):
    for route, endpoint in routes(app).items():
        named = set(getattr(app.view_functions[endpoint], "roles", set()))
        assert named == DECLARED[route], f"{route} is open to {sorted(named)}"


@pytest.mark.parametrize("route", sorted(DECLARED))
def test_a_page_opens_for_its_roles_and_for_nobody_else(app, people, promised, route):
    method, path = address(route)
    forged = 0
    for username, (_, role) in STAFF.items():
        person = people[username]
        answer = person.get(path) if method == "GET" else sent(person, method, path)
        assert_has_headers(answer)
        may = DECLARED[route] & {EVERYONE, role.value}
        if route in CALLERS:
            expected = 200 if route == DESCRIBED else 401
            assert answer.status_code == expected, f"{username}: a session opened {route}"
        elif method == "GET":
            assert answer.status_code in ({200, 204, 302, 303, 304, 404} if may else {403}), f"{username}: {route}"
        elif EVERYONE not in DECLARED[route]:
            assert answer.status_code == 403, f"{username}: {route} took a form without its token"
            forged += 1
        else:
            assert answer.status_code < 500
    promised("R12", HEADED, tried=len(STAFF), failures=0)
    if forged:
        promised("T19", NOT_FORGED, tried=forged, failures=0)


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
@pytest.mark.parametrize("route", sorted(route for route in DECLARED if route.startswith("POST")))
def test_no_form_is_taken_from_another_site(app, people, promised, route, headers):
    taken = [person.post(address(route)[1], {}, headers=headers).status_code != 403 for person in people.values()]
    promised("T19", NOT_FORGED, tried=len(taken), failures=sum(taken))


@pytest.mark.parametrize("route", sorted(set(DECLARED) - EVERYBODY - CALLERS))
def test_nobody_gets_past_the_sign_in(app, route):
    method, path = address(route)
    answer = app.test_client().open(path, method=method, buffered=True, **(FORM if method == "POST" else {}))
    assert_has_headers(answer)
    if method == "GET" and not path.endswith(("/live", "/stream", "/progress")):
        assert answer.status_code == 303
        assert answer.location == f"/staff/sign-in?next={path}"
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize("route", sorted(CALLERS - {DESCRIBED}))
def test_nobody_calls_without_a_token(app, route):
    method, path = address(route)
    answer = app.test_client().open(path, method=method, json={} if method == "POST" else None)
    assert_has_headers(answer)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("route", sorted(EVERYBODY))
def test_what_is_open_to_everybody_needs_no_cookie_and_sets_none(app, promised, route):
    method, path = address(route)
    answer = app.test_client().open(path, method=method, buffered=True, **(FORM if method == "POST" else {}))
    assert answer.status_code in {200, 422}
    assert "Set-Cookie" not in answer.headers
    assert_has_headers(answer)
    promised(
        "T2", "telling a story sets no cookie, keeps nothing in the browser and asks no other site", tried=1, failures=0
    )


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD", "PROPFIND"])
@pytest.mark.parametrize("route", sorted(DECLARED))
def test_no_other_method_does_anything(app, people, promised, route, method):
    body = {} if method in {"OPTIONS", "HEAD"} else FORM
    path, client = address(route)[1], people["cy"].client
    answer = client.open(path, method=method, base_url="https://localhost", buffered=True, **body)
    assert answer.status_code < 500
    assert method in {"OPTIONS", "HEAD"} or answer.status_code in {401, 403, 405}
    assert_has_headers(answer)
    promised("R12", HEADED, tried=1, failures=0)


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/nowhere", {}, 404),
        ("GET", "/share/nowhere", {}, 404),
        ("GET", "/static/nowhere.js", {}, 404),
        ("GET", "/static/css/murmuration.css", {}, 200),
        ("POST", "/", FORM, 405),
        ("POST", "/share/plot", {**FORM, "headers": {"Sec-Fetch-Site": "cross-site"}}, 403),
        ("POST", "/share/plot", {"data": {"story": "x" * 70_000}}, 413),
        ("GET", "/explore/plot/live", {}, 401),
    ],
)
def test_errors_have_the_same_headers(app, promised, method, path, more, status):
    answer = app.test_client().open(path, method=method, buffered=True, **more)
    assert answer.status_code == status
    assert_has_headers(answer)
    promised("R12", HEADED, tried=1, failures=0)


def test_a_failure_on_our_side_has_the_same_headers_and_tells_nothing(app, monkeypatch):
    def fail(**_arguments):
        raise RuntimeError("a secret detail")

    monkeypatch.setitem(app.view_functions, "about.who_sees_what", fail)
    fail.__dict__["roles"] = frozenset({EVERYONE})
    answer = app.test_client().get("/who-sees-what")
    assert answer.status_code == 500
    assert "a secret detail" not in answer.text
    assert "Something went wrong on our side" in answer.text
    assert_has_headers(answer)


def test_pages_are_kept_by_no_browser(app, people):
    for path in ("/", "/share/plot", "/nowhere"):
        assert app.test_client().get(path).headers["Cache-Control"] == "no-store"
    assert people["ada"].get("/explore/plot").headers["Cache-Control"] == "no-store"


def test_a_page_that_is_in_no_list_is_found(tmp_path):
    app = make_app(tmp_path)
    app.add_url_rule("/new", "new", lambda: "new")
    with pytest.raises(AssertionError, match="add these pages to one of the lists in tests/route_lists.py: GET /new"):
        test_every_page_is_in_exactly_one_list(app)
