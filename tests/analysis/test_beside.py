"""Turns of a thread beside the analysis."""

import logging
from threading import Event

from analysis import beside as module
from analysis.beside import beside


def test_a_turn_that_fails_is_said_and_tried_again_until_it_is_over(db, monkeypatch, caplog):
    monkeypatch.setattr(module, "FAILED_SECONDS", 0.0)
    stop, done, turns = Event(), Event(), []

    def turn(over):
        turns.append(over())
        if len(turns) == 1:
            raise ValueError("no luck")
        done.set()

    with caplog.at_level(logging.ERROR), beside(db, "trying", turn, stop, failed="trying failed", poll_seconds=0.0):
        assert done.wait(10)
    assert "trying failed and is tried again" in caplog.text
    assert turns[:2] == [False, False]


def test_nothing_is_begun_anew_once_it_is_to_stop(db):
    stop, turns = Event(), []
    stop.set()
    with beside(db, "idle", turns.append, stop, failed="idling failed", poll_seconds=0.0):
        pass
    assert turns == []


def test_what_comes_first_runs_once_and_a_busy_turn_is_followed_at_once(db):
    stop, said = Event(), []

    def turn(over):
        said.append("turn")
        if len(said) == 4:
            stop.set()
        return True

    with beside(db, "busy", turn, stop, failed="it failed", poll_seconds=60.0, begin=lambda: said.append("begin")):
        assert stop.wait(10)
    assert said == ["begin", "turn", "turn", "turn"]
