"""A story store in an empty folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import SqliteDatabase
from store.schema import open_stories


@pytest.fixture
def db(tmp_path: Path) -> Iterator[SqliteDatabase]:
    database = open_stories(tmp_path / "stories.db")
    yield database
    database.close()
