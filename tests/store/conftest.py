"""A story store in an empty folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import SqliteDatabase
from store.schema import open_stories


@pytest.fixture(scope="session")
def new_stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store at the newest schema, to copy: making it costs more than most tests."""
    path = tmp_path_factory.mktemp("new") / "stories.db"
    open_stories(path).close()
    return path


@pytest.fixture
def db(new_stories: Path, tmp_path: Path) -> Iterator[SqliteDatabase]:
    database = open_stories(Path(shutil.copy(new_stories, tmp_path)))
    yield database
    database.close()
