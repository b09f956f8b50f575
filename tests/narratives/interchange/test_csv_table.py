import pytest

from narratives.errors import ImportRefusedError
from narratives.interchange.csv_table import Dialect
from tests.narratives.interchange.tables import make_table


def refusal(folder, content, dialect=None) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        list(make_table(folder, content, dialect).rows())
    assert str(refused.value).endswith("Nothing was stored.")
    return str(refused.value)


def test_a_row_knows_the_line_that_it_begins_on(tmp_path):
    table = make_table(tmp_path, 'id,story\n1,"two\nlines"\n\n2,"three\r\nmore\r\nlines"\n3,one\n')
    assert [(row.number, row.line, row.cells["id"]) for row in table.rows()] == [(1, 2, "1"), (2, 5, "2"), (3, 8, "3")]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_utf8_is_read_with_and_without_a_byte_order_mark(tmp_path, start):
    table = make_table(tmp_path, start + "id,story\n1,Café\n".encode())
    assert table.columns == ("id", "story")
    assert [row.cells["story"] for row in table.rows()] == ["Café"]
    assert table.notes == []


def test_header_names_lose_marks_line_ends_and_no_break_spaces_and_it_is_said(tmp_path):
    table = make_table(tmp_path, '\u00ef\u00bb\u00bfid,"The\u00a0story\nin words",day\n1,x,y\n')
    assert table.columns == ("id", "The story in words", "day")
    assert table.notes[1] == (
        "The name of column 2 is read as 'The story in words', "
        "without its byte-order mark, line ends or surplus spaces."
    )


def test_another_encoding_is_refused_with_the_line_and_the_byte(tmp_path):
    said = refusal(tmp_path, b"id,story\n1,fine\n2,it\x92s late\n")
    assert said == (
        "line 3: byte 0x92 at place 5 of the line is not UTF-8; the file looks like Windows-1252 (“ANSI”). "
        "Save it as “CSV UTF-8” and import it again. Nothing was stored."
    )


def test_utf16_is_refused_by_name(tmp_path):
    assert "the file is UTF-16, not UTF-8" in refusal(tmp_path, "id,story\n1,fine\n".encode("utf-16"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ('id,story\n1,fine\n2,"never closed\n3,more\n', "line 3: a quote that is opened in this row is never closed"),
        ('id,story\n1,"He said "no" twice"\n', "line 2: text follows a closing quote, in the row that begins on"),
        ("id,story\r1,fine\r2,fine\r", "line 1: a bare carriage return stands outside quotes"),
        ("id;story\n1;fine\n", "holds a semicolon; set file.delimiter to ';' in the mapping"),
        ("id\tstory\n1\tfine\n", "holds a tab; set file.delimiter to '\\t' in the mapping"),
        ("id,felt,felt,day,day,day\n", "'felt' stands 2 times; 'day' stands 3 times; give each column a name"),
        ('id,story\n1,"' + "x" * 140_000 + '"\n', "line 2: a cell is longer than 131,072 characters"),
    ],
)
def test_a_broken_structure_is_refused_with_what_to_do(tmp_path, content, said):
    assert said in refusal(tmp_path, content)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2,too,many,cells", "the row has 4 cells and the header 2; quote cells that hold a comma or a line end"),
        ("2", "the row has 1 cells and the header 2; quote cells that hold a comma or a line end"),
        ("2,nul\0byte", "the row holds a NUL byte; remove it or export the file again"),
        (" ,", "every cell of the row is empty; remove the row"),
    ],
)
def test_a_row_of_the_wrong_shape_carries_its_problem_and_the_next_is_fine(tmp_path, line, said):
    first, second, third = make_table(tmp_path, f"id,story\n1,fine\n{line}\n3,fine\n").rows()
    assert (first.problem, third.problem) == ("", "")
    assert (second.line, second.problem) == (3, said)


def test_a_file_that_never_quotes_keeps_its_quotes(tmp_path):
    table = make_table(tmp_path, 'id|story\n1|"No", they said\n', Dialect("|", None))
    assert [row.cells["story"] for row in table.rows()] == ['"No", they said']


def test_a_missing_column_is_named_with_the_nearest(tmp_path):
    table = make_table(tmp_path, "id,Story text\n")
    assert table.missing("text.column", "Story\u00a0text") is None
    assert table.missing("text.column", "Story txt") == (
        "text.column: the file has no column 'Story txt'; the nearest name is 'Story text'"
    )
    assert table.missing("date.column", "zzz") == "date.column: the file has no column 'zzz'"
