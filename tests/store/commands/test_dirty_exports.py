"""Exports with the dirt of real ones: they go in with a right mapping or are refused with line and remedy."""

import json
from pathlib import Path
from typing import Any

import pytest

EXPORTS = Path(__file__).parents[4] / "shared" / "corpora" / "dirty_exports"

PLAIN: dict[str, Any] = {
    "id": "plain",
    "version": 1,
    "title": "Words only",
    "prompting_question": "What happened?",
    "signifiers": [
        {
            "type": "triad",
            "id": "drive",
            "title": "Driven by…",
            "anchors": [{"id": one, "label": one} for one in ("quality", "schedule", "resources")],
        },
        {
            "type": "choice",
            "id": "needed",
            "title": "Needed…",
            "options": [{"id": one, "label": one} for one in ("help", "respect", "trust")],
            "max_responses": 3,
        },
    ],
}
COLLECTION = {"id": "exports", "title": "Exports", "policy": "open", "moderation": "after"}


def import_export(run, folder: Path, export: Path, **mapping: Any):
    (folder / "plain.json").write_text(json.dumps(PLAIN))
    document = {"framework_file": "plain.json", "collection": COLLECTION, "source_id": "row number", **mapping}
    (folder / "mapping.json").write_text(json.dumps(document))
    return run("narratives", "import", export, "--mapping", folder / "mapping.json")


def write(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "export.csv"
    path.write_bytes(content.encode(encoding))
    return path


def words(column: str) -> dict[str, str]:
    return {"column": column}


def test_a_mark_and_crlf_line_ends_and_dates_that_a_spreadsheet_swapped(run, stories, tmp_path):
    days = [(f"{m:02}-{d:02}-15" if d <= 12 else f"{d:02}-{m:02}-15") for m in (4, 5, 6) for d in range(1, 31)]
    rows = "".join(f"T{n},The line is slow,{day},No\r\n" for n, day in enumerate(days))
    export = write(tmp_path, "\ufeffTicket #,Complaint,Date,For another\r\n" + rows)
    date = {"column": "Date", "format": "%d-%m-%y"}
    done = import_export(run, tmp_path, export, source_id={"column": "Ticket #"}, text=words("Complaint"), date=date)
    assert done.exit_code == 0
    assert "Look again: 27 of the 36 dates with a day up to 12 lie in months" in done.output
    assert "90 = 90 + 0 + 0 + 0" in done.output


def test_bytes_of_windows_are_refused_by_line(run, tmp_path):
    export = write(tmp_path, "hmid,moment\r\n1,We sang.\r\n2,It\u2019s a café we like.\r\n", "cp1252")
    done = import_export(run, tmp_path, export, text=words("moment"), date={"constant": "2017-01-01"})
    assert done.exit_code == 1
    assert "line 3: byte 0x92 at place 5 of the line is not UTF-8; the file looks like Windows-1252" in done.output


def test_separators_inside_stories_reject_their_rows_alone(run, stories, tmp_path):
    export = write(tmp_path, 'ID|SIT|STATE|\n1|We met "by chance".|1|\n2|Either|or, nobody said.|1|\n3|Fine.|1|\n')
    pipes = {"delimiter": "|", "quote": None}
    done = import_export(run, tmp_path, export, file=pipes, text=words("SIT"), date={"constant": "1990-01-01"})
    assert done.exit_code == 0
    assert "3 = 2 + 0 + 0 + 1" in done.output
    assert "line 3, the row has 5 cells and the header 4; quote cells that hold a vertical bar" in done.output
    assert {row["text"] for row in stories.rows("select text from narratives")} == {'We met "by chance".', "Fine."}


def test_mixed_dates_are_refused_and_mended_ones_go_in_with_clean_groups(run, stories, tmp_path):
    header = 'Comment ID,Date,"Service\u00a0type\n1",FFT answer\r\n'
    rows = "Q1,30/09/2021,PTS\u00a0 - Transport,None.\r\nQ2,{},PTS - Transport,N/A\r\n"
    mapping = {
        "source_id": {"column": "Comment ID"},
        "text": words("FFT answer"),
        "date": {"column": "Date", "format": "%d/%m/%Y"},
        "group": {"column": "Service type 1"},
    }
    done = import_export(run, tmp_path, write(tmp_path, header + rows.format("10/31/2021")), **mapping)
    assert done.exit_code == 1
    assert "line 4: found '10/31/2021', which looks like %m/%d/%Y" in done.output
    done = import_export(run, tmp_path, write(tmp_path, header + rows.format("31/10/2021")), **mapping)
    assert done.exit_code == 0
    assert "The name of column 3 is read as 'Service type 1'" in done.output
    assert {row["group_name"] for row in stories.rows("select group_name from narratives")} == {"PTS - Transport"}


def test_a_header_that_names_a_column_twice_is_refused(run, tmp_path):
    export = write(tmp_path, "\ufeffStory title,Story text,Feel,Feel\r\nLate,It came late.,cold,wet\r\n")
    done = import_export(run, tmp_path, export, text=words("Story text"), date={"constant": "2021-01-01"})
    assert done.exit_code == 1
    assert "line 1: 'Feel' stands 2 times; give each column a name of its own. Nothing was stored." in done.output


def test_columns_named_by_long_ids_and_times_in_milliseconds(run, stories, tmp_path):
    sig = "dee85953-7226-45c5-9add-c146e5f4096f"
    header = f'"id","server_upload_time","story","{sig}_percentX","{sig}_percentY","{sig}_NA","need_h","need_t"\r\n'
    first = '"a","1438121139568","It came\nlate.","0.5","0.54","","1",""\r\n'
    rows = first + '"b","1438146266459","Never.","","","1","",""\r\n'
    not_applicable = {"column": f"{sig}_NA", "values": ["1"]}
    done = import_export(
        run, tmp_path, write(tmp_path, "\ufeff" + header + rows),
        source_id={"column": "id"}, text=words("story"),
        date={"column": "server_upload_time", "format": "unix-milliseconds"},
        answers={
            "drive": {"x": f"{sig}_percentX", "y": f"{sig}_percentY", "na_column": not_applicable},
            "needed": {"columns": {"help": "need_h", "trust": "need_t"}, "chosen": ["1"]},
        },
    )  # fmt: skip
    assert (done.exit_code, "2 = 2 + 0 + 0 + 0" in done.output) == (0, True), done.output
    told = stories.rows("select source_id, answers from narratives")
    given = {row["source_id"]: json.loads(row["answers"]) for row in told}
    assert given["a"]["drive"]["shares"] == pytest.approx([0.54, 0.23, 0.23])
    assert given["a"]["needed"]["options"] == ["help"]
    assert given["b"] == {"drive": {"na": True}}


SENSEMAKER_STORY = "ca82ba5d-6102-4f69-94da-76c38c28ce9b"
REAL: dict[str, tuple[dict[str, Any], int, str]] = {
    "fcc_bom_cp1252_swapped_dates_bad_row.csv": (
        {
            "source_id": {"column": "Ticket #"},
            "text": words("Customer Complaint"),
            "date": {"column": "Date", "format": "%d-%m-%y"},
        },
        0,
        "a spreadsheet may have swapped them",
    ),
    "happydb_cp1252.csv": (
        {"source_id": {"column": "hmid"}, "text": words("moment"), "date": {"constant": "2017-03-28"}},
        1,
        "is not UTF-8; the file looks like Windows-1252",
    ),
    "isear_pipe_with_embedded_pipes.csv": (
        {
            "file": {"delimiter": "|", "quote": None},
            "source_id": {"column": "MYKEY"},
            "text": words("SIT"),
            "date": {"constant": "1990-01-01"},
        },
        0,
        "cells and the header 43",
    ),
    "nhs_mixed_dates_nbsp_newline_in_header.csv": (
        {
            "source_id": {"column": "Comment ID"},
            "text": words("FFT answer"),
            "date": {"column": "Date", "format": "%d/%m/%Y"},
        },
        1,
        "looks like %m/%d/%Y",
    ),
    "samples__narrafirma_example_stories.csv": (
        {"text": words("Story text"), "date": {"column": "Collection date", "format": "iso-date"}},
        1,
        "'Feel about' stands 4 times",
    ),
    "samples__narrafirma_import_guide_example_stories.csv": (
        {"text": words("SText"), "date": {"constant": "2021-01-01"}},
        1,
        "'Feel about' stands 2 times",
    ),
    "sensemaker_uuid_header_bom.csv": (
        {
            "source_id": {"column": "id"},
            "text": words(SENSEMAKER_STORY),
            "date": {"column": "server_upload_time", "format": "unix-milliseconds"},
        },
        0,
        "rejected",
    ),
}


def test_the_real_exports_go_in_or_are_refused_with_what_to_do(run, stories, tmp_path):
    if not EXPORTS.exists():
        pytest.skip(f"the real exports are not here ({EXPORTS}); the synthetic ones above test the same dirt")
    a_form = {"text": words("Story text"), "date": {"constant": "2021-01-01"}}
    unknown = (a_form, 1, "the file has no column 'Story text'")
    seen = 0
    for export in sorted(EXPORTS.glob("*.csv")):
        mapping, exit_code, said = REAL.get(export.name, unknown)
        mapping = {**mapping, "collection": {**COLLECTION, "id": f"export-{seen}"}}
        done = import_export(run, tmp_path, export, **mapping)
        assert (done.exit_code, said in done.output) == (exit_code, True), f"{export.name}: {done.output}"
        seen += 1
    assert seen >= len(REAL)
    definition = run("frameworks", "import", EXPORTS / "sensemaker_definition.json")
    assert definition.exit_code == 1
    assert "framework.prompting_question: write a text here" in definition.output
