"""The page of an observation, changing its words, and withdrawing it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import WHOLE, Collection
from narratives.draft import ChangedMeanwhileError
from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.framework import Framework
from narratives.observation import Interpretation, Observation, Remarkable, Strength, Withdrawn
from narratives.observation_form import (
    InterpretationForm,
    ObservationForm,
    observation_form,
    read_observation,
    read_reason,
)
from store.accounts import Role
from store.claims import delete_claim
from store.observations import change_observation, forget, get_observation, withdraw
from web.access import current_account, may, open_to
from web.explore.blueprint import VIEWERS, opened
from web.sense.blueprint import bp
from web.sense.rows import observation_page
from web.sense.seen_on import read_seen
from web.stores import stores

CHANGED_MEANWHILE = FieldError("title", "Somebody changed or withdrew this while you had it open: open its page again")
_DONE = {
    "noted": "Noted.",
    "changed": "Changed. The earlier words are kept below.",
    "read": "Your reading is here.",
    "withdrawn": "Withdrawn.",
    "back": "Put back.",
    "deleted": "Deleted for good.",
}


@bp.get("/<collection_id>/<observation_id>")
@open_to(*VIEWERS)
def observation(collection_id: str, observation_id: str) -> ResponseReturnValue:
    """What somebody saw, and how people understand it."""
    return show(*found(collection_id, observation_id), InterpretationForm(voice=request.args.get("voice", "")))


@bp.get("/<collection_id>/<observation_id>/change")
@open_to(*VIEWERS)
def change(collection_id: str, observation_id: str) -> ResponseReturnValue:
    """The form of one's own observation."""
    collection, framework, one = found(collection_id, observation_id)
    _may_change(one)
    typed = {name: str(value) for name, value in asdict(one).items() if name in ObservationForm.__slots__}
    return _form(collection, framework, one, ObservationForm(**typed))


@bp.post("/<collection_id>/<observation_id>/change")
@open_to(*VIEWERS)
def save_change(collection_id: str, observation_id: str) -> ResponseReturnValue:
    """Put other words in the place of one's own; the earlier ones are kept."""
    collection, framework, one = found(collection_id, observation_id)
    _may_change(one)
    fields = request.form.to_dict(flat=False)
    try:
        read = read_observation(fields)
        changed = replace(
            one,
            title=read.title,
            text=read.text,
            remarkable=Remarkable(read.remarkable),
            strength=Strength(read.strength),
            voice=read.voice,
            revision=request.form.get("revision", 0, int),
        )
        change_observation(stores().stories, changed, datetime.now(UTC))
    except SubmissionError as error:
        return _form(collection, framework, one, observation_form(fields), error.errors), 422
    except ChangedMeanwhileError:
        return _form(collection, framework, one, observation_form(fields), (CHANGED_MEANWHILE,)), 409
    return back(one, "changed")


@bp.post("/<collection_id>/<observation_id>/withdraw")
@open_to(*VIEWERS)
def take_back(collection_id: str, observation_id: str) -> ResponseReturnValue:
    """Withdraw one's own observation, or take out another's with a reason."""
    collection, framework, one = found(collection_id, observation_id)
    try:
        withdraw(stores().stories, one, withdrawn_now(one))
    except SubmissionError as error:
        return show(collection, framework, one, InterpretationForm(), error.errors), 422
    return back(one, "withdrawn")


@bp.post("/<collection_id>/<observation_id>/restore")
@open_to(*VIEWERS)
def put_back(collection_id: str, observation_id: str) -> ResponseReturnValue:
    """Put back what one withdrew."""
    _, _, one = found(collection_id, observation_id)
    may_undo(one)
    withdraw(stores().stories, one, None)
    return back(one, "back")


@bp.post("/<collection_id>/<observation_id>/delete")
@open_to(*VIEWERS)
def delete(collection_id: str, observation_id: str) -> ResponseReturnValue:
    """Delete what one withdrew for good, with every earlier word, every reading of it and what its chart showed."""
    _, _, one = found(collection_id, observation_id)
    may_undo(one)
    forget(stores().stories, one)
    if one.claim:
        delete_claim(stores().stories, one.claim)
    return redirect(url_for(".page", collection_id=collection_id, done="deleted"), code=303)


def found(collection_id: str, observation_id: str) -> tuple[Collection, Framework, Observation]:
    """An observation with its collection. Raises NotFoundError, also for one of another collection."""
    one = get_observation(stores().stories, observation_id)
    if one.collection != collection_id:
        raise NotFoundError("observation", observation_id)
    return *opened(collection_id), one


def show(
    collection: Collection,
    framework: Framework,
    one: Observation,
    form: InterpretationForm,
    errors: tuple[FieldError, ...] = (),
) -> str:
    """The page of an observation with what was typed into its form and what is wrong there."""
    return render_template(
        "sense/observation.html",
        collection=collection,
        page=observation_page(collection, framework, one),
        form=form,
        done=_DONE.get(request.args.get("done", ""), ""),
        errors=errors,
        wrong={error.field: error.message for error in errors},
    )


def withdrawn_now(one: Observation | Interpretation) -> Withdrawn:
    """That the signed-in person withdraws something: of another's with a reason, and only a manager may.

    Raises SubmissionError where the reason is missing.
    """
    me, now = current_account().username, datetime.now(UTC)
    if one.author == me:
        return Withdrawn(now, me)
    if not may(Role.MANAGER, group=WHOLE):
        abort(403)
    return Withdrawn(now, me, read_reason(request.form.to_dict(flat=False)))


def may_undo(one: Observation | Interpretation) -> None:
    """Whoever withdrew something, and nobody else, puts it back or deletes it."""
    if one.withdrawn is None or one.withdrawn.by != current_account().username:
        abort(403)


def back(one: Observation, done: str) -> ResponseReturnValue:
    """To the page of an observation, which says what was done."""
    there = url_for(".observation", collection_id=one.collection, observation_id=one.id, done=done)
    return redirect(there, code=303)


def _may_change(one: Observation) -> None:
    if one.author != current_account().username or one.withdrawn:
        abort(403)


def _form(
    collection: Collection,
    framework: Framework,
    one: Observation,
    form: ObservationForm,
    errors: tuple[FieldError, ...] = (),
) -> str:
    return render_template(
        "sense/note.html",
        collection=collection,
        observation=one,
        form=form,
        seen=read_seen(collection, framework, one.chart) if one.chart else None,
        workshop=one.workshop,
        errors=errors,
        wrong={error.field: error.message for error in errors},
    )
