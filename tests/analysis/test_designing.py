"""What designers ask is answered by a thread beside the analysis."""

import threading
from datetime import UTC, datetime

import numpy as np
import pytest

from analysis import designing as module
from analysis.designing import FAILED, NO_MODEL, NO_ORDER, answer_next, designing, embedding_of
from analysis.embedding_library import Library
from models.artefacts import ArtefactError
from models.lexical import LexicalEmbedder
from narratives.draft import Draft
from narratives.errors import BusyError
from store.design_questions import answer_question, ask, get_asked, latest_asked, next_asked
from store.drafts import add_draft, delete_draft
from store.schema import open_stories

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LABELS = {"labels": {"mood": ["heard", "listened to", "time"]}, "questions": {}}


def same(texts):
    return np.ones((len(texts), 1), dtype=np.float32)


@pytest.fixture
def draft(db):
    return add_draft(db, Draft("Garden", {}), what="began", actor="ada", at=NOW).id


@pytest.fixture
def powered(monkeypatch):
    """Stands in for the monitor: three pieces, with something done in between by a test."""
    between = []

    def power(asked, *, first, progress):
        if asked.get("broken"):
            raise asked["broken"]
        progress(1, 3)
        for step in between:
            step()
        first({"runs": 1}, 1, 3)
        progress(2, 3)
        return {"runs": 9}

    monkeypatch.setattr(module, "power", power)
    return between


def test_labels_are_compared_and_power_is_worked_out(db, draft, powered):
    ask(db, draft, "alike", LABELS, 1.0)
    ask(db, draft, "power", {}, 1.0)
    assert answer_next(db, lambda: same) and answer_next(db, lambda: same)
    assert not answer_next(db, lambda: same)
    assert len(latest_asked(db, draft, "alike").answer["labels"]) == 3
    assert latest_asked(db, draft, "power").answer == {"runs": 9}
    assert latest_asked(db, draft, "power").is_done


def test_labels_are_compared_in_the_middle_of_the_longer_work(db, draft, powered):
    ask(db, draft, "power", {}, 1.0)
    seen = []
    powered.append(lambda: ask(db, draft, "alike", LABELS, 2.0))

    def embed(texts):
        seen.append(latest_asked(db, draft, "power").is_done)
        return same(texts)

    answer_next(db, lambda: embed)
    assert seen == [False]


@pytest.mark.parametrize("how", ["asked anew", "deleted", "stopped"])
def test_work_that_nobody_waits_for_is_given_up(db, draft, powered, how):
    ask(db, draft, "power", {}, 1.0)
    stopped = threading.Event()
    powered.append(
        {
            "asked anew": lambda: ask(db, draft, "power", {"a_week": 2}, 2.0),
            "deleted": lambda: delete_draft(db, draft),
            "stopped": stopped.set,
        }[how]
    )
    assert answer_next(db, lambda: same, stopped.is_set)
    first = get_asked(db, draft, "power", {})
    assert first is None or not first.is_done
    if how == "asked anew":
        assert next_asked(db).asked == {"a_week": 2}


def test_without_a_language_model_nobody_says_what_means_the_same(db, draft):
    ask(db, draft, "alike", LABELS, 1.0)
    answer_next(db, lambda: None)
    assert latest_asked(db, draft, "alike").problem == NO_MODEL

    def missing(setting, corpus, **options):
        raise ArtefactError("gone")

    words = Library("", load=lambda setting, corpus, **options: (LexicalEmbedder(), None))
    assert embedding_of(words)() is None and embedding_of(Library("", load=missing))() is None


def test_what_cannot_be_watched_or_fails_is_said_and_not_tried_again(db, draft, monkeypatch, caplog):
    for problem, error in ((NO_ORDER, ValueError("no order")), (FAILED, RuntimeError("out of memory"))):
        monkeypatch.setattr(module, "power", lambda asked, error=error, **how: (_ for _ in ()).throw(error))
        ask(db, draft, "power", {"case": problem}, 1.0)
        answer_next(db, lambda: same)
        assert latest_asked(db, draft, "power").problem == problem
        db.execute("delete from design_questions")
    assert "could not be answered" in caplog.text


def test_a_busy_store_leaves_the_question_for_the_next_look(db, draft, monkeypatch):
    ask(db, draft, "power", {}, 1.0)
    monkeypatch.setattr(module, "power", lambda asked, **how: (_ for _ in ()).throw(BusyError("busy")))
    with pytest.raises(BusyError):
        answer_next(db, lambda: same)
    assert next_asked(db) is not None


def test_the_thread_answers_what_another_process_asks_and_ends(db, draft, tmp_path, monkeypatch):
    answered, before = threading.Event(), threading.active_count()

    def answer(*given, **named):
        kept = answer_question(*given, **named)
        answered.set()
        return kept

    monkeypatch.setattr(module, "answer_question", answer)
    with designing(db, lambda: same, threading.Event(), poll_seconds=0.005):
        other = open_stories(tmp_path / "stories.db")
        ask(other, draft, "alike", LABELS, 1.0)
        assert answered.wait(10)
        assert latest_asked(other, draft, "alike").is_done
        other.close()
    assert threading.active_count() == before
