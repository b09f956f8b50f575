"""Asking claims again from the command line."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from narratives.frozen_query import Chart, FrozenQuery
from narratives.selection import View
from store.claims import add_claim
from store.commands.claims import claims_cli
from store.landscape import Landscape
from store.release_claims import run_query
from tests.builders import TODAY, open_plot
from tests.store.sides import keep, told


@pytest.fixture
def run(settings):
    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    app.cli.add_command(claims_cli)
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["claims", *words], catch_exceptions=False)


@pytest.fixture
def plot(stories):
    plot = open_plot(stories)
    keep(stories, plot, told(1, 20, "east"))
    return plot


@pytest.fixture
def claim(stories, plot):
    query = FrozenQuery("plot", Chart.PICTURE, ("mood",), View(last=TODAY))
    result = run_query(stories, Landscape(), *plot, query)
    return add_claim(
        stories, query, result, text="Of 20, most are sad.", actor="ada", at=datetime(2026, 3, 2, tzinfo=UTC)
    )


def test_claims_are_listed_with_what_they_stand_on(run, claim):
    for words in ((), ("plot",)):
        assert run("list", *words).output == f"{claim.id}  {claim.hash[:12]}  20 stories  Of 20, most are sad.\n"


def test_the_same_answer_is_said_and_ends_well(run, claim):
    for words in (("run", claim.id), ("run-all",), ("run-all", "plot")):
        found = run(*words)
        assert found.exit_code == 0 and f"{claim.id}: the same, {claim.hash}" in found.output
    assert run("run-all").output.endswith("1 claims asked again, 0 changed.\n")


def test_what_changed_is_said_and_ends_with_one(run, claim, stories, plot):
    keep(stories, plot, told(2, 1, "east"))
    for words in (("run", claim.id), ("run-all",)):
        found = run(*words)
        assert found.exit_code == 1 and "It stood on 20 stories, and stands on 21." in found.output
        assert f"changed, was {claim.hash}, is " in found.output
    assert run("run-all").output.endswith("1 claims asked again, 1 changed.\n")


def test_a_claim_or_a_collection_that_is_not_there_is_named(run, plot):
    assert "There is no claim with id 'nowhere'. See flask claims list." in run("run", "nowhere").output
    for deed in ("list", "run-all"):
        found = run(deed, "nowhere")
        assert found.exit_code == 1 and "There is no collection with id 'nowhere'" in found.output
