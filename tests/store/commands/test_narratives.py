import json
from datetime import date

import pytest

from store.narratives import count_narratives
from tests.narratives.interchange.tables import FRAMEWORK, HEADER, MAPPING

ROWS = "1,It came late.,01/04/2024,5\n2,None,30/04/2024,\n3,N/A,01/05/2024,60\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bus.json").write_text(json.dumps(FRAMEWORK))
    write_mapping(tmp_path)
    (tmp_path / "stories.csv").write_text(f"{HEADER}\n{ROWS}")
    return tmp_path


def write_mapping(folder, **changes):
    (folder / "mapping.json").write_text(json.dumps({**MAPPING, **changes}))


def import_stories(run, folder, *options):
    return run("narratives", "import", folder / "stories.csv", "--mapping", folder / "mapping.json", *options)


def test_one_command_stores_framework_collection_and_stories(run, stories, folder):
    done = import_stories(run, folder)
    assert done.exit_code == 0
    assert (
        "\n".join(
            [
                "Dates in the column 'day', read as %d/%m/%Y, by month:",
                "  2024-04          2  ########################################",
                "  2024-05          1  ####################",
                "Into collection buses (new), framework bus version 1.",
                "Not answered by any column: mood, stop, felt, map, wish.",
            ]
        )
        in done.output
    )
    assert done.output.endswith(
        "        3  rows in the file\n        3  stored\n        0  unchanged\n        0  updated\n"
        "        0  rejected\n3 = 3 + 0 + 0 + 0\n"
    )
    texts = {row["text"] for row in stories.rows("select text from narratives")}
    assert texts == {"It came late.", "None", "N/A"}


def test_rows_that_would_go_at_once_are_counted_before_they_are_stored(run, stories, folder):
    new = f"{HEADER}\n{ROWS}4,New.,{date.today():%d/%m/%Y},5\n"
    (folder / "stories.csv").write_text(new)
    said = "Look again: 3 of the rows were told longer ago than stories are kept here (months: 12)"
    assert said in import_stories(run, folder, "--dry-run").output
    (folder / "stories.csv").write_text(f"{HEADER}\n4,New.,{date.today():%d/%m/%Y},5\n")
    assert "Look again" not in import_stories(run, folder).output


def test_importing_again_stores_nothing(run, stories, folder):
    import_stories(run, folder)
    assert import_stories(run, folder).output.endswith("3 = 0 + 3 + 0 + 0\n")
    assert count_narratives(stories, "buses") == 3


def test_a_dry_run_shows_everything_and_stores_nothing(run, stories, folder):
    done = import_stories(run, folder, "--dry-run")
    assert done.exit_code == 0
    assert "2024-04" in done.output and "3 = 3 + 0 + 0 + 0\n" in done.output
    assert done.output.endswith("This was a dry run: nothing was stored. The counts say what an import would do.\n")
    assert stories.rows("select id from collections") == []
    assert import_stories(run, folder).output.endswith("3 = 3 + 0 + 0 + 0\n")


def test_rejected_rows_are_told_by_line_and_kept_in_a_file_when_asked(run, folder):
    bad = "".join(f"{n},Late.,01/04/2024,{n}00\n" for n in range(4, 34))
    (folder / "stories.csv").write_text(f"{HEADER}\n{ROWS}{bad}34,a,b\n")
    done = import_stories(run, folder, "--rejects", folder / "rejects.csv")
    assert done.exit_code == 0
    assert "34 = 3 + 0 + 0 + 31" in done.output
    assert "  line 5, column 'minutes': found '400'; write a number from 0 to 60." in done.output
    assert "  and 11 more: write them all with --rejects FILE" in done.output
    assert len((folder / "rejects.csv").read_text().splitlines()) == 32


def test_an_import_without_one_good_row_fails_and_leaves_no_collection(run, stories, folder):
    (folder / "stories.csv").write_text(f"{HEADER}\n1,,01/04/2024,5\n")
    done = import_stories(run, folder)
    assert done.exit_code == 1
    assert "No row could be used. Mend the file or the mapping and import again." in done.output
    assert stories.rows("select id from collections") == stories.rows("select id from frameworks") == []


def test_every_problem_of_a_mapping_is_told_on_a_line(run, stories, folder):
    write_mapping(folder, source_id="first", framework_file="../nowhere.json", date={"column": "day"})
    done = import_stories(run, folder)
    assert done.exit_code == 1
    assert done.output.splitlines()[1:] == [
        (
            "  framework_file: '../nowhere.json' cannot be read (No such file or directory); "
            "name it relative to the mapping file"
        ),
        '  source_id: found "first"; write an object such as {"column": "name"}',
        '  source_id: say what tells the rows apart: {"column": name}, "row number" or "row hash"',
        "  date.format: write a text here",
    ]
    assert stories.rows("select id from collections") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{HEADER}\n{ROWS}".replace("late", "l\u00e4te").encode("cp1252"), "line 2: byte 0xE4 at place 12 of"),
        (f"{HEADER}\n{ROWS}4,Late.,2024-04-01,5\n".encode(), "line 5: found '2024-04-01', which looks like iso-date"),
        (f'{HEADER}\n{ROWS}4,"Late.,01/04/2024,5\n'.encode(), "line 5: a quote that is opened in this row is never"),
        (f"{HEADER}\n{ROWS}4,Late.,01/04/2924,5\n".encode(), "line 5: found '01/04/2924'"),
        (b"", "the file is empty"),
    ],
)
def test_a_refused_file_stores_nothing_at_all(run, stories, folder, content, said):
    (folder / "stories.csv").write_bytes(content)
    done = import_stories(run, folder)
    assert done.exit_code == 1
    assert said in done.output
    assert "Nothing was stored." in done.output
    assert stories.rows("select id from collections") == stories.rows("select id from frameworks") == []


def test_a_hint_of_swapped_dates_is_said_before_anything_is_stored(run, folder):
    days = [f"{month:02}/{day:02}/2024" if day <= 12 else f"{day:02}/{month:02}/2024"
            for month in (4, 5) for day in range(1, 31)]  # fmt: skip
    rows = "".join(f"{n},Late.,{day},5\n" for n, day in enumerate(days))
    (folder / "stories.csv").write_text(f"{HEADER}\n{rows}")
    done = import_stories(run, folder, "--dry-run")
    assert "Look again: " in done.output
    assert done.output.index("Look again") < done.output.index("Into collection")


def test_a_stopped_import_says_how_to_go_on(run, stories, folder, monkeypatch):
    from narratives.errors import BusyError
    from store import importing

    def fail(*_):
        raise BusyError("The database is busy. Try again in a moment.")

    with monkeypatch.context() as patch:
        patch.setattr(importing, "import_narratives", fail)
        done = import_stories(run, folder)
    assert done.exit_code == 1
    assert "Stopped after 0 rows: The database is busy. Try again in a moment." in done.output
    assert "start the same command again and it goes on from there." in done.output
    assert import_stories(run, folder).output.endswith("3 = 3 + 0 + 0 + 0\n")


def test_a_stored_framework_can_be_named_by_its_id(run, folder):
    mapping = {key: value for key, value in MAPPING.items() if key != "framework_file"}
    (folder / "mapping.json").write_text(json.dumps({**mapping, "framework": {"id": "bus"}}))
    missing = import_stories(run, folder)
    assert missing.exit_code == 1
    assert "framework: no framework with id 'bus'; import it first with: flask frameworks import" in missing.output
    run("frameworks", "import", folder / "bus.json")
    assert import_stories(run, folder).exit_code == 0


def test_another_framework_under_the_same_version_is_refused(run, folder):
    import_stories(run, folder)
    (folder / "bus.json").write_text(json.dumps({**FRAMEWORK, "title": "Another"}))
    done = import_stories(run, folder)
    assert done.exit_code == 1
    assert "framework 'bus' version 1 is stored with other content; give the changed one version 2" in done.output
