"""Whatever is sent, no form and no page fails: the answer is a page that says what to do."""

import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.attacks.forms import FORMS, STORY
from tests.attacks.hostile import PATHS, SCRIPTS, VALUES, bodies, mutations, queries
from tests.builders import make_narrative, open_plot
from tests.people import Person, make_app, stores_of
from tests.route_lists import DECLARED, filled
from web.access import EVERYONE

FORM = "application/x-www-form-urlencoded"
HOSTILE_QUERY = (
    "a hostile address or query, with database commands or scripts in it, opens no other page and breaks none"
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(Path(tmp_path_factory.mktemp("hostile")))
    plot = open_plot(stores_of(app).stories)
    stores_of(app).intake.submit(*plot, make_narrative(), "ef" * 16)
    return app


@pytest.fixture(scope="module")
def people(app: Flask) -> dict[str, Person]:
    return {username: Person(app, username) for username in ("cy", "mina", "sana", "ada", "ade")}


def send(app: Flask, people: dict[str, Person], path: str, body: bytes, content_type: str = FORM, **more):
    """Send a body as the person for that page would, with their form token when it is a form."""
    username, _ = FORMS[path]
    if not username:
        return app.test_client().post(path, data=body, content_type=content_type, **more)
    person = people[username]
    if content_type == FORM:
        body = f"form_token={person.form_token}&".encode() + body
    return person.client.post(path, data=body, content_type=content_type, base_url="https://localhost", **more)


def assert_sound(app: Flask) -> None:
    """Every stored story can be read again, with finite answers inside their range."""
    for row in stores_of(app).stories.rows("select answers, codes, hot from narratives order by id"):
        json.loads(row["answers"], parse_constant=lambda name: pytest.fail(f"{name} was stored"))
        assert row["hot"] is None or -1 <= row["hot"] <= 1


def test_every_form_of_the_product_is_attacked():
    posts = {route.split()[1] for route in DECLARED if route.startswith("POST")} - {"/staff/sign-out"}
    posts = {path for path in posts if not path.startswith("/api/")}  # no forms: tests/attacks/test_api_tokens.py
    names = {"collection_id": "plot", "medium": "webhook"}
    filled = {re.sub("<([^>]+)>", lambda name: names.get(name[1], "nowhere"), path) for path in posts}
    assert filled == set(FORMS)


@pytest.mark.parametrize("path", FORMS)
def test_a_body_that_is_no_form_gets_a_page(app, people, promised, path):
    tried = 0
    for body, content_type in bodies():
        answer = send(app, people, path, body, content_type)
        assert 200 <= answer.status_code < 500, f"{body[:60]!r} as {content_type!r}"
        tried += 1
    answer = send(app, people, path, b"story=1", headers={"Content-Encoding": "gzip"})
    assert answer.status_code < 500
    promised("T23", "a body that is no form, too long, packed or garbled breaks no page", tried=tried + 1, failures=0)


@pytest.mark.parametrize("path", FORMS)
def test_a_hostile_value_in_any_field_gets_a_page(app, people, promised, path):
    username, good = FORMS[path]
    client = people[username].client if username else app.test_client()
    token = {"form_token": people[username].form_token} if username else {}
    for place, value in enumerate(VALUES):
        names = sorted(good)
        fields = {**good, **token, **({names[place % len(names)]: value} if names else {"x": value})}
        answer = client.post(path, data=fields, base_url="https://localhost")
        assert answer.status_code < 500, f"{names[place % len(names)] if names else 'x'}={value[:60]!r}"
        for script in SCRIPTS:
            assert "<" not in script or script not in answer.text
    assert_sound(app)
    promised(
        "T26", "a hostile value in any field of any form is kept as words or refused", tried=len(VALUES), failures=0
    )


@pytest.mark.parametrize("path", ["/log", "/moderate/plot/nowhere"])
def test_mutated_forms_of_staff_get_a_page(app, people, how_many, promised, path):
    """Those of tellers: tests/attacks/test_mutations.py."""
    tried = how_many(100, 2_000)
    failures = 0
    for body in mutations(FORMS[path][1], tried, seed=20_260_302):
        status = send(app, people, path, body).status_code
        failures += status >= 500
    assert_sound(app)
    promised(
        "T23", "whatever staff send in, the answer says what to do and nothing breaks", tried=tried, failures=failures
    )


def test_stories_made_of_hostile_values_are_stored_whole_or_not_at_all(app, people):
    client = app.test_client()
    stored = 0
    for value in VALUES:
        fields = {**STORY, "story": f"x{value}", "title": value[:100], "key": secrets.token_hex(16), "step": "send"}
        answer = client.post("/share/plot", data=fields)
        assert answer.status_code in {201, 422}
        stored += answer.status_code == 201
    assert stored > len(VALUES) / 2
    assert_sound(app)
    for page in ("/explore/plot", "/explore/plot/stories", "/explore/plot/live", "/changed", "/temperature"):
        answer = people["ada"].get(page, follow_redirects=True)
        assert answer.status_code == 200, page
        for script in SCRIPTS:
            assert "<" not in script or script not in answer.text


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ascii(path[:40]))
def test_a_hostile_address_leads_nowhere(app, people, path):
    encoded = path.encode("utf-8", "surrogatepass").decode("latin-1")
    for client in (app.test_client(), people["ada"].client, people["cy"].client, people["mina"].client):
        for method in ("GET", "POST"):
            body = {"data": {"decision": "hold"}} if method == "POST" else {}
            answer = client.open(encoded, method=method, base_url="https://localhost", buffered=True, **body)
            assert answer.status_code in {303, 308, 400, 401, 403, 404, 405}, answer.status_code
            assert "x=1" not in answer.headers.get("Set-Cookie", "")
            assert "evil.example" not in answer.headers.get("Location", "").split("?")[0]
            assert b"def create_app" not in answer.data


def asked_of_every_page(people: dict[str, Person], one_in: int) -> int:
    """Ask every page one in so many of the hostile queries, each another share, as somebody whom it lets in."""
    tried = 0
    opened = 0
    for nth, (path, roles) in enumerate(pages_with_a_query()):
        person = next(person for person in people.values() if roles & {EVERYONE, person.account.role.value})
        for query in list(queries())[nth % one_in :: one_in]:
            answer = person.get(f"{path}?{query}")
            assert answer.status_code < 500, f"{path}?{query[:80]}"
            assert "<script>window.ran" not in answer.text
            opened += answer.status_code == 200
            tried += 1
    assert opened > 1000 / one_in, "hardly any page opened: this test would find nothing"
    return tried


def pages_with_a_query() -> Iterator[tuple[str, set[str]]]:
    for route, roles in sorted(DECLARED.items()):
        if route.startswith("GET ") and "." not in route:
            yield filled(route.removeprefix("GET ")), roles


def test_a_hostile_query_gets_a_page(people, promised):
    tried = asked_of_every_page(people, one_in=8)
    promised("T26", HOSTILE_QUERY, tried=tried, failures=0)


@pytest.mark.nightly
def test_every_hostile_query_gets_a_page(people, promised):
    promised("T26", HOSTILE_QUERY, tried=asked_of_every_page(people, one_in=1), failures=0)


@pytest.mark.parametrize("cookie", ["", "x", "f" * 64, "é", "\x7f", "a" * 8000, "' or 1=1 --", "../secret.key"])
def test_a_hostile_cookie_opens_nothing(app, cookie):
    headers = {"Cookie": f"__Host-session={cookie}".encode().decode("latin-1")}
    assert app.test_client().get("/log", headers=headers).status_code == 303
    assert app.test_client().post("/log", data={"story": "x"}, headers=headers).status_code == 401
