"""The page on which paper forms are keyed, one after another."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import BusyError, FieldError, SubmissionError
from narratives.form_fields import Fields
from narratives.framework import Framework
from narratives.receipt import is_idempotency_key
from narratives.submission import hearers_of
from narratives.text import MAX_STORY_CHARACTERS
from narratives.translation import name_of
from store.accounts import Role
from store.intake import Outcome
from web.access import open_to
from web.errors import RETRY_SECONDS
from web.forms import NarrativeForm
from web.keying.form import Sitting, read_keyed, read_sitting
from web.reach import narrowed, visible_collections
from web.respond.consent import consent_choices
from web.respond.paper import paper_questions
from web.respond.telling import fresh_key, groups_to_choose
from web.stores import stores

bp = Blueprint("keying", __name__, url_prefix="/keying")
_STAFF = (Role.PRACTITIONER, Role.MODERATOR, Role.MANAGER, Role.ADMINISTRATOR)
_NOT_KEPT = {
    Outcome.DIFFERENT: "Nothing was saved: the form before was saved from this page. Press Save again to save this one",
    Outcome.WITHDRAWN: "Nothing was saved: this form was keyed before, and its teller has taken the story out",
}


@bp.get("")
@open_to(*_STAFF, within_groups=True)
def choose() -> ResponseReturnValue:
    """The collections that paper forms can be keyed for."""
    return render_template("keying/choose.html", collections=visible_collections())


@bp.get("/<collection_id>")
@open_to(*_STAFF, within_groups=True)
def key_in(collection_id: str) -> ResponseReturnValue:
    """An empty form, ready for the first one of a sitting."""
    whole, framework = stores().opened(collection_id)
    return _page(narrowed(whole), framework, read_sitting({}, framework, date.today()))


@bp.post("/<collection_id>")
@open_to(*_STAFF, within_groups=True)
def save(collection_id: str) -> ResponseReturnValue:
    """Keep one form and show the next with the code of this one, or show what is wrong."""
    whole, framework = stores().opened(collection_id)
    collection = narrowed(whole)
    fields, key = request.form.to_dict(flat=False), request.form.get("key", "")
    sitting = read_sitting(request.form, framework, date.today())
    try:
        if not is_idempotency_key(key):
            raise SubmissionError([FieldError("save", "Check the form once more, then press Save")])
        narrative = read_keyed(collection, framework, fields, sitting.language, date.today())
        receipt = stores().intake.submit(whole, framework, narrative, key)
    except SubmissionError as error:
        key = key if is_idempotency_key(key) else fresh_key()
        return _page(collection, framework, sitting, fields=fields, errors=error.errors, key=key), 422
    except BusyError:
        problem = FieldError("save", "Not saved yet: we are very busy. Wait a few seconds, then press Save again")
        page = _page(collection, framework, sitting, fields=fields, errors=(problem,), key=key)
        return page, 503, {"Retry-After": str(RETRY_SECONDS)}
    if receipt.outcome in _NOT_KEPT:
        problem = FieldError("save", _NOT_KEPT[receipt.outcome])
        return _page(collection, framework, sitting, fields=fields, errors=(problem,)), 409
    return _page(collection, framework, sitting.after_one_more(), code=receipt.code), 201


def _page(
    collection: Collection,
    framework: Framework,
    sitting: Sitting,
    *,
    fields: Fields | None = None,
    errors: tuple[FieldError, ...] = (),
    key: str = "",
    code: str = "",
) -> str:
    worded = framework.in_language(sitting.language)
    return render_template(
        "keying/form.html",
        collection=collection,
        framework=worded,
        form=NarrativeForm(worded, fields or {}, errors),
        ticked=set((fields or {}).get("hear", ())),
        questions=paper_questions(collection, worded),
        sitting=sitting,
        languages=[(code, name_of(code)) for code in framework.languages],
        groups=groups_to_choose(collection),
        hearers=hearers_of(worded),
        consent=consent_choices(collection),
        errors=errors,
        key=key or fresh_key(),
        code=code,
        most=MAX_STORY_CHARACTERS,
        today=date.today().isoformat(),
    )
