"""A finished return as files."""

import csv
import io
import json

from narratives.frozen_query import digest
from tests.web.tension.conftest import FILLED, KEY, SAID


def test_json_holds_the_frozen_return_and_the_hash_that_it_comes_to(ada, finished):
    held = json.loads(ada.get(f"/tension/{finished}/return.json").data)
    assert digest(held["return"]) == held["sha256"]
    assert held["quotations"] == [SAID] and SAID not in json.dumps(held["return"])
    assert held["return"]["form"] == "EEP" and held["return"]["grades"]["potential"] == "high"


def test_nobody_who_works_there_is_in_it(ada, finished):
    for ending in ("csv", "json"):
        assert "Ada" not in ada.get(f"/tension/{finished}/return.{ending}").text


def test_a_table_has_the_three_parts_in_their_order(ada, finished):
    text = ada.get(f"/tension/{finished}/return.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert list(dict.fromkeys(row[0] for row in rows[1:-1])) == [
        "about",
        "experienced",
        "evidenced",
        "potential",
        "left out",
    ]
    assert ["experienced", "quotation", SAID] in rows
    assert ["potential", "How tense", "High (4 of 6)"] in rows


def test_what_somebody_typed_is_no_formula_in_a_spreadsheet(ada, alert):
    ada.post(f"/tension/alerts/{alert}", {**FILLED, "potential": "=HYPERLINK(1)"})
    ada.post(f"/tension/{KEY}/finish", {"revision": "1"})
    text = ada.get(f"/tension/{KEY}/return.csv").data.decode("utf-8-sig")
    words = [row[2] for row in csv.reader(io.StringIO(text))]
    assert "'=HYPERLINK(1)" in words and "=HYPERLINK(1)" not in words


def test_a_pdf_is_tagged_and_comes_out_the_same_twice(ada, finished):
    one, other = (ada.get(f"/tension/{finished}/return.pdf") for _ in range(2))
    assert one.mimetype == "application/pdf" and one.data.startswith(b"%PDF-") and one.data == other.data
    assert b"/StructTreeRoot" in one.data or b"/ObjStm" in one.data
    assert one.headers["Content-Disposition"].startswith('attachment; filename="tension-return-')


def test_there_is_no_file_of_a_draft_nor_of_another_kind(ada, draft):
    assert ada.get(f"/tension/{draft}/return.pdf").status_code == 404
    ada.post(f"/tension/{draft}/finish", {"revision": "1"})
    assert ada.get(f"/tension/{draft}/return.docx").status_code == 404
