"""Nobody who reads both stores learns which story is the other side of which meeting.

That no module imports both is held for pairs as for everything else by test_case_store_apart.py.
"""

import json
from datetime import date

from narratives.invitation import invitation_codes
from narratives.triangle import zone_centroid
from tests.people import stores_of
from tests.web.pair.conftest import GOOD, app, cases, code, cy, make, met, nothing_told, receipt_in, stories, teller

__all__ = ["app", "cases", "code", "cy", "met", "nothing_told", "teller"]
PAIR_TABLES = ("pair_codes", "pair_answers", "pair_batches")


def rows_of(cases, table):
    return [dict(row) for row in cases.db.rows(f"select * from {table}")]


def test_no_value_of_the_story_stands_beside_the_pair(app, teller, code, cases):
    receipt = receipt_in(teller.send(code))
    (story,) = stories(app)
    held = [str(value) for table in PAIR_TABLES for row in rows_of(cases, table) for value in row.values()]
    shared = {str(value) for value in story.values()} & set(held)
    assert held and shared == set()
    for mark in (code, receipt, GOOD["key"], str(story["id"])):
        assert not any(mark in value for value in held), mark


def test_with_the_case_key_too_no_placement_but_a_coarse_one_is_found(app, teller, code, cases):
    teller.send(code)
    opened = [
        json.loads(cases.key.open(row["sealed"], f"pair_answers:{row['answer_mark']}"))
        for row in rows_of(cases, "pair_answers")
    ]
    assert "0.78" in str(stories(app)[0]["answers"])
    assert sorted(len(one[1]) for one in opened) == [1, 3]
    for _contact, person, _officer, _who, _practitioner in opened:
        assert 0.78 not in person
        assert len(person) == 1 or tuple(person) == zone_centroid("left")


def test_no_day_is_kept_with_a_pair(teller, code, cases):
    teller.send(code)
    for table in PAIR_TABLES:
        for row in rows_of(cases, table):
            assert not any(date.today().isoformat() in str(value) for value in row.values()), table
    assert {name for row in rows_of(cases, "pair_answers") for name in row} == {"answer_mark", "pile_mark", "sealed"}


def test_the_order_of_pairs_is_not_that_of_the_stories(app, teller, cy, cases):
    receipts = [receipt_in(teller.send(make(cy, cases.log(cy.account.id)), key=f"{n:032x}")) for n in range(6)]
    marks = [cases.key.mark("pair-answer:say", receipt) for receipt in receipts]
    held = [row["answer_mark"] for row in rows_of(cases, "pair_answers") if row["answer_mark"] in marks]
    assert len(held) == 6 and held == sorted(held)


def test_the_same_officer_and_person_are_other_marks_in_every_question(app, teller, code, cases):
    teller.send(code)
    rows = rows_of(cases, "pair_answers")
    opened = [json.loads(cases.key.open(row["sealed"], f"pair_answers:{row['answer_mark']}")) for row in rows]
    marks = [mark for one in opened for mark in one[3:]]
    assert len(set(marks)) == 4


def test_what_the_web_stores_in_files_holds_no_code_and_no_receipt(app, teller, code):
    receipt = receipt_in(teller.send(code))
    files = {path.name: path.read_bytes() for path in stores_of(app).settings.data.rglob("*") if path.is_file()}
    assert any(GOOD["story"].encode() in held for held in files.values())
    for mark in (code, code.replace("-", ""), receipt, receipt.replace("-", "")):
        assert [name for name, held in files.items() if mark.encode() in held] == []


def test_guesses_at_the_page_find_nothing(teller, code):
    guesses = invitation_codes("guess", 12, b"another secret")
    assert {teller.open(one).status_code for one in guesses} == {422}
