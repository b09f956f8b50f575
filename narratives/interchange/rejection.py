"""Rows that were not imported: which line, which column, what was found there and what to do."""

from __future__ import annotations

import csv
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from narratives.interchange.cells import shown

_FORMULA = "=+-@"  # and whatever Unicode holds for a form of these: full-width, small, raised
_MINUS = "−"  # which is no form of the hyphen, and which some spreadsheets read as one


@dataclass(frozen=True, slots=True)
class Reason:
    """One cell that cannot be used; no column where the whole row is meant."""

    column: str
    found: str
    advice: str

    def __str__(self) -> str:
        return f"column {self.column!r}: found {shown(self.found)}; {self.advice}" if self.column else self.advice


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that cannot be used, by the line that it begins on, with every reason."""

    line: int
    reasons: tuple[Reason, ...]

    @property
    def sentences(self) -> list[str]:
        """The reasons, one a line."""
        return [f"line {self.line}, {reason}." for reason in self.reasons]


def write_rejects(path: Path, rejections: Iterable[Rejection]) -> None:
    """A CSV file of all the reasons, readable by its owner alone: cells that a spreadsheet opens without running."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["line", "column", "found", "what to do"])
        for rejection in rejections:
            for reason in rejection.reasons:
                cells = (reason.column, shown(reason.found) if reason.found else "", reason.advice)
                writer.writerow([rejection.line, *map(harmless, cells)])


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading apostrophe where it could (OWASP ASVS 1.2.10).

    >>> harmless("=1+1")
    "'=1+1"
    """
    for place, character in enumerate(cell):
        if character.isspace() or unicodedata.category(character)[0] in "CZ":
            if character in "\t\r\n\0" and place == 0:
                return f"'{cell}"
            continue
        plain = unicodedata.normalize("NFKC", character)[:1]
        return f"'{cell}" if plain in _FORMULA or character in _MINUS else cell
    return cell
