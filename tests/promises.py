"""Promises as tests keep them: how much was tried, how much of it failed, and one table at the end of a run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

_PROPERTY = "promise"
Keep = Callable[..., None]
HowMany = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise in words, with the rows of the threat model it answers, what was tried and what failed."""

    code: str
    promise: str
    tried: int
    failures: int

    def __add__(self, other: Kept) -> Kept:
        return Kept(self.code, self.promise, self.tried + other.tried, self.failures + other.failures)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--promises", metavar="FILE", help="write the table of promises to a file, as JSON lines")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that keeps a promise can be chosen with -m trust."""
    for item in items:
        if "promised" in getattr(item, "fixturenames", ()):
            item.add_marker("trust")


@pytest.fixture
def promised(record_property: Callable[[str, object], None]) -> Keep:
    """promised("T5", "what is kept, in a sentence", tried=600, failures=0): in the table; failures fail it."""

    return keeping(record_property)


def keeping(record_property: Callable[[str, object], None]) -> Keep:
    """What the fixture `promised` gives: a function that records a promise and fails where it failed."""

    def keep(code: str, promise: str, *, tried: int, failures: int) -> None:
        record_property(_PROPERTY, asdict(Kept(code, promise, int(tried), int(failures))))
        assert tried > 0, f"{promise}: nothing was tried"
        assert failures == 0, f"{promise}: {failures:,} of {tried:,} failed"

    return keep


@pytest.fixture
def how_many(pytestconfig: pytest.Config) -> HowMany:
    """how_many(60, 500): 60 in the everyday suite, 500 with --nightly."""
    everyday = "not slow" in (pytestconfig.option.markexpr or "")
    return lambda few, many: few if everyday else many


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The table of promises, before pytest's closing line."""
    kept = table_of(
        Kept(**stored)
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, stored in getattr(report, "user_properties", ())
        if name == _PROPERTY and getattr(report, "when", "") == "call"
    )
    if asked := config.getoption("--promises"):
        Path(asked).write_text("".join(f"{json.dumps(asdict(one))}\n" for one in kept), encoding="utf-8")
    if not kept:
        return
    terminalreporter.section("promises: tried, failed")
    for one in kept:
        terminalreporter.write_line(f"{one.tried:>9,}  {one.failures:>6,}  {one.code:<8} {one.promise}")


def table_of(kept: Iterable[Kept]) -> list[Kept]:
    """One row for each promise, in the order of the codes."""
    rows: dict[tuple[str, str], Kept] = {}
    for one in kept:
        key = (one.code, one.promise)
        rows[key] = rows[key] + one if key in rows else one
    return sorted(rows.values(), key=lambda one: (_place(one.code), one.promise))


def _place(code: str) -> tuple[str, int]:
    return code[:1], int("".join(filter(str.isdigit, code.split()[0])) or 0)
