"""Files of other programs on the command line: the same formats as in the browser."""

import pytest
from openpyxl import Workbook

from store.collections import get_collection
from tests.store.commands.test_narratives import HEADER, ROWS, folder, write_mapping

__all__ = ["folder"]


@pytest.fixture
def workbook(folder):
    made = Workbook()
    for line in (HEADER, *ROWS.splitlines()):
        made.active.append(line.split(","))
    made.save(folder / "stories.xlsx")
    return folder / "stories.xlsx"


def test_a_workbook_is_imported_by_a_mapping(run, stories, folder, workbook):
    done = run("narratives", "import", workbook, "--format", "workbook", "--mapping", folder / "mapping.json")
    assert done.exit_code == 0, done.output
    assert {row["text"] for row in stories.rows("select text from narratives")} == {"It came late.", "None", "N/A"}


def test_what_a_row_is_stored_under_is_the_format_that_the_mapping_names(run, stories, folder):
    write_mapping(folder, format="ferry-log")
    run("narratives", "import", folder / "stories.csv", "--mapping", folder / "mapping.json")
    sources = stories.rows("select distinct source_format from narratives")
    assert [row["source_format"] for row in sources] == ["ferry-log"]


def test_neither_a_mapping_nor_a_format_is_no_way_to_read_a_file(run, folder):
    done = run("narratives", "import", folder / "stories.csv")
    assert done.exit_code != 0
    assert "Say what the columns are (--mapping FILE.json), or what the file is (--format NAME)." in done.output


def test_a_format_that_says_nothing_of_its_columns_needs_a_mapping(run, folder):
    done = run("narratives", "import", folder / "stories.csv", "--format", "csv", "--collection", "buses")
    assert done.exit_code != 0
    assert "name one framework" in done.output


def test_into_a_collection_that_is_there_nothing_of_its_rules_changes(run, stories, folder):
    first = run("narratives", "import", folder / "stories.csv", "--mapping", folder / "mapping.json")
    assert first.exit_code == 0
    before = get_collection(stories, "buses")
    done = run("narratives", "import", folder / "stories.csv", "--format", "csv", "--collection", "buses")
    assert "name one framework" not in done.output
    assert get_collection(stories, "buses") == before
