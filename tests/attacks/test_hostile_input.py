"""Whatever is sent, no form and no page fails: the answer is a page that says what to do."""

import json
import secrets
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from narratives.receipt import receipt_code
from tests.attacks.answer_forms import ANSWER_FORMS
from tests.attacks.explore_forms import EXPLORE_FORMS
from tests.attacks.hostile import PATHS, SCRIPTS, VALUES, bodies, mutations, queries
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, Person, make_app, stores_of
from tests.test_routes import DECLARED, REAL
from web.access import EVERYONE

STORY = {
    "story": "The beans came up twice.",
    "title": "Beans",
    "group": "east",
    "consent": "read",
    "mood": "top",
    "mood.shares": "0.2,0.5,0.3",
    "mood.method": "tap",
    "say": "3",
    "say.value": "0.4",
    "role": "digger",
    "wish": "w1",
    "key": "ab" * 16,
    "website": "",
    "prefer": "",
    "at": "mood",
    "page.checking": "",
    "page.another": "",
    "prompt": "odd",
    "danger": "yes",
    "hear": "peers",
    "may_contact": "yes",
    "seconds": "90",
    "mood.seconds": "7",
    "mood.order": "sad,glad,cross",
    "step": "check",
}
LOGGED = {
    "collection": "plot",
    "key": "ab" * 16,
    "story": "He came early.",
    "account.read": "yes",
    "group": "east",
    "mood.shares": "0.2,0.5,0.3",
    "say": "na",
    "case.reference": "PX1042",
    "case.date": date.today().isoformat(),
    "case.contact": "office",
    "case.outcome": "complied",
    "case.notes": "",
    "step": "another",
}
KEYED = {
    "key": "ab" * 16,
    "told": date.today().isoformat(),
    "told_in": "en",
    "keyed": "3",
    "story": "The beans came up twice.",
    "title": "Beans",
    "group": "east",
    "mood.typed": "20 50 30",
    "say.typed": "35%",
    "role.typed": "1",
    "wish.typed": "1 3",
    "consent": "read",
}
SEALED = {"id": "ab" * 16, "key": "cd" * 8, "ephemeral": "BAAA", "nonce": "AAAA", "ciphertext": "AAAA" * 20}
SIGN_IN = {"username": "nobody", "password": "", "next": "/log", "kept.story": "mine"}
DECISION = {"decision": "release"}
COMING_BACK = {
    "code": receipt_code("ef" * 16, SECRET),
    "step": "save:mood",
    "at": "change:mood",
    "lang": "en",
    "mood": "top",
    "mood.shares": "0.2,0.5,0.3",
    "mood.method": "tap",
    "story": "The beans came up twice.",
    "title": "Beans",
    "group": "east",
    "message": "It was the pump.",
    "consent": "read",
    "no_messages": "",
}
# Refused before any name is looked up.
ROUTE = {"address": "https://hooks.localhost/", "collection": "plot", "signals": "theme", "pace": "daily", "key": "0"}
PLANNED = {
    "collection": "plot",
    "title": "Coffee by the gate",
    "tries": "Coffee on Saturdays.",
    "region-0": "mood|zone:2",
    "way-0": "fewer",
    "size-0": "10",
    "group": "east",
    "beside": "west",
    "owner": "ada",
    "starts_on": "2026-03-02",
    "ends_on": "2026-05-25",
    "step": "",
}
# Who sends a form to which page, and a good form to start from.
FORMS = {
    "/share/plot": ("", STORY),
    "/share/plot/sealed": ("", SEALED),
    "/share/plot/validate": ("", STORY),
    "/kiosk/plot": ("", STORY),
    "/embed/plot": ("", STORY),
    "/keying/plot": ("cy", KEYED),
    "/invite/plot/codes": ("ada", {"count": "3", "key": "ab" * 16, "as": "cards"}),
    "/code": ("", COMING_BACK),
    "/staff/sign-in": ("", SIGN_IN),
    "/log": ("cy", LOGGED),
    "/moderate/plot/nowhere": ("mina", DECISION),
    "/moderate/plot/nowhere/message": ("mina", {"message": "Which pump?"}),
    **ANSWER_FORMS,
    **EXPLORE_FORMS,
    "/changed/nowhere/acknowledge": ("ada", {}),
    "/changed/nowhere/close": ("ada", {}),
    "/changed/acknowledge": ("ada", {"alert": "nowhere"}),
    "/changed/nowhere/give-back": ("ada", {}),
    "/changed/nowhere/reopen": ("ada", {}),
    "/changed/nowhere/assign": ("ada", {"assignee": "ada", "due": "2026-11-03"}),
    "/changed/nowhere/note": ("ada", {"note": "The pump again."}),
    "/changed/silences/plot": ("ada", {"group": "east", "signal": "", "reason": "Repairs", "until": "2026-11-03"}),
    "/changed/silences/nowhere/lift": ("ada", {}),
    "/changed/nowhere/judge": ("ada", {"judgement": "real"}),
    "/probes/new": ("ada", PLANNED),
    "/probes/nowhere/change": ("ada", PLANNED),
    "/probes/nowhere/start": ("ada", {}),
    "/probes/nowhere/decide": ("ada", {"decision": "stop", "because": "It was too loud."}),
    "/probes/nowhere/take-back": ("ada", {}),
    "/probes/nowhere/end": ("ada", {"ends_on": "2026-11-03"}),
    "/probes/nowhere/owner": ("ada", {"owner": "ada"}),
    "/probes/nowhere/note": ("ada", {"note": "It rained."}),
    "/routes/add/webhook": ("ade", ROUTE),
    "/routes/nowhere/test": ("ade", {}),
    "/routes/nowhere/stop": ("ade", {}),
    "/routes/nowhere/start": ("ade", {}),
}
FORM = "application/x-www-form-urlencoded"
EVERYDAY, A_NIGHT = 300, 100_000


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(Path(tmp_path_factory.mktemp("hostile")))
    plot = open_plot(stores_of(app).stories)
    stores_of(app).intake.submit(*plot, make_narrative(), "ef" * 16)
    return app


@pytest.fixture(scope="module")
def people(app: Flask) -> dict[str, Person]:
    return {username: Person(app, username) for username in ("cy", "mina", "ada", "ade")}


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
    names = {"<collection_id>": "plot", "<story_id>": "nowhere", "<alert_id>": "nowhere"}
    names |= {"<silence_id>": "nowhere", "<expectation_id>": "nowhere", "<cohort_id>": "nowhere"}
    names |= {"<medium>": "webhook", "<route_id>": "nowhere", "<note_id>": "nowhere", "<report_back_id>": "nowhere"}
    names |= {"<probe_id>": "nowhere", "<proposal_id>": "nowhere", "<signal_id>": "nowhere"}
    for name, value in names.items():
        posts = {path.replace(name, value) for path in posts}
    assert posts == set(FORMS)


@pytest.mark.parametrize("path", FORMS)
def test_a_body_that_is_no_form_gets_a_page(app, people, path):
    for body, content_type in bodies():
        answer = send(app, people, path, body, content_type)
        assert 200 <= answer.status_code < 500, f"{body[:60]!r} as {content_type!r}"
    answer = send(app, people, path, b"story=1", headers={"Content-Encoding": "gzip"})
    assert answer.status_code < 500


@pytest.mark.parametrize("path", FORMS)
def test_a_hostile_value_in_any_field_gets_a_page(app, people, path):
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


@pytest.mark.parametrize(
    "path", ["/share/plot", "/share/plot/validate", "/share/plot/sealed", "/code", "/log", "/moderate/plot/nowhere"]
)
def test_mutated_forms_get_a_page(app, people, path):
    for body in mutations(FORMS[path][1], EVERYDAY, seed=20_260_302):
        answer = send(app, people, path, body)
        assert answer.status_code < 500, f"{body[:300]!r}"
    assert_sound(app)


@pytest.mark.nightly
@pytest.mark.parametrize(("path", "share"), [("/share/plot/validate", 0.6), ("/share/plot", 0.2), ("/log", 0.2)])
def test_a_night_of_mutated_forms_gets_a_page(app, people, path, share):
    for body in mutations(FORMS[path][1], int(A_NIGHT * share), seed=7):
        answer = send(app, people, path, body)
        assert answer.status_code < 500, f"{body[:300]!r}"
    assert_sound(app)


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


def test_a_hostile_query_gets_a_page(app, people):
    hostile = list(queries())
    pages = {route: roles for route, roles in DECLARED.items() if route.startswith("GET ") and "." not in route}
    for route, roles in sorted(pages.items()):
        path = route.removeprefix("GET ")
        for name, value in REAL.items():
            path = path.replace(f"<{name}>", value or "nowhere")
        # Pages for tellers read hardly anything of their address: a sample of the queries is enough for each.
        for query in hostile[:: 7 if EVERYONE in roles else 1]:
            for username in ("ada", "cy", "mina"):
                answer = people[username].get(f"{path}?{query}")
                assert answer.status_code < 500, f"{path}?{query[:80]}"
                if answer.status_code == 403:
                    continue
                assert "<script>window.ran" not in answer.text
                break


@pytest.mark.parametrize("cookie", ["", "x", "f" * 64, "é", "\x7f", "a" * 8000, "' or 1=1 --", "../secret.key"])
def test_a_hostile_cookie_opens_nothing(app, cookie):
    headers = {"Cookie": f"__Host-session={cookie}".encode().decode("latin-1")}
    assert app.test_client().get("/log", headers=headers).status_code == 303
    assert app.test_client().post("/log", data={"story": "x"}, headers=headers).status_code == 401
