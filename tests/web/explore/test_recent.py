"""Answers that are kept for those who ask the same."""

from web.explore.recent import RecentAnswers


def test_the_same_question_is_answered_once():
    made = []
    recent = RecentAnswers()
    for _ in range(3):
        assert recent.get("plot", 1, "all", lambda: made.append(1) or b"news") == b"news"
    assert made == [1]


def test_a_new_serial_is_a_new_question():
    recent = RecentAnswers()
    assert recent.get("plot", 1, "all", lambda: b"old") == b"old"
    assert recent.get("plot", 2, "all", lambda: b"new") == b"new"


def test_the_answer_longest_unasked_is_forgotten():
    recent = RecentAnswers()
    for number in range(64):
        recent.get("plot", 1, number, lambda: b"first")
    recent.get("plot", 1, 0, lambda: b"again")
    recent.get("plot", 1, "one more", lambda: b"first")
    assert recent.get("plot", 1, 0, lambda: b"again") == b"first"
    assert recent.get("plot", 1, 1, lambda: b"again") == b"again"


def test_what_was_answered_before_something_went_is_not_kept():
    recent = RecentAnswers()
    recent.get("plot", 1, "all", lambda: b"with a story")
    recent.get("quiet", 1, "all", lambda: b"of another collection")
    recent.get("plot", 2, "part", lambda: b"without it")
    assert recent.get("plot", 1, "all", lambda: b"made again") == b"made again"
    assert recent.get("quiet", 1, "all", lambda: b"made again") == b"of another collection"
