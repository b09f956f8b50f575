"""Whoever has no token, a wrong one, or one for something else learns nothing from the interface."""

import json
import random
import re
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.api_tokens import ApiScope, end_token
from store.collections import add_collection
from store.organisations import add_organisation
from tests.builders import make_collection, make_narrative, open_plot
from tests.people import ORGANISATION, Person, make_app, stores_of
from tests.programs import BASE, DOCUMENT, STORY, Program, assert_problem, make_token
from tests.second_organisation import MARK, SLUG, add_second_organisation
from web.api.caller import PACE
from web.api.pace import Pace

REFUSED = "a token that is missing, wrong, over or another organisation’s opens nothing, in the same words"
NARROW = "a token opens its own scopes and collections alone"
HOSTILE = "no body that a program may send is an error of the server"
NAMES = {"collection_id": "plot", "framework_id": "garden", "version": "1"}
NAMES |= {"alert_id": "nowhere", "probe_id": "nowhere", "route_id": "nowhere"}
OPERATIONS = [
    (method.upper(), path.removeprefix(BASE).format(**NAMES), said.get("x-scope", ""))
    for path, methods in DOCUMENT["paths"].items()
    for method, said in methods.items()
    if said.get("security") != []
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(Path(tmp_path_factory.mktemp("api-attacks")))
    open_plot(stores_of(app).stories)
    stores_of(app).intake.submit(*stores_of(app).opened("plot"), make_narrative(text="The quokka told."), "ab" * 16)
    app.extensions[PACE] = Pace(1_000_000)
    return app


@pytest.fixture(scope="module")
def second(app):
    app.extensions[f"{PACE}@{SLUG}"] = Pace(1_000_000)
    return add_second_organisation(app)


def sent(app, method, path, headers, prefix=""):
    body = {"json": STORY} if method == "POST" else {}
    return app.test_client().open(
        f"{prefix}{BASE}{path}", method=method, headers=headers, base_url="https://localhost", **body
    )


def wrong_headers(app):
    """By what is wrong: headers that must open nothing."""
    good, _ = make_token(app)
    ended, kept = make_token(app)
    end_token(stores_of(app).accounts, kept.id, by="ade", at=datetime.now(UTC))
    over, _ = make_token(app, days=1, made=datetime.now(UTC) - timedelta(days=2))
    add_organisation(stores_of(app).accounts, "elsewhere", "Elsewhere")
    theirs, _ = make_token(app, organisation="elsewhere")
    yield "no token", {}
    yield "an empty one", {"Authorization": "Bearer "}
    yield "another", {"Authorization": f"Bearer mm_{secrets.token_urlsafe(32)}"}
    yield "half of one", {"Authorization": f"Bearer {good[:-1]}"}
    yield "one with more behind it", {"Authorization": f"Bearer {good}x"}
    yield "another way of saying who", {"Authorization": f"Basic {good}"}
    yield "without its prefix", {"Authorization": f"Bearer {good.removeprefix('mm_')}"}
    yield "in a cookie", {"Cookie": f"token={good}; __Host-session={good}"}
    yield "the session of an administrator", {"Cookie": f"__Host-session={Person(app, 'ade').token}"}
    yield "a very long one", {"Authorization": f"Bearer mm_{'a' * 100_000}"}
    yield "ended", {"Authorization": f"Bearer {ended}"}
    yield "run out", {"Authorization": f"Bearer {over}"}
    yield "of another organisation", {"Authorization": f"Bearer {theirs}"}


def test_a_token_that_is_not_good_opens_nothing(app, promised):
    before, answers, tried = len(stores_of(app).stories.rows("select id from narratives")), set(), 0
    for why, headers in wrong_headers(app):
        for method, path, _ in OPERATIONS:
            answer = sent(app, method, path, headers)
            assert_problem(answer, 401, "token-needed")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer"), why
            answers.add(answer.text)
            tried += 1
    assert len(answers) == 1
    assert len(stores_of(app).stories.rows("select id from narratives")) == before
    promised("R10", REFUSED, tried=tried, failures=0)


def test_a_token_in_an_address_or_a_form_opens_nothing(app):
    token, _ = make_token(app)
    for name in ("token", "access_token", "Authorization"):
        assert_problem(sent(app, "GET", f"/alerts?{name}={token}", {}), 401)


@pytest.mark.parametrize(("method", "path", "scope"), [one for one in OPERATIONS if one[2]])
def test_every_other_scope_is_not_enough(app, promised, method, path, scope):
    others = [one for one in ApiScope if one != scope]
    program = Program(app, *others)
    answer = sent(app, method, path, {"Authorization": f"Bearer {program.token}"})
    problem = assert_problem(answer, 403, "scope-missing")
    assert scope in problem["detail"]
    assert "quokka" not in answer.text
    promised("R10", NARROW, tried=1, failures=0)


def test_a_token_opens_nothing_of_another_organisation(app, second, promised):
    token, _ = make_token(app)
    theirs, _ = make_token(app, organisation=SLUG)
    for method, path, _ in OPERATIONS:
        crossed = [
            sent(app, method, path, {"Authorization": f"Bearer {token}"}, prefix=f"/at/{SLUG}"),
            sent(app, method, path, {"Authorization": f"Bearer {theirs}"}),
        ]
        for answer in crossed:
            assert_problem(answer, 401)
            assert MARK not in answer.text
    promised("R10", REFUSED, tried=2 * len(OPERATIONS), failures=0)


def test_each_organisation_sees_its_own_through_its_own_address(app, second):
    theirs = Program(app, prefix=f"/at/{SLUG}", organisation=SLUG)
    own = Program(app)
    assert MARK in theirs.get("/collections").text
    assert MARK not in own.get("/collections").text
    assert_problem(own.get(f"/alerts/{second.ids['alert_id']}"), 404)
    assert theirs.get(f"/alerts/{second.ids['alert_id']}").status_code == 200
    assert_problem(own.get(f"/probes/{second.ids['probe_id']}"), 404)


def test_a_collection_that_a_token_is_not_made_for_is_answered_as_none(app, promised):
    if not stores_of(app).stories.rows("select id from collections where id = 'other'"):
        add_collection(stores_of(app).stories, make_collection(id="other", title="Other"))
    narrow, tried = Program(app, collections=["other"]), 0
    for method, path, _ in OPERATIONS:
        if "/plot" not in path and "garden" not in path:
            continue
        told = [narrow.send(method, path.replace("plot", name), json=STORY) for name in ("plot", "nowhere")]
        if "garden" not in path:
            assert (told[0].status_code, told[0].text) == (told[1].status_code, told[1].text), path
            assert told[0].status_code == 404
        tried += 1
    assert "plot" not in narrow.get("/collections").text
    promised("R10", NARROW, tried=tried, failures=0)


def test_a_token_that_is_ended_opens_nothing_from_then_on(app):
    program = Program(app)
    assert program.get("").status_code == 200
    answer = Person(app, "ada").post(f"/tokens/{program.kept.id}/end", {})
    assert answer.status_code == 303
    assert_problem(program.get(""), 401)


def test_what_is_refused_to_a_token_stands_in_the_record(app):
    program = Program(app, ApiScope.READ_FIGURES)
    program.get("/collections/plot/stories")
    page = Person(app, "ade").get("/audit?refused=yes").text
    assert "The program “The intranet”" in page


def leaves(random_, depth=0):
    """Anything that JSON can say, and most that is awkward in it."""
    kind = random_.randrange(12 if depth < 3 else 9)
    if kind < 9:
        awkward = ["", "na", "\u0000", "\ud800", "x" * 6_000, -1, 10**400, 1e308, 0.1, True, None, "=1+1", "0x1", "½"]
        return random_.choice([*awkward, *STORY["answers"], "top", "read", [], {}, {"not_applicable": True}])
    if kind == 9:
        return [leaves(random_, depth + 1) for _ in range(random_.randrange(4))]
    names = ["shares", "zone", "value", "step", "options", "stones", "text", "other", "mood", "say", "role", "a/b", ""]
    return {random_.choice(names): leaves(random_, depth + 1) for _ in range(random_.randrange(4))}


def hostile_bodies(n):
    random_ = random.Random(20261123)
    for _ in range(n):
        body = json.loads(json.dumps(STORY))
        for _ in range(random_.randrange(1, 4)):
            place = random_.choice([body, body.get("answers")])
            if isinstance(place, dict):
                place[random_.choice([*place, "new", "pen", "hearers", "language", "invitation"])] = leaves(random_)
        text = json.dumps(body)
        if random_.random() < 0.2:
            cut = random_.randrange(len(text))
            text = text[:cut] + random_.choice(["", "\\", '"', "[" * 900, "9" * 5_000, "\x00"]) + text[cut + 1 :]
        yield text.encode("utf-8", "surrogatepass")


def test_hostile_bodies_are_no_error_of_the_server(app, promised, how_many):
    program, statuses = Program(app), []
    for n, body in enumerate(hostile_bodies(how_many(1_000, 3_000))):
        path = "/collections/plot/stories" if n % 5 else "/webhooks"
        headers = {"Idempotency-Key": f"{n:032x}"}
        answer = program.send("POST", path, data=body, content_type="application/json", headers=headers)
        statuses.append(answer.status_code)
        assert answer.status_code < 500, body[:300]
        assert answer.mimetype in {"application/json", "application/problem+json"}
    assert {201, 400, 422} <= set(statuses)
    promised("T23", HOSTILE, tried=len(statuses), failures=0)


def test_no_answer_of_the_interface_may_be_read_by_another_sites_script(app):
    program = Program(app)
    for method in ("GET", "OPTIONS"):
        answer = program.send(method, "/collections", headers={"Origin": "https://evil.example"})
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control")]
    crossing = program.send("POST", "/webhooks", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert_problem(crossing, 403)


def test_no_token_is_in_a_log_or_an_error(app, caplog):
    program = Program(app)
    program.get("/nowhere")
    program.get("/alerts?limit=x")
    assert program.token not in caplog.text
    assert re.search("mm_[A-Za-z0-9_-]{20}", caplog.text) is None
    assert program.kept.organisation == ORGANISATION
