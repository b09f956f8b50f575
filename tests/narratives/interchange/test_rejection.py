import csv
import stat

import pytest

from narratives.interchange.rejection import Reason, Rejection, harmless, write_rejects

PAYLOADS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n@x", "\0=1", "＝1", "＋1", "－1", "＠x", "  =1", "\u200b=1",
    "\u00a0=cmd|' /C calc'!A0", "\ufeff=1", "\u200b \u200b@x", "=HYPERLINK(\"x\")", "\n", "\t", "-2+3",
    "\u3000=1", "\u00ad=1", "\u2066=1", "\x0b=1", "\u2028=1", "﹦1", "﹢1", "−1", "⁺1", "\U000e0020=1",
]  # fmt: skip


def test_no_cell_is_a_formula(promised):
    let_through = [payload for payload in PAYLOADS if harmless(payload) != f"'{payload}"]
    assert not let_through
    promised("T22", "no cell of a file runs anything in a spreadsheet", tried=len(PAYLOADS), failures=len(let_through))


@pytest.mark.parametrize("cell", ["", "a name", "1-2", "North = South", " "])
def test_harmless_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_the_file_of_rejections_names_line_column_and_what_to_do(tmp_path):
    path = tmp_path / "rejects.csv"
    write_rejects(path, [Rejection(7, (Reason("=A1", "=1+1", "write a number"), Reason("", "", "remove the row")))])
    with path.open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["line", "column", "found", "what to do"],
            ["7", "'=A1", "'=1+1'", "write a number"],
            ["7", "", "", "remove the row"],
        ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
