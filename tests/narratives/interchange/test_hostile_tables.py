"""Tables made to harm: refused with a line and what to do, or kept as the words that they are."""

import csv

import pytest

from narratives.errors import ImportRefusedError
from narratives.interchange.formats import FORMATS, detect_format, read_file
from narratives.interchange.rejection import Reason, Rejection, write_rejects
from narratives.interchange.workbook_file import OLD

WIDE = ",".join(f"c{place}" for place in range(10_000)).encode()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is empty; export it again with its header and its rows."),
        (
            WIDE + b"\n",
            "line 1: the header has 10,000 columns and a table at most 2,000; take out those that hold no answers.",
        ),
        (
            b"a,b\n1," + b"x" * 200_000 + b"\n",
            "line 2: a cell is longer than 131,072 characters; a quote may not be closed.",
        ),
        (b'a,b\n1,"' + b"x\n" * 90_000, "line 2: a cell is longer than 131,072 characters; a quote may not be closed."),
        (b'a,b\n1,2\n3,"4\n', "line 3: a quote that is opened in this row is never closed; close it."),
        (
            "a,b\n1,2\n".encode("utf-16"),
            "line 1: the file is UTF-16, not UTF-8; save it as “CSV UTF-8” and import it again.",
        ),
        (
            b"a,b\n1,caf\xe9\n",
            "line 2: byte 0xE9 at place 6 of the line is not UTF-8; the file looks like Windows-1252 (“ANSI”).",
        ),
        (
            b"a,b\n1,\x81\n",
            "line 2: byte 0x81 at place 3 of the line is not UTF-8. Save it as “CSV UTF-8” and import it again.",
        ),
        (b"a,a\n1,2\n", "line 1: 'a' stands 2 times; give each column a name of its own."),
    ],
    ids=["empty", "wide", "huge cell", "huge quoted cell", "open quote", "utf-16", "latin-1", "no encoding", "twice"],
)
def test_a_file_that_cannot_be_read_is_refused_whole_at_its_line(tmp_path, content, problem):
    path = tmp_path / "stories.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefusedError) as refused:
        list(read_file("csv", path).table.rows())
    assert str(refused.value).startswith(problem)
    assert str(refused.value).endswith("Nothing was stored.")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1,a\0b", "the row holds a NUL byte; remove it or export the file again"),
        ("1,2,3", "the row has 3 cells and the header 2; quote cells that hold a comma or a line end"),
        (",", "every cell of the row is empty; remove the row"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_alone(tmp_path, row, problem):
    path = tmp_path / "stories.csv"
    path.write_text(f"ref,story\n{row}\n4,A quay.\n")
    first, second = read_file("csv", path).table.rows()
    assert (first.line, first.problem) == (2, problem)
    assert (second.line, second.cells) == (3, {"ref": "4", "story": "A quay."})


def test_a_formula_is_kept_as_words_and_leaves_harmless(tmp_path):
    path, out = tmp_path / "stories.csv", tmp_path / "rejects.csv"
    path.write_text('ref,story\n1,"=HYPERLINK(""http://x.example"")"\n')
    [row] = read_file("csv", path).table.rows()
    assert row.cells["story"] == '=HYPERLINK("http://x.example")'
    write_rejects(out, [Rejection(2, (Reason("=cmd", row.cells["story"], "mend it"),))])
    with out.open(newline="") as file:
        assert list(csv.reader(file))[1][1] == "'=cmd"


@pytest.mark.parametrize(
    ("name", "content", "known"),
    [
        ("stories.xlsx", b"ref,story\n1,A quay.\n", "csv"),
        ("stories.csv", b"PK\x03\x04 a workbook under another name", "workbook"),
        ("stories.txt", OLD, "workbook"),
        ("stories.csv", b"ref;story\n1;A quay.\n", "csv"),
        ("stories.csv", b"\x00\x01\x02\xff", ""),
        ("stories.csv", b"one column\nalone\n", ""),
    ],
)
def test_a_file_is_known_by_what_it_holds_and_never_by_its_name(tmp_path, name, content, known):
    path = tmp_path / name
    path.write_bytes(content)
    assert detect_format(path) == known


def test_a_format_that_is_not_known_is_named_with_those_that_are(tmp_path):
    with pytest.raises(ImportRefusedError, match=f"'fax' is not known; use one of {', '.join(FORMATS)}"):
        read_file("fax", tmp_path / "stories.csv")
