"""What a mapping file says: which columns of a table hold which part of a narrative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.interchange.cells import Decimal
from narratives.interchange.csv_table import Dialect
from narratives.interchange.dates import DateFormat
from narratives.narrative import Scope
from narratives.signifiers import Choice, Dyad, Freetext, Stones, Triad
from narratives.text import MAX_FREETEXT_CHARACTERS, MAX_STORY_CHARACTERS

ROW_NUMBER = "row number"
ROW_HASH = "row hash"
CSV = "csv"


@dataclass(frozen=True, slots=True)
class Field:
    """A label: from a column, with what its cells and its empty cells stand for, or the same for every row."""

    column: str | None = None
    constant: str = ""
    values: Mapping[str, str] | None = None
    empty: str | None = None


@dataclass(frozen=True, slots=True)
class TextColumn:
    """The column of the teller's words and what a row needs there."""

    column: str
    required: bool = True
    most_characters: int = MAX_STORY_CHARACTERS


@dataclass(frozen=True, slots=True)
class DateColumn:
    """The column of the day and its one format, or one day for a file without dates."""

    column: str | None
    format: DateFormat = DateFormat("iso-date")
    constant: date | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """What tellers allowed: the same for all, or by the cells of a column."""

    column: str | None = None
    constant: frozenset[Scope] = frozenset()
    values: Mapping[str, frozenset[Scope]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Which cells say "does not apply", and which say nothing. An empty cell says nothing unless `na` lists it."""

    na: frozenset[str] = frozenset()
    unanswered: frozenset[str] = frozenset()
    column: str | None = None
    column_values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TriadShares:
    """A triad as three columns, in the order of the anchors; `scale` is what the shares add up to."""

    signifier: Triad
    columns: tuple[str, str, str]
    scale: float = 1.0
    tolerance: float = 0.02
    unplaced: Unplaced = Unplaced()


@dataclass(frozen=True, slots=True)
class TriadPoint:
    """A triad as a point in a triangle of unit width: `y` upward, `height` where the top corner lies."""

    signifier: Triad
    x: str
    y: str
    height: float = 1.0
    tolerance: float = 0.02
    unplaced: Unplaced = Unplaced()


@dataclass(frozen=True, slots=True)
class DyadColumn:
    """A dyad as one number: `least` is the first anchor and `most` the second, unless `reverse`."""

    signifier: Dyad
    column: str
    least: float = 0.0
    most: float = 1.0
    reverse: bool = False
    values: Mapping[str, float] | None = None
    unplaced: Unplaced = Unplaced()


@dataclass(frozen=True, slots=True)
class ChoiceColumn:
    """A choice as one column; `options` knows the option of each cell, lower-cased; `separator` splits several.

    `other` is the column of the words that somebody wrote beside "other".
    """

    signifier: Choice
    column: str
    options: Mapping[str, str]
    separator: str | None = None
    unplaced: Unplaced = Unplaced()
    other: str | None = None


@dataclass(frozen=True, slots=True)
class ChoiceColumns:
    """A choice as one column an option: chosen where the cell is one of `chosen`."""

    signifier: Choice
    columns: Mapping[str, str]
    chosen: frozenset[str]
    unplaced: Unplaced = Unplaced()
    other: str | None = None


@dataclass(frozen=True, slots=True)
class StonesColumns:
    """Stones as two columns each, x and y from 0 to 1, y upward."""

    signifier: Stones
    places: Mapping[str, tuple[str, str]]
    unplaced: Unplaced = Unplaced()


@dataclass(frozen=True, slots=True)
class FreetextColumn:
    """A short answer in words; nothing typed there is ever taken for a missing value."""

    signifier: Freetext
    column: str
    most_characters: int = MAX_FREETEXT_CHARACTERS


SignifierColumns = TriadShares | TriadPoint | DyadColumn | ChoiceColumn | ChoiceColumns | StonesColumns | FreetextColumn


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """A whole mapping. `places` names each column used with its place in the mapping file, for messages.

    `format` and the id of a row together say whether a row is stored already.
    """

    framework: Framework
    collection: Collection
    groups_closed: bool
    dialect: Dialect
    decimal: Decimal
    source_id: str
    source_id_column: str | None
    text: TextColumn | None
    title: Field
    date: DateColumn
    group: Field
    group_parent: str | None
    area: Field
    kind: Field
    stratum: Field
    mode: Field
    language: Field
    respondent: str | None
    consent: Consent
    answers: tuple[SignifierColumns, ...]
    places: tuple[tuple[str, str], ...]
    format: str = CSV
    prompt: Field = Field()

    @property
    def unmapped(self) -> Iterator[str]:
        """The signifiers that no column answers."""
        mapped = {answer.signifier.id for answer in self.answers}
        return (signifier.id for signifier in self.framework.signifiers if signifier.id not in mapped)
