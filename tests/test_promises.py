"""A promise that failed fails its test, and the table adds up what several tests tried."""

import pytest

from tests.promise_table import DOCUMENT, list_promised, written
from tests.promises import Kept, keeping, table_of


def test_the_table_adds_up_what_several_tests_tried_in_the_order_of_the_codes():
    rows = [Kept("T12", "no brigade alarms", 5, 0), Kept("T5", "nobody is isolated", 600, 0), Kept("R2", "kept", 9, 1)]
    rows.append(Kept("T5", "nobody is isolated", 400, 2))
    assert table_of(rows) == [
        Kept("R2", "kept", 9, 1),
        Kept("T5", "nobody is isolated", 1000, 2),
        Kept("T12", "no brigade alarms", 5, 0),
    ]


def test_a_promise_that_failed_fails_its_test_and_says_how_often():
    with pytest.raises(AssertionError, match="nobody is isolated: 2 of 1,000 failed"):
        keeping(lambda name, value: None)("T5", "nobody is isolated", tried=1000, failures=2)


def test_a_promise_that_nothing_was_tried_of_fails_its_test():
    with pytest.raises(AssertionError, match="nobody is isolated: nothing was tried"):
        keeping(lambda name, value: None)("T5", "nobody is isolated", tried=0, failures=0)


def test_security_md_names_every_promise_with_the_test_that_keeps_it():
    assert DOCUMENT.read_text(encoding="utf-8") == written(), "run: .venv/bin/python -m tests.promise_table --write"


def test_a_promise_without_plain_words_is_no_promise(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text('def test_it(promised):\n    promised("T1", words(), tried=1)\n')
    with pytest.raises(TypeError, match="test_it.py, line 2: write the code and the words of a promise as plain text"):
        list_promised(tmp_path)
