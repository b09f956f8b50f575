"""Webhooks of programs: the routes of staff, with the same guard, and a secret that is shown once."""

import pytest

from narratives.alert import Signal
from narratives.route import Medium, webhook_secret
from store.collections import add_collection
from store.routes import get_route, routes_of
from tests.builders import make_collection
from tests.people import SECRET, Person
from tests.programs import Program, assert_problem
from web.routes.views import RESOLVER

HOOK = {"address": "https://hooks.example.org/alerts", "collection": "plot", "signals": ["temperature"]}


def add(program, **changes):
    return program.send("POST", "/webhooks", json={**HOOK, **changes})


def test_a_webhook_is_a_route_like_those_of_staff(app, db, program):
    made = add(program).json
    [route] = routes_of(db, "plot", Signal.TEMPERATURE)
    assert (route.id, route.medium, route.address, route.made_by) == (
        made["id"],
        Medium.WEBHOOK,
        HOOK["address"],
        "ade",
    )
    assert made["secret"] == webhook_secret(route.id, SECRET)
    assert "hooks.example.org" in Person(app, "ade").get("/routes").text


def test_the_secret_is_shown_once(program):
    secret = add(program).json["secret"]
    answer = program.get("/webhooks")
    assert [one["address"] for one in answer.json["items"]] == [HOOK["address"]]
    assert secret not in answer.text


def test_the_same_webhook_is_not_added_twice(program):
    add(program)
    assert_problem(add(program), 409, "known")


def test_a_webhook_is_removed_and_staff_still_see_why(app, db, program):
    made = add(program).json
    assert program.send("DELETE", f"/webhooks/{made['id']}").status_code == 204
    assert program.get("/webhooks").json["items"] == []
    assert get_route(db, made["id"]).stopped_because == "The program “The intranet” stopped it."
    again = add(program).json
    assert again["secret"] != made["secret"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"address": "http://hooks.example.org/"}, "/address"),
        ({"address": "https://127.0.0.1/"}, "/address"),
        ({"address": "https://localhost/"}, "/address"),
        ({"address": 7}, "/address"),
        ({"collection": "nowhere"}, "/collection"),
        ({"pace": "hourly"}, "/pace"),
        ({"signals": []}, "/signals"),
        ({"signals": "temperature"}, "/signals"),
        ({"signals": ["safety"]}, "/signals"),
        ({"url": "https://x.example.org/"}, "/url"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(db, program, changes, pointer):
    problem = assert_problem(add(program, **changes), 422)
    assert [one["pointer"] for one in problem["errors"]] == [pointer]
    assert routes_of(db, "plot", Signal.TEMPERATURE) == []


def test_a_name_that_leads_into_this_machines_network_is_refused(app, program):
    app.extensions[RESOLVER] = lambda host, port: ["10.0.0.7"]
    assert_problem(add(program), 422)


def test_a_token_of_some_collections_looks_after_those_alone(app, db, program):
    add_collection(db, make_collection(id="other", title="Other"))
    made, of_all = add(program).json, add(program, collection="", address="https://hooks.example.org/all").json
    narrow = Program(app, collections=["other"])
    assert narrow.get("/webhooks").json["items"] == []
    for one in (made, of_all):
        assert_problem(narrow.send("DELETE", f"/webhooks/{one['id']}"), 404)
    assert_problem(add(narrow), 422)
    assert_problem(add(narrow, collection=""), 422)
    assert add(narrow, collection="other").status_code == 201


def test_routes_of_staff_that_are_no_webhooks_are_out_of_reach(app, db, program):
    Person(app, "ade").post("/routes/add/feed", {"key": "ab" * 16, "collection": "", "signals": "temperature"})
    assert program.get("/webhooks").json["items"] == []
    assert_problem(program.send("DELETE", f"/webhooks/{'ab' * 16}"), 404)
