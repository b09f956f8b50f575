"""Telling a story, from the first page to the receipt, and the pages about this site."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import BusyError, FieldError, SubmissionError
from narratives.translation import gettext as _
from store.collections import framework_of, list_collections
from store.intake import Outcome
from store.report_backs import list_answered_collections, share_answered
from web.access import EVERYONE, open_to
from web.bodies import takes_file
from web.errors import RETRY_SECONDS
from web.language import worded, worded_both
from web.respond import pages
from web.respond.invited import invitation_of, spent_page
from web.respond.journey import next_page
from web.respond.recording import most_bytes, posted_fields, read_recording
from web.respond.spotting import noticed
from web.respond.start import kept, not_kept, usual_signposts
from web.respond.telling import Telling, groups_to_choose
from web.stores import stores

bp = Blueprint("respond", __name__)
# Empties what the browser keeps of this site's pages, so that going back does not show the story again. Not its
# storage: that holds the stories which somebody without signal chose to keep until they can be sent.
_FORGET = {"Clear-Site-Data": '"cache"'}


@bp.get("/")
@open_to(EVERYONE)
def home() -> ResponseReturnValue:
    """What this is, and the collections that are open."""
    db = stores().stories
    answered = list_answered_collections(db)
    known = [(one, worded_both(one, framework_of(db, one))[0]) for one in list_collections(db)]
    return render_template(
        "respond/home.html",
        collections=[worded for one, worded in known if one.is_open_on(date.today())],
        answered=[worded for _one, worded in known if worded.id in answered],
        share=share_answered(db, today=date.today()),
    )


@bp.get("/privacy")
@open_to(EVERYONE)
def privacy() -> ResponseReturnValue:
    """What is kept and who sees what."""
    return render_template("respond/privacy.html", kept=kept(), not_kept=not_kept(), signposts=usual_signposts())


@bp.get("/accessibility")
@open_to(EVERYONE)
def accessibility() -> ResponseReturnValue:
    """What was tested and what was not."""
    return render_template("respond/accessibility.html")


@bp.get("/share/<collection_id>")
@open_to(EVERYONE)
def start(collection_id: str) -> ResponseReturnValue:
    """What to know before telling a story."""
    telling = _telling(collection_id, _from_link(collection_id))
    if not telling.collection.is_open_on(date.today()):
        return _closed(telling.collection, "")
    return pages.start_page(telling)


@bp.get("/share/<collection_id>/tell")
@open_to(EVERYONE)
def first(collection_id: str) -> ResponseReturnValue:
    """The first of the pages that ask one thing each."""
    telling = _telling(collection_id, _begun())
    if not telling.collection.is_open_on(date.today()):
        return _closed(telling.collection, "")
    return pages.step_page(telling, telling.walk.steps[0])


@bp.get("/share/<collection_id>/whole")
@open_to(EVERYONE)
def whole(collection_id: str) -> ResponseReturnValue:
    """Everything on one page."""
    telling = _telling(collection_id, _from_link(collection_id))
    if not telling.collection.is_open_on(date.today()):
        return _closed(telling.collection, "")
    return pages.whole_page(telling)


@bp.post("/share/<collection_id>")
@takes_file(most_bytes)
@open_to(EVERYONE)
def tell(collection_id: str) -> ResponseReturnValue:
    """Go on, back, check, change or send what was told, by the button that was pressed."""
    telling = _posted(collection_id)
    if not telling.collection.is_open_on(date.today()):
        return _closed(telling.collection, telling.value("story"))
    if request.form.get("step") == "send" and "speak" not in request.form:
        return _send(telling)
    return next_page(telling, request.form.get("step", "check"), date.today())


@bp.post("/share/<collection_id>/validate")
@open_to(EVERYONE)
def validate(collection_id: str) -> ResponseReturnValue:
    """Do all that `tell` does with a submission but store it."""
    telling = _posted(collection_id)
    try:
        narrative, key = telling.narrative(date.today()), telling.key()
    except SubmissionError as error:
        return _listed(error.errors), 422
    stores().intake.prepare(telling.collection, telling.framework, narrative, key)
    return jsonify(errors=[])


def _begun() -> dict[str, list[str]]:
    """What the way to the first question says already: who holds the pen."""
    return {"pen": request.args.getlist("pen")[:1]}


def _from_link(collection_id: str) -> dict[str, list[str]]:
    """The reporting group that a link was sent to: chosen already, and still the teller's to change."""
    named = request.args.get("group", "")
    return {"group": [named]} if named in groups_to_choose(stores().opened(collection_id)[0]) else {}


def _telling(collection_id: str, fields: dict[str, list[str]]) -> Telling:
    collection, framework = stores().opened(collection_id)
    return Telling(collection, worded(framework), fields)


def _posted(collection_id: str) -> Telling:
    return _telling(collection_id, posted_fields(stores().opened(collection_id)[0]))


def _send(telling: Telling) -> ResponseReturnValue:
    by_program = request.accept_mimetypes.best == "application/json"
    if not by_program and noticed(telling):
        return next_page(telling, "check", date.today())
    try:
        narrative, key = telling.narrative(date.today()), telling.key()
    except SubmissionError as error:
        return (_listed(error.errors), 422) if by_program else next_page(telling, "send", date.today())
    try:
        recording = read_recording(telling.collection, telling.fields)
    except SubmissionError as error:
        return (_listed(error.errors) if by_program else pages.check_page(telling, errors=error.errors)), 422
    try:
        receipt = stores().intake.submit(
            telling.collection,
            telling.framework,
            narrative,
            key,
            invitation=invitation_of(telling),
            recording=recording,
        )
    except BusyError:
        return _busy(telling, by_program=by_program)
    if receipt.outcome is Outcome.INVITATION_SPENT and not by_program:
        return spent_page(telling)
    if receipt.outcome not in {Outcome.STORED, Outcome.REPEATED}:
        return _not_stored(telling, receipt.outcome, by_program=by_program)
    if by_program:
        return jsonify(receipt=receipt.code), 201
    response = make_response(pages.receipt_page(telling, receipt.code), 201)
    response.headers.update(_FORGET)
    return response


def _listed(errors: tuple[FieldError, ...]) -> Response:
    return jsonify(errors=[{"field": one.field, "message": one.message} for one in errors])


def _busy(telling: Telling, *, by_program: bool) -> ResponseReturnValue:
    wait = {"Retry-After": str(RETRY_SECONDS)}
    if by_program:
        return jsonify(errors=[{"field": "story", "message": _("Wait a few seconds, then send it again")}]), 503, wait
    return pages.check_page(telling, busy=True), 503, wait


def _not_stored(telling: Telling, outcome: Outcome, *, by_program: bool) -> ResponseReturnValue:
    withdrawn = outcome is Outcome.WITHDRAWN
    status = 410 if withdrawn else 409
    if by_program:
        return jsonify(outcome=outcome.value), status
    return (pages.withdrawn_page(telling) if withdrawn else pages.kept_before_page(telling)), status


def _closed(collection: Collection, story: str) -> ResponseReturnValue:
    ended = collection.closes_on is not None and collection.closes_on < date.today()
    return pages.closed_page(collection, story, ended=ended), 410 if ended else 404
