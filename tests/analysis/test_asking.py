"""What is asked gets its vector at once, in a thread beside the analysis."""

import threading

import numpy as np
import pytest

from analysis.asking import _Watch, answer_asked, asking
from store.asked_meanings import AT_ONCE, STALE_SECONDS, ask_meaning, get_answer, list_asked
from store.schema import open_stories
from tests.builders import TODAY


class Asker:
    """Answers in one space; `asked` says what it was asked."""

    def __init__(self, model="m", broken=0):
        self.model, self.broken, self.asked = model, broken, []
        self.answered = threading.Event()

    def embed_one(self, db, today, text):
        self.asked.append(text)
        if text and self.broken:
            self.broken -= 1
            raise RuntimeError("out of memory")
        return (self.model, np.array([1.0, 0.0], np.float32)) if self.model else None


def wait_for_answer(db, named, seconds=10.0):
    waiting = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if get_answer(db, named, "m"):
            return True
        waiting.wait(0.01)
    return False


def test_what_waits_is_answered_and_its_words_are_gone(db):
    ask_meaning(db, "a", "foxes at night", "m", 1.0)
    assert answer_asked(db, Asker(), TODAY) == 1
    assert get_answer(db, "a", "m") == b"\x00\x3c\x00\x00"
    assert list_asked(db) == []


def test_what_was_asked_in_another_space_or_without_a_model_waits(db):
    ask_meaning(db, "a", "foxes", "m", 1.0)
    assert answer_asked(db, Asker("another"), TODAY) == answer_asked(db, Asker(None), TODAY) == 0
    assert len(list_asked(db)) == 1


def test_the_thread_answers_what_another_process_asks(db, tmp_path):
    asker, before = Asker(), threading.active_count()
    with asking(db, asker, threading.Event(), poll_seconds=0.005):
        other = open_stories(tmp_path / "stories.db")
        ask_meaning(other, "a", "foxes", "m", 1e12)
        assert wait_for_answer(other, "a")
        other.close()
    assert asker.asked == ["", "foxes"], "the model is loaded before anybody asks"
    assert threading.active_count() == before


def test_a_failure_is_logged_without_the_words_and_tried_again(db, caplog, monkeypatch):
    monkeypatch.setattr("analysis.beside.FAILED_SECONDS", 0.0)
    ask_meaning(db, "a", "foxes", "m", 1e12)
    with asking(db, Asker(broken=1), threading.Event(), poll_seconds=0.005):
        assert wait_for_answer(db, "a")
    assert "searching by meaning failed" in caplog.text and "foxes" not in caplog.text


def test_more_than_are_answered_at_once_are_answered_at_the_next_look_though_nobody_else_writes(db):
    for number in range(AT_ONCE + 3):
        ask_meaning(db, str(number), f"fox {number}", "m", 1e12 + number)
    watch = _Watch(db, Asker(), lambda: TODAY)
    assert [watch.look(0.0), watch.look(0.0), watch.look(0.0)] == [AT_ONCE, 3, 0]


def test_words_do_not_stay_where_no_model_can_be_loaded(db):
    ask_meaning(db, "a", "foxes", "m", 1.0)
    with pytest.raises(RuntimeError):
        _Watch(db, Asker(broken=9), lambda: TODAY).look(2.0)
    assert len(list_asked(db)) == 1
    assert _Watch(db, Asker(broken=9), lambda: TODAY).look(2.0 + STALE_SECONDS) == 0
    assert list_asked(db) == []
