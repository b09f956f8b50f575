from threading import Event, Thread

import pytest

from analysis.embedding_turns import Turns


def test_a_question_goes_before_the_next_batch_however_quickly_that_comes():
    turns, order, busy, asked = Turns(), [], Event(), Event()

    def ask():
        busy.wait(10)
        asked.set()
        with turns.asking():
            order.append("question")

    asker = Thread(target=ask)
    asker.start()
    with turns.working():
        order.append("batch")
        busy.set()
        asked.wait(10)
        while not turns._asking:  # the asker stands in line
            pass
    with turns.working():
        order.append("batch")
    asker.join(10)
    assert order == ["batch", "question", "batch"]


def test_whoever_fails_leaves_the_way_free():
    turns = Turns()
    for turn in (turns.asking, turns.working, turns.working, turns.asking):
        with pytest.raises(ValueError, match="bad text"), turn():
            raise ValueError("bad text")
    with turns.working():
        pass
