"""Stories as they may leave the platform in a file: those of an open collection that may be read, and no other.

What is exported is what the reader shows one by one: words, answers, group and week. Never a protected collection, a
story that waits or is held back, one whose teller let it be counted only, a day, a note, a message or a code.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.answers import answer_to_json
from narratives.collection import Collection, Policy
from narratives.errors import MurmurationError
from narratives.framework import Framework
from narratives.interchange.rejection import harmless
from narratives.narrative import Kind, Scope
from narratives.selection import View
from store.database import Database
from store.release_stories import Story, list_stories

_PORTION = 500
_MARK = "\ufeff"  # without it spreadsheets guess the alphabet
# How an answer was given is about the teller's hand and pace, not about what they said.
_LEFT_OUT = {"method", "seconds", "order"}
FACTS = ("id", "kind", "group", "week", "language", "uses", "title", "story")


class NotExportedError(MurmurationError):
    """A collection whose stories never leave the platform."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A story in the file: the facts about it, and its answers by signifier as they are stored."""

    facts: Mapping[str, str]
    answers: Mapping[str, Mapping[str, Any]]


def exported(db: Database, collection: Collection) -> Iterator[Exported]:
    """Every story that may leave. Raises NotExportedError."""
    if collection.policy is not Policy.OPEN:
        raise NotExportedError("Stories of a protected collection never leave the platform, not even for two people.")
    for kind in Kind:
        offset = 0
        while stories := list_stories(db, collection, View(kind), limit=_PORTION, offset=offset):
            yield from (as_exported(story) for story in stories)
            offset += len(stories)


def json_lines(stories: Iterator[Exported]) -> Iterator[str]:
    """One JSON object a line."""
    for one in stories:
        yield json.dumps({**one.facts, "answers": one.answers}, ensure_ascii=False) + "\n"


def table(stories: Iterator[Exported], framework: Framework) -> Iterator[str]:
    """A table for a spreadsheet, a column for each question; no cell is taken for a formula."""
    questions = [item.id for item in framework.signifiers]
    yield _MARK + _line([*FACTS, *questions])
    for one in stories:
        yield _line([*(one.facts[name] for name in FACTS), *(_cell(one.answers.get(item)) for item in questions)])


def _cell(answer: Mapping[str, Any] | None) -> str:
    return "" if answer is None else json.dumps(answer, ensure_ascii=False)


def _line(cells: list[str]) -> str:
    held = io.StringIO()
    csv.writer(held, quoting=csv.QUOTE_ALL).writerow([harmless(cell) for cell in cells])
    return held.getvalue()


def as_exported(story: Story) -> Exported:
    """A story as it may leave."""
    return Exported(
        facts={
            "id": story.id,
            "kind": story.kind.value,
            "group": story.group,
            "week": _day(story.week_of),
            "language": story.language,
            "uses": " ".join(sorted(use.value for use in story.uses & set(Scope))),
            "title": story.title,
            "story": story.text,
        },
        answers={
            answer.signifier: {name: said for name, said in answer_to_json(answer).items() if name not in _LEFT_OUT}
            for answer in story.answers
        },
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
