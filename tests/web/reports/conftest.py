"""A garden with stories, claims about them, something that was seen in them, and what was done about it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from narratives.frozen_query import Chart, FrozenQuery
from narratives.observation import Interpretation, Observation, Remarkable, Strength
from narratives.report_back import Outcome, ReportBack, Wording
from narratives.selection import View
from store.claims import add_claim
from store.collections import framework_of, get_collection
from store.observations import add_interpretation, add_observation
from store.probes import add_probe
from store.release_claims import run_query
from store.report_backs import publish
from tests.builders import TODAY
from tests.people import Person, make_app, stores_of
from tests.probes import make_probe
from tests.web.explore.telling import SAD, World, open_world

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
SEEN, TRIED, TOLD = "0b" * 16, "5b" * 16, "5c" * 16


def add_mood_claim(app: Flask, text: str = "Most stories leave people sad.", collection: str = "plot") -> str:
    """A claim that stands on the picture of the mood, and its id."""
    held = stores_of(app)
    found = get_collection(held.stories, collection)
    framework = framework_of(held.stories, found)
    query = FrozenQuery(collection, Chart.PICTURE, ("mood",), View(last=TODAY))
    with app.test_request_context("/"):
        result = run_query(held.stories, held.landscape, found, framework, query)
    return add_claim(held.stories, query, result, text=text, actor="ada", at=AT).id


@dataclass
class Desk:
    """Somebody who makes a report: what they send carries the revision that they see."""

    person: Person
    path: str

    def do(self, **fields: str):
        seen = re.search(r'name="revision" value="(\d+)"', self.person.get(self.path).text)
        assert seen
        return self.person.post(self.path, {"revision": seen[1], **fields})

    def freeze(self):
        seen = re.search(r'name="revision" value="(\d+)"', self.person.get(self.path).text)
        assert seen
        return self.person.post(f"{self.path}/freeze", {"revision": seen[1]})

    def page(self, below: str = "") -> str:
        answer = self.person.get(f"{self.path}{below}")
        assert answer.status_code == 200, answer.text
        return str(answer.text)


def begin(person: Person, collection: str = "plot") -> Desk:
    """Begin a report, and sit down at it."""
    words = {"title": "The plot in spring", "purpose": "For the committee, so that it decides about water"}
    answer = person.post(f"/reports/{collection}", words)
    assert answer.status_code == 303, answer.text
    return Desk(person, answer.headers["Location"])


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def world(app: Flask) -> World:
    """ "plot" with thirty stories, two thirds of them sad; "quiet" is protected."""
    world = open_world(stores_of(app).stories)
    world.tell(20, shares=SAD)
    world.tell(10)
    return world


@pytest.fixture
def claim(app: Flask, world: World) -> str:
    return add_mood_claim(app)


@pytest.fixture
def seen(app: Flask, claim: str) -> str:
    """Something that was seen, with two readings by two people, a probe, and an answer to tellers."""
    db = stores_of(app).stories
    add_observation(
        db,
        Observation(
            SEEN,
            "plot",
            "The sad corner is full",
            "Most dots lie there.",
            Remarkable.YES,
            Strength.STRONG,
            "ada",
            AT,
            voice="Table 2",
            claim=claim,
        ),
    )
    add_interpretation(
        db, Interpretation("1a" * 16, SEEN, "The water", "It was dry.", "Share a hose.", "Who has the key?", "ada", AT)
    )
    add_interpretation(db, Interpretation("1b" * 16, SEEN, "Being heard", "Nobody answered.", "", "", "mo", AT))
    add_probe(db, make_probe(id=TRIED, collection="plot", title="A shared hose", owner="ada", made_by="ada"), at=AT)
    words = {"en": Wording("You said it was dry", "We bought a hose", "Too early to say")}
    publish(db, ReportBack(TOLD, "plot", None, None, (), Outcome.TOO_EARLY, words, "ada", TODAY), at=AT)
    return SEEN


@pytest.fixture
def ada(app: Flask, world: World) -> Person:
    return Person(app, "ada")


@pytest.fixture
def desk(ada: Person) -> Desk:
    return begin(ada)
