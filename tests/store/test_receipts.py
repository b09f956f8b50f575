from unittest import mock

import pytest

from narratives import receipt
from narratives.narrative import State
from narratives.receipt import FAST, SLOW, keyed_hash
from store import receipts
from store.intake import Intake, Recording
from store.receipts import find_story, strengthen
from tests.builders import make_narrative, open_plot

SECRET = b"a secret that is long enough for this"
FORMER = "0123-4567-89AB-CDEF-GHJK-MNPQ"


@pytest.fixture
def told(db):
    """Three stories with the codes that their tellers hold."""
    plot = open_plot(db)
    intake = Intake(db.path, SECRET)
    stories = [make_narrative(text=f"Bean {number}") for number in range(3)]
    codes = [
        intake.submit(*plot, story, f"{number:032x}", recording=Recording("audio/webm", b"x") if number == 2 else None)
        for number, story in enumerate(stories)
    ]
    intake.close()
    return [(story, one.code) for story, one in zip(stories, codes, strict=True)]


def forms(db):
    return [row["receipt_hash"].partition(":")[0] for row in db.rows("select receipt_hash from narratives order by 1")]


def test_a_code_leads_to_its_story_and_to_no_other(db, told):
    for story, code in told:
        found = find_story(db, code.lower().replace("-", " "), SECRET)
        assert found is not None
        assert (found.narrative, found.state, found.counted) == (story, State.RELEASED, False)


def test_a_story_that_was_spoken_says_so(db, told):
    assert [find_story(db, code, SECRET).spoken for _, code in told] == [False, False, True]


@pytest.mark.parametrize("code", ["", "x", "0000-0000-0000-0000", "0" * 24, "' or 1=1 --"])
def test_a_wrong_code_leads_nowhere(db, told, code):
    assert find_story(db, code, SECRET) is None


def test_a_code_under_another_secret_leads_nowhere(db, told):
    assert find_story(db, told[0][1], SECRET + b"!") is None


def test_codes_are_found_before_and_after_their_hash_was_made_slow(db, told):
    assert forms(db) == ["fast", "fast", "fast"]
    assert strengthen(db, SECRET, 2) == 2
    assert sorted(forms(db)) == ["fast", "slow", "slow"]
    for story, code in told:
        assert find_story(db, code, SECRET).narrative.id == story.id
    assert (strengthen(db, SECRET, 2), strengthen(db, SECRET, 2)) == (1, 0)
    assert forms(db) == ["slow"] * 3
    for story, code in told:
        assert find_story(db, code, SECRET).narrative.id == story.id


def test_no_fast_hash_is_left_in_the_file_beside_the_slow_one(db, told):
    (before,) = db.rows("select receipt_hash from narratives limit 1")
    strengthen(db, SECRET, 3)
    db.rows("pragma wal_checkpoint(truncate)")
    with open(db.path, "rb") as file:
        kept = file.read()
    assert before["receipt_hash"].removeprefix(FAST).encode() not in kept
    assert kept.count(SLOW.encode()) >= 3


def test_a_code_that_was_given_out_before_still_leads_to_its_story_and_is_left_as_it_is(db, told):
    kept = keyed_hash("receipt", FORMER, SECRET)
    db.execute("update narratives set receipt_hash = :kept where id = :id", kept=kept, id=told[0][0].id)
    strengthen(db, SECRET, 10)
    assert find_story(db, FORMER.lower(), SECRET).narrative == told[0][0]


def test_looking_up_works_out_one_slow_hash_whatever_is_found(db, told):
    strengthen(db, SECRET, 1)
    for code in (told[0][1], told[1][1], "0000-0000-0000-0000"):
        with mock.patch.object(receipt.hashlib, "scrypt", wraps=receipt.hashlib.scrypt) as scrypt:
            find_story(db, code, SECRET)
        assert scrypt.call_count == 1
    with mock.patch.object(receipt.hashlib, "scrypt") as scrypt:
        find_story(db, "no code at all", SECRET)
    assert scrypt.call_count == 0


def test_nothing_is_locked_while_a_slow_hash_is_worked_out(db, told, monkeypatch):
    def others_write_meanwhile(fast, secret):
        assert not db.connection.in_transaction
        db.execute("delete from narratives where receipt_hash = :fast", fast=fast)
        return receipt.slow_hash(fast, secret)

    monkeypatch.setattr(receipts, "slow_hash", others_write_meanwhile)
    assert strengthen(db, SECRET, 3) == 0
    assert db.rows("select id from narratives") == []
