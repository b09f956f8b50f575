"""The kinds of file in which stories may leave, each with what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from narratives.framework import Framework
from narratives.interchange.narrafirma_stories_out import stories_losses, write_stories
from narratives.interchange.sensemaker_capture_out import capture_lines
from narratives.interchange.sensemaker_losses import answer_losses, framework_losses
from store.release_export import Exported, json_lines, table
from store.release_export_parquet import write_parquet
from store.release_export_sqlite import write_zipped_sqlite

Stories = Iterator[Exported]
Writing = Callable[[BinaryIO, Framework, Stories], None]
Losses = Callable[[Framework], list[str]]
NEVER = (
    "Stories that wait, are held back, were taken back or are only counted.",
    "The day of a story: its week is there.",
    "How and how fast a question was answered, and in which order its parts were shown.",
    "Recordings, notes, messages, codes, places and who moderated.",
)

_GUARDED = "Cells that begin like a formula as they are: an apostrophe stands before them."


@dataclass(frozen=True, slots=True)
class ExportKind:
    """One kind of file: `write` fills an open file, `losses` says in sentences what this kind alone cannot hold."""

    name: str
    title: str
    hint: str
    ending: str
    media_type: str
    write: Writing
    losses: Losses

    def left_out(self, framework: Framework) -> list[str]:
        """Everything that the file does not hold: what never leaves, and what this kind of file cannot carry."""
        return [*NEVER, *self.losses(framework)]

    def about(self, framework: Framework) -> str:
        """A text that goes beside the file."""
        lines = [f"{self.title}: stories told to “{framework.title}” (version {framework.version})."]
        lines += ["", "This file does not hold:", *(f"- {sentence}" for sentence in self.left_out(framework))]
        lines += ["", "Whoever takes a story back takes it back from the platform, not from this file.", ""]
        return "\n".join(lines)


def _nothing(framework: Framework) -> list[str]:
    return []


def _wording(framework: Framework) -> list[str]:
    return ["The wording of the questions: they go by their ids. Download them from the page of the questions."]


def _table_losses(framework: Framework) -> list[str]:
    return [_GUARDED, *_wording(framework)]


def _sensemaker_losses(framework: Framework) -> list[str]:
    return [*answer_losses(framework), *framework_losses(framework)]


def _harmless_losses(framework: Framework) -> list[str]:
    return [_GUARDED, *_sensemaker_losses(framework)]


def _write_json_lines(file: BinaryIO, framework: Framework, stories: Stories) -> None:
    file.writelines(line.encode() for line in json_lines(stories))


def _write_table(file: BinaryIO, framework: Framework, stories: Stories) -> None:
    file.writelines(line.encode() for line in table(stories, framework))


def _write_literal(file: BinaryIO, framework: Framework, stories: Stories) -> None:
    file.writelines(line.encode() for line in capture_lines(framework, stories))


def _write_harmless(file: BinaryIO, framework: Framework, stories: Stories) -> None:
    file.writelines(line.encode() for line in capture_lines(framework, stories, is_harmless=True))


def _write_narrafirma(file: BinaryIO, framework: Framework, stories: Stories) -> None:
    file.writelines(line.encode() for line in write_stories(framework, stories))


def _write_parquet(file: BinaryIO, framework: Framework, stories: Stories) -> None:
    write_parquet(file, framework, stories, EXPORTS["parquet"].left_out(framework))


def _write_sqlite(file: BinaryIO, framework: Framework, stories: Stories) -> None:
    write_zipped_sqlite(file, framework, stories, EXPORTS["sqlite"].about(framework))


def _kind(name: str, title: str, hint: str, file: tuple[str, str], write: Writing, losses: Losses) -> ExportKind:
    return ExportKind(name, title, hint, *file, write, losses)


_CSV = ("csv", "text/csv")
_JSONL = ("jsonl", "application/jsonl")
_PARQUET = ("parquet", "application/vnd.apache.parquet")
_ZIP = ("zip", "application/zip")
_LITERAL = "For SenseMaker and its programs. Cells stand as they are: do not open it in a spreadsheet."
_THEIRS = "For NarraFirma. Cells stand as they are: do not open it in a spreadsheet."
_SAFE = "The same columns for a spreadsheet; no cell is taken for a formula."
EXPORTS: Mapping[str, ExportKind] = {
    one.name: one
    for one in (
        _kind("csv", "Table (CSV)", "For a spreadsheet.", _CSV, _write_table, _table_losses),
        _kind("jsonl", "JSON lines", "For a program; a story a line.", _JSONL, _write_json_lines, _wording),
        _kind("parquet", "Parquet", "For R, Python or DuckDB.", _PARQUET, _write_parquet, _nothing),
        _kind("sqlite", "SQLite in a zip", "Stories, answers and questions.", _ZIP, _write_sqlite, _nothing),
        _kind("sensemaker", "SenseMaker (CSV)", _LITERAL, _CSV, _write_literal, _sensemaker_losses),
        _kind("sensemaker-safe", "SenseMaker (CSV), safe to open", _SAFE, _CSV, _write_harmless, _harmless_losses),
        _kind("narrafirma", "NarraFirma (CSV)", _THEIRS, _CSV, _write_narrafirma, stories_losses),
    )
}
DEFAULT = "csv"
