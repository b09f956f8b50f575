"""A code, one page of questions, and a receipt; and the way out of the comparison."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from narratives.errors import BusyError, FieldError, SubmissionError
from narratives.form_fields import first
from narratives.invitation import read_invitation
from narratives.narrative import Narrative
from narratives.receipt import is_idempotency_key, normalise_code
from narratives.text import MAX_STORY_CHARACTERS
from narratives.translation import gettext as _
from web.access import EVERYONE, open_to
from web.casework.questions import questions_of
from web.errors import RETRY_SECONDS
from web.organisation import extension
from web.pair import codes
from web.pair.account import Account, account_of, any_sensitive, comparable_signifiers, compared_places, tell
from web.respond.consent import consent_choices
from web.respond.pages import closed_page
from web.respond.start import signposts_of
from web.respond.telling import MOST_TYPED, fresh_key
from web.returning.desk import RETRY_SECONDS as LATER_SECONDS
from web.returning.desk import Desk, TooManyTriesError

bp = Blueprint("pair", __name__)
_DESK = "pair.desk"
_MOST_TYPED_CODE = 40
_FORGET = {"Clear-Site-Data": '"cache"'}


@bp.record_once
def _open_desk(state: BlueprintSetupState) -> None:
    state.app.extensions.setdefault(_DESK, Desk())


@bp.get("/pair")
@open_to(EVERYONE)
def ask() -> ResponseReturnValue:
    """The page that asks for the code; one that came in the address is typed in already."""
    return _code_page(typed=request.args.get("code", ""))


@bp.post("/pair")
@open_to(EVERYONE)
def answer() -> ResponseReturnValue:
    """Open a code, keep an account, or take answers out of the comparison, by the button that was pressed."""
    pressed = request.form.get("at" if "speak" in request.form else "step", "")
    if pressed == "code":
        return _code_page(typed=request.form.get("code", ""))
    try:
        return _take_out() if pressed == "out" else _open(pressed)
    except TooManyTriesError:
        words = _("Wait ten seconds, then press Continue again: too many codes are being tried")
        page = _code_page(words, 429, field="receipt" if pressed == "out" else "code")
        page.headers["Retry-After"] = str(LATER_SECONDS)
        return page


def _open(pressed: str) -> ResponseReturnValue:
    """The questions that a code leads to, or what became of the answers."""
    code, today = read_invitation(request.form.get("code", "")), date.today()
    if not code:
        return _code_page(_misread())
    found = _desk().look_up(lambda: codes.opened(code, today))
    if found is None:
        return _code_page(_("Check the code: there is none like it"))
    if not found.good:
        return _code_page(_gone(), 410)
    account = account_of(found.collection, found.group, request.form.to_dict(flat=False))
    if not account.collection.is_open_on(today):
        ended = account.collection.closes_on is not None and account.collection.closes_on < today
        return closed_page(account.collection, first(account.fields, "story"), ended=ended), 410 if ended else 404
    if pressed == "send" and "speak" not in request.form:
        return _send(account, code, today)
    return _form_page(account, code)


def _send(account: Account, code: str, today: date) -> ResponseReturnValue:
    key = first(account.fields, "key")
    try:
        narrative = account.narrative(today)
    except SubmissionError as error:
        return _form_page(account, code, error.errors), 422
    if not is_idempotency_key(key):
        problem = FieldError("story", _("Check your answers once more, then press Send"))
        return _form_page(account, code, (problem,)), 422
    try:
        return _kept(account, narrative, code, key, today)
    except BusyError:
        busy = _("This could not be stored just now. Wait a few seconds, then press Send again.")
        return _form_page(account, code, (FieldError("send", busy),)), 503, {"Retry-After": str(RETRY_SECONDS)}


def _kept(account: Account, narrative: Narrative, code: str, key: str, today: date) -> ResponseReturnValue:
    """Take the code, keep the story, put the answers side by side: a crash between any two is mended by sending again.

    The three are three commits, since nothing commits to both stores; each does nothing the second time.
    """
    if codes.claimed(code, key, today) is codes.Claim.GONE:
        return _form_page(account, code, (FieldError("send", _gone()),)), 410
    # A code that was used before tells another story all the same, which is compared with nothing: whoever made it
    # could otherwise try it, and would learn whether somebody had answered.
    receipt = tell(account, narrative, key)
    if receipt is None:
        before = _("You sent this before with other answers, and what you sent first is kept. Nothing was added")
        return _form_page(account, code, (FieldError("send", before),)), 409
    places = compared_places(account, narrative)
    codes.finish(code, key, receipt=receipt, places=places, k=account.collection.k, today=today)
    page = render_template(
        "pair/kept.html",
        collection=account.collection,
        code=receipt,
        compared=first(account.fields, "compare") == "yes",
        signposts=signposts_of(account.collection),
    )
    return make_response(page, 201, _FORGET)


def _take_out() -> ResponseReturnValue:
    typed = request.form.get("receipt", "")
    receipt = normalise_code(typed)
    if not receipt:
        words = _("Enter the code that you were shown when you sent your answers")
        return _code_page(words, field="receipt")
    try:
        # Whether anything waited is not told, and every try counts as a wrong one: who answers in somebody's place
        # would learn by their own answers whether that person had been there before.
        _desk().look_up(lambda: _taken_out(receipt))
    except BusyError:
        busy = _("This could not be stored just now. Nothing was changed. Wait a few seconds, then try again.")
        return _code_page(busy, 503, field="receipt")
    return make_response(render_template("pair/out.html", sensitive=any_sensitive()), 200, _FORGET)


def _taken_out(receipt: str) -> None:
    codes.take_out(receipt, comparable_signifiers())


def _code_page(problem: str = "", status: int = 422, *, field: str = "code", typed: str = "") -> Response:
    page = render_template(
        "pair/code.html",
        errors=(FieldError(field, problem),) if problem else (),
        problem={field: problem},
        typed=(typed or request.form.get("code", ""))[:_MOST_TYPED_CODE],
        sensitive=any_sensitive(),
    )
    return make_response(page, status if problem else 200)


def _form_page(account: Account, code: str, errors: tuple[FieldError, ...] = ()) -> str:
    form = account.form(errors)
    key = first(account.fields, "key")
    return render_template(
        "pair/form.html",
        collection=account.collection,
        framework=account.framework,
        form=form,
        questions=questions_of(form, _("None of these fit")),
        errors=errors,
        code=code,
        key=key if is_idempotency_key(key) else fresh_key(),
        consent=consent_choices(account.collection)[:2],
        signposts=signposts_of(account.collection),
        most=MAX_STORY_CHARACTERS,
        most_typed=MOST_TYPED,
        noticed=any(error.field == "story" for error in errors) and first(account.fields, "story") != "",
    )


def _desk() -> Desk:
    desk: Desk = current_app.extensions.setdefault(extension(_DESK), Desk())
    return desk


def _misread() -> str:
    if not request.form.get("code", "").strip():
        return _("Enter the code that your officer gave you")
    return _("Check the code: it has 15 letters and numbers, and at least one of yours is different")


def _gone() -> str:
    return _("This code no longer works. Ask your officer for another one")
