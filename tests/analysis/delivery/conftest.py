"""A story store in an empty folder, a clock that a test sets, and receivers that note what they were sent."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.delivery.transport import DeliveryError
from narratives.route import Medium
from store.database import SqliteDatabase
from store.schema import open_stories
from store.sending import Parcel
from tests.store.parcels import NOON


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, made once and copied."""
    path = tmp_path_factory.mktemp("empty") / "stories.db"
    open_stories(path).close()
    return path


@pytest.fixture
def db(tmp_path: Path, empty: Path) -> Iterator[SqliteDatabase]:
    shutil.copy(empty, tmp_path / "stories.db")
    database = SqliteDatabase(tmp_path / "stories.db")
    yield database
    database.close()


@dataclass
class Clock:
    """The time, until a test moves it."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Receiver:
    """A transport that notes each parcel, unless it was told to fail."""

    failure: DeliveryError | Exception | None = None
    seen: list[Parcel] = field(default_factory=list)

    def __call__(self, parcel: Parcel, at: datetime) -> None:
        if self.failure is not None:
            raise self.failure
        self.seen.append(parcel)

    @property
    def sentences(self) -> list[str]:
        return [message.sentence for parcel in self.seen for message in parcel.messages]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hook() -> Receiver:
    return Receiver()


@pytest.fixture
def mail() -> Receiver:
    return Receiver()


@pytest.fixture
def ways(hook: Receiver, mail: Receiver) -> dict[Medium, Receiver]:
    return {Medium.WEBHOOK: hook, Medium.EMAIL: mail}
