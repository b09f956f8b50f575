"""Another model: the old one stays in use until every text has a vector of the new one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis import embedding
from analysis.embedding import Library, embed_pending, is_unfinished
from analysis.leases import InterruptedPassError
from models.lexical import LexicalEmbedder
from store.embedding_progress import embedding_progress
from store.model_in_use import get_model_in_use
from store.schema import open_stories
from store.vectors import count_unembedded
from store.worker import list_notices
from tests.analysis.conftest import WordEmbedder, make_season
from tests.builders import TODAY, make_narrative

ROOT = Path(__file__).parents[2]


class OtherEmbedder(WordEmbedder):
    model_id = "other-words"

    def embed(self, texts):
        return np.roll(super().embed(texts), 1, axis=1)


MODELS = {"": WordEmbedder, "other": OtherEmbedder}


def load(setting, corpus, *, threads=None, backend="torch"):
    return MODELS[setting](), None


def library(setting):
    return Library(setting, load=load)


def count_vectors(db):
    return {row["model_id"]: row["n"] for row in db.rows("select model_id, count(*) as n from vectors group by 1")}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(embedding, "TEXTS_A_BATCH", 16)
    monkeypatch.setattr(embedding, "TEXTS_A_SWEEP", 20)


@pytest.fixture
def read(db, plot, tell):
    """Sixty texts, read with the first model."""
    tell(make_season(10, shift=None))
    embed_pending(db, library(""), today=TODAY)
    assert count_vectors(db) == {"hashed-words": 60}
    return db


def test_the_old_model_stays_in_use_until_every_text_has_a_vector_of_the_new_one(read):
    new = library("other")
    assert embed_pending(read, new, today=TODAY, most=32) == 32
    assert new.model_in_use(read) == "hashed-words" and is_unfinished(read, new)
    assert count_vectors(read) == {"hashed-words": 60, "other-words": 32}
    assert embedding_progress(read).replaces
    assert embed_pending(read, new, today=TODAY) == 28
    assert new.model_in_use(read) == "other-words" and not is_unfinished(read, new)
    assert count_vectors(read) == {"other-words": 60}
    assert embedding_progress(read) is None


@pytest.mark.parametrize("beats", range(1, 14))
def test_killed_anywhere_on_the_way_nothing_is_lost_and_the_next_start_goes_on(read, beats):
    left = iter(range(beats))

    def beat():
        if next(left, None) is None:
            raise InterruptedPassError("killed")

    try:
        embed_pending(read, library("other"), today=TODAY, beat=beat)
    except InterruptedPassError:
        pass
    used = get_model_in_use(read).model_id
    assert count_unembedded(read, used) == 0, "what is in use is whole"
    before = count_vectors(read).get("other-words", 0)
    assert embed_pending(read, library("other"), today=TODAY) == 60 - before
    assert count_vectors(read) == {"other-words": 60}


def test_stories_told_meanwhile_are_read_with_the_model_in_use_too(read, tell):
    new = library("other")
    embed_pending(read, new, today=TODAY, most=16)
    tell([make_narrative(text=f"A new one, number {n}") for n in range(3)])
    embed_pending(read, new, today=TODAY, most=16)
    assert count_unembedded(read, "hashed-words") == 0
    assert new.model_in_use(read) == "hashed-words"


def test_whoever_goes_back_before_the_switch_keeps_every_vector_and_the_others_go(read):
    embed_pending(read, library("other"), today=TODAY, most=32)
    assert embed_pending(read, library(""), today=TODAY) == 0
    embed_pending(read, library(""), today=TODAY)
    assert count_vectors(read) == {"hashed-words": 60}
    assert embedding_progress(read) is None


def test_a_question_is_answered_in_the_space_that_is_in_use(read):
    new = library("other")
    embed_pending(read, new, today=TODAY, most=32)
    model_id, vector = new.embed_one(read, TODAY, "beans and slugs")
    assert model_id == "hashed-words"
    np.testing.assert_array_equal(vector, WordEmbedder().embed(["beans and slugs"])[0])
    embed_pending(read, new, today=TODAY)
    model_id, vector = new.embed_one(read, TODAY, "beans and slugs")
    assert model_id == "other-words"
    np.testing.assert_array_equal(vector, OtherEmbedder().embed(["beans and slugs"])[0])


def test_a_question_has_no_answer_before_any_story_was_read_or_when_the_model_in_use_is_gone(read, tmp_path):
    empty = open_stories(tmp_path / "empty.db")
    assert library("").embed_one(empty, TODAY, "beans") is None
    empty.close()

    def only_the_other(setting, corpus, *, threads=None, backend="torch"):
        return OtherEmbedder(), None

    assert Library("other", load=only_the_other).embed_one(read, TODAY, "beans") is None


def test_words_alone_that_nobody_asked_for_never_take_the_place_of_a_model(read, tell):
    def missing(setting, corpus, *, threads=None, backend="torch"):
        return LexicalEmbedder(16).fit(corpus), "Stories are grouped by their words alone: torch is not installed."

    tell([make_narrative(text="One more")])
    broken = Library("", load=missing)
    assert embed_pending(read, broken, today=TODAY) == 0 and not is_unfinished(read, broken)
    assert broken.model_in_use(read) == "hashed-words" and count_vectors(read) == {"hashed-words": 60}
    [notice] = list_notices(read)
    assert notice == (
        "New stories are not grouped by what they are about, and wait: torch is not installed. Stories read before "
        "keep their themes. To group all of them by their words alone instead, set MURMURATION_MODEL=lexical."
    )
    assert embed_pending(read, library(""), today=TODAY) == 1
    assert list_notices(read) == []


def test_the_same_model_run_in_another_way_is_another_setting(read):
    fast = Library("", load=lambda *_, backend, **__: (OtherEmbedder() if backend == "int8" else WordEmbedder(), None))
    fast.backend = "int8"
    embed_pending(read, fast, today=TODAY)
    used = get_model_in_use(read)
    assert (used.setting, used.model_id) == ("#int8", "other-words")
    slow = Library(
        "other", load=lambda setting, corpus, *, threads, backend: load("other" if backend == "int8" else "", ())
    )
    embed_pending(read, slow, today=TODAY, most=16)
    assert slow.embed_one(read, TODAY, "beans")[0] == "other-words"


KILLED = """
import os, signal, sys
from datetime import date
from analysis import embedding
from analysis.embedding import embed_pending
from store.schema import open_stories
from tests.analysis.test_embedding_switch import library
embedding.TEXTS_A_BATCH = 16
def progress(done, of):
    if done == 32:
        os.kill(os.getpid(), signal.SIGKILL)
embed_pending(open_stories(sys.argv[1]), library("other"), today=date(2026, 1, 1), progress=progress)
"""


def test_a_worker_killed_with_signal_9_half_way_loses_nothing(read):
    done = subprocess.run([sys.executable, "-c", KILLED, read.path], cwd=ROOT, env={**os.environ}, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert count_vectors(read) == {"hashed-words": 60, "other-words": 32}
    assert embed_pending(read, library("other"), today=TODAY) == 28
    assert count_vectors(read) == {"other-words": 60}
