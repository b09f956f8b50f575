"""The first rows of a file as they would be stored, with their triads drawn small."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from narratives.answers import Answer, ChoiceAnswer, DyadAnswer, FreetextAnswer, NotApplicable, TriadAnswer
from narratives.calendar import spoken
from narratives.framework import Framework
from narratives.interchange.mapping import CsvMapping
from narratives.interchange.narrative_rows import ReadRow, RowReader
from narratives.interchange.survey import check_columns
from narratives.signifiers import Choice, Dyad, Triad
from narratives.triangle import HEIGHT
from store.brought_in import BroughtIn
from store.import_files import mapping_of_document
from web.bring.blueprint import files
from web.stores import stores

ROWS = 20
_WORDS = 240
SIDE = 44  # of a small triangle, in pixels


@dataclass(frozen=True, slots=True)
class Drawn:
    """One answer: its question, in words, and for a triad where its dot is, in pixels from the top left."""

    title: str
    words: str
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row, or why it is rejected."""

    line: int
    day: str = ""
    group: str = ""
    title: str = ""
    text: str = ""
    answers: tuple[Drawn, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows, where they go, and what the file's reader remarked."""

    rows: tuple[ShownRow, ...]
    mapping: CsvMapping
    notes: tuple[str, ...]
    side: int = SIDE
    height: float = round(SIDE * HEIGHT, 1)


def preview_of(found: BroughtIn) -> Preview:
    """Raises MappingError and ImportRefusedError with what does not fit."""
    brought = files(found).read(found.format)
    mapping = mapping_of_document(stores().stories, found.document, brought.framework)
    check_columns(brought.table, mapping)
    reader = RowReader(mapping, stores().settings.secret)
    read = [reader.read(row) for row in islice(brought.table.rows(), ROWS)]
    rows = tuple(
        _shown(one, mapping.framework)
        if isinstance(one, ReadRow)
        else ShownRow(one.line, reasons=tuple(str(reason) for reason in one.reasons))
        for one in read
    )
    return Preview(rows, mapping, tuple(dict.fromkeys((*brought.table.notes, *brought.notes))))


def _shown(row: ReadRow, framework: Framework) -> ShownRow:
    told = row.narrative
    text = told.text if len(told.text) <= _WORDS else f"{told.text[:_WORDS].rstrip()}…"
    answers = tuple(_drawn(answer, framework) for answer in told.answers)
    return ShownRow(row.line, spoken(told.told_on), told.group, told.title, text, answers)


def _drawn(answer: Answer, framework: Framework) -> Drawn:
    asked = framework.signifier(answer.signifier)
    match answer, asked:
        case TriadAnswer(), Triad():
            top, _, right = answer.shares
            ends = ", ".join(
                f"{anchor.label} {share:.0%}" for anchor, share in zip(asked.anchors, answer.shares, strict=True)
            )
            x, y = SIDE * (right + top / 2), SIDE * HEIGHT * (1 - top)
            return Drawn(asked.title, ends, round(x, 1), round(y, 1))
        case DyadAnswer(), Dyad():
            first, second = (anchor.label for anchor in asked.anchors)
            return Drawn(asked.title, f"{answer.value:.0%} of the way from {first} to {second}")
        case ChoiceAnswer(), Choice():
            return Drawn(asked.title, ", ".join(asked.label_of(option) for option in answer.options))
        case FreetextAnswer(), _:
            return Drawn(asked.title, answer.text[:_WORDS])
        case NotApplicable(), _:
            return Drawn(asked.title, "does not apply")
    return Drawn(asked.title, "placed")
