"""Workbooks as tables, and files that only pretend to be one."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from narratives.errors import ImportRefusedError
from narratives.interchange import workbook, workbook_file
from narratives.interchange.workbook import WorkbookTable
from narratives.interchange.workbook_file import OLD, check_workbook

NOTHING = "Nothing was stored."


def book(folder, *rows, merged=""):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if merged:
        made.active.merge_cells(merged)
    path = folder / "ferry.xlsx"
    made.save(path)
    return path


def cells(path):
    return [row.cells for row in WorkbookTable(path).rows()]


def archive(folder, members):
    path = folder / "ferry.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


GOOD = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}


def test_cells_read_as_they_would_stand_in_a_csv_file(tmp_path):
    path = book(
        tmp_path,
        ["day", "moment", "number", "whole", "long", "yes", "words", "nothing"],
        [date(2026, 3, 1), datetime(2026, 3, 1, 0, 0), 1 / 3, 5.0, 12345678901234, True, " A quay ", None],
    )
    [row] = cells(path)
    assert row == {
        "day": "2026-03-01",
        "moment": "2026-03-01 00:00:00",
        "number": "0.3333333333333333",
        "whole": "5",
        "long": "12345678901234",
        "yes": "true",
        "words": " A quay ",
        "nothing": "",
    }


def test_rows_have_the_number_that_a_spreadsheet_shows_and_empty_ones_are_left_out(tmp_path):
    path = book(tmp_path, ["ref"], ["a"], [None], ["b"])
    assert [(row.number, row.line, row.cells["ref"]) for row in WorkbookTable(path).rows()] == [
        (1, 2, "a"),
        (2, 4, "b"),
    ]


def test_a_formula_is_refused_at_its_cell(tmp_path):
    path = book(tmp_path, ["ref", "sum"], ["a", 1], ["b", "=1+1"])
    first, second = WorkbookTable(path).rows()
    assert first.problem == ""
    assert second.problem == (
        "cell B3 holds a formula; copy the column and paste it back as values, so that what it says is what is stored"
    )


def test_an_error_and_a_cell_without_a_column_are_refused_at_their_cells(tmp_path):
    path = book(tmp_path, ["ref"], ["#N/A"], ["b", "more"])
    problems = [row.problem for row in WorkbookTable(path).rows()]
    assert problems[0] == "cell A2 holds the error #N/A; mend it or empty it"
    assert problems[1] == "cell B3 has no name above it; name its column in row 1"


@pytest.mark.parametrize(
    ("rows", "merged", "problem"),
    [
        ([["a", "b"], [1, 2]], "A1:B1", "row 1: the cells A1:B1 are merged; give each column one cell with a name"),
        ([["a", "a"], [1, 2]], "", "row 1: 'a' stands 2 times; give each column a name of its own."),
        ([[None, None], [1, 2]], "", "row 1: the sheet 'Sheet' has no names of columns there"),
        ([[f"c{n}" for n in range(2_001)]], "", "row 1: there are more than 2,000 columns"),
    ],
)
def test_a_header_that_names_no_columns_is_refused(tmp_path, rows, merged, problem):
    with pytest.raises(ImportRefusedError) as refused:
        WorkbookTable(book(tmp_path, *rows, merged=merged))
    assert str(refused.value).startswith(problem)
    assert str(refused.value).endswith(NOTHING)


def test_merged_cells_below_the_header_are_no_problem(tmp_path):
    assert len(cells(book(tmp_path, ["a", "b"], [1, 2], [3, 4], merged="A2:A3"))) == 2


def test_another_sheet_is_named_as_not_read_and_can_be_asked_for(tmp_path):
    made = Workbook()
    made.active.append(["first"])
    made.create_sheet("Codes").append(["second"])
    made.save(tmp_path / "two.xlsx")
    table = WorkbookTable(tmp_path / "two.xlsx")
    assert table.columns == ("first",)
    assert table.notes == ["The sheet 'Sheet' is read; not read: 'Codes'."]
    assert WorkbookTable(tmp_path / "two.xlsx", "Codes").columns == ("second",)
    with pytest.raises(ImportRefusedError, match="has no sheet 'Notes'; it has 'Sheet', 'Codes'"):
        WorkbookTable(tmp_path / "two.xlsx", "Notes")


def test_more_rows_than_are_read_are_refused_at_their_row(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(ImportRefusedError, match="row 4: a workbook has at most 2 rows; save it as CSV in parts"):
        cells(book(tmp_path, ["a"], [1], [2], [3]))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (OLD + bytes(600), "this is a workbook of the old kind (.xls); open it, save it as XLSX or “CSV UTF-8”"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "the workbook is protected by a password; save it without one"),
        (b"ref,story\n1,A quay\n", "this is no XLSX workbook; save it as XLSX or “CSV UTF-8” and bring that in"),
        (b"PK\x03\x04 and then nothing", "the workbook’s file is broken; open it, save it again and bring that in"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_what_to_do(tmp_path, content, problem):
    path = tmp_path / "ferry.xlsx"
    path.write_bytes(content)
    with pytest.raises(ImportRefusedError) as refused:
        check_workbook(path)
    assert str(refused.value).startswith(problem)
    assert str(refused.value).endswith(NOTHING)


TYPED = '<!DOCTYPE a [<!ENTITY b "b">]><a/>'


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        (
            {"stories.csv": "ref\n1\n"},
            "this is an archive and no XLSX workbook; unpack it and bring in the file inside",
        ),
        (GOOD | {"../../stories.db": "x"}, "the part '../../stories.db' would lie outside of the workbook"),
        (GOOD | {"/etc/passwd": "x"}, "the part '/etc/passwd' would lie outside of the workbook"),
        (GOOD | {"xl/more.zip": "x"}, "the part 'xl/more.zip' is an archive in the archive; take it out"),
        (GOOD | {"xl/big.xml": "0" * 20_000_000}, "the file would unpack to "),
        (GOOD | {"xl/a.xml": TYPED}, "the part 'xl/a.xml' declares a document type"),
        (GOOD | {"xl/a.bin": TYPED}, "the part 'xl/a.bin' declares a document type"),
        (GOOD | {"xl/a.xml": f"<!--{'x' * 9_000}-->{TYPED}"}, "the part 'xl/a.xml' declares a document type"),
        (GOOD | {"xl/a.xml": TYPED.encode("utf-16")}, "the part 'xl/a.xml' declares a document type"),
        (GOOD | {f"xl/{n}.xml": "" for n in range(2_001)}, "the file holds 2,003 parts and a workbook at most 2,000"),
    ],
)
def test_an_archive_made_to_harm_is_refused_before_anything_opens_it(tmp_path, members, problem):
    with pytest.raises(ImportRefusedError) as refused:
        check_workbook(archive(tmp_path, members))
    assert str(refused.value).startswith(problem)
    assert str(refused.value).endswith(NOTHING)


def test_a_part_whose_packed_bytes_are_broken_is_refused(tmp_path):
    path = archive(tmp_path, GOOD)
    raw = bytearray(path.read_bytes())
    raw[30 + len("[Content_Types].xml")] = 0x07  # a kind of block that there is not
    path.write_bytes(raw)
    with pytest.raises(ImportRefusedError, match="the workbook’s file is broken"):
        check_workbook(path)


def test_more_than_would_fit_into_memory_is_refused_by_what_the_file_says_of_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_file, "MOST_BYTES", 1_000)
    with pytest.raises(ImportRefusedError, match=r"would unpack to 1,\d+ bytes; at most 1,000 are read"):
        check_workbook(archive(tmp_path, GOOD | {"xl/a.xml": "a" * 1_000}))


def test_a_workbook_whose_parts_mean_nothing_is_refused(tmp_path):
    with pytest.raises(ImportRefusedError, match="the file is no workbook that can be read"):
        WorkbookTable(archive(tmp_path, GOOD))


def test_a_sheet_whose_text_breaks_off_is_refused_where_it_does(tmp_path):
    path, broken = book(tmp_path, ["a"], *([n] for n in range(20))), tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(broken, "w") as made:
        for member in whole.namelist():
            text = whole.read(member)
            made.writestr(member, text[: len(text) // 2] if "sheet1" in member else text)
    with pytest.raises(ImportRefusedError, match="the sheet is broken after row [0-9]+; open the workbook, save it"):
        cells(broken)


def test_a_sheet_cut_off_in_the_middle_is_refused(tmp_path):
    path = book(tmp_path, ["a"], *([n] for n in range(2_000)))
    whole = io.BytesIO(path.read_bytes())
    path.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    with pytest.raises(ImportRefusedError, match="the workbook’s file is broken"):
        WorkbookTable(path)
