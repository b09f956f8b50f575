"""Planning a workshop: an agenda to begin from, and the form that plans it or changes the plan."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, time

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.agendas import AGENDAS
from narratives.collection import Collection
from narratives.draft import ChangedMeanwhileError
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import whole_number
from narratives.workshop import Workshop, length_words
from narratives.workshop_form import (
    MOST_PARTS,
    PlanForm,
    TypedPart,
    arranged,
    plan_form,
    planned,
    read_plan_form,
    typed_parts,
)
from store.workshops import add_workshop, change_workshop
from web.access import current_account, open_to
from web.explore.blueprint import opened, today
from web.stores import stores
from web.workshops.blueprint import PLANNERS, bp, held

_EMPTY = "empty"


@bp.get("/<collection_id>/new")
@open_to(*PLANNERS)
def new(collection_id: str) -> ResponseReturnValue:
    """The agendas to begin from, or with `agenda` the form."""
    collection, _ = opened(collection_id)
    named = request.args.get("agenda", "")
    if named == _EMPTY:
        return _form(collection, PlanForm(parts=(TypedPart("", "", ""),)))
    if named not in AGENDAS:
        return render_template("workshops/choose.html", collection=collection, agendas=AGENDAS, length=length_words)
    return _form(collection, PlanForm(parts=typed_parts(AGENDAS[named].parts)))


@bp.post("/<collection_id>/new")
@open_to(*PLANNERS)
def add(collection_id: str) -> ResponseReturnValue:
    """Plan a workshop, or put another line on the form."""
    collection, _ = opened(collection_id)
    fields = request.form.to_dict(flat=False)
    form, step = read_plan_form(fields), request.form.get("step", "save")
    if step != "save":
        return _form(collection, arranged(form, step), step=step)
    blank = Workshop(secrets.token_hex(16), collection_id, "", today(), time(0), "", "", "", ())
    try:
        workshop = planned(blank, form, fields)
    except SubmissionError as error:
        return _form(collection, form, errors=error.errors), 422
    made = add_workshop(stores().stories, workshop, actor=current_account().username, at=datetime.now(UTC))
    return redirect(url_for(".page", collection_id=collection_id, workshop_id=made.id, done="planned"), code=303)


@bp.get("/<collection_id>/<workshop_id>/change")
@open_to(*PLANNERS)
def change(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """The form of a workshop that is planned."""
    workshop, collection, _ = held(collection_id, workshop_id)
    return _form(collection, plan_form(workshop), workshop=workshop)


@bp.post("/<collection_id>/<workshop_id>/change")
@open_to(*PLANNERS)
def save(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """Change the plan, or put another line on the form."""
    workshop, collection, _ = held(collection_id, workshop_id)
    fields = request.form.to_dict(flat=False)
    form, step = read_plan_form(fields), request.form.get("step", "save")
    seen = whole_number(fields, "revision")
    if seen is None:
        abort(400)
    if step != "save":
        return _form(collection, arranged(form, step), workshop=workshop, step=step, revision=seen)
    try:
        changed = planned(workshop, form, fields)
        if seen != workshop.revision:
            raise ChangedMeanwhileError
        change_workshop(stores().stories, changed, actor=current_account().username)
    except SubmissionError as error:
        return _form(collection, form, workshop=workshop, errors=error.errors, revision=seen), 422
    except ChangedMeanwhileError:
        return _form(collection, form, workshop=workshop, errors=(_MEANWHILE,)), 409
    return redirect(url_for(".page", collection_id=collection_id, workshop_id=workshop_id, done="changed"), code=303)


_MEANWHILE = FieldError(
    "title",
    "Somebody changed this plan while you had it open. What you typed is still here: look at the plan as it is now in "
    "another window, and save again to put yours in its place",
)


def _form(
    collection: Collection,
    form: PlanForm,
    *,
    workshop: Workshop | None = None,
    errors: tuple[FieldError, ...] = (),
    step: str = "",
    revision: int | None = None,
) -> str:
    return render_template(
        "workshops/plan.html",
        collection=collection,
        form=form,
        workshop=workshop,
        revision=revision or (workshop.revision if workshop else 0),
        length=length_words(form.minutes),
        most_parts=MOST_PARTS,
        errors=errors,
        wrong={error.field: error.message for error in reversed(errors)},
        step=step,
    )
