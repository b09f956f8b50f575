"""What people see in a collection: the list, and noting something down."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.observation import Observation, Remarkable, Strength
from narratives.observation_form import ObservationForm, observation_form, read_observation
from store.observations import add_observation
from store.release_belonging_together import belonging_of_workshop
from web.access import current_account, open_to
from web.explore.blueprint import VIEWERS, opened, others
from web.people import names
from web.sense.blueprint import bp
from web.sense.claimed import asked_now, keep
from web.sense.overview import overview
from web.sense.seen_on import Seen, read_seen
from web.stores import stores

_NO_CHART = FieldError("seen", "This is no chart of this collection: open the chart and note from there what you see")


@bp.get("/<collection_id>")
@open_to(*VIEWERS)
def page(collection_id: str) -> ResponseReturnValue:
    """What people see in a collection."""
    collection, _ = opened(collection_id)
    shown = request.args.get("show", "")
    return render_template(
        "sense/page.html",
        collection=collection,
        others=others(collection),
        deleted=request.args.get("done") == "deleted",
        page=overview(collection, shown, current_account().username, names()),
    )


@bp.get("/<collection_id>/note")
@open_to(*VIEWERS)
def note(collection_id: str) -> ResponseReturnValue:
    """The form of an observation, begun from the chart that the address names."""
    collection, framework = opened(collection_id)
    address = request.args.get("seen", "")
    seen = read_seen(collection, framework, address) if address else None
    errors = (_NO_CHART,) if address and seen is None else ()
    form = ObservationForm(voice=request.args.get("voice", ""))
    return _form(collection, form, seen, request.args.get("workshop", ""), errors)


@bp.post("/<collection_id>/note")
@open_to(*VIEWERS)
def add(collection_id: str) -> ResponseReturnValue:
    """Keep an observation, with what its chart shows today."""
    collection, framework = opened(collection_id)
    address, fields = request.form.get("seen", ""), request.form.to_dict(flat=False)
    seen = read_seen(collection, framework, address) if address else None
    workshop = request.form.get("workshop", "")
    try:
        read = read_observation(fields)
        if address and seen is None:
            raise SubmissionError([_NO_CHART])
    except SubmissionError as error:
        typed = observation_form(fields)
        return _form(collection, typed, seen, workshop, error.errors), 422
    now = datetime.now(UTC)
    shown = asked_now(collection, framework, seen.address) if seen else None
    made = Observation(
        id=secrets.token_hex(16),
        collection=collection.id,
        title=read.title,
        text=read.text,
        remarkable=Remarkable(read.remarkable),
        strength=Strength(read.strength),
        author=current_account().username,
        made_at=now,
        voice=read.voice,
        chart=seen.address if seen else "",
        workshop=_workshop(collection, workshop),
    )
    db = stores().stories
    with db.write():
        if shown:
            made = replace(made, claim=keep(db, shown, made).id)
        add_observation(db, made)
    there = url_for(".observation", collection_id=collection.id, observation_id=made.id, done="noted")
    return redirect(there, code=303)


def _workshop(collection: Collection, workshop_id: str) -> str:
    """The workshop that something is written down in; empty for one that is not of the collection."""
    found = belonging_of_workshop(stores().stories, workshop_id) if workshop_id else None
    return workshop_id if found is not None and found.collection == collection.id else ""


def _form(
    collection: Collection, form: ObservationForm, seen: Seen | None, workshop: str, errors: tuple[FieldError, ...] = ()
) -> str:
    return render_template(
        "sense/note.html",
        collection=collection,
        form=form,
        seen=seen,
        workshop=_workshop(collection, workshop),
        errors=errors,
        wrong={error.field: error.message for error in errors},
        observation=None,
    )
