"""The document of the interface holds: every route is in it, every example works, and every answer is as described."""

import json
import re
import shlex
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from narratives.probe import ProbeState
from store.alerts import add_alert
from store.api_tokens import ApiScope
from store.probe_readings import keep_reading
from store.probes import add_probe
from store.results import replace_readings
from tests.builders import make_narrative
from tests.people import stores_of
from tests.probes import make_probe, make_reading
from tests.programs import BASE, DOCUMENT, STORY, Program
from tests.route_lists import CALLERS
from tests.web.api.json_schema import faults
from tests.web.explore.telling import make_finding
from tests.web.explore.telling import make_reading as make_temperature
from web.api.caller import ANY_TOKEN, ANYBODY

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAGE = Path(__file__).parents[3] / "docs" / "api.md"
EXAMPLES = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


@pytest.fixture
def told(app, db):
    """Enough of everything that no answer of the examples is empty."""
    plot = stores_of(app).opened("plot")
    for number in range(12):
        stores_of(app).intake.submit(*plot, make_narrative(text=f"Bean {number}."), f"{number:032x}")
    alert = add_alert(db, "plot", make_finding(), sentence="More sad.", exemplars=(), at=NOW)
    add_probe(db, make_probe(alert=alert, state=ProbeState.RUNNING), at=NOW)
    keep_reading(db, "coffee", make_reading())
    replace_readings(db, "plot", [make_temperature(0, 55.0), make_temperature(1, None)])
    return app


def described(method: str, path: str) -> dict:
    """The operation of an address."""
    for template, methods in DOCUMENT["paths"].items():
        if method.lower() in methods and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return methods[method.lower()]
    raise AssertionError(f"{method} {path} is not in docs/openapi.json")


def assert_as_described(method: str, path: str, answer) -> None:
    said = described(method, path)["responses"]
    assert str(answer.status_code) in said, f"{method} {path} answers {answer.status_code}: {answer.text}"
    content = said[str(answer.status_code)].get("content", {})
    if not content:
        assert answer.data == b""
        return
    [(media, kind)] = content.items()
    assert answer.mimetype == media
    assert faults(answer.json if media.endswith("/json") else json.loads(answer.text), kind["schema"]) == []


def called(program: Program, command: str):
    """The answer to a call of the page, as curl would send it."""
    words = shlex.split(command.replace("$TOKEN", program.token).replace("$SITE", "https://localhost"))
    assert words[0] == "curl"
    headers = dict(words[n + 1].split(": ", 1) for n, word in enumerate(words) if word == "-H")
    body = next((words[n + 1] for n, word in enumerate(words) if word == "-d"), None)
    url = urlsplit(words[-1])
    method = "GET" if body is None else "POST"
    answer = program.app.test_client().open(
        f"{url.path}?{url.query}", method=method, headers=headers, data=body, base_url="https://localhost"
    )
    return method, url.path, answer


def test_every_route_is_described_and_everything_described_is_a_route():
    assert {route.replace("<", "{").replace(">", "}") for route in CALLERS} == set(OPERATIONS)


def test_every_endpoint_demands_the_scope_that_is_described(app):
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            scope = app.view_functions[rule.endpoint].__dict__["scope"]
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                route = f"{method} {rule.rule}".replace("<", "{").replace(">", "}")
                found[route] = scope
    asked = {
        route: said.get("x-scope", ANYBODY if said.get("security") == [] else ANY_TOKEN)
        for route, said in OPERATIONS.items()
    }
    assert found == asked
    assert {route for route, scope in found.items() if scope not in set(ApiScope)} == {
        f"GET {BASE}",
        f"GET {BASE}/openapi.json",
    }


def test_the_document_is_served_to_anybody(app):
    answer = app.test_client().get(f"{BASE}/openapi.json")
    assert answer.json == DOCUMENT


def test_every_reference_of_the_document_leads_somewhere_and_every_schema_is_used():
    used = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT)))
    assert used == set(DOCUMENT["components"]["schemas"])


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: command.split("/api/v1")[-1].strip()[:40])
def test_a_call_of_the_page_works_and_its_answer_is_as_described(told, command):
    method, path, answer = called(Program(told), command)
    assert answer.status_code in {200, 201}, answer.text
    assert_as_described(method, path, answer)


@pytest.mark.parametrize("route", sorted(OPERATIONS))
def test_an_operation_answers_as_described_with_its_own_examples(told, db, route):
    program = Program(told)
    alert = db.one("select id from alerts")["id"]
    names = {"collection_id": "plot", "framework_id": "garden", "version": "1", "alert_id": alert}
    names |= {"probe_id": "coffee", "route_id": added(program)}
    method, template = route.split()
    path = template.format(**names)
    body = OPERATIONS[route].get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    headers = {"Idempotency-Key": "ab" * 16} if "stories" in path else {}
    answer = program.send(method, path.removeprefix(BASE), json=body, headers=headers)
    assert answer.status_code in {200, 201, 204}, answer.text
    assert_as_described(method, path, answer)
    if body is not None:
        schema = OPERATIONS[route]["requestBody"]["content"]["application/json"]["schema"]
        assert faults(body, schema) == []


def added(program: Program) -> str:
    body = {"address": "https://hooks.example.org/other", "pace": "weekly"}
    return program.send("POST", "/webhooks", json=body).json["id"]


def test_every_list_of_the_examples_holds_something(told):
    program = Program(told)
    added(program)
    for path in ("/collections", "/collections/plot/stories", "/alerts", "/probes", "/webhooks"):
        assert program.get(path).json["items"], path
    assert program.get("/collections/plot/temperature").json["items"]
    assert any(not one["withheld"] for one in program.get("/collections/plot/figures").json["figures"])


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/nowhere", {}, 404),
        ("GET", "/collections/nowhere", {}, 404),
        ("PUT", "/collections", {}, 405),
        ("POST", "/collections/plot/stories", {"json": STORY}, 400),
        ("POST", "/collections/plot/stories", {"data": "{", "content_type": "application/json"}, 400),
        ("POST", "/collections/plot/stories", {"data": "a=b"}, 415),
        ("POST", "/collections/plot/stories", {"data": "x" * 70_000}, 413),
        ("POST", "/collections/plot/stories", {"headers": {"Origin": "https://evil.example"}, "json": {}}, 403),
        ("GET", "/alerts?limit=0", {}, 422),
        ("GET", "/alerts?sate=raised", {}, 422),
    ],
)
def test_every_error_is_a_problem_that_says_what_to_do(program, method, path, more, status):
    answer = program.send(method, path, **more)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert faults(json.loads(answer.text), DOCUMENT["components"]["schemas"]["Problem"]) == []
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_length_that_is_missing_and_a_failure_of_ours_are_problems_too(app, program, monkeypatch):
    assert program.send("POST", "/webhooks").status_code == 411

    def fail():
        raise RuntimeError("a secret detail")

    fail.__dict__.update(app.view_functions["api.root"].__dict__)
    monkeypatch.setitem(app.view_functions, "api.root", fail)
    answer = program.get("")
    assert answer.status_code == 500
    assert json.loads(answer.text)["type"].endswith("our-side")
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (1, {"type": "string"}),
        (True, {"type": "integer"}),
        ({}, {"type": "object", "required": ["a"]}),
        ({"a": 1}, {"type": "object", "properties": {}, "additionalProperties": False}),
        (["x"], {"type": "array", "items": {"type": "integer"}}),
        ("x", {"type": "string", "format": "date"}),
        ("x", {"type": "string", "pattern": "^y"}),
        (2, {"type": "number", "maximum": 1}),
        ("x", {"enum": ["y"]}),
        ("x", {"anyOf": [{"type": "null"}, {"type": "integer"}]}),
    ],
)
def test_what_does_not_fit_a_schema_is_found(value, schema):
    assert faults(value, schema)


def test_the_days_of_the_document_are_days(told):
    [alert] = Program(told).get("/alerts").json["items"]
    assert date.fromisoformat(alert["since"]) <= date.fromisoformat(alert["noticed"])
