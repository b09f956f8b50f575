"""The files of a workshop: the pack that is printed before it, and the record that is handed round after it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from flask import Response
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Scope
from narratives.workshop import Workshop, length_words
from store import release_reading
from store.workshops import get_record
from web.access import open_to
from web.explore.blueprint import today
from web.explore.pictures.file_name import file_name
from web.explore.reading.printed_cards import SIZES, card_sheets
from web.people import names, organisation_title
from web.sense.words import REMARKABLE, STRENGTH, who
from web.stores import stores
from web.typeset import typeset
from web.workshops.blueprint import PLANNERS, bp, held
from web.workshops.charts import Drawn, drawn_charts
from web.workshops.said import said_in, taken_along

_SIZE = SIZES["a6"]


@bp.get("/<collection_id>/<workshop_id>/pack.pdf")
@open_to(*PLANNERS)
def pack(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """Everything that is laid on the tables, and what the facilitator holds."""
    workshop, collection, framework = held(collection_id, workshop_id)
    charts = drawn_charts(workshop, collection, framework)
    pictures = {one.file: one.svg for one in charts if one.file}
    data = _pack(workshop, collection, framework, charts)
    return _file(typeset("pack", data, pictures, at=datetime.now(UTC)), workshop, "pack")


@bp.get("/<collection_id>/<workshop_id>/record.pdf")
@open_to(*PLANNERS)
def record_file(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """What came of a session, to be handed to those who were there."""
    workshop, collection, _ = held(collection_id, workshop_id)
    return _file(typeset("session", _session(workshop, collection), at=datetime.now(UTC)), workshop, "record")


def _pack(workshop: Workshop, collection: Collection, framework: Framework, charts: list[Drawn]) -> dict[str, object]:
    people = names()
    # Cards change hands: only what tellers let be quoted, and no mark of where it was placed.
    found = release_reading.list_by_ids(stores().stories, collection, workshop.taken.stories, use=Scope.QUOTE)
    sheets = card_sheets(found, _SIZE)
    return _head(workshop, collection, "Workshop pack") | {
        "agenda": [
            {"begins": one.begins, "ends": one.ends, **asdict(one.part), "length": length_words(one.part.minutes)}
            for one in workshop.timetable
        ],
        "charts": [
            {"title": one.title, "said": one.said, "sentence": one.sentence, "counts": one.counts, "file": one.file}
            for one in charts
        ],
        "observations": [
            {
                "title": one.title,
                "text": one.text,
                "by": who(one, people),
                "facts": f"{REMARKABLE[one.remarkable]}. {STRENGTH[one.strength]}.",
            }
            for one in taken_along(stores().stories, workshop)
        ],
        "size": _SIZE.name,
        "sheets": [[asdict(card) | {"language": card.language or "en"} for card in sheet] for sheet in sheets],
    }


def _session(workshop: Workshop, collection: Collection) -> dict[str, object]:
    db, people = stores().stories, names()
    record = get_record(db, workshop.id)
    return _head(workshop, collection, "Record of a workshop") | {
        "seats": [[seat.name, str(seat.people)] for seat in record.seats],
        "people": record.people,
        "noticed": _paragraphs(record.noticed),
        "decided": _paragraphs(record.decided),
        "next_steps": _paragraphs(record.next_steps),
        "written": f"{people.get(record.changed_by, record.changed_by)}, {spoken(record.changed_at.date())}"
        if record.changed_at
        else "",
        "observations": [
            {
                "title": one.observation.title,
                "text": one.observation.text,
                "by": who(one.observation, people),
                "readings": [
                    {
                        "title": reading.title,
                        "text": reading.text,
                        "idea": reading.idea,
                        "questions": reading.questions,
                        "by": who(reading, people),
                    }
                    for reading in one.readings
                ],
            }
            for one in said_in(db, workshop)
        ],
    }


def _head(workshop: Workshop, collection: Collection, what: str) -> dict[str, object]:
    facts = [
        ("When", f"{spoken(workshop.held_on)}, {workshop.begins:%H:%M} to {workshop.ends}"),
        ("Where", workshop.place),
        ("Led by", workshop.facilitator),
        ("About", collection.title),
    ]
    return {
        "title": f"{what}: {workshop.title}",
        "name": workshop.title,
        "what": what,
        "author": organisation_title(),
        "language": "en",
        "collection": collection.title,
        "facts": [[name, text] for name, text in facts if text],
        "purpose": _paragraphs(workshop.purpose),
    }


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _file(pdf: bytes, workshop: Workshop, what: str) -> Response:
    answer = Response(pdf, content_type="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=file_name("pdf", today(), workshop.title, what))
    return answer
