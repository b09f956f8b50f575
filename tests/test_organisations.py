"""Nobody crosses between two organisations of one deployment: every page, every role, with the other's real ids."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from store.accounts import Role
from store.organisations import add_organisation
from tests.builders import open_plot
from tests.people import ORGANISATION, STAFF, Person, make_app, stores_of
from tests.route_lists import CALLERS
from tests.second_organisation import MARK, SLUG, THEIRS, Second, add_second_organisation
from tests.test_routes import assert_has_headers, routes
from web.access import EVERYONE

PREFIX = f"/at/{SLUG}"
ROLES = ("ada", "cy", "mina", "ade", "mo")  # one of each
ANSWERS_TO_STRANGERS = {303, 401, 403, 404}
LOCAL = re.compile(r'(?:href|src|action|formaction|data-[a-z-]+)="(/[^"]*)"')
# Signs the person out, or changes their own account: nothing of an organisation is named in these addresses.
OWN_ACCOUNT = re.compile("POST /staff/(sign-out|account)")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(Path(tmp_path_factory.mktemp("organisations")))
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture(scope="module")
def second(app: Flask) -> Second:
    return add_second_organisation(app)


@pytest.fixture(scope="module")
def people(app: Flask, second: Second) -> dict[str, Person]:
    return {username: Person(app, username) for username in STAFF}


@pytest.fixture(scope="module")
def theirs(app: Flask, second: Second) -> dict[Role, Person]:
    return {role: Person(app, username) for role, username in THEIRS.items()}


def every(app: Flask, *, open_to_all: bool | None = None):
    """(method, rule, roles) of every page."""
    for route, endpoint in sorted(routes(app).items()):
        if route in CALLERS:
            continue  # no session opens them: tests/attacks/test_api_tokens.py goes from one to the other with tokens
        roles = getattr(app.view_functions[endpoint], "roles", frozenset())
        if open_to_all is None or open_to_all is (EVERYONE in roles):
            yield *route.split(), roles


def send(client: FlaskClient, method: str, path: str, token: str = "none"):
    body = {"data": {"form_token": token}} if method == "POST" else {}
    return client.open(path, method=method, base_url="https://localhost", buffered=True, **body)


def ask(person: Person, method: str, path: str):
    return send(person.client, method, path, person.form_token)


def contents(second: Second) -> list[object]:
    """Everything that the second organisation has stored, but for who was last seen when."""
    found: list[object] = []
    accounts = second.stores.accounts
    for db, tables in (
        (second.stores.stories, second.stores.stories.utils.table_names()),
        (second.cases.db, second.cases.db.rows("select name from sqlite_master where type = 'table'")),
    ):
        names = [one if isinstance(one, str) else one["name"] for one in tables]
        found += [db.rows(f"select * from {name}") for name in names if not name.startswith("story_words_")]
    found.append(accounts.rows("select * from accounts where organisation = :slug order by id", slug=SLUG))
    found.append(accounts.rows("select g.* from grants as g join accounts as a on a.id = g.account_id"))
    found.append(accounts.rows("select * from account_invitations order by id"))
    return found


@pytest.fixture(scope="module")
def to_strangers(app, second):
    """What somebody who is not signed in gets, by method and address."""
    asked = [(method, f"{PREFIX}{second.path(rule)}") for method, rule, _roles in every(app, open_to_all=False)]
    return {one: send(app.test_client(), *one) for one in asked}


def test_no_page_of_an_organisation_answers_somebody_who_is_not_signed_in(second, to_strangers):
    for (method, path), answer in to_strangers.items():
        assert answer.status_code in ANSWERS_TO_STRANGERS, f"{method} {path}"
        assert MARK not in answer.text.lower(), f"{method} {path}"
        assert_has_headers(answer)


@pytest.mark.parametrize("username", ROLES)
def test_no_page_of_another_organisation_answers_somebody_with_anything_of_it(second, people, to_strangers, username):
    crossed, before = [], contents(second)
    for (method, path), stranger in to_strangers.items():
        answer = ask(people[username], method, path)
        # What nobody in particular is told: whether it exists or not, and whoever asks.
        as_to_all = (answer.status_code, answer.location) == (stranger.status_code, stranger.location)
        if MARK in answer.text.lower() or not as_to_all:
            crossed.append(f"{method} {path}: {answer.status_code}")
    assert crossed == []
    assert contents(second) == before


@pytest.mark.parametrize(
    "username", [one if one in {"ada", "ade"} else pytest.param(one, marks=pytest.mark.slow) for one in ROLES]
)
def test_no_page_of_ones_own_organisation_answers_with_anything_of_another(app, second, people, username):
    crossed, before = [], contents(second)
    for method, rule, roles in every(app):
        # An address that names nothing is asked for once, by the first who may.
        first = next((one for one in ROLES if roles & {EVERYONE, STAFF[one][1].value}), "")
        if OWN_ACCOUNT.match(f"{method} {rule}") or ("<" not in rule and username != first):
            continue
        answer = ask(people[username], method, second.path(rule))
        if answer.status_code >= 500 or MARK in answer.text.lower():
            crossed.append(f"{method} {rule}: {answer.status_code}")
    assert crossed == []
    assert contents(second) == before


@pytest.mark.parametrize("username", ["ade", ""])
def test_pages_for_everybody_are_the_same_for_staff_of_another_organisation(app, second, people, username):
    for method, rule, _roles in every(app, open_to_all=True):
        if method != "GET":
            continue
        path = f"{PREFIX}{second.path(rule)}"
        client = people[username].client if username else app.test_client()
        answer = client.get(path, base_url="https://localhost", buffered=True)
        assert answer.status_code in {200, 303, 404}, path
        assert "Set-Cookie" not in answer.headers
        assert_has_headers(answer)


@pytest.fixture(scope="module")
def crawled(app, second, theirs):
    """Every page that shows something, as the second organisation's own people get it, by its rule."""
    found = {}
    for method, rule, roles in every(app):
        if method == "GET":
            person = next((person for role, person in theirs.items() if role.value in roles), theirs[Role.MANAGER])
            found[rule] = ask(person, method, f"{PREFIX}{second.path(rule)}")
    return found


def text_of(answer):
    """What an answer says; nothing of a file that is no text."""
    return "" if answer.mimetype == "application/pdf" else answer.text


def test_the_second_organisations_things_are_real(second, crawled):
    """Otherwise nothing above would prove anything: its own people do get to them."""
    met = set()
    for rule, answer in crawled.items():
        assert answer.status_code < 500, rule
        is_there = answer.status_code == 200 and MARK in text_of(answer).lower()
        if is_there or (answer.status_code == 303 and answer.location.startswith(f"{PREFIX}/explore/weir")):
            met |= {name for name in second.ids if f"<{name}>" in rule}
    assert met >= {
        *("collection_id", "story_id", "alert_id", "probe_id", "signal_id", "interaction_id", "account_id"),
        *("cohort_id", "report_back_id", "person_id", "opening_id", "return_id"),
    }


def test_every_link_of_an_organisations_pages_stays_on_its_site(crawled):
    strayed = set()
    for rule, answer in crawled.items():
        links = [*LOCAL.findall(text_of(answer)), *([answer.location] if answer.location else [])]
        strayed |= {f"{rule}: {one}" for one in links if not one.startswith(f"{PREFIX}/")}
    assert sorted(strayed) == []


def test_the_deployments_own_organisation_is_found_with_and_without_its_name(app, people):
    plain, named = (people["ada"].get(f"{start}/explore/plot") for start in ("", f"/at/{ORGANISATION}"))
    assert (plain.status_code, named.status_code) == (200, 200)
    assert (
        'href="/explore/plot/themes"' in plain.text and f'href="/at/{ORGANISATION}/explore/plot/themes"' in named.text
    )


@pytest.mark.parametrize("path", ["/at/nowhere/", "/at/nowhere/explore", "/at/", "/at/South/", "/at/../south/"])
def test_an_organisation_that_does_not_exist_is_a_page_that_says_so(app, second, people, path):
    for answer in (app.test_client().get(path), people["ada"].get(path)):
        assert answer.status_code == 404
        assert_has_headers(answer)


def test_nobody_can_say_in_a_header_which_organisation_they_mean(app, second, people):
    answer = people["ada"].get("/explore/weir", headers={"Murmuration.organisation": SLUG, "X-Script-Name": PREFIX})
    assert answer.status_code == 404


def test_an_organisation_that_is_added_is_there_at_once_and_empty(app, people):
    assert app.test_client().get("/at/east/").status_code == 404
    add_organisation(stores_of(app).accounts, "east", "East", "offered")
    answer = app.test_client().get("/at/east/share/plot")
    assert answer.status_code == 404 and MARK not in answer.text
    assert app.test_client().get("/at/east/").status_code == 200
