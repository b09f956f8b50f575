"""Telling a story, from the first page to the receipt, and the pages about this site."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import BusyError, FieldError, SubmissionError
from narratives.text import MAX_STORY_CHARACTERS
from store.collections import list_collections
from web.access import EVERYONE, open_to
from web.errors import RETRY_SECONDS
from web.respond.checking import rows_to_check
from web.respond.consent import consent_choices
from web.respond.telling import Telling, fresh_key, groups_to_choose
from web.stores import stores

bp = Blueprint("respond", __name__)
# Empties what the browser keeps of this site's pages, so that going back does not show the story again.
_FORGET = {"Clear-Site-Data": '"cache", "storage"'}


@bp.get("/")
@open_to(EVERYONE)
def home() -> ResponseReturnValue:
    """What this is, and the collections that are open."""
    opened = [one for one in list_collections(stores().stories) if one.is_open_on(date.today())]
    return render_template("respond/home.html", collections=opened)


@bp.get("/privacy")
@open_to(EVERYONE)
def privacy() -> ResponseReturnValue:
    """What is kept and who sees what."""
    return render_template("respond/privacy.html")


@bp.get("/accessibility")
@open_to(EVERYONE)
def accessibility() -> ResponseReturnValue:
    """What was tested and what was not."""
    return render_template("respond/accessibility.html")


@bp.get("/share/<collection_id>")
@open_to(EVERYONE)
def start(collection_id: str) -> ResponseReturnValue:
    """The page to tell a story on."""
    collection, framework = stores().opened(collection_id)
    if not collection.is_open_on(date.today()):
        return _closed(collection, "")
    return _form_page(Telling(collection, framework, {}))


@bp.post("/share/<collection_id>")
@open_to(EVERYONE)
def tell(collection_id: str) -> ResponseReturnValue:
    """Check, change or send what was told, by the button that was pressed."""
    telling = _posted(collection_id)
    if not telling.collection.is_open_on(date.today()):
        return _closed(telling.collection, telling.form().value("story"))
    step = request.form.get("step", "check")
    if step == "change":
        return _form_page(telling)
    try:
        return _send(telling) if step == "send" else _check_page(telling)
    except SubmissionError as error:
        return _form_page(telling, error.errors), 422


@bp.post("/share/<collection_id>/validate")
@open_to(EVERYONE)
def validate(collection_id: str) -> ResponseReturnValue:
    """Do all that `tell` does with a submission but store it."""
    telling = _posted(collection_id)
    try:
        narrative, key = telling.narrative(date.today()), telling.key()
    except SubmissionError as error:
        return jsonify(errors=[{"field": one.field, "message": one.message} for one in error.errors]), 422
    stores().intake.prepare(telling.collection, telling.framework, narrative, key)
    return jsonify(errors=[])


def _posted(collection_id: str) -> Telling:
    return Telling(*stores().opened(collection_id), request.form.to_dict(flat=False))


def _send(telling: Telling) -> ResponseReturnValue:
    narrative, key = telling.narrative(date.today()), telling.key()
    try:
        receipt = stores().intake.submit(telling.collection, telling.framework, narrative, key)
    except BusyError:
        return _check_page(telling, busy=True), 503, {"Retry-After": str(RETRY_SECONDS)}
    if request.accept_mimetypes.best == "application/json":
        return jsonify(receipt=receipt.code), 201
    response = make_response(
        render_template("respond/receipt.html", collection=telling.collection, code=receipt.code), 201
    )
    response.headers.update(_FORGET)
    return response


def _form_page(telling: Telling, errors: tuple[FieldError, ...] = ()) -> str:
    form = telling.form(errors)
    return render_template(
        "respond/story.html",
        collection=telling.collection,
        framework=telling.framework,
        language=telling.framework.language,
        form=form,
        errors=errors,
        consent=consent_choices(telling.collection),
        groups=groups_to_choose(telling.collection),
        key=fresh_key(),
        most=MAX_STORY_CHARACTERS,
        returning=bool(telling.fields),
    )


def _check_page(telling: Telling, *, busy: bool = False) -> str:
    narrative = telling.narrative(date.today())
    telling.key()
    return render_template(
        "respond/check.html",
        collection=telling.collection,
        language=telling.framework.language,
        rows=rows_to_check(telling.collection, telling.framework, narrative),
        carried=telling.carried(),
        busy=busy,
    )


def _closed(collection: Collection, story: str) -> ResponseReturnValue:
    ended = collection.closes_on is not None and collection.closes_on < date.today()
    opens = spoken(collection.opens_on) if collection.opens_on else ""
    page = render_template("respond/closed.html", collection=collection, ended=ended, opens=opens, story=story)
    return page, 410 if ended else 404
