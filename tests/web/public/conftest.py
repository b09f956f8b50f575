"""The application with a collection whose public page is on, and which was told enough to show figures."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.framework_texts import texts_of
from narratives.objective import Direction, Objective
from narratives.probe import ProbeState
from narratives.report_back import Outcome, ReportBack, Wording
from store.collections import add_collection
from store.frameworks import add_framework
from store.objectives import declare_objective
from store.probes import add_probe
from store.public_pages import PublicSentence, switch_public_page, tell_public
from store.release_public import close_round
from store.report_backs import publish
from tests.builders import make_collection, make_framework, make_narrative
from tests.people import Person, make_app, stores_of
from tests.probes import make_probe

BEGUN = datetime(2026, 1, 5, tzinfo=UTC)
PROBE = "5b" * 16
TEXT = "The robin by the blue gate knew my name."
MORE_SAY = Objective(
    "0b" * 16, "plot", "More people have a say", "Nobody’s plan works without them.", "say", "high", Direction.MORE,
    0.2, "the survey of spring", 0.7, date(2099, 12, 31), "ada",
)  # fmt: skip


def tell(app: Flask, high: int, low: int) -> None:
    """So many stories that end high and low on the line, with one corner of the triad each."""
    intake, plot = stores_of(app).intake, app.extensions["plot"]
    for value in [0.9] * high + [0.1] * low:
        app.extensions["told"] = number = app.extensions.get("told", 0) + 1
        shares = ((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8))[number % 3]
        options = ("w1", "w13") if number % 2 else ("w2", "w13")
        answers = (TriadAnswer("mood", shares, "tap"), DyadAnswer("say", value, "tap"), ChoiceAnswer("wish", options))
        intake.submit(*plot, make_narrative(text=f"{TEXT} {number}", answers=answers), f"{number:032x}")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = make_app(tmp_path)
    db = stores_of(app).stories
    add_framework(db, framework := make_framework(translations={"cy": texts_of(make_framework())}))
    add_collection(db, collection := make_collection())
    app.extensions["plot"] = plot = (collection, framework)
    declare_objective(db, MORE_SAY, at=BEGUN)
    tell(app, 30, 60)
    switch_public_page(db, "plot", is_on=True, actor="ade", at=BEGUN)
    close_round(db, *plot, today=date(2026, 4, 1))
    tell(app, 60, 40)
    close_round(db, *plot, today=date(2026, 7, 1))
    add_probe(db, make_probe(id=PROBE, title="Tea at the gate", state=ProbeState.RUNNING), at=BEGUN)
    tell_public(
        db, PublicSentence(PROBE, {"en": "Tea at the gate until Easter.", "cy": "Te wrth y giât."}, "ada"), at=BEGUN
    )
    words = {"en": Wording("Nobody answers.", "Two more people answer.", "We look again in May.")}
    publish(db, ReportBack("5c" * 16, "plot", None, None, (), Outcome.TOO_EARLY, words, "ada", BEGUN.date()), at=BEGUN)
    yield app
    stores_of(app).intake.close()


@pytest.fixture
def anyone(app: Flask):  # type: ignore[no-untyped-def]
    return app.test_client()


@pytest.fixture
def ada(app: Flask) -> Person:
    return Person(app, "ada")


@pytest.fixture
def ade(app: Flask) -> Person:
    return Person(app, "ade")
