import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from analysis.commands import analysis_cli
from config import read_settings
from store.schema import open_stories
from tests.analysis.conftest import DAYS, FIRST, keep, make_season
from tests.builders import open_plot

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path):
    return read_settings({"MURMURATION_DATA": str(tmp_path), "MURMURATION_MODEL": "lexical"})


@pytest.fixture
def flask_run(settings):
    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    app.cli.add_command(analysis_cli)
    return lambda *arguments: app.test_cli_runner().invoke(args=["analysis", *arguments])


@pytest.fixture
def told(settings):
    with_stories = open_stories(settings.stories_path)
    _, framework = open_plot(with_stories)
    keep(with_stories, framework, make_season())
    with_stories.close()
    return settings.stories_path


def contents(path: Path):
    database = open_stories(path)
    tables = sorted(name for name in database.utils.table_names() if not name.startswith("story_words_"))
    found = {name: database.rows(f"select * from {name}") for name in tables}
    database.close()
    return found


def test_backtest_prints_exactly_one_document_and_changes_nothing(flask_run, told):
    before = contents(told)
    result = flask_run("backtest", "plot", "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.output)
    assert list(document) == ["collection", "days", "stories", "alerts", "unwatched", "embedded"]
    assert (document["collection"], document["days"], document["stories"]) == ("plot", DAYS, DAYS * 6)
    names = "raised_on since signal signifier direction scope group n effect evidence".split()
    names += "effect_low effect_high change mix placements also".split()
    assert document["alerts"] and all(list(alert) == [*names, "signs"] for alert in document["alerts"])
    assert all(list(sign) == names for alert in document["alerts"] for sign in alert["signs"])
    assert document["alerts"][0]["group"] == "east"
    assert contents(told) == before


def test_backtest_sees_only_the_days_asked_for(flask_run, told):
    first, last = FIRST + timedelta(days=5), FIRST + timedelta(days=24)
    document = json.loads(flask_run("backtest", "plot", "--from", str(first), "--to", str(last), "--json").output)
    assert (document["days"], document["stories"], document["alerts"]) == (20, 120, [])


def test_backtest_is_a_table_for_people(flask_run, told):
    output = flask_run("backtest", "plot").output
    assert output.startswith(f"plot: {DAYS * 6:,} stories over {DAYS} days, ")
    assert "“It left me…”" in output and "group east, since 2026-" in output
    assert "standard deviations; by chance once in" in output
    assert "no text has a vector yet. Run flask analysis run first." in output


def test_backtest_of_a_short_past_says_which_groups_are_not_watched_yet(flask_run, told):
    arguments = ("backtest", "plot", "--from", str(FIRST), "--to", str(FIRST + timedelta(days=4)))
    assert "east: needs 10 more stories and 26 more days" in flask_run(*arguments).output
    document = json.loads(flask_run(*arguments, "--json").output)
    group = {"group": "east", "stories": 15, "days": 4, "stories_needed": 10, "days_needed": 26}
    assert document["unwatched"][0] == group


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "There is no collection 'nowhere'. List the collections with: flask collections list"),
        (["plot", "--from", "1/2/2026"], "--from is '1/2/2026'. Give a date as YYYY-MM-DD."),
        (["plot", "--from", "2026-02-02", "--to", "2026-01-01"], "--from 2026-02-02 is after --to 2026-01-01. Swap"),
    ],
)
def test_what_cannot_be_replayed_is_refused_with_a_sentence(flask_run, told, arguments, sentence):
    result = flask_run("backtest", *arguments)
    assert result.exit_code == 1 and sentence in result.output


def test_backtest_without_a_store_says_so_and_makes_none(flask_run, settings):
    result = flask_run("backtest", "plot")
    assert result.exit_code == 1 and "There is no story yet" in result.output
    assert not settings.stories_path.exists()


def test_run_brings_everything_up_to_date_and_can_be_repeated(flask_run, told):
    first = flask_run("run")
    assert first.exit_code == 0, first.output
    assert f"{DAYS * 6} narratives embedded" in first.output and "raised" in first.output
    assert flask_run("run").output == "0 alerts raised\n"
    assert "nothing waiting to embed" in flask_run("status").output


def test_loading_the_commands_loads_no_models():
    code = "import analysis.commands, sys; print(*sorted({'numpy', 'sklearn', 'torch', 'models'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == ""


PROCESS = """
import os, sys
from flask import Flask
from analysis.commands import analysis_cli
from config import read_settings
app = Flask("worker")
app.config["SETTINGS"] = read_settings()
app.cli.add_command(analysis_cli)
app.cli.main(args=["analysis", *sys.argv[1:]], obj=None)
"""


def start(settings, *arguments):
    environment = {**os.environ, "MURMURATION_DATA": str(settings.data), "MURMURATION_MODEL": "lexical"}
    return subprocess.Popen(
        [sys.executable, "-u", "-c", PROCESS, *arguments],
        cwd=ROOT,
        env={**environment, "FLASK_APP": "unused", "MURMURATION_POLL_SECONDS": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_watch_stops_cleanly_when_told_to(settings, told, number):
    with start(settings, "watch") as worker:
        lines = iter(worker.stdout.readline, "")
        assert next(lines) == "Watching for stories. Ctrl-C stops.\n"
        assert any("alerts raised" in line or "alert raised" in line for line in lines)
        worker.send_signal(number)
        assert list(lines)[-1] == "Stopped.\n"
    assert worker.returncode == 0


@pytest.mark.slow
def test_kill_at_any_moment_neither_loses_nor_doubles_anything(settings, told, flask_run):
    for moment in range(12):
        with start(settings, "run") as worker:
            try:
                worker.wait(1.0 + 0.25 * moment)
            except subprocess.TimeoutExpired:
                worker.kill()
                continue
        break
    database = open_stories(told)
    database.execute("update leases set expires = 0")  # time passes
    flask_run("run")
    replayed = json.loads(flask_run("backtest", "plot", "--json").output)["alerts"]
    raised = database.rows(
        "select raised_on, signifier, group_name from alerts order by raised_on, signifier, group_name"
    )
    assert [tuple(row.values()) for row in raised] == sorted(
        (one["raised_on"], one["signifier"], one["group"]) for one in replayed
    )
    assert database.one("select count(*) as n from narratives where watched = 0") == {"n": 0}
    texts = database.one("select count(distinct text_hash) as n from narratives")
    assert database.one("select count(*) as n from vectors") == texts
    database.close()
