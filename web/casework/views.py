"""Logging an interaction on one page, and a practitioner's own log."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import BusyError, FieldError, SubmissionError
from narratives.form_fields import Fields
from narratives.framework import Framework
from narratives.receipt import is_idempotency_key
from narratives.text import MAX_STORY_CHARACTERS
from store.accounts import Role
from web.access import current_account, open_to
from web.casework.account import framework_for, open_collections, tell_account, usual_collections
from web.casework.case_log import log_interaction, own_interaction, own_interactions
from web.casework.entry import CONTACTS, MAX_REFERENCE_CHARACTERS, OUTCOMES, asked_of_practitioners, read_entry
from web.casework.questions import questions_of
from web.casework.timeline import answers_in_words, days_of, line_of
from web.errors import RETRY_SECONDS
from web.forms import NarrativeForm
from web.respond.telling import fresh_key, groups_to_choose

bp = Blueprint("casework", __name__, url_prefix="/log")


@bp.get("")
@open_to(Role.PRACTITIONER)
def log() -> ResponseReturnValue:
    """The form, for the collection that practitioners here give accounts to."""
    opened = open_collections(date.today())
    asked_for = request.args.get("collection")
    chosen = [one for one in opened if one.id == asked_for] if asked_for else _implied(opened)
    if len(chosen) != 1:
        return render_template("casework/choose.html", collections=opened, reference=request.args.get("reference", ""))
    collection, framework = framework_for(chosen[0].id)
    return _form_page(collection, framework, _prefilled(), fresh_key())


@bp.post("")
@open_to(Role.PRACTITIONER)
def save() -> ResponseReturnValue:
    """Keep the case record and the account, each in its own store, or show what is wrong."""
    fields = request.form.to_dict(flat=False)
    collection, framework = framework_for(request.form.get("collection", ""))
    key = request.form.get("key", "")
    try:
        entry = read_entry(collection, framework, fields, date.today())
    except SubmissionError as error:
        return _form_page(collection, framework, fields, _key_again(key), error.errors), 422
    if not is_idempotency_key(key):
        problem = FieldError("save", "Check what you wrote once more, then press Save")
        return _form_page(collection, framework, fields, fresh_key(), (problem,)), 422
    try:
        if entry.answers or entry.may_read:
            tell_account(collection, framework, entry, key, date.today())
        is_new = log_interaction(current_account().id, entry, key)
    except BusyError:
        problem = FieldError("save", "Not saved yet: we are very busy. Wait a few seconds, then press Save again")
        page = _form_page(collection, framework, fields, key, (problem,))
        return page, 503, {"Retry-After": str(RETRY_SECONDS)}
    saved = "yes" if is_new else "before"
    if request.form.get("step") == "another":
        return redirect(url_for(".log", saved=saved, collection=collection.id, group=entry.group or None), code=303)
    return redirect(url_for(".own", saved=saved), code=303)


@bp.get("/own")
@open_to(Role.PRACTITIONER)
def own() -> ResponseReturnValue:
    """The practitioner's own log, day by day."""
    interactions = own_interactions(current_account().id)
    return render_template(
        "casework/own.html", days=days_of(interactions, date.today()), saved=request.args.get("saved", "")
    )


@bp.get("/own/<interaction_id>")
@open_to(Role.PRACTITIONER)
def show(interaction_id: str) -> ResponseReturnValue:
    """One interaction of the practitioner's own."""
    interaction = own_interaction(current_account().id, interaction_id)
    collection, framework = framework_for(interaction.collection)
    return render_template(
        "casework/interaction.html",
        line=line_of(interaction),
        happened_on=interaction.happened_on,
        collection=collection,
        answers=answers_in_words(framework, interaction.answers),
    )


def _implied(opened: list[Collection]) -> list[Collection]:
    return opened if len(opened) == 1 else usual_collections(opened)


def _prefilled() -> Fields:
    """What the address of the page already says."""
    reference = request.args.get("reference", "")[:MAX_REFERENCE_CHARACTERS]
    return {
        "case.reference": [reference],
        "case.date": [date.today().isoformat()],
        "group": [request.args.get("group", "")],
    }


def _key_again(key: str) -> str:
    return key if is_idempotency_key(key) else fresh_key()


def _form_page(
    collection: Collection, framework: Framework, fields: Fields, key: str, errors: tuple[FieldError, ...] = ()
) -> str:
    form = NarrativeForm(asked_of_practitioners(framework), fields, errors)
    return render_template(
        "casework/log.html",
        collection=collection,
        form=form,
        questions=questions_of(form),
        errors=errors,
        contacts=CONTACTS,
        outcomes=OUTCOMES,
        groups=groups_to_choose(collection),
        key=key,
        most=MAX_STORY_CHARACTERS,
        today=date.today().isoformat(),
        several=len(open_collections(date.today())) > 1,
        saved=request.args.get("saved", "") if not errors else "",
    )
