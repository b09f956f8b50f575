from dataclasses import replace

from narratives.collection import Policy
from store.release_text_drift import Answer, released_text_drift
from store.text_drifts import keep_text_drift
from tests.builders import make_collection
from tests.store.test_text_drifts import DRIFT, ON, which

__all__ = ["which"]


def test_what_nobody_looked_at_is_not_released(db, which):
    assert released_text_drift(db, make_collection(), which) is None


def test_nothing_is_released_of_fewer_than_k_stories_and_a_protected_one_in_whole_k(db, which):
    plot = make_collection()
    keep_text_drift(db, which, "model", replace(DRIFT, stories=(123, 9)), ON)
    few = released_text_drift(db, plot, which)
    assert (few.answer, few.stories, few.p, few.gained) == (Answer.TOO_FEW, (120, 0), None, ())
    keep_text_drift(db, which, "model", DRIFT, ON)
    assert released_text_drift(db, plot, which) == DRIFT
    closed = released_text_drift(db, replace(plot, policy=Policy.PROTECTED), which)
    assert closed.stories == (120, 40) and closed.left_out == 0
