"""docs/asvs.md tells of every requirement of levels 1 and 2 once, and names tests that exist."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.promised_in_docs import ROOT, is_there, missing_tests, promises_of, promises_without_a_test

DOCUMENT = ROOT / "docs" / "asvs.md"
DOCUMENTS = ["docs/asvs.md", "docs/dpia.md", "docs/appropriate-policy.md", "docs/supply.md", "SECURITY.md"]
# By section, how many requirements of levels 1 and 2 there are; those of level 3 come after them in each.
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3
5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3
9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4
13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4
17.3:2
"""
NUMBERS = {
    f"{section}.{number}"
    for section, most in (each.split(":") for each in SECTIONS.split())
    for number in range(1, int(most) + 1)
}
STATUSES = {"met", "partly", "not met", "organisation"}


def rows() -> list[list[str]]:
    text = DOCUMENT.read_text(encoding="utf-8")
    return [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in text.splitlines()
        if re.match(r"\| \d+\.", line)
    ]


def test_every_requirement_stands_there_once():
    numbers = Counter(number for row in rows() for number in row[0].split(", "))
    assert len(NUMBERS) == 253
    assert [one for one, times in numbers.items() if times > 1] == []
    assert set(numbers) == NUMBERS


def test_the_figures_at_the_top_are_those_of_the_table():
    counted = Counter(row[2] for row in rows() if len(row) == 4)
    assert set(counted) == STATUSES
    without = sum(len(row[0].split(", ")) for row in rows() if len(row) == 2)
    shown = re.search(
        r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert shown is not None
    told = [counted[each] for each in ("met", "partly", "not met", "organisation")]
    assert [int(each) for each in shown.groups()] == [*told, without]


def test_what_is_not_met_says_why():
    assert [row[0] for row in rows() if len(row) == 4 and len(row[3]) < 8] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_test_that_a_document_names_is_there(name, promised):
    document = ROOT / name
    assert missing_tests(document) == []
    assert promises_without_a_test(document) == []
    kept = len(promises_of(document.read_text(encoding="utf-8")))
    if kept:
        promised("R25", "each promise of the documents names a test that exists", tried=kept, failures=0)


def test_a_promise_without_a_test_and_a_test_that_is_gone_are_found(tmp_path):
    document = tmp_path / "a.md"
    document.write_text(
        "- We promise `tests/test_asvs.py::test_every_requirement_stands_there_once`\n"
        "- We promise the moon,\n  and more\n- We promise much,\n  see tests/test_nowhere.py\n\n"
        "| what | status | test |\n|---|---|---|\n| a | met | |\n| b | partly | |\n"
        "| c | met | tests/test_asvs.py::test_gone |\n",
        encoding="utf-8",
    )
    assert missing_tests(document) == ["tests/test_nowhere.py", "tests/test_asvs.py::test_gone"]
    assert [one.split(" names")[0] for one in promises_without_a_test(document)] == ["a.md:2", "a.md:9"]
    assert is_there("tests/test_asvs.py") and not is_there("tests/test_asvs.py::rows", Path(ROOT))
