"""Declaring what a collection is to change while its questions are still being written."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.draft import ChangedMeanwhileError, Draft
from narratives.errors import FieldError, FrameworkError, FrozenError
from narratives.framework import Framework
from narratives.objective_form import FIELDS, MOST_OBJECTIVES, ObjectiveForm, measures, read_form
from store.drafts import change_draft
from store.opening_drafts import framework_of_draft
from web.access import current_account, open_to
from web.design.blueprint import DESIGNERS, held
from web.design.saving import seen_revision
from web.publishing.blueprint import bp
from web.stores import stores

_FULL = FieldError("title", f"There are {MOST_OBJECTIVES} objectives, which is the most: remove one first")
_OPENED = FieldError("title", "These questions were opened: objectives are declared on the collection’s public page")
_UNFINISHED = FieldError("title", "Finish the questions first: an objective counts the answers to one of them")


@bp.get("/drafts/<draft_id>/objectives")
@open_to(*DESIGNERS)
def of_draft(draft_id: str) -> ResponseReturnValue:
    """What a draft declares so far, and the form for another."""
    return _page(held(draft_id), ObjectiveForm())


@bp.post("/drafts/<draft_id>/objectives")
@open_to(*DESIGNERS)
def add_to_draft(draft_id: str) -> ResponseReturnValue:
    """Keep one more objective with the draft."""
    draft, framework = held(draft_id), _framework(held(draft_id))
    if framework is None:
        return _page(draft, _refused(_UNFINISHED)), 422
    form = read_form(request.form, framework, today=datetime.now(UTC).date())
    if len(_kept(draft)) >= MOST_OBJECTIVES:
        form = replace(form, errors=(_FULL,))
    if form.errors:
        return _page(draft, form), 422
    return _change(draft, [*_kept(draft), {"id": secrets.token_hex(16), **form.typed}], "Declared an objective", form)


@bp.post("/drafts/<draft_id>/objectives/remove")
@open_to(*DESIGNERS)
def remove_from_draft(draft_id: str) -> ResponseReturnValue:
    """Take an objective out of the draft."""
    draft = held(draft_id)
    left = [one for one in _kept(draft) if one["id"] != request.form.get("objective", "")]
    return _change(draft, left, "Took an objective out", ObjectiveForm())


def _change(draft: Draft, objectives: list[dict[str, Any]], what: str, form: ObjectiveForm) -> ResponseReturnValue:
    seen = replace(draft, opening={**draft.opening, "objectives": objectives}, revision=seen_revision())
    try:
        change_draft(stores().stories, seen, what=what, actor=current_account().username, at=datetime.now(UTC))
    except (ChangedMeanwhileError, FrozenError) as error:
        said = FieldError("title", f"{error} Look, and send it once more.")
        return _page(held(draft.id), replace(form, errors=(_OPENED if draft.is_open else said,))), 409
    return redirect(url_for(".of_draft", draft_id=draft.id), code=303)


def _kept(draft: Draft) -> list[dict[str, Any]]:
    return list(draft.opening.get("objectives") or ())


def _refused(error: FieldError) -> ObjectiveForm:
    return ObjectiveForm({name: request.form.get(name, "") for name in FIELDS}, (error,))


def _framework(draft: Draft) -> Framework | None:
    try:
        return framework_of_draft(stores().stories, draft)
    except FrameworkError:
        return None


def _page(draft: Draft, form: ObjectiveForm) -> str:
    framework = _framework(draft)
    asked = measures(framework) if framework else ()
    labels = {value: f"{title} {label}" for title, items in asked for value, label in items}
    kept = [{**one, "measured": labels.get(one["measure"], "an answer that is gone")} for one in _kept(draft)]
    return render_template(
        "publishing/drafted.html", draft=draft, form=form, errors=form.errors, measures=asked, kept=kept
    )
