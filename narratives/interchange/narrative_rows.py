"""Rows of a table, read into narratives one by one; what cannot be used is rejected with every reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

from narratives.answers import Answer, answer_to_json
from narratives.interchange.answers import Cells, read_answer
from narratives.interchange.cells import CellError, clean_label, read_label
from narratives.interchange.field_mapping import LANGUAGE
from narratives.interchange.mapping import ROW_HASH, ROW_NUMBER, CsvMapping, Field
from narratives.interchange.rejection import Reason, Rejection
from narratives.interchange.table import Row, Table
from narratives.narrative import Kind, Narrative, Scope, Source
from narratives.receipt import keyed_hash
from narratives.text import clean_text

_MAX_ID_CHARACTERS = 200
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that can be stored, and the line that it begins on."""

    line: int
    narrative: Narrative
    source: Source


class RowReader:
    """Reads rows by one mapping. `groups` are the only reporting groups allowed; None allows every one."""

    def __init__(self, mapping: CsvMapping, secret: bytes, groups: frozenset[str] | None = None) -> None:
        self._mapping = mapping
        self._groups = groups
        self._secret = secret
        # The same few labels stand in every row.
        self._label = lru_cache(maxsize=10_000)(read_label)

    def read_all(self, table: Table) -> Iterator[ReadRow | Rejection]:
        """Every row in the order of the file. A repeated source id is rejected unless the rows say the same."""
        seen: dict[str, tuple[str, int]] = {}
        for row in table.rows():
            read = self.read(row)
            if isinstance(read, ReadRow):
                row_hash, line = seen.setdefault(read.source.id, (read.source.row_hash, row.line))
                if row_hash != read.source.row_hash:
                    advice = f"line {line} has the same id and says something else; give each row an id of its own"
                    column = self._mapping.source_id_column or ""
                    read = Rejection(row.line, (Reason(column, read.source.id, advice),))
            yield read

    def read(self, row: Row) -> ReadRow | Rejection:
        """One row, or every reason why it cannot be used."""
        if row.problem:
            return Rejection(row.line, (Reason("", "", row.problem),))
        reasons: list[Reason] = []

        def attempt(read: Callable[[], _T], instead: _T) -> _T:
            try:
                return read()
            except CellError as error:
                reasons.append(Reason(error.column, error.found, error.advice))
                return instead

        mapping, cells = self._mapping, row.cells
        source_id = attempt(lambda: self._source_id(row), "")
        narrative = Narrative(
            collection=mapping.collection.id,
            told_on=attempt(lambda: self._told_on(cells), date.min),
            text=attempt(lambda: self._text(cells), ""),
            title=attempt(lambda: self._labelled(mapping.title, cells), ""),
            answers=self._answers(cells, reasons),
            kind=attempt(lambda: self._kind(cells), Kind.RESPONDENT),
            group=attempt(lambda: self._group(cells), ""),
            area=attempt(lambda: self._labelled(mapping.area, cells), ""),
            stratum=attempt(lambda: self._labelled(mapping.stratum, cells), ""),
            mode=attempt(lambda: self._labelled(mapping.mode, cells), ""),
            language=attempt(lambda: self._language(cells), ""),
            respondent=self._respondent(cells),
            consent=attempt(lambda: self._consent(cells), frozenset()),
            prompt=attempt(lambda: self._prompt(cells), ""),
        )
        if not reasons and not narrative.text and not narrative.answers:
            reasons.append(Reason("", "", "the row has neither words nor answers; remove it"))
        if reasons:
            return Rejection(row.line, tuple(reasons))
        source = Source(mapping.format, source_id, _content_hash(narrative))
        return ReadRow(row.line, replace(narrative, source=source), source)

    def _answers(self, cells: Cells, reasons: list[Reason]) -> tuple[Answer, ...]:
        answers: list[Answer] = []
        for columns in self._mapping.answers:
            try:
                answer = read_answer(columns, cells, self._mapping.decimal)
            except CellError as error:
                reasons.append(Reason(error.column, error.found, error.advice))
            else:
                if answer is not None:
                    answers.append(answer)
        return tuple(answers)

    def _source_id(self, row: Row) -> str:
        mapping = self._mapping
        if mapping.source_id == ROW_NUMBER:
            return str(row.number)
        if mapping.source_id == ROW_HASH:
            return hashlib.sha256(json.dumps(list(row.cells.values())).encode()).hexdigest()
        column = mapping.source_id_column or ""
        found = clean_label(row.cells[column])
        if not 0 < len(found) <= _MAX_ID_CHARACTERS:
            raise CellError(column, found, f"every row needs an id of 1 to {_MAX_ID_CHARACTERS} characters")
        return found

    def _told_on(self, cells: Cells) -> date:
        declared = self._mapping.date
        if declared.constant is not None:
            return declared.constant
        column = declared.column or ""
        day = declared.format.read(cells[column])
        if day is None:
            raise CellError(column, cells[column], f"write the date as {declared.format.pattern}")
        return day

    def _text(self, cells: Cells) -> str:
        words = self._mapping.text
        if words is None:
            return ""
        text = clean_text(cells[words.column])
        if words.required and not text:
            advice = "the story is empty; remove the row, or set text.may_be_empty"
            raise CellError(words.column, cells[words.column], advice)
        if len(text) > words.most_characters:
            advice = f"a story has at most {words.most_characters:,}; shorten it or set text.most_characters"
            raise CellError(words.column, f"{len(text):,} characters", advice)
        return text

    def _labelled(self, field: Field, cells: Cells) -> str:
        if field.column is None:
            return field.constant
        cell = cells[field.column]
        if field.values is not None and cell in field.values:
            return field.values[cell]
        label = self._label(field.column, cell)
        if not label and field.empty is not None:
            return field.empty
        if field.values is not None:
            if label not in field.values:
                known = ", ".join(map(repr, field.values))
                raise CellError(field.column, cell, f"use one of {known}, or add it to values in the mapping")
            return field.values[label]
        return label

    def _group(self, cells: Cells) -> str:
        field = self._mapping.group
        group = self._labelled(field, cells)
        if field.column is not None and not group:
            advice = "every row needs its group; say in the mapping what an empty cell stands for (group.empty)"
            raise CellError(field.column, cells[field.column], advice)
        if self._groups is not None and group and group not in self._groups:
            known = ", ".join(sorted(self._groups))
            raise CellError(field.column or "group", group, f"the collection's groups are closed; use one of {known}")
        return group

    def _kind(self, cells: Cells) -> Kind:
        found = self._labelled(self._mapping.kind, cells)
        if found not in set(Kind):
            known = ", ".join(Kind)
            raise CellError(self._mapping.kind.column or "", found, f"use one of {known}, or map it with kind.values")
        return Kind(found)

    def _prompt(self, cells: Cells) -> str:
        found = self._labelled(self._mapping.prompt, cells)
        known = [prompt.id for prompt in self._mapping.framework.prompts]
        if found and found not in known:
            advice = f"use one of the framework's prompts ({', '.join(known)}), or map it with prompt.values"
            raise CellError(self._mapping.prompt.column or "", found, advice)
        return found

    def _language(self, cells: Cells) -> str:
        found = self._labelled(self._mapping.language, cells)
        if not LANGUAGE.fullmatch(found):
            raise CellError(self._mapping.language.column or "", found, "write a language tag such as en or cy")
        return found

    def _respondent(self, cells: Cells) -> str | None:
        column = self._mapping.respondent
        person = clean_label(cells[column]) if column else ""
        # Keyed by collection too: the same person in two collections has two names.
        return keyed_hash(f"respondent of {self._mapping.collection.id}", person, self._secret)[:32] if person else None

    def _consent(self, cells: Cells) -> frozenset[Scope]:
        consent = self._mapping.consent
        if consent.column is None:
            return consent.constant
        cell = cells[consent.column].strip()
        if cell not in consent.values:
            known = ", ".join(map(repr, consent.values))
            raise CellError(consent.column, cell, f"use one of {known}, or add it to consent.values in the mapping")
        return consent.values[cell]


def _content_hash(narrative: Narrative) -> str:
    """Names everything that would be stored of a row, so that a change of the file or of the mapping shows."""
    content = [
        narrative.told_on.isoformat(),
        narrative.text,
        narrative.title,
        narrative.kind,
        narrative.group,
        narrative.area,
        narrative.stratum,
        narrative.mode,
        narrative.language,
        narrative.respondent,
        sorted(narrative.consent),
        {answer.signifier: answer_to_json(answer) for answer in narrative.answers},
        # Left out where there is none, so that what was stored before prompts could be imported is unchanged.
        *filter(None, [narrative.prompt]),
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
