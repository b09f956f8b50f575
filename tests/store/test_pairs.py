"""Codes for the other side of a meeting, and what is kept of the two accounts."""

import json
import shutil
from datetime import date, timedelta

import pytest

from narratives.invitation import invitation_codes
from store.case_key import CaseKey
from store.cases import open_cases
from store.database import SqliteDatabase
from store.pairs import (
    Claim,
    Meeting,
    Standing,
    claim_code,
    finish,
    make_code,
    offer_of,
    open_code,
    take_out,
    withdraw_code,
)

KEY = CaseKey(b"s" * 32, b"m" * 32)
DAY = date(2026, 3, 2)
OFFICER = {"mood": (0.8, 0.1, 0.1), "say": (0.5,)}
PERSON = {"mood": (0.2, 0.7, 0.1), "say": (0.25,), "unasked": (0.5,)}


@pytest.fixture(scope="module")
def new_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("pairs") / "cases.db"
    open_cases(path, KEY).close()
    return path


@pytest.fixture
def db(new_store, tmp_path):
    database = SqliteDatabase(shutil.copy(new_store, tmp_path))
    database.execute("pragma synchronous = off")
    yield database
    database.close()


def meeting(number=1, **changes):
    facts = {
        "interaction": f"meeting-{number}",
        "practitioner": f"officer-{number % 4}",
        "reference": f"PX{number}",
        "collection": "plot",
        "group": "east",
        "contact": "office",
        "places": OFFICER,
    }
    return Meeting(**{**facts, **changes})


def tell(db, code, number=1, places=PERSON, day=DAY, k=10):
    claim = claim_code(db, KEY, code, f"form-{number}", day)
    finish(db, KEY, code, f"form-{number}", receipt=f"receipt-{number}", places=places, k=k, today=day)
    return claim


def waiting(db):
    return db.one("select count(*) as n from pair_answers")["n"]


def test_a_code_leads_to_the_collection_and_the_team_for_fourteen_days(db):
    code = make_code(db, KEY, meeting(), DAY)
    last = DAY + timedelta(days=14)
    assert open_code(db, KEY, code, last) is not None
    found = open_code(db, KEY, code, last)
    assert (found.collection, found.group, found.good) == ("plot", "east", True)
    assert not open_code(db, KEY, code, last + timedelta(days=1)).good
    assert open_code(db, KEY, "00000-00000-00000", DAY) is None


def test_only_a_keyed_mark_of_the_code_is_kept(db):
    code = make_code(db, KEY, meeting(), DAY)
    (row,) = db.rows("select * from pair_codes")
    held = json.dumps([str(value) for value in row.values()])
    for mark in (code, code.replace("-", ""), "PX1", "officer-1", "east", "office", "meeting-1"):
        assert mark not in held


def test_making_another_code_cancels_the_one_before(db):
    first = make_code(db, KEY, meeting(), DAY)
    second = make_code(db, KEY, meeting(), DAY)
    assert not open_code(db, KEY, first, DAY).good
    assert open_code(db, KEY, second, DAY).good
    assert claim_code(db, KEY, first, "form", DAY) is Claim.GONE


def test_a_withdrawn_code_is_good_for_nothing_and_says_so_to_the_practitioner(db):
    code = make_code(db, KEY, meeting(), DAY)
    withdraw_code(db, KEY, "meeting-1")
    assert offer_of(db, KEY, "meeting-1", DAY).standing is Standing.WITHDRAWN
    assert tell(db, code) is Claim.GONE
    assert waiting(db) == 0


def test_a_code_is_used_once_and_by_one_form(db):
    code = make_code(db, KEY, meeting(), DAY)
    assert claim_code(db, KEY, code, "form-1", DAY) is Claim.TAKEN
    assert claim_code(db, KEY, code, "form-1", DAY) is Claim.TAKEN
    assert claim_code(db, KEY, code, "form-2", DAY) is Claim.USED
    assert claim_code(db, KEY, code, "form-1", DAY) is Claim.TAKEN


def test_a_used_code_is_written_as_often_as_one_that_was_not(db):
    """Otherwise how long an answer takes would say whether somebody had answered before."""
    used = make_code(db, KEY, meeting(), DAY)
    tell(db, used)

    def sealed():
        return db.one("select sealed from pair_codes")["sealed"]

    before = sealed()
    assert claim_code(db, KEY, used, "form-2", DAY) is Claim.USED
    claimed = sealed()
    finish(db, KEY, used, "form-2", receipt="receipt-2", places=PERSON, k=10, today=DAY)
    assert len({before, claimed, sealed()}) == 3
    assert waiting(db) == 2


def test_the_practitioner_sees_the_same_whether_or_not_somebody_answered(db):
    used, unused = make_code(db, KEY, meeting(1), DAY), make_code(db, KEY, meeting(2), DAY)
    tell(db, used)
    for day in (DAY, DAY + timedelta(days=15)):
        assert offer_of(db, KEY, "meeting-1", day) == offer_of(db, KEY, "meeting-2", day)
        assert open_code(db, KEY, used, day) == open_code(db, KEY, unused, day)
    lengths = {len(row["sealed"]) for row in db.rows("select sealed from pair_codes")}
    assert len(lengths) == 1
    withdraw_code(db, KEY, "meeting-1")
    withdraw_code(db, KEY, "meeting-2")
    assert offer_of(db, KEY, "meeting-1", DAY) == offer_of(db, KEY, "meeting-2", DAY)


def test_both_answers_wait_one_question_at_a_time_under_marks_of_the_receipt(db):
    tell(db, make_code(db, KEY, meeting(), DAY))
    rows = db.rows("select * from pair_answers")
    assert len(rows) == 2  # what both were asked
    assert not {row["answer_mark"] for row in rows} & {row["pile_mark"] for row in rows}
    opened = [json.loads(KEY.open(row["sealed"], f"pair_answers:{row['answer_mark']}")) for row in rows]
    # Nothing that one of them holds stands in the other: only the receipt, which is not kept, joins them.
    assert not set(map(str, opened[0][3:])) & set(map(str, opened[1][3:]))


def test_without_consent_nothing_waits(db):
    tell(db, make_code(db, KEY, meeting(), DAY), places={})
    assert waiting(db) == 0


def test_finishing_again_adds_nothing(db):
    code = make_code(db, KEY, meeting(), DAY)
    tell(db, code)
    tell(db, code)
    assert waiting(db) == 2


def test_a_second_code_for_the_same_meeting_makes_no_second_pair(db):
    tell(db, make_code(db, KEY, meeting(), DAY))
    assert tell(db, make_code(db, KEY, meeting(), DAY), 2) is Claim.TAKEN
    assert waiting(db) == 2


def test_finishing_without_having_claimed_the_code_adds_nothing(db):
    code = make_code(db, KEY, meeting(), DAY)
    finish(db, KEY, code, "form-1", receipt="receipt-1", places=PERSON, k=10, today=DAY)
    assert waiting(db) == 0


def test_the_receipt_takes_out_what_waits_and_the_code_does_not(db):
    code = make_code(db, KEY, meeting(), DAY)
    tell(db, code)
    assert take_out(db, KEY, code, ("mood", "say")) == 0
    assert take_out(db, KEY, "receipt-1", ("mood", "say")) == 2
    assert take_out(db, KEY, "receipt-1", ("mood", "say")) == 0
    assert waiting(db) == 0


def test_what_was_added_up_can_no_longer_be_taken_out_and_is_deleted(db):
    for number in range(10):
        tell(db, make_code(db, KEY, meeting(number), DAY), number)
    assert waiting(db) == 0
    assert take_out(db, KEY, "receipt-3", ("mood", "say")) == 0
    assert [row["n"] for row in db.rows("select n from pair_batches")] == [10, 10]


def test_after_it_was_told_the_code_knows_the_meeting_no_longer(db):
    code = make_code(db, KEY, meeting(), DAY)
    tell(db, code)
    (row,) = db.rows("select code_mark, sealed from pair_codes")
    held = KEY.open(row["sealed"], f"pair_codes:{row['code_mark']}")
    assert "PX1" not in held and "officer-1" not in held and "0.8" not in held


def test_codes_are_forgotten_in_a_month_that_does_not_tell_the_day(db):
    make_code(db, KEY, meeting(1), DAY)
    make_code(db, KEY, meeting(2), DAY + timedelta(days=1))
    assert [row["forgotten_in"] for row in db.rows("select forgotten_in from pair_codes")] == ["2026-07"] * 2
    make_code(db, KEY, meeting(3), date(2026, 7, 1))
    assert offer_of(db, KEY, "meeting-1", DAY).standing is Standing.NONE


def test_ten_thousand_guesses_hit_nothing(db):
    for number in range(20):
        make_code(db, KEY, meeting(number), DAY)
    guesses = invitation_codes("guess", 10_000, b"another secret")
    assert [one for one in guesses if open_code(db, KEY, one, DAY) is not None] == []
