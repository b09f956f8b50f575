"""The record of a session: who was there by seat, what was noticed, what was decided, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.draft import ChangedMeanwhileError
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first, whole_number
from narratives.workshop import SessionRecord, Workshop
from narratives.workshop_form import read_record, typed_seats
from store.workshops import get_record, save_record
from web.access import current_account, open_to
from web.people import names
from web.stores import stores
from web.workshops.blueprint import PLANNERS, bp, held

_EMPTY_LINES = 4
_MEANWHILE = FieldError(
    "noticed",
    "Somebody wrote in this record while you had it open. What you typed is still here: open the record in another "
    "window, take over what they wrote, and save again",
)


@bp.get("/<collection_id>/<workshop_id>/record")
@open_to(*PLANNERS)
def record(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """The form of the record, with what is in it already."""
    workshop, collection, _ = held(collection_id, workshop_id)
    found = get_record(stores().stories, workshop.id)
    fields = {name: [getattr(found, name)] for name in ("noticed", "decided", "next_steps")}
    fields |= {"seat": [one.name for one in found.seats], "people": [str(one.people) for one in found.seats]}
    return _form(workshop, collection, fields, found)


@bp.post("/<collection_id>/<workshop_id>/record")
@open_to(*PLANNERS)
def keep_record(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """Keep the record."""
    workshop, collection, _ = held(collection_id, workshop_id)
    fields, db = request.form.to_dict(flat=False), stores().stories
    stored, seen = get_record(db, workshop.id), whole_number(fields, "revision")
    try:
        written = replace(read_record(fields), revision=-1 if seen is None else seen)
        save_record(db, workshop.id, written, actor=current_account().username, at=datetime.now(UTC))
    except SubmissionError as error:
        return _form(workshop, collection, fields, replace(stored, revision=seen or 0), error.errors), 422
    except ChangedMeanwhileError:
        return _form(workshop, collection, fields, stored, (_MEANWHILE,)), 409
    return redirect(url_for(".page", collection_id=collection_id, workshop_id=workshop_id, done="recorded"), code=303)


def _form(
    workshop: Workshop,
    collection: Collection,
    fields: Fields,
    stored: SessionRecord,
    errors: tuple[FieldError, ...] = (),
) -> str:
    seats = typed_seats(fields)
    return render_template(
        "workshops/record.html",
        workshop=workshop,
        collection=collection,
        seats=[*seats, *[("", "")] * max(1, _EMPTY_LINES - len(seats))],
        typed={name: first(fields, name) for name in ("noticed", "decided", "next_steps")},
        stored=stored,
        names=names(),
        errors=errors,
        wrong={error.field: error.message for error in errors},
    )
