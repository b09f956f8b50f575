"""NarraFirma's project file: stories from a snapshot or from a whole history, without who sent them from where.

Only what tellers said is taken. Names of users and addresses of machines, which a history holds, are never read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narratives.errors import ImportRefusedError
from narratives.interchange.brought import Brought, Format
from narratives.interchange.dates import ISO_ZONE
from narratives.interchange.json_file import read_json
from narratives.interchange.language_names import language_values
from narratives.interchange.narrafirma_meaning import (
    add_eliciting,
    adds_up,
    answers_of,
    framework_of,
    meanings,
    prompt_ids,
    several,
)
from narratives.interchange.narrafirma_question import SEVERAL_COLUMNS, WRITE_IN, Form
from narratives.interchange.narrafirma_questionnaire import add_answered, add_questionnaire
from narratives.interchange.narrafirma_stories import DAY, ELICITING, LANGUAGE, PARTICIPANT, STORY_ID, TEXT, TITLE
from narratives.interchange.table import NOTHING_STORED, MadeTable, Row

SNAPSHOT, HISTORY = "NarraFirma_currentProjectState", "NarraFirma_allMessages"
COLLECTION = "Story collection"
_FACTS = (STORY_ID, TITLE, TEXT, DAY, LANGUAGE, PARTICIPANT, ELICITING, COLLECTION)
_Object = Mapping[str, Any]


@dataclass(slots=True)
class _Project:
    """What a file holds: (collection, what one person sent), and what was changed later, by story and field."""

    sent: list[tuple[str, _Object]] = field(default_factory=list)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Story:
    """A story with what was changed later, and what was sent with it."""

    collection: str
    sent: _Object
    said: _Object
    participant: _Object

    @property
    def answered(self) -> dict[str, Any]:
        """All answers by their key: S_ about the story, P_ about the teller."""
        both = {**self.participant, **self.said}
        return {key: value for key, value in both.items() if key[:2] in ("S_", "P_") and value not in (None, "", {})}


def is_project(first: bytes, columns: Sequence[str]) -> bool:
    """Whether a file begins as a project file does."""
    start = first[:4_096]
    return b"exportType" in start and b"NarraFirma_" in start


def read_project(path: Path, definition: Path | None = None) -> Brought:
    """The stories of a project with the questions of their own forms. Raises ImportRefusedError."""
    project, form = _project(read_json(path)), Form(eliciting_column=ELICITING)
    stories, ignored = _stories(project)
    if not stories:
        raise ImportRefusedError(f"The file holds no stories; export the project with its stories. {NOTHING_STORED}")
    for one in stories:
        add_questionnaire(form, one.sent.get("questionnaire") or one.sent.get("storyForm"))
    for one in stories:
        add_answered(form, one.answered)
    add_eliciting(form, (_cell(one.said.get("elicitingQuestion")) for one in stories))
    columns = (*_FACTS, *_question_columns(form))
    rows = [Row(n, n, _cells(form, columns, one)) for n, one in enumerate(stories, start=1)]
    table = MadeTable(columns, lambda: iter(rows))
    found = meanings(form, adds_up(table))
    framework = framework_of(form, found)
    notes = [*form.notes, *_said_of(stories, ignored)]
    languages = language_values((row.cells[LANGUAGE] for row in rows), notes)
    document: dict[str, Any] = {
        "framework": {"id": framework.id, "version": framework.version},
        "format": "narrafirma-project",
        "source_id": {"column": STORY_ID},
        "text": {"column": TEXT},
        "title": {"column": TITLE},
        "date": {"column": DAY, "format": ISO_ZONE},
        "language": {"column": LANGUAGE, **languages},
        "respondent": {"column": PARTICIPANT},
        "answers": answers_of(form, found, columns),
    }
    ids = prompt_ids(form)
    if ids:
        shown = {label: ids[data] for data, label in form.eliciting}
        document["prompt"] = {"column": ELICITING, "values": {**shown, **ids, "": ""}}
    return Brought(table, document, framework, notes)


def _project(document: Any) -> _Project:
    kind = document.get("exportType") if isinstance(document, dict) else None
    project = _Project()
    if kind == SNAPSHOT:
        for name, sent in _objects(document.get("storyCollections")):
            project.sent += [(name, one) for one in _listed(sent)]
        for story, changed in _objects(document.get("projectCurrentState")):
            fields = {_decoded(name): value for name, value in _objects(changed)}
            project.changes.setdefault(_decoded(story), {}).update(fields)
    elif kind == HISTORY:
        for message in _listed(document.get("messages")):
            _read_message(project, message.get("change"))
    else:
        raise ImportRefusedError(
            f"This is no project file of NarraFirma: its exportType is not {SNAPSHOT} or {HISTORY}. {NOTHING_STORED}"
        )
    return project


def _read_message(project: _Project, change: Any) -> None:
    if not isinstance(change, dict):
        return
    sent, triple = change.get("surveyResult"), change.get("triple")
    if isinstance(sent, dict):
        project.sent.append((str(change.get("storyCollectionIdentifier", "")), sent))
    if isinstance(triple, dict) and isinstance(triple.get("a"), str) and isinstance(triple.get("b"), str):
        project.changes.setdefault(triple["a"], {})[triple["b"]] = triple.get("c")


def _stories(project: _Project) -> tuple[list[_Story], int]:
    """The stories, each once and as it was changed last, and how many are marked to be left out."""
    found: dict[str, _Story] = {}
    ignored: set[str] = set()
    for collection, sent in project.sent:
        for place, story in enumerate(_listed(sent.get("stories"))):
            story_id = str(story.get("storyID") or f"{sent.get('responseID', '')}-{place}")
            said = {**story, "storyID": story_id, **project.changes.get(story_id, {})}
            if said.get("ignore"):
                ignored.add(story_id)
            else:
                data = sent.get("participantData")
                found[story_id] = _Story(collection, sent, said, data if isinstance(data, dict) else {})
    return list(found.values()), len(ignored)


def _said_of(stories: list[_Story], ignored: int) -> Iterator[str]:
    if ignored:
        what = "story that is" if ignored == 1 else "stories that are"
        yield f"{ignored:,} {what} marked to be ignored in NarraFirma: left out."
    names = sorted({one.collection for one in stories})
    if len(names) > 1:
        yield f"The stories come from {len(names)} story collections ({', '.join(names)}); all go into one here."


def _question_columns(form: Form) -> Iterator[str]:
    for question in form.questions:
        if question.type in SEVERAL_COLUMNS:
            yield from (several(question, data) for data in dict(question.answers))
        else:
            yield question.column
        if question.write_in:
            yield WRITE_IN + question.column


def _cells(form: Form, columns: tuple[str, ...], one: _Story) -> dict[str, str]:
    cells = dict.fromkeys(columns, "")
    said = one.said
    facts = (said["storyID"], said.get("storyName"), said.get("storyText"), one.sent.get("timestampStart"))
    own = (
        one.sent.get("language"),
        one.participant.get("participantID"),
        said.get("elicitingQuestion"),
        one.collection,
    )
    cells |= {name: _cell(value) for name, value in zip(_FACTS, (*facts, *own), strict=True)}
    for question in form.questions:
        key = ("P_" if question.about == "participant" else "S_") + question.name
        answer = one.answered.get(key)
        if question.type in SEVERAL_COLUMNS:
            chosen = answer if isinstance(answer, dict) else {_cell(answer): True} if answer is not None else {}
            cells |= {several(question, str(data)): "yes" for data, is_chosen in chosen.items() if is_chosen}
        else:
            cells[question.column] = _cell(answer)
        if question.write_in:
            cells[WRITE_IN + question.column] = _cell({**one.participant, **said}.get(f"WriteInEntry_{key}"))
    return {name: cells[name] for name in columns}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _objects(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _listed(value: Any) -> list[_Object]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _decoded(key: str) -> str:
    """A key, which is JSON within JSON there."""
    try:
        return str(json.loads(key))
    except (ValueError, RecursionError):
        return key


NARRAFIRMA_PROJECT = Format(
    "narrafirma-project",
    "A NarraFirma project",
    "The project's export as JSON, a snapshot with stories or the whole history.",
    read_project,
    is_project,
)
