"""A hundred thousand forms gone wrong, at every way in: no answer is an error, and what is stored stays sound.

The bodies go through the WSGI application itself, as a server hands them over, without a test client's help.
"""

from __future__ import annotations

import io
import json
import math
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from analysis.batches import close_full_batches
from narratives.answers import DyadAnswer, TriadAnswer
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.text import MAX_STORY_CHARACTERS, MAX_TITLE_CHARACTERS, clean_text
from store.case_key import read_case_key
from store.cases import open_cases
from store.collections import add_collection
from store.narratives import get_narrative
from tests.attacks.forms import COMING_BACK, KEYED, SEALED, STORY
from tests.attacks.mutator import URLENCODED, Mutator
from tests.builders import make_collection, make_narrative, open_plot
from tests.envelopes import posted
from tests.people import Person, make_app, stores_of
from tests.web.pair.conftest import GOOD as PAIRED
from tests.web.pair.conftest import Cases, make
from web.access import COOKIE
from web.respond.sealed import device_keys

NO_ERROR = "whatever is sent in at any door, the answer says what to do and nothing breaks"
SEED = 20_260_302
SENT = {**STORY, "step": "send"}
STEPS = ("", "save:mood", "save:say", "save:story", "save:title", "save:group", "change:mood", "message", "allow")
# How many of a hundred inputs go to each door: most where the answer is shortest, all of them to the same decoder.
CHECKED, SHARED, KIOSK, EMBEDDED, SEALED_IN, PAIR, CODE, KEYING = 62, 2, 1, 1, 31, 1, 1, 1


@dataclass(slots=True)
class World:
    """The application, who is signed in, what others had told before, and the answers that were errors."""

    app: Flask
    plot: tuple[Collection, Framework]
    cy: Person
    cases: Cases
    before: dict[str, list[dict[str, object]]]
    statuses: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def post(self, path: str, body: bytes, content_type: str, cookie: str = "") -> int:
        status = hand_over(self.app, path, body, content_type, cookie)
        self.statuses.add(status)
        if not 200 <= status < 500:
            self.errors.append(f"{status} {path} {content_type}: {body[:200]!r}")
        return status


def hand_over(app: Flask, path: str, body: bytes, content_type: str, cookie: str = "") -> int:
    """A body as a server hands it over; the status of the answer, of which every byte was made."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookie,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": content_type,
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    said: list[str] = []
    answer = app.wsgi_app(environ, lambda status, _headers, _error=None: said.append(status))
    b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return int(said[0][:3])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    app = make_app(Path(tmp_path_factory.mktemp("mutations")))
    stores = stores_of(app)
    plot = open_plot(stores.stories)
    add_collection(stores.stories, make_collection(id="framed", embed_on=("https://www.example.org",)))
    for number in range(2 * plot[0].k):
        stores.intake.submit(*plot, make_narrative(consent=frozenset()), f"{number:032x}")
    assert close_full_batches(stores.stories, *plot, today=date.today()) > 0
    before = others_numbers(app)
    stores.intake.submit(*plot, make_narrative(), "ef" * 16)  # whose owner comes back
    key = read_case_key(stores.settings.cases_key_path)
    cases = open_cases(stores.settings.cases_path, key)
    yield World(app, plot, Person(app, "cy"), Cases(cases, key), before)
    cases.close()


def others_numbers(app: Flask, ids: set[str] | None = None) -> dict[str, list[dict[str, object]]]:
    """The stories and frozen sums of everybody else, as they stand."""
    found = {}
    for table in ("batches", "narratives"):
        rows = [dict(row) for row in stores_of(app).stories.rows(f"select * from {table} order by id")]
        found[table] = [row for row in rows if ids is None or row["id"] in ids]
    return found


def told(world: World, path: str, good: dict[str, str], count: int) -> Iterator[int]:
    """Statuses of mutated tellings, each with an idempotency key of its own."""
    for body, content_type in Mutator(good, SEED).bodies(count):
        fresh = secrets.token_hex(16).encode()
        yield world.post(path, body.replace(b"ab" * 16, fresh), content_type)


def sealed(world: World, count: int) -> Iterator[int]:
    """Half of the envelopes are damaged; the other half open, and what is in them is not what it should be."""
    with world.app.app_context():
        key = device_keys().newest(datetime.now(UTC))
    mutator = Mutator(SENT, SEED)
    outside = Mutator(SEALED, SEED).bodies(count)
    for number in range(count):
        if number % 2:
            yield world.post("/share/plot/sealed", *next(outside))
            continue
        pairs = [[name, value] for name, value in mutator.fields() if name != "key"]
        content = {"fields": [*pairs, ["key", secrets.token_hex(16)]], "told_on": mutator.chance.choice(DAYS)}
        words = mutator.json_of(content).encode("utf-8", "surrogatepass")
        yield world.post("/share/plot/sealed", urlencode(posted(key, words)).encode(), URLENCODED)


def paired(world: World, count: int) -> Iterator[int]:
    """Tellings with the code of a meeting; a new code as soon as one is spent."""
    chosen = Mutator(PAIRED, SEED)
    code = ""
    for body, content_type in chosen.bodies(count):
        code = code or make(world.cy, world.cases.log(world.cy.account.id))
        if content_type == URLENCODED:
            body += f"&code={code}".encode()
        body = body.replace(b"ab" * 16, secrets.token_hex(16).encode())
        status = world.post("/pair", body, content_type)
        code = "" if status in {201, 410} else code
        yield status


def came_back(world: World, count: int) -> Iterator[int]:
    """Everything that somebody with their code can press."""
    for nth, step in enumerate(STEPS):
        share = len(range(nth, count, len(STEPS)))
        for body, content_type in Mutator({**COMING_BACK, "step": step}, SEED + nth).bodies(share):
            yield world.post("/code", body, content_type)


def keyed(world: World, count: int) -> Iterator[int]:
    good = {**KEYED, "form_token": world.cy.form_token}
    for body, content_type in Mutator(good, SEED).bodies(count):
        fresh = secrets.token_hex(16).encode()
        yield world.post("/keying/plot", body.replace(b"ab" * 16, fresh), content_type, f"{COOKIE}={world.cy.token}")


DAYS = ("", "2026-03-02", "0001-01-01", "9999-12-31", "2026-02-30", "yesterday", "1e999", "\x00")
DOORS = {
    "to be checked": (CHECKED, lambda world, count: told(world, "/share/plot/validate", STORY, count), {200, 422}),
    "by a link": (SHARED, lambda world, count: told(world, "/share/plot", SENT, count), {201, 422}),
    "at a kiosk": (KIOSK, lambda world, count: told(world, "/kiosk/plot", SENT, count), {201, 422}),
    "in a frame": (EMBEDDED, lambda world, count: told(world, "/embed/framed", SENT, count), {201, 422}),
    "sealed": (SEALED_IN, sealed, {201, 422}),
    "with the code of a meeting": (PAIR, paired, {201, 422}),
    "with a receipt": (CODE, came_back, {200, 422}),
    "keyed in": (KEYING, keyed, {201, 422}),
}


@pytest.mark.parametrize("door", DOORS)
def test_mutated_forms_get_an_answer_that_is_no_error(world, how_many, promised, door):
    share, attack, usual = DOORS[door]
    tried = how_many(3_000, 100_000) * share // 100
    world.errors.clear()
    statuses = list(attack(world, tried))
    assert usual <= set(statuses), f"{door}: {set(statuses)} is no mixture of good and bad ones"
    assert not world.errors, world.errors[:5]
    promised("T23", NO_ERROR, tried=len(statuses), failures=len(world.errors))


def test_a_hundred_inputs_in_a_hundred_are_sent_somewhere():
    assert sum(share for share, _attack, _usual in DOORS.values()) == 100


def test_after_all_of_that_every_figure_is_finite_and_what_others_told_is_as_it_was(world, promised):
    db = stores_of(world.app).stories
    ids = {str(row["id"]) for rows in world.before.values() for row in rows}
    after = others_numbers(world.app, ids)
    pairs = [
        (one, other) for table, rows in world.before.items() for one, other in zip(rows, after[table], strict=True)
    ]
    moved = sum(one != other for one, other in pairs)
    promised(
        "R1", "nobody else's story or figures move when somebody sends in rubbish", tried=len(pairs), failures=moved
    )
    close_full_batches(db, *world.plot, today=date.today())
    sums = [
        json.loads(row["aggregates"], parse_constant=_no_number) for row in db.rows("select aggregates from batches")
    ]
    figures = [number for one in sums for number in numbers_in(one)]
    wrong = sum(not math.isfinite(number) for number in figures)
    promised("R1", "every figure that came of it is a number", tried=len(figures), failures=wrong)


def test_after_all_of_that_every_stored_story_is_a_sound_one(world, promised):
    db = stores_of(world.app).stories
    ids = [row["id"] for row in db.rows("select id from narratives")]
    unsound = [one for one in ids if not is_sound(get_narrative(db, one))]
    assert len(ids) > len(world.before["narratives"]), "nothing was stored: this test would find nothing"
    promised(
        "R1", "whatever was sent in, what is kept can be read, counted and shown", tried=len(ids), failures=len(unsound)
    )


def test_after_all_of_that_the_pages_of_figures_open(world):
    ada = Person(world.app, "ada")
    for page in ("/explore/plot", "/explore/plot/live", "/explore/plot/stories", "/changed", "/temperature"):
        answer = ada.get(page, follow_redirects=True)
        assert answer.status_code == 200, page
        assert answer.mimetype != "application/json" or json.loads(answer.text, parse_constant=_no_number)


def is_sound(story) -> bool:
    """Whether a stored story keeps every rule that the decoder promises."""
    texts = (story.text, story.title)
    return (
        all(clean_text(text) == text for text in texts)
        and len(story.text) <= MAX_STORY_CHARACTERS
        and len(story.title) <= MAX_TITLE_CHARACTERS
        and all(_is_sound_answer(answer) for answer in story.answers)
    )


def _is_sound_answer(answer) -> bool:
    match answer:
        case TriadAnswer(shares=shares) if shares is not None:
            return all(0 <= share <= 1 for share in shares) and math.isclose(sum(shares), 1, abs_tol=0.02)
        case DyadAnswer(value=value) if value is not None:
            return 0 <= value <= 1
    return True


def numbers_in(value: object) -> Iterator[float]:
    """Every number of a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from numbers_in(one)
    elif isinstance(value, int | float):
        yield float(value)


def _no_number(name: str) -> float:
    raise AssertionError(f"{name} was stored")
