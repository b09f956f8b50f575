import json

import pytest
from flask import Flask

from analysis.commands import analysis_cli
from config import read_settings
from models.power import PowerPreview
from store.schema import open_stories
from tests.analysis.conftest import DAYS, keep, make_season
from tests.analysis.test_commands import contents
from tests.builders import open_plot


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
    keep(with_stories, framework, make_season(shift=None))
    with_stories.close()
    return settings.stories_path


@pytest.fixture
def quick(monkeypatch):
    """A preview of few days; gives what it was asked to try."""
    asked = []
    fit = PowerPreview.fit

    def short(self, programme, progress):
        asked.append((self, programme))
        self.sizes, self.history_days, self.followed_days = (0.2, 1.4), 40, 20
        return fit(self, programme, progress)

    monkeypatch.setattr(PowerPreview, "fit", short)
    return asked


def test_promise_prints_exactly_one_document_and_changes_nothing(flask_run, told):
    before = contents(told)
    result = flask_run("promise", "plot", "--replays", "1", "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert list(document) == ["collection", "promised", "stories", "replays", "years", "raised", "rates"]
    assert (document["promised"], document["stories"], document["replays"]) == (1.0, DAYS * 6, 1)
    assert list(document["rates"]) == ["redealt", "retold"]
    total = document["rates"]["redealt"]["all"]
    assert total["low"] <= total["a_year"] <= total["high"]
    assert contents(told) == before


def test_promise_is_a_table_for_people(flask_run, told):
    output = flask_run("promise", "plot", "--replays", "1", "--weeks").stdout
    assert output.startswith("plot: promised at most 1 false alerts a year; 0 raised so far\n1 replays of 396 stories")
    assert "dealt out again" in output and "told anew" in output


def test_a_collection_that_is_not_there_or_not_watched_yet_is_said(flask_run, settings):
    assert "There is no story yet at" in flask_run("promise", "plot").output
    db = open_stories(settings.stories_path)
    open_plot(db)
    db.close()
    assert (
        "'plot' is not watched yet: it needs 25 stories and 30 days behind it." in flask_run("promise", "plot").output
    )
    assert "There is no collection 'nowhere'. List the collections with" in flask_run("promise", "nowhere").output


def test_power_says_in_sentences_how_soon_a_shift_is_noticed(flask_run, quick):
    result = flask_run("power", "--groups", "2", "--a-week", "40", "--triads", "1", "--dyads", "0", "--effort", "1")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Promised: at most 1 false alerts a year. Half of all shifts would be noticed within:")
    assert "In one of 2 groups that tell about 40 stories a week each" in lines
    assert any("1.4  92 of 100 beyond the usual middle" in line for line in lines)
    [(_, programme)] = quick
    assert programme.a_week.tolist() == [40.0, 40.0] and programme.budget == pytest.approx(0.6)


def test_power_is_one_document_too_and_many_groups_share_the_promise(flask_run, quick):
    asked = ("--groups", "48", "--a-week", "1", "--triads", "1", "--dyads", "0", "--effort", "1", "--json")
    document = json.loads(flask_run("power", *asked).stdout)
    assert (document["groups"], document["a_week"]) == (48, 1.0)
    assert [one["size"] for one in document["group"]] == [0.2, 1.4] and document["least_group"] is None
    [(_, programme)] = quick
    assert len(programme.a_week) == 24 and programme.budget == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("--triads", "0", "--dyads", "0"), "There is nothing to watch: give at least one triad, dyad or choice."),
        (("--triads", "0", "--dyads", "0", "--choices", "1"), "has an order: a shift needs a triad, a dyad or a hot"),
    ],
)
def test_power_says_what_is_missing(flask_run, asked, sentence):
    result = flask_run("power", *asked)
    assert result.exit_code == 1 and sentence in result.output
