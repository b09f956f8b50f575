"""What is wrong with a draft, question by question and field by field, in words for somebody who sees no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from narratives.draft_parts import parts
from narratives.draft_sketch import problems

BEGINNING, HEARERS, LANGUAGES = "page.beginning", "page.hearers", "page.languages"
LONGEST = {"title": 300, "prompting_question": 500, "group_question": 300, "introduction": 3_000}
_ROW = re.compile(r"(anchors|options|stones|x_anchors|y_anchors|prompts|hearers)\[(\d+)\]")
_ROW_FIELDS = {
    "anchors": "anchor", "options": "option", "stones": "stone", "x_anchors": "x", "y_anchors": "y",
    "prompts": "prompt", "hearers": "hearer",
}  # fmt: skip
_FIELDS = {
    "options": "option-0", "stones": "stone-0", "anchors": "anchor-0", "hot": "warmth-0", "cold": "warmth-0",
    "prompts": "prompt-0", "hearers": "hearer-0", "opened_by": "opens", "opened_by.options": "opens",
}  # fmt: skip
_WORDS = {
    "title": "Write the question",
    "prompting_question": "Write what people are asked to tell",
    "anchor": "Write a label here",
    "x": "Write a label here",
    "y": "Write a label here",
    "option-0": "Give from 2 to 200 answers to choose from",
    "stone-0": "Give from 1 to 5 things to place",
    "opens": "Tick the answers that open this branch, all of one question that everybody is asked",
    "max_responses": "Write a whole number from 1 to the number of answers",
    "min_responses": "Write a whole number from 1 to the most that may be chosen",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the part or page that it is mended on, the field there, and what to do."""

    part: str
    field: str
    message: str


def faults(questions: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Everything that keeps a document from being opened, in its order, each field once."""
    found: dict[tuple[str, str], Fault] = {}
    for fault in (*(_fault(questions, problem) for problem in problems(questions)), *_too_long(questions)):
        found.setdefault((fault.part, fault.field), fault)
    return tuple(found.values())


def _fault(questions: Mapping[str, Any], problem: str) -> Fault:
    place, _, said = problem.partition(": ")
    part, rest = _part(questions, place)
    field = _field(rest)
    words = _WORDS.get(field) or _WORDS.get(field.partition("-")[0]) or said[:1].upper() + said[1:]
    if field == "title" and part == BEGINNING:
        words = "Write a name for these questions"
    elif field == "title" and part.startswith("branch."):
        words = "Write a title for this branch"
    elif "may be chosen among" in said or "can be chosen among" in said:
        words = "Where several answers may be chosen there can be at most 60: take some out, or let one be chosen"
    return Fault(part, field, words)


def _part(questions: Mapping[str, Any], place: str) -> tuple[str, str]:
    """The part that a place is in, and the rest of the place."""
    known = sorted(parts(questions), key=lambda part: -len(part.place))
    for part in known:
        if place == part.place or place.startswith(f"{part.place}."):
            return part.id, place[len(part.place) + 1 :]
    for part in known:
        if place == f"{part.id}.predicts":
            return part.id, "predicts"
    rest = place.removeprefix("framework").removeprefix(".")
    if place.startswith("translations"):
        return LANGUAGES, rest
    return (HEARERS if rest.startswith("hearers") else BEGINNING), rest


def _field(rest: str) -> str:
    row = _ROW.match(rest)
    if row:
        return f"{_ROW_FIELDS[row[1]]}-{row[2]}"
    return _FIELDS.get(rest, rest) or "title"


def _too_long(questions: Mapping[str, Any]) -> Iterator[Fault]:
    """Texts that no page has room for."""
    for part, entry in ((BEGINNING, questions), *((part.id, part.entry) for part in parts(questions))):
        for key, most in LONGEST.items():
            text = entry.get(key)
            if isinstance(text, str) and len(text) > most:
                yield Fault(part, key, f"It has {len(text):,} characters; write at most {most:,}")
