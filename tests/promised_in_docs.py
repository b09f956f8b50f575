"""What documents promise and which test keeps it: every test they name exists, and every promise names one.

A promise is a row of a table with a column "Test" (or "Tests"), or a list item that begins with "We promise". Where the
table has a column "Status" too, only rows that say "met" are promises.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
_NAMED = re.compile(r"\btests/[\w/.-]+\.py(?:::\w+)?")
_PROMISE = re.compile(r"\s*(?:[-*]|\d+\.)\s+(?:\*\*)?We promise\b")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of a document: where it stands, what it says, and the tests that it names."""

    line: int
    text: str
    tests: tuple[str, ...]


def named_tests(text: str) -> list[str]:
    """Every `tests/….py` and `tests/….py::test_name` of a document, each once, in their order."""
    return list(dict.fromkeys(_NAMED.findall(text)))


def is_there(named: str, root: Path = ROOT) -> bool:
    """Whether there is such a file, and such a test function in it."""
    path, _, name = named.partition("::")
    return (root / path).is_file() and (not name or name in _functions(root / path))


def missing_tests(document: Path, root: Path = ROOT) -> list[str]:
    """The tests that a document names and that are not there."""
    return [named for named in named_tests(document.read_text(encoding="utf-8")) if not is_there(named, root)]


def promises_of(text: str) -> list[Promise]:
    """The promises of a document."""
    found = [*_listed(text), *_tabled(text)]
    return sorted(found, key=lambda one: one.line)


def promises_without_a_test(document: Path) -> list[str]:
    """The promises of a document that name no test, as sentences with their line."""
    promises = promises_of(document.read_text(encoding="utf-8"))
    return [f"{document.name}:{one.line} names no test: {one.text[:80]}" for one in promises if not one.tests]


@cache
def _functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds) and node.name.startswith("test_"))


def _listed(text: str) -> Iterator[Promise]:
    """List items that begin with "We promise", with the lines that belong to them."""
    lines = text.splitlines()
    for place, line in enumerate(lines):
        if _PROMISE.match(line):
            more = []
            for following in lines[place + 1 :]:
                if not following.startswith(" "):
                    break
                more.append(following)
            said = " ".join([line, *more])
            yield Promise(place + 1, line.strip(" -*"), tuple(named_tests(said)))


def _tabled(text: str) -> Iterator[Promise]:
    """Rows of tables with a column of tests; of those with a status, the ones that are met."""
    header: list[str] = []
    for place, line in enumerate(text.splitlines()):
        if not line.lstrip().startswith("|"):
            header = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not header:
            header = [cell.lower() for cell in cells]
            continue
        if set("".join(cells)) <= set("-: ") or not {"test", "tests"} & set(header):
            continue
        row = dict(zip(header, cells, strict=False))
        if "status" not in row or row["status"].lower() == "met":
            yield Promise(place + 1, line.strip("| "), tuple(named_tests(line)))
