"""Stories: told by a program on behalf of somebody, and read by a program that two people let read them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.invitation import read_invitation
from narratives.narrative import Narrative
from narratives.receipt import is_idempotency_key
from narratives.submission import Occasion, read_submission
from store.api_tokens import ApiScope
from store.intake import Outcome, Receipt
from store.release_export import NotExportedError
from store.release_pages import exported_after
from web.access import EVERYONE, open_to
from web.api.answers import check_query, listed
from web.api.blueprint import bp
from web.api.caller import allowed, caller, demands
from web.api.cursors import page_of, read_page
from web.api.story_body import StoryBody, UnreadableError, place_of, read_object, read_story_body
from web.problem_details import problem
from web.respond.telling import code_in_story
from web.stores import stores

MODE = "api"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


@bp.post("/collections/<collection_id>/stories")
@open_to(EVERYONE)
@demands(ApiScope.WRITE_STORIES, recorded="never")
def tell(collection_id: str) -> ResponseReturnValue:
    """Store what somebody told; answered only after it is on the disk."""
    check_query(())
    allowed(collection_id)
    collection, framework = stores().opened(collection_id)
    refused = _refused(collection)
    if refused is not None:
        return refused
    key = _key()
    if not key:
        return problem(400, _NO_KEY, name="idempotency-key")
    try:
        body = read_object(request.get_data())
    except UnreadableError as error:
        return problem(400, str(error))
    language = body.get("language")
    asked = framework.in_language(language) if isinstance(language, str) else framework
    read = read_story_body(body, asked)
    try:
        narrative = _narrative(collection, asked, read)
    except SubmissionError as error:
        return _invalid(error)
    invitation = _invitation(collection, read)
    receipt = stores().intake.submit(collection, asked, narrative, _own(key, collection_id), invitation=invitation)
    return _answer(receipt)


_NO_KEY = (
    "Send a header Idempotency-Key with 32 to 64 hexadecimal digits or a UUID, a new one for each story and the same "
    "one whenever you send that story again."
)


@bp.get("/collections/<collection_id>/stories")
@open_to(EVERYONE)
@demands(ApiScope.READ_STORIES, recorded="always")
def stories_of(collection_id: str) -> ResponseReturnValue:
    """The stories that may leave, by their random ids, a page at a time."""
    check_query(("cursor", "limit"))
    collection, of = allowed(collection_id), f"stories/{collection_id}"
    asked = read_page(of)
    after = str(asked.after[0]) if asked.after else ""
    try:
        found = exported_after(stores().stories, collection, after, asked.limit + 1)
    except NotExportedError as error:
        return problem(403, str(error), name="protected")
    items = [{**one.facts, "uses": one.facts["uses"].split(), "answers": one.answers} for one in found[: asked.limit]]
    return listed(items, page_of(of, asked, found, lambda one: [one.facts["id"]]))


def _refused(collection: Collection) -> Response | None:
    if request.mimetype != "application/json":
        return problem(415)
    today = date.today()
    if collection.is_open_on(today):
        return None
    if collection.closes_on is not None and collection.closes_on < today:
        return problem(410, "This collection is closed. It takes no more stories.", name="closed")
    return problem(409, "This collection is not open yet: look at “opens_on”.", name="not-open")


def _key() -> str:
    """The key of the header, as it is compared: without the quotation marks and hyphens it may come in."""
    sent = request.headers.get("Idempotency-Key", "").strip().strip('"')
    sent = sent.replace("-", "") if _UUID.fullmatch(sent) else sent
    return sent.lower() if is_idempotency_key(sent.lower()) else ""


def _own(key: str, collection_id: str) -> str:
    """The key as the intake knows it, of this token and collection alone.

    Whoever sends a key again is given the receipt's code again, so that nobody else's key may be of any use.
    """
    return hashlib.sha256(f"api:{caller().id}:{collection_id}:{key}".encode()).hexdigest()


def _narrative(collection: Collection, framework: Framework, read: StoryBody) -> Narrative:
    """Raises SubmissionError with everything that is wrong, each at its JSON pointer."""
    errors = list(read.errors)
    said = {error.field for error in errors}
    found: list[FieldError] = code_in_story((read.fields.get("story") or [""])[0])
    narrative = None
    try:
        narrative = read_submission(collection, framework, read.fields, Occasion(date.today(), mode=MODE))
    except SubmissionError as error:
        found = [*error.errors, *found]
    placed = [replace(one, field=place_of(one.field, framework)) for one in found]
    errors += [one for one in placed if one.field not in said]
    if collection.invited and not read_invitation((read.fields.get("invitation") or [""])[0]):
        errors.append(FieldError("/invitation", "This collection needs a one-time code of 15 letters and numbers"))
    if errors or narrative is None:
        raise SubmissionError(errors)
    return narrative


def _invitation(collection: Collection, read: StoryBody) -> str | None:
    return read_invitation(read.fields["invitation"][0]) if collection.invited else None


def _invalid(error: SubmissionError) -> Response:
    return problem(422, errors=[{"pointer": one.field, "detail": one.message} for one in error.errors])


def _answer(receipt: Receipt) -> ResponseReturnValue:
    match receipt.outcome:
        case Outcome.STORED:
            return jsonify(receipt=receipt.code), 201
        case Outcome.REPEATED:
            return jsonify(receipt=receipt.code), 200
        case Outcome.DIFFERENT:
            detail = "Another story was sent with this Idempotency-Key and is kept. Make a new key for a new story."
            return problem(409, detail, name="key-used")
        case Outcome.WITHDRAWN:
            return problem(410, "This story was sent before, and its teller took it out again.", name="withdrawn")
        case Outcome.INVITATION_SPENT:
            return problem(409, "This invitation was used already, or there is none like it.", name="invitation")
