"""A narrative as one row of the story store, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from narratives.answers import answer_from_json, answer_to_json
from narratives.calendar import day_number, day_of, month_of
from narratives.careless import marks
from narratives.codes import pack
from narratives.framework import Framework
from narratives.narrative import Kind, Narrative, Pen, Scope, Source, State
from narratives.temperature import hot_score

COLUMNS = (
    "id",
    "collection_id",
    "day",
    "month",
    "kind",
    "group_name",
    "area",
    "stratum",
    "mode",
    "language",
    "respondent",
    "title",
    "text",
    "text_hash",
    "answers",
    "codes",
    "hot",
    "consent",
    "may_read",
    "state",
    "receipt_hash",
    "source_format",
    "source_id",
    "source_row_hash",
    "prompt",
    "danger",
    "hearers",
    "pen",
    "marks",
    "minutes",
    "key_hash",
)
INSERT = f"insert into narratives ({', '.join(COLUMNS)}) values ({', '.join(':' + name for name in COLUMNS)})"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # `dumps` makes an encoder every time
READ = ", ".join(name for name in COLUMNS if name not in {"receipt_hash", "key_hash"})


def narrative_to_row(framework: Framework, narrative: Narrative, state: State) -> dict[str, Any]:
    """The row that keeps a narrative, its derived columns included."""
    day = day_number(narrative.told_on)
    source = narrative.source
    return {
        "id": narrative.id,
        "collection_id": narrative.collection,
        "day": day,
        "month": month_of(day),
        "kind": narrative.kind.value,
        "group_name": narrative.group,
        "area": narrative.area,
        "stratum": narrative.stratum,
        "mode": narrative.mode,
        "language": narrative.language,
        "respondent": narrative.respondent,
        "title": narrative.title,
        "text": narrative.text,
        "text_hash": text_hash(narrative.text),
        "answers": answers_json(narrative),
        "codes": pack(framework, narrative.answers),
        "hot": hot_score(framework, narrative.answers),
        "consent": " ".join(sorted(scope.value for scope in narrative.consent)),
        "may_read": int(narrative.may_be_read),
        "state": state.value,
        "receipt_hash": None,
        "source_format": source and source.format,
        "source_id": source and source.id,
        "source_row_hash": source and source.row_hash,
        "prompt": narrative.prompt,
        "danger": int(narrative.danger),
        "hearers": " ".join(narrative.hearers),
        "pen": narrative.pen.value,
        "marks": " ".join(sorted(marks(narrative.answers))),
        "minutes": narrative.minutes,
        "key_hash": None,
    }


def answers_json(narrative: Narrative) -> str:
    """The answers as stored: one object, keyed by signifier, in the order of answering."""
    stored = {answer.signifier: answer_to_json(answer) for answer in narrative.answers}
    return _encode(stored)


def text_hash(text: str) -> str:
    """Names a text without holding it: the key of its vector."""
    return hashlib.sha256(text.encode()).hexdigest()


def row_to_narrative(row: Mapping[str, Any]) -> Narrative:
    """The narrative that a row keeps."""
    answers = json.loads(row["answers"])
    source = None
    if row["source_id"] is not None:
        source = Source(row["source_format"], row["source_id"], row["source_row_hash"])
    return Narrative(
        id=row["id"],
        collection=row["collection_id"],
        told_on=day_of(row["day"]),
        text=row["text"],
        title=row["title"],
        answers=tuple(answer_from_json(signifier, stored) for signifier, stored in answers.items()),
        kind=Kind(row["kind"]),
        group=row["group_name"],
        area=row["area"],
        stratum=row["stratum"],
        mode=row["mode"],
        language=row["language"],
        respondent=row["respondent"],
        consent=frozenset(Scope(scope) for scope in row["consent"].split()),
        source=source,
        prompt=row["prompt"],
        danger=bool(row["danger"]),
        hearers=tuple(row["hearers"].split()),
        pen=Pen(row["pen"]),
        minutes=row["minutes"],
    )
