"""The command line on an empty data directory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from config import Settings
from store.commands.frameworks import frameworks_cli
from store.commands.narratives import narratives_cli
from store.database import SqliteDatabase
from store.schema import open_stories

Run = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data", "demo", b"a secret of thirty-two characters", "packaged", 1, 2.0)


@pytest.fixture
def run(settings: Settings) -> Run:
    """Runs a command as `flask` would."""
    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    app.cli.add_command(frameworks_cli)
    app.cli.add_command(narratives_cli)
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=[str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def stories(settings: Settings) -> Iterator[SqliteDatabase]:
    """The store that the commands write into."""
    database = open_stories(settings.stories_path)
    yield database
    database.close()
