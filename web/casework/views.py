"""Logging an interaction on one page."""

from __future__ import annotations

from datetime import date, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.contact_codes import contact_code, outcome_code
from narratives.errors import BusyError, FieldError, SubmissionError
from narratives.form_fields import Fields
from narratives.framework import Framework
from narratives.receipt import is_idempotency_key
from narratives.text import MAX_STORY_CHARACTERS
from store.accounts import Role
from store.case_key import CaseKeyError
from web.access import current_account, open_to
from web.casework import caseload_views, own_log
from web.casework.account import framework_for, open_collections, usual_collections
from web.casework.blueprint import bp
from web.casework.case_fields import MAX_REFERENCE_CHARACTERS
from web.casework.choices import case_form, default_fields
from web.casework.entry import asked_of_practitioners, read_entry
from web.casework.keeping import keep
from web.casework.questions import questions_of
from web.errors import RETRY_SECONDS
from web.forms import NarrativeForm
from web.respond.telling import fresh_key, groups_to_choose

__all__ = ["bp", "caseload_views", "own_log"]
# What other services call a person's reference in a link.
_REFERENCES = ("reference", "crn", "nomis", "noms")
_CARRIED = ("contact", "outcome", "group")


@bp.get("")
@open_to(Role.PRACTITIONER, within_groups=True)
def log() -> ResponseReturnValue:
    """The form, for the collection that practitioners here give accounts to."""
    opened = open_collections(date.today())
    asked_for = request.args.get("collection") or request.args.get("event")
    if asked_for:
        chosen = [one for one in opened if one.id == asked_for]
    else:
        chosen = [] if request.args.get("choose") else _implied(opened)
    if len(chosen) != 1:
        carried = {name: request.args.get(name) for name in _CARRIED} | {"reference": _reference() or None}
        return render_template("casework/choose.html", collections=opened, carried=carried)
    collection, framework = framework_for(chosen[0].id)
    return form_page(collection, framework, _prefilled(), fresh_key())


@bp.post("")
@open_to(Role.PRACTITIONER, within_groups=True)
def save() -> ResponseReturnValue:
    """Keep the case record and the account, each in its own store, or show what is wrong."""
    fields = request.form.to_dict(flat=False)
    collection, framework = framework_for(request.form.get("collection", ""))
    key = request.form.get("key", "")
    try:
        entry = read_entry(collection, framework, fields, date.today())
    except SubmissionError as error:
        return form_page(collection, framework, fields, _key_again(key), error.errors), 422
    if not is_idempotency_key(key):
        problem = FieldError("save", "Check what you wrote once more, then press Save")
        return form_page(collection, framework, fields, fresh_key(), (problem,)), 422
    try:
        is_new = keep(current_account().id, collection, framework, entry, key, date.today())
    except BusyError:
        problem = FieldError("save", "Not saved yet: we are very busy. Wait a few seconds, then press Save again")
        page = form_page(collection, framework, fields, key, (problem,))
        return page, 503, {"Retry-After": str(RETRY_SECONDS)}
    except CaseKeyError:
        no_key = "Not saved: the key of the case log does not fit. Copy your words, and tell those who run this site"
        problem = FieldError("save", no_key)
        return form_page(collection, framework, fields, key, (problem,)), 503
    saved = "yes" if is_new else "before"
    if request.form.get("step") == "another":
        contact, group = entry.case.contact, entry.group or None
        again = url_for(".log", saved=saved, collection=collection.id, group=group, contact=contact)
        return redirect(again, code=303)
    return redirect(url_for(".own", saved=saved), code=303)


def _implied(opened: list[Collection]) -> list[Collection]:
    return opened if len(opened) == 1 else usual_collections(opened)


def _reference() -> str:
    given = next((request.args[name] for name in _REFERENCES if request.args.get(name)), "")
    return given[:MAX_REFERENCE_CHARACTERS]


def _prefilled() -> Fields:
    """What the address of the page already says, with today and now."""
    return {
        **default_fields(datetime.now()),
        "case.reference": [_reference()],
        "case.contact": [contact_code(request.args.get("contact", ""))],
        "case.outcome": [outcome_code(request.args.get("outcome", ""))],
        "group": [request.args.get("group", "")],
    }


def _key_again(key: str) -> str:
    return key if is_idempotency_key(key) else fresh_key()


def form_page(
    collection: Collection, framework: Framework, fields: Fields, key: str, errors: tuple[FieldError, ...] = ()
) -> str:
    """The form, with what was typed and what is wrong with it; a device without signal keeps an empty one."""
    form = NarrativeForm(asked_of_practitioners(framework), fields, errors)
    return render_template(
        "casework/log.html",
        collection=collection,
        framework=framework,
        form=form,
        case=case_form(fields),
        questions=questions_of(form),
        errors=errors,
        groups=groups_to_choose(collection),
        key=key,
        most=MAX_STORY_CHARACTERS,
        today=date.today().isoformat(),
        several=len(open_collections(date.today())) > 1,
        saved=request.args.get("saved", "") if not errors else "",
    )
