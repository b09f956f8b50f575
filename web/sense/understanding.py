"""Saying how one understands an observation, changing it, and withdrawing it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace
from datetime import UTC, datetime

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.draft import ChangedMeanwhileError
from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.framework import Framework
from narratives.observation import Interpretation, Observation
from narratives.observation_form import InterpretationForm, interpretation_form, read_interpretation
from store.observations import (
    add_interpretation,
    change_interpretation,
    forget,
    get_interpretation,
    list_interpretations,
    withdraw,
)
from store.release_belonging_together import belonging_of_workshop
from web.access import current_account, open_to
from web.explore.blueprint import VIEWERS
from web.sense.blueprint import bp
from web.sense.observing import CHANGED_MEANWHILE, back, found, may_undo, show, withdrawn_now
from web.stores import stores


@bp.post("/<collection_id>/<observation_id>/readings")
@open_to(*VIEWERS)
def interpret(collection_id: str, observation_id: str) -> ResponseReturnValue:
    """Keep how somebody understands an observation."""
    collection, framework, one = found(collection_id, observation_id)
    fields = request.form.to_dict(flat=False)
    try:
        read = read_interpretation(fields, _others(one))
    except SubmissionError as error:
        return show(collection, framework, one, interpretation_form(fields), error.errors), 422
    made = Interpretation(
        id=secrets.token_hex(16),
        observation=one.id,
        author=current_account().username,
        made_at=datetime.now(UTC),
        workshop=_workshop(one),
        **asdict(read),
    )
    add_interpretation(stores().stories, made)
    return back(one, "read")


@bp.get("/<collection_id>/<observation_id>/readings/<interpretation_id>")
@open_to(*VIEWERS)
def reread(collection_id: str, observation_id: str, interpretation_id: str) -> ResponseReturnValue:
    """The form of one's own reading."""
    collection, _, one, reading = _found(collection_id, observation_id, interpretation_id)
    _may_change(reading)
    typed = {name: str(value) for name, value in asdict(reading).items() if name in InterpretationForm.__slots__}
    return _form(collection, one, reading, InterpretationForm(**typed))


@bp.post("/<collection_id>/<observation_id>/readings/<interpretation_id>")
@open_to(*VIEWERS)
def save_reading(collection_id: str, observation_id: str, interpretation_id: str) -> ResponseReturnValue:
    """Put other words in the place of one's own; the earlier ones are kept."""
    collection, _, one, reading = _found(collection_id, observation_id, interpretation_id)
    _may_change(reading)
    fields = request.form.to_dict(flat=False)
    try:
        read = read_interpretation(fields, [other for other in _others(one) if other.id != reading.id])
        changed = replace(reading, revision=request.form.get("revision", 0, int), **asdict(read))
        change_interpretation(stores().stories, changed, datetime.now(UTC))
    except SubmissionError as error:
        return _form(collection, one, reading, interpretation_form(fields), error.errors), 422
    except ChangedMeanwhileError:
        return _form(collection, one, reading, interpretation_form(fields), (CHANGED_MEANWHILE,)), 409
    return back(one, "changed")


@bp.post("/<collection_id>/<observation_id>/readings/<interpretation_id>/withdraw")
@open_to(*VIEWERS)
def take_reading_back(collection_id: str, observation_id: str, interpretation_id: str) -> ResponseReturnValue:
    """Withdraw one's own reading, or take out another's with a reason."""
    collection, framework, one, reading = _found(collection_id, observation_id, interpretation_id)
    try:
        withdraw(stores().stories, reading, withdrawn_now(reading))
    except SubmissionError as error:
        errors = tuple(FieldError(f"because-{reading.id}", wrong.message) for wrong in error.errors)
        return show(collection, framework, one, InterpretationForm(), errors), 422
    return back(one, "withdrawn")


@bp.post("/<collection_id>/<observation_id>/readings/<interpretation_id>/restore")
@open_to(*VIEWERS)
def put_reading_back(collection_id: str, observation_id: str, interpretation_id: str) -> ResponseReturnValue:
    """Put back the reading that one withdrew."""
    _, _, one, reading = _found(collection_id, observation_id, interpretation_id)
    may_undo(reading)
    withdraw(stores().stories, reading, None)
    return back(one, "back")


@bp.post("/<collection_id>/<observation_id>/readings/<interpretation_id>/delete")
@open_to(*VIEWERS)
def delete_reading(collection_id: str, observation_id: str, interpretation_id: str) -> ResponseReturnValue:
    """Delete the reading that one withdrew for good, with every earlier word."""
    _, _, one, reading = _found(collection_id, observation_id, interpretation_id)
    may_undo(reading)
    forget(stores().stories, reading)
    return back(one, "deleted")


def _found(
    collection_id: str, observation_id: str, interpretation_id: str
) -> tuple[Collection, Framework, Observation, Interpretation]:
    collection, framework, one = found(collection_id, observation_id)
    reading = get_interpretation(stores().stories, interpretation_id)
    if reading.observation != one.id:
        raise NotFoundError("interpretation", interpretation_id)
    return collection, framework, one, reading


def _others(one: Observation) -> list[Interpretation]:
    return [reading for reading in list_interpretations(stores().stories, one.id) if not reading.withdrawn]


def _may_change(reading: Interpretation) -> None:
    if reading.author != current_account().username or reading.withdrawn:
        abort(403)


def _form(
    collection: Collection,
    one: Observation,
    reading: Interpretation,
    form: InterpretationForm,
    errors: tuple[FieldError, ...] = (),
) -> str:
    return render_template(
        "sense/reading.html",
        collection=collection,
        observation=one,
        reading=reading,
        form=form,
        errors=errors,
        wrong={error.field: error.message for error in errors},
    )


def _workshop(one: Observation) -> str:
    """The workshop in which somebody reads: the one that the form names, or else that of the observation."""
    named = request.form.get("workshop", "")
    found = belonging_of_workshop(stores().stories, named) if named else None
    return named if found is not None and found.collection == one.collection else one.workshop
