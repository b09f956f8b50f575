"""Cells of a table, read strictly: numbers, short labels and the ids made from them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from narratives.errors import MurmurationError
from narratives.text import clean_text

MAX_LABEL_CHARACTERS = 200
_SHOWN = 40
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,3})?")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


class CellError(MurmurationError):
    """A cell that cannot be used: its column, what was found in it and what to do."""

    def __init__(self, column: str, found: str, advice: str) -> None:
        super().__init__(f"column {column!r}: found {shown(found)}; {advice}")
        self.column = column
        self.found = found
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Decimal:
    """How numbers are written in a file: the sign before the decimals, a point or a comma."""

    mark: str = "."

    def read(self, column: str, cell: str) -> float:
        """The number in a cell. Raises CellError for anything but a plain, finite decimal number."""
        written = cell.strip()
        if self.mark == ",":
            written = "" if "." in written else written.replace(",", ".")
        if not _NUMBER.fullmatch(written):
            raise CellError(column, cell, f"write a number such as 0{self.mark}25")
        number = float(written)
        if abs(number) > 1e18:
            raise CellError(column, cell, "write a number below 1,000,000,000,000,000,000")
        return number


def clean_label(raw: str) -> str:
    """A short label: cleaned like all text, with every run of spaces, no-break spaces and line ends as one space.

    >>> clean_label(" North\\u00a0 Ward\\n")
    'North Ward'
    """
    return " ".join(clean_text(raw).split())


def read_label(column: str, cell: str) -> str:
    """The label in a cell. Raises CellError when it is too long to be one."""
    label = clean_label(cell)
    if len(label) > MAX_LABEL_CHARACTERS:
        raise CellError(
            column, cell, f"a name has at most {MAX_LABEL_CHARACTERS} characters and this {len(label):,}; shorten it"
        )
    return label


def slug(raw: str) -> str:
    """An id made from a label: lower case, plain letters and digits, joined by hyphens.

    >>> slug("Less than 1 year")
    'less-than-1-year'
    """
    plain = unicodedata.normalize("NFKD", raw.casefold()).encode("ascii", "ignore").decode()
    return _NOT_IN_IDS.sub("-", plain).strip("-")


def shown(found: str) -> str:
    """What was found, quoted and cut, so that a message never carries a story."""
    return repr(found) if len(found) <= _SHOWN else f"{found[:_SHOWN]!r}… ({len(found):,} characters)"
