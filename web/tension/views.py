"""Writing a tension return from an alert: the form, the draft, finishing it, and all of them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.collection import WHOLE
from narratives.errors import FieldError
from narratives.tension_return import FIELDS, GRADES, PARTS, ReturnForm, begun, read_form
from store.release_quotations import MOST_REFUSALS, add_refusal, count_refusals, find_quotation
from store.release_returns import list_quotable, still_quotable
from store.tension_returns import (
    Quotation,
    TensionReturn,
    add_return,
    change_return,
    delete_draft,
    finish_return,
    list_quotations,
    list_returns,
)
from web.access import current_account, open_to
from web.explore.blueprint import may_read
from web.people import names
from web.reach import groups_within, visible_collections
from web.stores import stores
from web.tension.blueprint import ACTORS, Subject, bp, now, opened, subject_of, today
from web.tension.document import document_of, sheet_of, sources_of

_KEY = re.compile("[0-9a-f]{32}")
_SAID = {"kept": "Saved as a draft.", "finished": "Finished. It can be downloaded, and never changes."}
_MEANWHILE = "Somebody else has changed or finished this return meanwhile. Look at it and change it again."
_ENOUGH = (
    f"Words of stories were refused {MOST_REFUSALS} times today, and more cannot be looked up. "
    "Keep what you wrote elsewhere, and come back tomorrow"
)


@bp.get("")
@open_to(*ACTORS, within_collections=True)
def overview() -> ResponseReturnValue:
    """The returns of every collection of which the signed-in person sees the whole, the newest first."""
    seen = {one.id: one for one in visible_collections() if groups_within(one) is None}
    found = list_returns(stores().stories, list(seen))
    return render_template(
        "tension/overview.html",
        returns=[(one, _title(one), seen[one.collection].title, _standing(one)) for one in found],
        deleted=request.args.get("done") == "deleted",
    )


@bp.get("/alerts/<alert_id>")
@open_to(*ACTORS)
def begin(alert_id: str) -> ResponseReturnValue:
    """A form that the alert has filled in as far as it can."""
    subject = subject_of(alert_id)
    return _form(subject, _begun(subject), list_returns(stores().stories, [subject.collection.id], alert_id))


@bp.post("/alerts/<alert_id>")
@open_to(*ACTORS)
def keep(alert_id: str) -> ResponseReturnValue:
    """Keep it as a draft, once however often it is sent."""
    subject = subject_of(alert_id)
    quotable = _quotable(subject)
    form = _checked(read_form(request.form.to_dict(flat=False), tuple(quotable)), subject)
    if form.errors:
        return _form(subject, form), 422
    sent = request.form.get("key", "")
    return_id = sent if _KEY.fullmatch(sent) else secrets.token_hex(16)
    add_return(
        stores().stories,
        return_id,
        collection=subject.collection.id,
        alert=alert_id,
        form=form,
        quotations={one: quotable[one] for one in form.quoted},
        actor=current_account().username,
        at=now(),
    )
    return _to(return_id, "kept")


@bp.get("/<return_id>")
@open_to(*ACTORS)
def show(return_id: str) -> ResponseReturnValue:
    """A draft as it would be handed on, or a finished return."""
    return _show(*opened(return_id))


@bp.get("/<return_id>/change")
@open_to(*ACTORS)
def edit(return_id: str) -> ResponseReturnValue:
    """The form with what the draft says now; a finished one is shown."""
    found, subject = opened(return_id)
    if found.is_finished:
        return redirect(url_for(".show", return_id=return_id), code=303)
    return _form(subject, found.form, draft=found)


@bp.post("/<return_id>/change")
@open_to(*ACTORS)
def change(return_id: str) -> ResponseReturnValue:
    """Change a draft; whoever comes second is told, and loses nothing of what they typed."""
    found, subject = opened(return_id)
    quotable = _quotable(subject)
    form = _checked(read_form(request.form.to_dict(flat=False), tuple(quotable)), subject)
    if form.errors:
        return _form(subject, form, draft=found), 422
    revision = _revision()
    quotations = {one: quotable[one] for one in form.quoted}
    if not change_return(stores().stories, return_id, form, quotations, revision=revision):
        latest, _ = opened(return_id)
        stale = replace(form, errors=(FieldError("recipient", _MEANWHILE),))
        return (
            (_show(latest, subject, _MEANWHILE), 409)
            if latest.is_finished
            else (_form(subject, stale, draft=latest), 409)
        )
    return _to(return_id, "kept")


@bp.post("/<return_id>/finish")
@open_to(*ACTORS)
def finish(return_id: str) -> ResponseReturnValue:
    """Freeze a draft, so that it can be handed on."""
    found, subject = opened(return_id)
    if found.form.unfinished and not found.is_finished:
        return _form(subject, replace(found.form, errors=found.form.unfinished), draft=found), 422
    document = _document(found, subject)
    done = finish_return(
        stores().stories, return_id, document, revision=_revision(), actor=current_account().username, at=now()
    )
    return _to(return_id, "finished") if done else (_show(*opened(return_id), _MEANWHILE), 409)


@bp.post("/<return_id>/delete")
@open_to(*ACTORS)
def delete(return_id: str) -> ResponseReturnValue:
    """Delete a draft."""
    found, subject = opened(return_id)
    if not delete_draft(stores().stories, return_id):
        return _show(found, subject, "A finished return stays: others may hold it. Nothing was deleted."), 409
    return redirect(url_for(".overview", done="deleted"), code=303)


def shown_quotations(found: TensionReturn, subject: Subject) -> list[Quotation]:
    """Those of a return that its reader may see today."""
    if not _may_quote(subject):
        return []
    return still_quotable(stores().stories, subject.collection, list_quotations(stores().stories, found.id))


def _show(found: TensionReturn, subject: Subject, notice: str = "") -> str:
    document = found.frozen if found.is_finished else _document(found, subject)
    return render_template(
        "tension/show.html",
        found=found,
        sheet=sheet_of(document, shown_quotations(found, subject)),
        alert=subject.alert,
        standing=_standing(found),
        missing=[error.message for error in found.form.unfinished] if not found.is_finished else [],
        notice=notice,
        done=_SAID.get(request.args.get("done", ""), ""),
    )


def _document(found: TensionReturn, subject: Subject) -> dict[str, Any]:
    return document_of(subject, found.form, shown_quotations(found, subject), sources_of(subject), today())


def _form(
    subject: Subject, form: ReturnForm, others: list[TensionReturn] | None = None, *, draft: TensionReturn | None = None
) -> str:
    sent = request.form.get("key", "")
    return render_template(
        "tension/form.html",
        subject=subject,
        form=form,
        fields=FIELDS,
        parts=PARTS,
        grades=GRADES,
        quotable=_quotable(subject),
        draft=draft,
        others=[(one, _title(one), _standing(one)) for one in others or ()],
        errors=form.errors,
        key=sent if _KEY.fullmatch(sent) else secrets.token_hex(16),
    )


def _begun(subject: Subject) -> ReturnForm:
    finding = subject.alert.finding
    # The day stands beside "When": a whole date among words is taken for a date of birth.
    words = subject.alert.sentence.replace(f" since about {spoken(finding.since)}", "")
    group = "" if finding.within == WHOLE or finding.n < subject.collection.k else finding.group
    return begun(words, subject.collection.title, group or "All groups that tell there")


def _quotable(subject: Subject) -> Mapping[str, str]:
    return list_quotable(stores().stories, subject.collection, subject.alert.id) if _may_quote(subject) else {}


def _may_quote(subject: Subject) -> bool:
    """Who may not read stories, by their role or as members decided, sees no word of one here either."""
    return may_read(subject.collection.id)


def _checked(form: ReturnForm, subject: Subject) -> ReturnForm:
    """With the words of a story whose teller did not allow it; looked up once nothing else is wrong."""
    if form.errors:
        return form
    db, account = stores().stories, current_account().username
    if count_refusals(db, account, today()) >= MOST_REFUSALS:
        return replace(form, errors=(FieldError("recipient", _ENOUGH),))
    found = find_quotation(db, subject.collection.id, [words for words in form.typed.values() if words])
    if not found:
        return form
    add_refusal(db, account, today())
    field = next(name for name, words in form.typed.items() if found in words)
    message = f"These words stand in a story whose teller did not allow that: “{found}”. Say it in your own words"
    return replace(form, errors=(FieldError(field, message),))


def _revision() -> int:
    sent = request.form.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _title(found: TensionReturn) -> str:
    return found.form.typed["place"] or "A return without a place"


def _standing(found: TensionReturn) -> str:
    who = names()
    if found.finished_at is not None:
        on = spoken(found.finished_at.astimezone().date())
        return f"Finished by {who.get(found.finished_by, found.finished_by)} on {on}"
    return f"Draft, begun by {who.get(found.made_by, found.made_by)} on {spoken(found.made_at.astimezone().date())}"


def _to(return_id: str, done: str) -> ResponseReturnValue:
    return redirect(url_for(".show", return_id=return_id, done=done), code=303)
