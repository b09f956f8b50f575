"""Every page is in exactly one list of roles, and opens for those roles and for nobody else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from narratives.alert import Signal
from narratives.route import Medium, Pace, Route, token_hash
from store.accounts import Role
from store.routes import add_route
from tests.builders import make_narrative, open_plot
from tests.people import STAFF, Person, make_app, stores_of
from web.access import EVERYONE
from web.headers import FILE_POLICY, HEADERS

EVERYBODY = {
    "GET /",
    "GET /accessibility",
    "GET /code",
    "GET /feeds/<token>.xml",
    "GET /privacy",
    "GET /share/<collection_id>",
    "GET /share/<collection_id>/tell",
    "GET /share/<collection_id>/whole",
    "GET /share/<collection_id>/app.webmanifest",
    "GET /share/<collection_id>/offline",
    "GET /share/sealing-key.json",
    "GET /share/worker.js",
    "GET /staff/sign-in",
    "GET /who-sees-what",
    "POST /code",
    "POST /share/<collection_id>",
    "POST /share/<collection_id>/sealed",
    "POST /share/<collection_id>/validate",
    "POST /staff/sign-in",
}
# The pages of a telling once more: on a shared device, and in a frame of another site; and the form on paper.
ENCLOSED = {f"GET /kiosk/<collection_id>{page}" for page in ("", "/start", "/tell", "/whole")}
ENCLOSED |= {f"GET /embed/<collection_id>{page}" for page in ("", "/tell", "/whole")}
EVERYBODY |= ENCLOSED | {
    "POST /kiosk/<collection_id>",
    "POST /embed/<collection_id>",
    "GET /share/<collection_id>/paper",
}
EVERYBODY |= {f"GET /{place}/<collection_id>/heard" for place in ("share", "kiosk", "embed")}
SIGNED_IN = {"POST /staff/sign-out"}
VIEWERS = {
    "GET /changed",
    "GET /changed/<alert_id>",
    "GET /changed/silences",
    "GET /explore",
    "GET /explore/<collection_id>",
    "GET /explore/<collection_id>/live",
    "GET /explore/<collection_id>/stream",
    "GET /explore/<collection_id>/temperature",
    "GET /explore/<collection_id>/themes",
    "GET /temperature",
    "GET /themes",
}
VIEWERS |= {f"GET /explore/<collection_id>/pictures/<signifier>.{ending}" for ending in ("svg", "csv")}
VIEWERS |= {f"GET /explore/<collection_id>/{page}" for page in ("summary", "promise")}
VIEWERS |= {f"{method} /explore/<collection_id>/expect" for method in ("GET", "POST")}
VIEWERS |= {f"GET /explore/<collection_id>/expectations{one}" for one in ("", "/<expectation_id>")}
VIEWERS |= {"POST /explore/<collection_id>/expectations/<expectation_id>/delete"}
VIEWERS |= {f"GET /explore/<collection_id>/places{ending}" for ending in ("", ".svg", ".csv")}
VIEWERS |= {f"GET /explore/<collection_id>/{page}" for page in ("compare", "compare.csv", "crosstab")}
VIEWERS |= {f"GET /explore/<collection_id>/{page}" for page in ("crosstab.csv", "association", "common-ground")}
VIEWERS |= {f"{method} /explore/<collection_id>/cohorts" for method in ("GET", "POST")}
VIEWERS |= {"GET /explore/<collection_id>/cohorts/<cohort_id>", "POST /explore/<collection_id>/cohorts/restore"}
VIEWERS |= {f"POST /explore/<collection_id>/cohorts/<cohort_id>/{done}" for done in ("name", "delete")}
VIEWERS |= {"GET /probes", "GET /probes/<probe_id>"}
VIEWERS |= {f"GET /explore/<collection_id>/patterns{one}" for one in ("", "/<number>")}
VIEWERS |= {f"GET /explore/<collection_id>/themes/{page}" for page in ("<theme_id>", "proposal")}
VIEWERS |= {f"GET /explore/<collection_id>/weak-signals{one}" for one in ("", "/<signal_id>")}
READERS = {"GET /explore/<collection_id>/stories", "GET /explore/<collection_id>/stories/<story_id>", "GET /stories"}
READERS |= {"GET /explore/<collection_id>/stories/<story_id>/recording"}
READERS |= {f"GET /explore/<collection_id>/stories/{page}" for page in ("cards", "words")}
READERS |= {f"{method} /explore/<collection_id>/reading-list" for method in ("GET", "POST")}
READERS |= {"POST /explore/<collection_id>/stories/<story_id>/notes"}
READERS |= {"POST /explore/<collection_id>/stories/<story_id>/notes/<note_id>/delete"}
ACTORS = {"POST /changed/acknowledge", "POST /changed/<alert_id>/acknowledge", "POST /changed/<alert_id>/close"}
ACTORS |= {"POST /changed/<alert_id>/judge"}
ACTORS |= {f"POST /changed/<alert_id>/{done}" for done in ("give-back", "reopen", "assign", "note")}
ACTORS |= {f"{method} /changed/silences/<collection_id>" for method in ("GET", "POST")}
ACTORS |= {"POST /changed/silences/<silence_id>/lift"}
ACTORS |= {f"{method} /probes/{page}" for method in ("GET", "POST") for page in ("new", "<probe_id>/change")}
ACTORS |= {f"POST /probes/<probe_id>/{done}" for done in ("start", "decide", "take-back", "end", "owner", "note")}
ACTORS |= {"POST /explore/<collection_id>/themes/proposal/<proposal_id>"}
ACTORS |= {f"POST /explore/<collection_id>/weak-signals/<signal_id>{done}" for done in ("", "/undo")}
DECIDERS = {"POST /explore/<collection_id>/promise/<proposal_id>"}
ROUTERS = {"GET /routes", "GET /routes/add/<medium>", "POST /routes/add/<medium>"}
ROUTERS |= {f"POST /routes/<route_id>/{done}" for done in ("test", "stop", "start")}
VIEWERS |= {"GET /report-back", "GET /report-back/collections/<collection_id>"}
ACTORS |= {f"{method} /report-back/{page}" for method in ("GET", "POST") for page in ("new", "<report_back_id>/change")}
ACTORS |= {f"POST /report-back/<report_back_id>/{done}" for done in ("take-back", "put-back")}
PRACTITIONERS = {"GET /log", "GET /log/own", "GET /log/own/<interaction_id>", "POST /log"}
MODERATORS = {"GET /moderate", "GET /moderate/<collection_id>/released", "POST /moderate/<collection_id>/<story_id>"}
MODERATORS |= {"GET /moderate/<collection_id>/<story_id>/recording"}
MODERATORS |= {f"{method} /moderate/<collection_id>/<story_id>/message" for method in ("GET", "POST")}
MODERATORS |= {"GET /moderate/messages"}
MODERATORS |= {f"{method} /moderate/<collection_id>/<story_id>/urgent" for method in ("GET", "POST")}
MODERATORS |= {"GET /urgent/<story_id>/recording"}
MODERATORS |= {f"POST /urgent/<story_id>/{done}" for done in ("see", "unsee", "done", "reopen", "unmark")}
INVITERS = {"GET /invite", "GET /invite/<collection_id>", "GET /invite/<collection_id>/poster"}
INVITERS |= {"POST /invite/<collection_id>/codes"}
KEYERS = {"GET /keying", "GET /keying/<collection_id>", "POST /keying/<collection_id>"}
LISTS = [
    ({"GET /urgent"}, {Role.MODERATOR.value, Role.MANAGER.value}),
    (EVERYBODY, {EVERYONE}),
    (SIGNED_IN, {role.value for role in Role}),
    (VIEWERS, {Role.MANAGER.value, Role.MEMBER.value, Role.ADMINISTRATOR.value}),
    (READERS, {Role.MANAGER.value, Role.MEMBER.value}),
    (ACTORS, {Role.MANAGER.value}),
    (ROUTERS, {Role.ADMINISTRATOR.value}),
    (DECIDERS, {Role.ADMINISTRATOR.value}),
    (PRACTITIONERS, {Role.PRACTITIONER.value}),
    (MODERATORS, {Role.MODERATOR.value}),
    (INVITERS, {Role.MANAGER.value, Role.ADMINISTRATOR.value}),
    (KEYERS, {Role.PRACTITIONER.value, Role.MODERATOR.value, Role.MANAGER.value, Role.ADMINISTRATOR.value}),
]
DECLARED = {route: roles for routes, roles in LISTS for route in routes}
FORM = {"data": {"any": "thing"}}  # a form without its token
# A real thing for each name in an address, and one that does not exist.
REAL = {"collection_id": "plot", "story_id": "", "alert_id": "nowhere", "interaction_id": "nowhere"}
REAL |= {"note_id": "nowhere", "silence_id": "nowhere", "proposal_id": "nowhere"}
REAL |= {"probe_id": "nowhere", "theme_id": "7"}
REAL |= {"medium": "email", "route_id": "nowhere", "token": "a-token"}
REAL |= {"signal_id": "nowhere"}
REAL |= {"report_back_id": "nowhere", "number": "7"}
REAL |= {"signifier": "mood", "expectation_id": "nowhere", "cohort_id": "nowhere"}


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
    plot = open_plot(stores_of(app).stories)
    narrative = make_narrative()
    stores_of(app).intake.submit(*plot, narrative, "ab" * 16)
    feed = Route("feed", None, Medium.FEED, token_hash(REAL["token"]), Pace.IMMEDIATE, frozenset(Signal), "ade")
    add_route(stores_of(app).stories, feed, datetime.now(UTC))
    REAL["story_id"] = narrative.id
    return app


@pytest.fixture(scope="module")
def people(app: Flask) -> dict[str, Person]:
    return {username: Person(app, username) for username in STAFF}


def address(route: str) -> tuple[str, str]:
    method, path = route.split()
    for name, value in REAL.items():
        path = path.replace(f"<{name}>", value)
    return method, path


def assert_has_headers(answer) -> None:
    is_file = answer.request.path.startswith("/static/") and answer.status_code < 400
    expected = {**HEADERS, "Content-Security-Policy": FILE_POLICY} if is_file else HEADERS
    missing = {name for name, value in expected.items() if answer.headers.get(name) != value}
    assert not missing, f"{answer.request.path} {answer.status_code} lacks {sorted(missing)}"


def test_every_page_is_in_exactly_one_list(app):
    assert sum(len(routes_) for routes_, _ in LISTS) == len(DECLARED), "a page is in two lists"
    missing, gone = sorted(set(routes(app)) - set(DECLARED)), sorted(set(DECLARED) - set(routes(app)))
    assert not missing, f"add these pages to one of the lists in this file: {', '.join(missing)}"
    assert not gone, f"these pages are listed and do not exist: {', '.join(gone)}"


def test_every_page_names_the_roles_of_its_list(app):
    for route, endpoint in routes(app).items():
        named = set(getattr(app.view_functions[endpoint], "roles", set()))
        assert named == DECLARED[route], f"{route} is open to {sorted(named)}"


@pytest.mark.parametrize("route", sorted(DECLARED))
def test_a_page_opens_for_its_roles_and_for_nobody_else(app, people, route):
    method, path = address(route)
    for username, (_, role) in STAFF.items():
        person = people[username]
        answer = person.get(path) if method == "GET" else person.client.post(path, **FORM, base_url="https://localhost")
        assert_has_headers(answer)
        may = DECLARED[route] & {EVERYONE, role.value}
        if method == "GET":
            assert answer.status_code in ({200, 204, 302, 303, 304, 404} if may else {403}), f"{username}: {route}"
        elif EVERYONE not in DECLARED[route]:
            assert answer.status_code == 403, f"{username}: {route} took a form without its token"
        else:
            assert answer.status_code < 500


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
@pytest.mark.parametrize("route", sorted(route for route in DECLARED if route.startswith("POST")))
def test_no_form_is_taken_from_another_site(app, people, route, headers):
    for person in people.values():
        assert person.post(address(route)[1], {}, headers=headers).status_code == 403


@pytest.mark.parametrize("route", sorted(set(DECLARED) - EVERYBODY))
def test_nobody_gets_past_the_sign_in(app, route):
    method, path = address(route)
    answer = app.test_client().open(path, method=method, buffered=True, **(FORM if method == "POST" else {}))
    assert_has_headers(answer)
    if method == "GET" and not path.endswith(("/live", "/stream")):
        assert answer.status_code == 303
        assert answer.location == f"/staff/sign-in?next={path}"
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize("route", sorted(EVERYBODY))
def test_what_is_open_to_everybody_needs_no_cookie_and_sets_none(app, route):
    method, path = address(route)
    answer = app.test_client().open(path, method=method, buffered=True, **(FORM if method == "POST" else {}))
    assert answer.status_code in {200, 422}
    assert "Set-Cookie" not in answer.headers
    assert_has_headers(answer)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD", "PROPFIND"])
@pytest.mark.parametrize("route", sorted(DECLARED))
def test_no_other_method_does_anything(app, people, route, method):
    body = {} if method in {"OPTIONS", "HEAD"} else FORM
    path, client = address(route)[1], people["cy"].client
    answer = client.open(path, method=method, base_url="https://localhost", buffered=True, **body)
    assert answer.status_code < 500
    assert method in {"OPTIONS", "HEAD"} or answer.status_code in {401, 403, 405}
    assert_has_headers(answer)


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
def test_errors_have_the_same_headers(app, method, path, more, status):
    answer = app.test_client().open(path, method=method, buffered=True, **more)
    assert answer.status_code == status
    assert_has_headers(answer)


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
    with pytest.raises(AssertionError, match="add these pages to one of the lists in this file: GET /new"):
        test_every_page_is_in_exactly_one_list(app)
