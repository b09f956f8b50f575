"""The list of everything that tellers of a draft are asked, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from narratives.draft_faults import BEGINNING, HEARERS, Fault
from narratives.draft_parts import BRANCH, Part, parts

KINDS = {
    "triad": "Triangle",
    "dyad": "Line between two ends",
    "stones": "Things to place on a square",
    "choice": "Answers to choose from",
    "freetext": "A few words of their own",
    "branch": "Branch",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question or branch of the list; `words` are its labels, `marks` what holds of it."""

    id: str
    kind: str
    title: str
    words: tuple[str, ...]
    marks: tuple[str, ...]
    faults: tuple[str, ...]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are asked one after another: of everybody, or of those for whom a branch opens."""

    branch: Row | None
    rows: tuple[Row, ...]

    @property
    def branch_id(self) -> str:
        """The id of its branch; empty for the questions of everybody."""
        return self.branch.id.removeprefix(BRANCH) if self.branch else ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A whole draft: what is read first, the questions, and who should hear."""

    prompting_question: str
    introduction: str
    prompts: tuple[str, ...]
    hearers: tuple[str, ...]
    groups: tuple[Group, ...]
    beginning_faults: tuple[str, ...]
    hearers_faults: tuple[str, ...]
    faults: int
    has_choice: bool


def overview_of(questions: Mapping[str, Any], faults: tuple[Fault, ...]) -> Overview:
    """A document as the list shows it."""
    found = parts(questions)
    groups = [Group(None, tuple(_row(one, questions, faults) for one in found if _is_for_all(one)))]
    for branch in found:
        if branch.kind == "branch":
            own = branch.id.removeprefix(BRANCH)
            inside = (_row(one, questions, faults) for one in found if one.branch == own)
            groups.append(Group(_row(branch, questions, faults), tuple(inside)))
    return Overview(
        prompting_question=str(questions.get("prompting_question") or ""),
        introduction=str(questions.get("introduction") or ""),
        prompts=labels(questions, "prompts"),
        hearers=labels(questions, "hearers"),
        groups=tuple(groups),
        beginning_faults=_messages(faults, BEGINNING),
        hearers_faults=_messages(faults, HEARERS),
        faults=len(faults),
        has_choice=any(one.kind == "choice" and not one.branch for one in found),
    )


def labels(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The labels of a list of anchors, answers or the like, without the empty ones."""
    entries = entry.get(key)
    found = [one.get("label") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    return tuple(str(label) for label in found if label)


def _is_for_all(part: Part) -> bool:
    return part.kind != "branch" and not part.branch


def _row(part: Part, questions: Mapping[str, Any], faults: tuple[Fault, ...]) -> Row:
    words = tuple(label for key in ("anchors", "x_anchors", "y_anchors", "stones", "options")
                  for label in labels(part.entry, key))  # fmt: skip
    return Row(
        id=part.id,
        kind=part.kind,
        title=str(part.entry.get("title") or ""),
        words=_openers(part, questions) if part.kind == "branch" else words,
        marks=_marks(part.entry),
        faults=_messages(faults, part.id),
        is_first=part.number == 0,
        is_last=part.number == part.of - 1,
    )


def _openers(branch: Part, questions: Mapping[str, Any]) -> tuple[str, ...]:
    """The answers that open a branch."""
    opening = branch.entry.get("opened_by")
    if not isinstance(opening, dict):
        return ()
    choice = next((one.entry for one in parts(questions) if one.id == opening.get("signifier")), {})
    options, ids = choice.get("options"), opening.get("options")
    if not isinstance(options, list) or not isinstance(ids, list):
        return ()
    return tuple(str(one.get("label")) for one in options if isinstance(one, dict) and one.get("id") in ids)


def _marks(entry: Mapping[str, Any]) -> tuple[str, ...]:
    said = {
        "asks for the level": entry.get("level") is True,
        "has a hot or a cold end": bool(entry.get("hot") or entry.get("cold")),
        "about the teller": entry.get("asks_about") == "respondent",
        "must be answered": entry.get("required") is True,
        "in random order": entry.get("random_order") is True,
        "a guess about others": "predicts" in entry,
    }
    return tuple(words for words, holds in said.items() if holds)


def _messages(faults: tuple[Fault, ...], part: str) -> tuple[str, ...]:
    return tuple(fault.message for fault in faults if fault.part == part)
