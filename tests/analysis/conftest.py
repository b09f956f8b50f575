"""A small collection with a shift planted in one group, and an embedder that hashes words."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from analysis.embedding import Library
from narratives.answers import Answer, ChoiceAnswer, DyadAnswer, NotApplicable, TriadAnswer
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Narrative, State
from store.database import SqliteDatabase
from store.intake import CHANGED
from store.narrative_rows import INSERT, narrative_to_row
from store.schema import open_stories
from tests.builders import TODAY, make_narrative, open_plot

DAYS, SHIFT_DAY = 66, 50
FIRST = TODAY - timedelta(days=DAYS)
SUBJECTS = ("beans", "slugs", "gate", "water", "shed")


class WordEmbedder:
    """Each word adds one to the place that its checksum names."""

    model_id = "hashed-words"
    dimensions = 16

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimensions] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def load_words(
    setting: str, corpus: Sequence[str], *, threads: int | None = None, backend: str = "torch"
) -> tuple[WordEmbedder, None]:
    return WordEmbedder(), None


@pytest.fixture
def db(tmp_path: Path) -> Iterator[SqliteDatabase]:
    database = open_stories(tmp_path / "stories.db")
    yield database
    database.close()


@pytest.fixture(autouse=True)
def as_many_themes_as_subjects(monkeypatch: pytest.MonkeyPatch) -> None:
    """To find out how many themes there are takes a second for every fit (tests/models/test_theme_number.py)."""
    monkeypatch.setattr("analysis.theme_samples.NUMBER", len(SUBJECTS))


@pytest.fixture
def library() -> Library:
    return Library("", load=load_words)


@pytest.fixture
def plot(db: SqliteDatabase) -> tuple[Collection, Framework]:
    return open_plot(db)


Tell = Callable[[Sequence[Narrative]], None]


@pytest.fixture
def tell(db: SqliteDatabase, plot: tuple[Collection, Framework]) -> Tell:
    return lambda narratives: keep(db, plot[1], narratives)


def keep(
    db: SqliteDatabase, framework: Framework, narratives: Sequence[Narrative], state: State = State.RELEASED
) -> None:
    """Store narratives as the intake does."""
    with db.write():
        for one in narratives:
            row = narrative_to_row(framework, one, state)
            db.execute(INSERT, **row)
            db.execute(CHANGED, collection_id=one.collection, day=row["day"])


def not_applicable() -> tuple[Answer, ...]:
    return (NotApplicable("mood"), NotApplicable("say"), ChoiceAnswer("role", ("digger",)))


def make_season(days: int = DAYS, shift: int | None = SHIFT_DAY, seed: int = 5) -> list[Narrative]:
    """Three stories a day from each of two groups; from the day of the shift on, east turns cross and helpless."""
    chance = random.Random(seed)
    told = []
    for day in range(days):
        for group in ("east", "west"):
            shifted = shift is not None and day >= shift and group == "east"
            told += [_story(chance, FIRST + timedelta(days=day), group, shifted) for _ in range(3)]
    return told


def _story(chance: random.Random, on: date, group: str, shifted: bool) -> Narrative:
    cross = min(0.9, max(0.02, chance.gauss(0.75 if shifted else 0.2, 0.12)))
    glad = (1 - cross) * chance.uniform(0.3, 0.7)
    say = min(1.0, max(0.0, chance.gauss(0.2 if shifted else 0.6, 0.15)))
    role = chance.choice(("digger", "picker"))
    answers = (
        TriadAnswer("mood", (glad, 1 - cross - glad, cross), "tap"),
        DyadAnswer("say", say, "tap"),
        ChoiceAnswer("role", (role,)),
    )
    subject = chance.choice(SUBJECTS)
    text = f"The {subject} in the {group} again, number {chance.randrange(10**6)}: {subject} {subject}."
    identifier = f"{chance.getrandbits(128):032x}"
    story = make_narrative(id=identifier, told_on=on, group=group, stratum=role, text=text, answers=answers)
    return replace(story, respondent="ann" if chance.random() < 0.05 else None)
