"""The parts of a draft's document: its questions and branches are added, changed, moved, copied and removed.

Every function gives a new document and leaves the one that it was given. A part is named by the id of its question,
or by "branch." and the id of its branch.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from narratives.draft_ids import free_id
from narratives.errors import NotFoundError
from narratives.signifier_file import RESERVED

Document = Mapping[str, Any]
Entry = Mapping[str, Any]
BRANCH = "branch."
KINDS = ("triad", "dyad", "stones", "choice", "freetext")


@dataclass(frozen=True, slots=True)
class Part:
    """A question or a branch: where it stands, as `problems` names the place, and among how many it is moved.

    `branch` is the id of the branch that a question belongs to, empty for one put to everybody.
    """

    id: str
    place: str
    entry: Entry
    branch: str
    number: int
    of: int

    @property
    def kind(self) -> str:
        """What it is: one of `KINDS`, or branch; empty for a question of a kind that there is not."""
        if self.id.startswith(BRANCH):
            return "branch"
        return str(self.entry.get("type")) if self.entry.get("type") in KINDS else ""


def parts(document: Document) -> tuple[Part, ...]:
    """Every part in the order of the document: questions put to everybody, then each branch before its questions."""
    found = _questions(document, "", "")
    branches = _entries(document, "branches")
    for number, entry in enumerate(branches):
        place = f"branches[{number}]"
        found.append(Part(BRANCH + str(entry.get("id")), place, entry, "", number, len(branches)))
        found += _questions(entry, f"{place}.", str(entry.get("id")))
    return tuple(found)


def part_called(document: Document, part_id: str) -> Part:
    """Raises NotFoundError."""
    found = next((part for part in parts(document) if part.id == part_id), None)
    if found is None:
        raise NotFoundError("part of the draft", part_id)
    return found


def add_part(document: Document, entry: Entry, branch: str = "") -> tuple[Document, str]:
    """Put a question last, of a branch or of those for everybody, or a branch; the document and the part's name."""
    changed = deepcopy(dict(document))
    is_branch = "type" not in entry
    part_id = free_id(str(entry.get("title", "")), _taken(document), "branch" if is_branch else str(entry["type"]))
    made = {"id": part_id, **{key: value for key, value in entry.items() if key != "id"}}
    if is_branch:
        changed.setdefault("branches", []).append({**made, "signifiers": []})
        return changed, BRANCH + part_id
    _list_of(changed, branch).append(made)
    return changed, part_id


def change_part(document: Document, part_id: str, entry: Entry, branch: str = "") -> Document:
    """Put what a part is now in its place; its id, and the questions of a branch, stay. Raises NotFoundError."""
    old = part_called(document, part_id)
    changed = deepcopy(dict(document))
    kept = {key: old.entry[key] for key in ("id", "signifiers") if key in old.entry}
    if old.kind != "branch" and old.branch != branch:
        _siblings(changed, old).pop(old.number)
        _list_of(changed, branch).append({**entry, **kept})
    else:
        _siblings(changed, old)[old.number] = {**entry, **kept}
    return without_strays(changed)


def move_part(document: Document, part_id: str, by: int) -> Document:
    """Move a part up (below 0) or down among its own; at the end of them it stays. Raises NotFoundError."""
    part = part_called(document, part_id)
    changed = deepcopy(dict(document))
    among = _siblings(changed, part)
    entry = among.pop(part.number)
    among.insert(min(max(part.number + by, 0), part.of - 1), entry)
    return changed


def copy_part(document: Document, part_id: str) -> tuple[Document, str]:
    """Put a copy right after a part, a branch with copies of its questions; the document and the copy's name."""
    part = part_called(document, part_id)
    changed, taken = deepcopy(dict(document)), set(_taken(document))
    copy = deepcopy(dict(part.entry))
    for one in [copy, *(_entries(copy, "signifiers") if part.kind == "branch" else [])]:
        one["id"] = free_id(str(one.get("title", "")), taken, str(one.get("type", "branch")))
        taken.add(one["id"])
    _siblings(changed, part).insert(part.number + 1, copy)
    return changed, (BRANCH if part.kind == "branch" else "") + copy["id"]


def remove_part(document: Document, part_id: str) -> Document:
    """Take a part out, a branch with its questions, and what was translated of it. Raises NotFoundError."""
    part = part_called(document, part_id)
    changed = deepcopy(dict(document))
    _siblings(changed, part).pop(part.number)
    if not changed.get("branches", True):
        del changed["branches"]
    return without_strays(changed)


def without_strays(document: Document) -> Document:
    """The document without translations of texts that it does not hold any more."""
    known = _text_keys(document)
    translations = document.get("translations")
    if not isinstance(translations, dict):
        return document
    kept = {
        code: {key: text for key, text in texts.items() if key in known} if isinstance(texts, dict) else texts
        for code, texts in translations.items()
    }
    return {**document, "translations": kept}


def _text_keys(document: Document) -> Container[str]:
    """The keys of `framework_texts`, also of a document with problems."""
    whole = ("title", "prompting_question", "introduction", "group_question")
    found = {key for key in whole if document.get(key)}
    for name, key in (("prompt", "prompts"), ("hearer", "hearers")):
        found |= {f"{name}.{entry.get('id')}" for entry in _entries(document, key)}
    for part in parts(document):
        found.add(part.id)
        if part.entry.get("introduction"):
            found.add(f"{part.id}.introduction")
        for key in ("anchors", "options", "x_anchors", "y_anchors", "stones"):
            found |= {f"{part.id}.{entry.get('id')}" for entry in _entries(part.entry, key)}
    return found


def _questions(holder: Entry, prefix: str, branch: str) -> list[Part]:
    entries = _entries(holder, "signifiers")
    return [
        Part(str(entry.get("id")), f"{prefix}signifiers[{number}]", entry, branch, number, len(entries))
        for number, entry in enumerate(entries)
    ]


def _entries(holder: Entry, key: str) -> list[dict[str, Any]]:
    entries = holder.get(key)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _taken(document: Document) -> frozenset[str]:
    return RESERVED | {part.id.removeprefix(BRANCH) for part in parts(document)}


def _siblings(document: dict[str, Any], part: Part) -> list[dict[str, Any]]:
    siblings: list[dict[str, Any]] = document["branches"] if part.kind == "branch" else _list_of(document, part.branch)
    return siblings


def _list_of(document: dict[str, Any], branch: str) -> list[dict[str, Any]]:
    """The questions of a branch, of those for everybody where there is no such branch."""
    holder = next((one for one in _entries(document, "branches") if branch and one.get("id") == branch), document)
    questions: list[dict[str, Any]] = holder.setdefault("signifiers", [])
    return questions
