"""Silences: what nobody is told of for a while, why and until when; made by managers, and lifted."""

from __future__ import annotations

import secrets

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.silence import LONGEST, MOST_REASON, Silence
from store.collections import get_collection
from store.silences import add_silence, get_silence, lift_silence, list_silences
from web.access import current_account, open_to
from web.alerts.blueprint import ACTORS, bp, may_act, now, today
from web.alerts.silence_lines import EVERY, SilenceForm, group_choices, read_silence, signal_choices, silence_line
from web.explore.blueprint import VIEWERS
from web.people import names
from web.reach import visible_collections
from web.stores import stores


@bp.get("/changed/silences")
@open_to(*VIEWERS, within_collections=True)
def silences() -> ResponseReturnValue:
    """The silences of every collection, to be lifted, and where to make one."""
    db, known = stores().stories, names()
    found = [
        (one, [silence_line(silence, known) for silence in list_silences(db, one.id, today=today())])
        for one in visible_collections()
    ]
    return render_template("alerts/silences.html", collections=found, may_act=may_act())


@bp.get("/changed/silences/<collection_id>")
@open_to(*ACTORS)
def new_silence(collection_id: str) -> ResponseReturnValue:
    """The form, with the group and the signal that the address names."""
    asked = SilenceForm(group=request.args.get("group", EVERY), signal=request.args.get("signal", ""))
    return _form(get_collection(stores().stories, collection_id), asked)


@bp.post("/changed/silences/<collection_id>")
@open_to(*ACTORS)
def silence(collection_id: str) -> ResponseReturnValue:
    """Tell nobody for a while of what moves there."""
    collection = get_collection(stores().stories, collection_id)
    said = request.form
    sent = SilenceForm(said.get("group", ""), said.get("signal", ""), said.get("reason", ""), said.get("until", ""))
    moment = now()
    draft = Silence(
        secrets.token_hex(16), collection.id, None, None, "", today(), current_account().username, moment.isoformat()
    )
    made, form = read_silence(sent, draft, collection, today())
    if form.errors:
        return _form(collection, form), 422
    add_silence(stores().stories, made, moment)
    return redirect(url_for("alerts.silences", _anchor=f"silence-{made.id}"), code=303)


@bp.post("/changed/silences/<silence_id>/lift")
@open_to(*ACTORS)
def lift(silence_id: str) -> ResponseReturnValue:
    """End a silence before its day; one that somebody lifted already stays lifted."""
    get_silence(stores().stories, silence_id)
    lift_silence(stores().stories, silence_id, actor=current_account().username, at=now())
    return redirect(url_for("alerts.silences"), code=303)


def _form(collection: Collection, form: SilenceForm) -> str:
    return render_template(
        "alerts/silence-form.html",
        collection=collection,
        form=form,
        errors=form.errors,
        groups=group_choices(collection),
        signals=signal_choices(),
        first_day=today(),
        last_day=today() + LONGEST,
        most=MOST_REASON,
    )
