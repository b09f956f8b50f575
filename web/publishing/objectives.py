"""Declaring what a collection is to change, before the first story is told."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, FrozenError
from narratives.framework import Framework
from narratives.objective_form import MOST_OBJECTIVES, ObjectiveForm, measures, objective_of, read_form
from store.objectives import declare_objective, list_objectives, may_declare, take_back_objective
from web.access import current_account, open_to
from web.explore.blueprint import opened
from web.publishing.blueprint import DECLARERS, bp
from web.publishing.views import back_to
from web.stores import stores

_FULL = FieldError("title", f"There are {MOST_OBJECTIVES} objectives, which is the most: delete one first")


@bp.get("/<collection_id>/objectives/new")
@open_to(*DECLARERS)
def new(collection_id: str) -> ResponseReturnValue:
    """An empty form, while nobody has told a story."""
    collection, framework = opened(collection_id)
    if not may_declare(stores().stories, collection.id):
        return redirect(url_for(".page", collection_id=collection.id, _anchor="objectives"), code=303)
    return _page(collection, framework, ObjectiveForm())


@bp.post("/<collection_id>/objectives/new")
@open_to(*DECLARERS)
def declare(collection_id: str) -> ResponseReturnValue:
    """Declare an objective, or show the form again with everything that is wrong."""
    collection, framework = opened(collection_id)
    db, now, who = stores().stories, datetime.now(UTC), current_account().username
    form = read_form(request.form, framework, today=now.date())
    if len(list_objectives(db, collection.id)) >= MOST_OBJECTIVES:
        form = ObjectiveForm(form.typed, (_FULL,))
    if form.errors:
        return _page(collection, framework, form), 422
    objective = objective_of(form, id=secrets.token_hex(16), collection=collection.id, made_by=who)
    try:
        declare_objective(db, objective, at=now)
    except FrozenError as error:
        return _page(collection, framework, ObjectiveForm(form.typed, (FieldError("title", str(error)),))), 409
    return back_to(collection.id, "declared")


@bp.post("/<collection_id>/objectives/<objective_id>/delete")
@open_to(*DECLARERS)
def delete(collection_id: str, objective_id: str) -> ResponseReturnValue:
    """Delete an objective that no story rests on."""
    collection, _framework = opened(collection_id)
    try:
        gone = take_back_objective(stores().stories, collection.id, objective_id)
    except FrozenError:
        return back_to(collection.id, "stays")
    return back_to(collection.id, "deleted" if gone else "same")


def _page(collection: Collection, framework: Framework, form: ObjectiveForm) -> str:
    return render_template(
        "publishing/objective.html", collection=collection, form=form, errors=form.errors, measures=measures(framework)
    )
