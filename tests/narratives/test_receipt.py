import time

import pytest

from narratives import receipt
from narratives.receipt import (
    FAST,
    SLOW,
    fast_hash,
    holds_code,
    is_idempotency_key,
    kept_hashes,
    key_hash,
    keyed_hash,
    normalise_code,
    receipt_code,
    slow_hash,
)

SECRET = b"a secret that is long enough for this"
KEY = "ab" * 16
FORMER = "0123-4567-89AB-CDEF-GHJK-MNPQ"


def test_the_same_submission_always_gets_the_same_code():
    assert receipt_code(KEY, SECRET) == receipt_code(KEY, SECRET)
    assert receipt_code(KEY, SECRET) != receipt_code("ac" * 16, SECRET)
    assert receipt_code(KEY, SECRET) != receipt_code(KEY, SECRET + b"!")


def test_a_code_has_four_groups_of_four_letters_that_cannot_be_misread():
    code = receipt_code(KEY, SECRET)
    assert [len(group) for group in code.split("-")] == [4] * 4
    assert not set(code) & set("ILOU")


def test_every_place_of_a_code_can_be_any_letter():
    codes = [receipt_code(f"{number:032x}", SECRET).replace("-", "") for number in range(2_000)]
    for place in range(16):
        assert len({code[place] for code in codes}) == 32


@pytest.mark.parametrize(
    "written",
    [
        lambda code: code.lower().replace("-", " "),
        lambda code: code.replace("0", "o").replace("1", "l").replace("V", "u"),
        lambda code: code.replace("-", " – "),
        lambda code: code.replace("-", "\n"),
        lambda code: code.replace("-", "."),
        lambda code: f"  {code}\u200f ",
        lambda code: "".join("٠١٢٣٤٥٦٧٨٩"[int(letter)] if letter.isdigit() else letter for letter in code),
        lambda code: "".join(chr(ord(letter) + 0xFEE0) if letter != "-" else "－" for letter in code),
    ],
)
def test_a_code_is_understood_however_it_is_typed(written):
    for number in range(50):
        code = receipt_code(f"{number:032x}", SECRET)
        assert normalise_code(written(code)) == code


def test_a_code_that_was_given_out_before_is_understood():
    assert normalise_code(FORMER.lower()) == FORMER


@pytest.mark.parametrize("typed", ["", "Y8H4", "*" * 16, "0" * 15, "0" * 17, "0" * 25, "0" * 70_000])
def test_what_cannot_be_a_code_is_empty(typed):
    assert normalise_code(typed) == ""


def test_a_code_in_a_story_is_seen_and_an_ordinary_number_is_not():
    code = receipt_code(KEY, SECRET)
    assert holds_code(f"My last one was {code}.")
    assert holds_code(f"My last one was {FORMER}.")
    assert not holds_code("Card 4000-1234-5678-9010 was stolen.")
    assert not holds_code("The SELF-HELP-TEAM-HERE-IS good.")
    started = time.perf_counter()
    assert not holds_code("A-" * 32_000)
    assert time.perf_counter() - started < 2


def test_the_kept_hash_depends_on_purpose_and_secret():
    assert keyed_hash("receipt", "x", SECRET) != keyed_hash("submission", "x", SECRET)
    assert key_hash(KEY, SECRET) != key_hash(KEY, SECRET + b"!")


def test_a_code_is_kept_fast_or_slow_and_the_form_is_marked():
    code = receipt_code(KEY, SECRET)
    fast, slow = kept_hashes(code, SECRET)
    assert fast == fast_hash(code, SECRET)
    assert slow == slow_hash(fast, SECRET)
    assert fast.startswith(FAST) and slow.startswith(SLOW)
    assert code not in fast + slow


def test_the_slow_hash_is_another_one_under_another_secret():
    fast = fast_hash(receipt_code(KEY, SECRET), SECRET)
    assert slow_hash(fast, SECRET) != slow_hash(fast, SECRET + b"!")


def test_the_slow_hash_is_slow(monkeypatch):
    monkeypatch.setitem(receipt._WORK, "n", 2**16)
    started = time.process_time()
    slow_hash("fast:00", SECRET)
    assert time.process_time() - started > 0.1


def test_a_code_of_120_bits_needs_no_slow_hash():
    assert kept_hashes(FORMER, SECRET) == (keyed_hash("receipt", FORMER, SECRET),)


def test_keys_are_long_hex_and_nothing_else():
    assert is_idempotency_key("0f" * 16)
    assert not is_idempotency_key("0f" * 15)
    assert not is_idempotency_key("0G" * 16)
