"""Group, area and language come out of the store as one text, and apart again whatever they are called."""

import sqlite3

import pytest

from store.landscape.names import Strata, told_in
from store.landscape.reading import _TOLD_IN

NAMES = [
    ("East", "E1", "en"),
    ("", "", ""),
    ("1:2:", ":", "cy"),
    ("a", "bc", "en"),
    ("ab", "c", "en"),
    ("Ynys Môn", "القاهرة 🐝", "ar"),
]


@pytest.fixture
def texts():
    db = sqlite3.connect(":memory:")
    sql = f"select {_TOLD_IN} from (select ? as group_name, ? as area, ? as language)"
    found = [db.execute(sql, names).fetchone()[0] for names in NAMES]
    db.close()
    return found


def test_whatever_the_names_they_come_apart_again(texts):
    assert [told_in(text) for text in texts] == NAMES


def test_names_that_read_alike_together_are_told_apart(texts):
    strata = Strata()
    numbers = strata.numbers([*texts, texts[3]]).tolist()
    assert numbers == [0, 1, 2, 3, 4, 5, 3]
    assert [strata.name(number) for number in numbers[:6]] == NAMES
    assert strata.parts.shape == (6, 3)
