"""The workshops of a collection, one of them, and deleting it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.workshop import length_words
from store.workshops import delete_workshop, get_record, list_workshops
from web.access import open_to
from web.explore.blueprint import opened, others, today
from web.people import names
from web.stores import stores
from web.workshops.blueprint import PLANNERS, bp, held
from web.workshops.said import said_in

DONE = {
    "planned": "The workshop is planned. Next: choose what you take along.",
    "changed": "The plan is changed.",
    "taken": "What you take along is chosen. The pack below holds it.",
    "recorded": "The record is kept.",
}


@bp.get("/<collection_id>")
@open_to(*PLANNERS)
def overview(collection_id: str) -> ResponseReturnValue:
    """What is planned, and what was held."""
    collection, _ = opened(collection_id)
    found, now = list_workshops(stores().stories, collection_id), today()
    return render_template(
        "workshops/overview.html",
        collection=collection,
        others=others(collection),
        coming=sorted((one for one in found if one.held_on >= now), key=lambda one: (one.held_on, one.begins)),
        past=[one for one in found if one.held_on < now],
        length=length_words,
        is_deleted=request.args.get("done") == "deleted",
    )


@bp.get("/<collection_id>/<workshop_id>")
@open_to(*PLANNERS)
def page(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """One workshop: the agenda with its times, what is taken along, and what was said and decided."""
    workshop, collection, framework = held(collection_id, workshop_id)
    db = stores().stories
    return render_template(
        "workshops/page.html",
        workshop=workshop,
        collection=collection,
        others=others(collection, "workshops.overview"),
        length=length_words(workshop.minutes),
        charts=[one for one in framework.told if one.id in workshop.taken.charts],
        record=get_record(db, workshop.id),
        said=said_in(db, workshop, with_taken=True),
        names=names(),
        done=DONE.get(request.args.get("done", ""), ""),
    )


@bp.get("/<collection_id>/<workshop_id>/delete")
@open_to(*PLANNERS)
def ask_to_delete(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """Whether a workshop is to go with its record."""
    workshop, collection, _ = held(collection_id, workshop_id)
    return render_template("workshops/delete.html", workshop=workshop, collection=collection)


@bp.post("/<collection_id>/<workshop_id>/delete")
@open_to(*PLANNERS)
def delete(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """Delete a workshop; what people saw and understood in it stays."""
    workshop, _, _ = held(collection_id, workshop_id)
    delete_workshop(stores().stories, workshop.id)
    return redirect(url_for(".overview", collection_id=collection_id, done="deleted"), code=303)
