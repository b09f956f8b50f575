"""The questions behind a file of stories that came without its form, guessed from the cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from narratives.interchange.loose_table import distinct_cells
from narratives.interchange.narrafirma_question import EXACT, NOT_ASKED, WRITE_IN, Question
from narratives.interchange.table import MadeTable

_MOST_ANSWERS = 20
_LONGEST_ANSWER = 60
_LARGEST_INDEX = 10  # up to here a column of whole numbers holds answers by their number, not places on a scale


def guess_questions(table: MadeTable, known: Collection[str]) -> list[Question]:
    """A scale where all cells are whole numbers to 100, a choice where few short cells repeat, words elsewhere.

    Columns "<name>: <answer>" are one question with several answers.
    """
    cells = distinct_cells(table)
    several: dict[str, list[str]] = {}
    for column in table.columns:
        head, mark, answer = column.partition(": ")
        if mark:
            several.setdefault(head, []).append(answer)
    questions: dict[str, Question] = {}
    for column in table.columns:
        head = column.partition(": ")[0]
        if not column or head in known or head.startswith(WRITE_IN) or head.endswith(EXACT) or head in questions:
            continue
        written = {"writeInTextBoxLabel": "…"} if WRITE_IN + head in table.columns else {}
        if head in several:
            answers = tuple((answer, answer) for answer in several[head])
            questions[head] = Question(head, head, "multi-choice multi-column texts", "story", head, answers, written)
        else:
            questions[head] = _guessed(head, cells[column], written)
    return list(questions.values())


def _guessed(name: str, counts: Mapping[str, int], options: dict[str, str]) -> Question:
    if name.endswith(NOT_ASKED):
        return Question(name, name, "checkbox", "story", name)
    if counts and all(_is_mark(cell) for cell in counts) and max(map(int, counts)) > _LARGEST_INDEX:
        return Question(name, name, "scale", "story", name, options=options)
    repeats = sum(counts.values()) > len(counts)
    if 2 <= len(counts) <= _MOST_ANSWERS and repeats and all(len(cell) <= _LONGEST_ANSWER for cell in counts):
        answers = tuple((cell, cell) for cell in sorted(counts))
        return Question(name, name, "single choice", "story", name, answers, options)
    return Question(name, name, "text", "story", name)


def _is_mark(cell: str) -> bool:
    return cell.strip().isdecimal() and cell.strip().isascii() and 0 <= int(cell) <= 100
