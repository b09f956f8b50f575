"""Figures of the interface: those of the map, and none about fewer than k stories."""

import secrets
from datetime import timedelta

import pytest

from narratives.collection import Policy, ReportingGroup
from narratives.disclosure import close_batches
from store import batches, release
from store.collections import add_collection
from store.results import replace_readings
from tests.builders import TODAY, make_collection, make_narrative
from tests.people import stores_of
from tests.programs import Program, assert_problem
from tests.web.explore.telling import make_reading


def tell(app, n, collection="plot", **changes):
    held = stores_of(app)
    for _ in range(n):
        told = make_narrative(collection=collection, **changes)
        held.intake.submit(*held.opened(collection), told, secrets.token_hex(16))


def figures(program, asked="", collection="plot"):
    return program.get(f"/collections/{collection}/figures{asked}").json


def figure(program, name, asked="", collection="plot"):
    return next(one for one in figures(program, asked, collection)["figures"] if one["id"] == name)


def test_figures_are_those_of_the_map(app, program):
    tell(app, 12)
    held = stores_of(app)
    plot, framework = held.opened("plot")
    shape = release.triad(held.stories, held.landscape, plot, framework, "mood", release.View())
    mood = figure(program, "mood")
    assert mood["zones"] == dict(shape.zones)
    assert mood["mean"] == pytest.approx({"glad": 0.2, "sad": 0.5, "cross": 0.3}, abs=0.01)
    assert (mood["withheld"], mood["answered"]) == (False, 12)
    assert figure(program, "say")["mean"] == pytest.approx(0.25, abs=0.05)
    assert figure(program, "role")["options"] == {"digger": 12, "picker": 0}
    assert figures(program)["stories"] == 12


@pytest.mark.parametrize("n", [1, 9])
def test_nothing_is_said_of_fewer_than_k(app, program, n):
    tell(app, n)
    page = figures(program)
    assert page["stories"] is None
    assert page["groups"] == [{"group": "east", "stories": None}]
    assert [week["stories"] for week in page["weeks"]] == [None]
    for one in page["figures"]:
        kept = {name: said for name, said in one.items() if name not in {"id", "title", "type", "withheld"}}
        assert one["withheld"]
        assert set(kept.values()) == {None}, one


def test_a_selection_narrows_by_group_and_whole_weeks(app, program):
    tell(app, 12)
    tell(app, 15, group="west", told_on=TODAY + timedelta(days=14))
    assert figures(program, "?group=west")["stories"] == 15
    later = figures(program, f"?from={TODAY + timedelta(days=15)}")
    assert later["stories"] == 15
    assert later["selection"]["from"] == (TODAY + timedelta(days=14)).isoformat()
    assert figures(program, f"?to={TODAY}")["stories"] == 12
    assert figures(program, "?kind=practitioner")["stories"] == 0


@pytest.mark.parametrize(
    "asked", ["?group=nowhere", "?from=today", "?kind=king", "?grop=east", "?group=east&group=west"]
)
def test_what_cannot_be_asked_by_is_refused_and_not_left_out(program, asked):
    assert_problem(program.get(f"/collections/plot/figures{asked}"), 422)


def test_a_protected_collection_tells_of_closed_batches_alone_and_how_many_wait(app, db, program):
    quiet = make_collection(
        id="quiet", title="Quiet", policy=Policy.PROTECTED, groups=(ReportingGroup("east"), ReportingGroup("west"))
    )
    add_collection(db, quiet)
    tell(app, 25, "quiet")
    assert figures(program, collection="quiet")["stories"] == 0
    assert figures(program, collection="quiet")["withheld_at_least"] == 20
    assert figures(program, collection="quiet")["weeks"] == []
    assert figure(program, "mood", collection="quiet")["withheld"]
    framework = stores_of(app).opened("quiet")[1]
    waiting = batches.list_waiting(db, quiet)
    batches.add_batches(db, quiet, close_batches(quiet, framework, waiting, TODAY + timedelta(days=30)))
    assert figures(program, collection="quiet")["stories"] >= 10


def test_a_temperature_of_too_few_says_nothing(app, db, program):
    replace_readings(db, "plot", [make_reading(0, 61.5), make_reading(1, None)])
    known, unknown = program.get("/collections/plot/temperature").json["items"]
    assert (known["value"], known["stories"], known["group"]) == (61.5, 30, "east")
    assert (unknown["value"], unknown["stories"], unknown["low"]) == (None, None, None)


def test_what_a_token_of_another_collection_asks_for_is_not_there(app, db):
    add_collection(db, make_collection(id="other", title="Other"))
    narrow = Program(app, collections=["other"])
    for path in ("figures", "temperature"):
        assert_problem(narrow.get(f"/collections/plot/{path}"), 404)
        assert narrow.get(f"/collections/other/{path}").status_code == 200
