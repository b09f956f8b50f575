import unicodedata

import pytest

from narratives.numbers import read_share
from narratives.text import clean_text


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  a\r\nb\rc  ", "a\nb\nc"),
        ("a\x00b\x1b[2J", "ab[2J"),
        ("\ufeffhi\u202e", "hi"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("e\u0301", "é"),
        ("None", "None"),
        ("👩\u200d🌾", "👩\u200d🌾"),
    ],
)
def test_text_keeps_what_can_be_seen(raw: str, kept: str):
    assert clean_text(raw) == kept


@pytest.mark.parametrize(("typed", "value"), [("0", 0.0), ("1", 1.0), (".5", 0.5), (" 0.25 ", 0.25), ("1e-05", 1e-05)])
def test_a_share_is_read(typed: str, value: float):
    assert read_share(typed) == value


@pytest.mark.parametrize(
    "typed", ["", ".", "1.0001", "-0", "+1", "nan", "inf", "1e999", "1,0", "0x1", "٠", "True", "1" * 9]
)
def test_anything_else_is_no_share(typed: str):
    assert read_share(typed) is None


@pytest.mark.parametrize("mark", ["\u0301", "\u0f73"])
def test_no_letter_bears_a_pile_of_marks(mark: str):
    kept = clean_text("a" + mark * 20_000 + "b" + mark * 3)
    assert len(kept) < 100, "sorting the pile would keep the server from everybody else"
    assert kept.endswith(unicodedata.normalize("NFC", "b" + mark * 3))
