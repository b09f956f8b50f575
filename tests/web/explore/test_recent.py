"""Answers that are kept for those who ask the same."""

from web.explore.recent import RecentAnswers


def test_the_same_question_is_answered_once():
    made = []
    recent = RecentAnswers()
    for _ in range(3):
        assert recent.get(("plot", 1), lambda: made.append(1) or b"news") == b"news"
    assert made == [1]


def test_a_new_serial_is_a_new_question():
    recent = RecentAnswers()
    assert recent.get(("plot", 1), lambda: b"old") == b"old"
    assert recent.get(("plot", 2), lambda: b"new") == b"new"


def test_the_answer_longest_unasked_is_forgotten():
    recent = RecentAnswers()
    for number in range(64):
        recent.get(number, lambda: b"first")
    recent.get(0, lambda: b"again")
    recent.get("one more", lambda: b"first")
    assert recent.get(0, lambda: b"again") == b"first"
    assert recent.get(1, lambda: b"again") == b"again"
