"""Coming back with a code. The code travels in the forms of these pages and nowhere else: no address holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import Blueprint, current_app, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from narratives.errors import BusyError, FieldError, SubmissionError
from narratives.moderation import MOST_NOTE
from narratives.narrative import Narrative, Scope, scopes_up_to
from narratives.receipt import normalise_code
from narratives.text import clean_text
from narratives.translation import gettext as _
from store.collections import list_collections
from store.corrections import Change, correct_story, narrow_consent
from store.erasure import withdraw
from store.messages import MOST_CHARACTERS, Author, Posted, leave_message
from store.moderation import send_again
from store.moderation_history import answer_moderators
from store.receipts import Kept, find_story, get_kept
from store.release_quotations import stop_quoting
from web.access import EVERYONE, open_to
from web.errors import RETRY_SECONDS
from web.language import worded
from web.organisation import extension
from web.returning.desk import RETRY_SECONDS as LATER_SECONDS
from web.returning.desk import Desk, TooManyTriesError
from web.returning.moderated import note_new_words
from web.returning.new_words import newly_noticed
from web.returning.own_fields import changed_answer, changed_group, changed_story, changed_title
from web.returning.visit import (
    GROUP,
    STORY,
    TITLE,
    Visit,
    change_page,
    readers_page,
    remove_page,
    removed_page,
    story_page,
)
from web.stores import stores
from web.words import listed

bp = Blueprint("returning", __name__)
# Empties what the browser keeps of this site's pages, so that going back does not show the story.
_FORGET = {"Clear-Site-Data": '"cache"'}
_MOST_TYPED = 200
_DESK = "returning.desk"


@bp.record_once
def _open_desk(state: BlueprintSetupState) -> None:
    state.app.extensions.setdefault(_DESK, Desk())


@bp.get("/code")
@open_to(EVERYONE)
def ask_code() -> ResponseReturnValue:
    """The page that asks for a code."""
    return _code_page()


@bp.post("/code")
@open_to(EVERYONE)
def come_back() -> ResponseReturnValue:
    """Show, change or take out the story that the posted code belongs to, by the button that was pressed."""
    pressed = request.form.get("at" if "speak" in request.form else "step", "show")
    if pressed == "code":
        return _code_page()
    try:
        visit = _visit()
    except TooManyTriesError:
        busy = _("Too many codes are being tried at the moment. Wait a few seconds, then press Continue again")
        page = _code_page(busy, status=429)
        page.headers["Retry-After"] = str(LATER_SECONDS)
        return page
    if visit is None:
        return _code_page(_("No story has this code. Check each letter and number, then try again"), status=422)
    step, _colon, field = pressed.partition(":")
    try:
        page = make_response(_STEPS.get(step, _show)(visit, field))
    except BusyError:
        sorry = _("This could not be stored just now. Nothing was changed. Wait a few seconds, then try again.")
        page = make_response(story_page(visit, done=sorry), 503, {"Retry-After": str(RETRY_SECONDS)})
    page.headers.update(_FORGET)
    return page


def _code_page(problem: str = "", status: int = 200) -> Response:
    db = stores().stories
    page = render_template(
        "returning/code.html",
        errors=(FieldError("code", problem),) if problem else (),
        problem=problem,
        typed=request.form.get("code", "")[:_MOST_TYPED],
        # Which collection a code is for is not known yet: the way out is there if it may be needed.
        sensitive=any(one.sensitive for one in list_collections(db)),
    )
    return make_response(page, status)


def _visit() -> Visit | None:
    """The story that the posted code leads to. Raises TooManyTriesError."""
    code = normalise_code(request.form.get("code", ""))
    if not code:
        return None
    db, secret = stores().stories, stores().settings.secret
    desk: Desk = current_app.extensions.setdefault(extension(_DESK), Desk())
    kept = desk.look_up(lambda: find_story(db, code, secret))
    return None if kept is None else _visit_of(code, kept)


def _visit_of(code: str, kept: Kept) -> Visit:
    collection, framework = stores().opened(kept.narrative.collection)
    return Visit(code, kept, collection, worded(framework))


def _show(visit: Visit, field: str) -> ResponseReturnValue:
    return story_page(visit)


def _change(visit: Visit, field: str) -> ResponseReturnValue:
    return change_page(visit, field) if visit.may_change(field) else story_page(visit)


def _save(visit: Visit, field: str) -> ResponseReturnValue:
    if not visit.may_change(field):
        return story_page(visit, done=_("This can no longer be changed. Nothing was changed."))
    try:
        after = _changed(visit, field)
    except SubmissionError as error:
        return change_page(visit, field, error.errors), 422
    noticed = newly_noticed(visit.kept.narrative, after)
    if noticed and request.form.get("keep_words") != "yes":
        said = _("Take these words out, or tick the box to keep them: %(words)s", words=listed(noticed))
        return change_page(visit, field, (FieldError(field, said),), noticed=True), 422
    return _put(visit, after, correct_story, _("Your change is kept."))


def _changed(visit: Visit, field: str) -> Narrative:
    narrative, fields = visit.kept.narrative, visit.fields
    if field == STORY:
        return changed_story(narrative, fields, spoken=visit.kept.spoken)
    if field == TITLE:
        return changed_title(narrative, fields)
    if field == GROUP:
        return changed_group(visit.collection, narrative, fields)
    signifier = visit.framework.signifier(field)
    return changed_answer(visit.collection, visit.framework, narrative, signifier, fields)


def _readers(visit: Visit, field: str) -> ResponseReturnValue:
    return readers_page(visit)


def _allow(visit: Visit, field: str) -> ResponseReturnValue:
    before = visit.kept.narrative
    chosen, no_messages = request.form.get("consent", ""), request.form.get("no_messages") == "yes"
    if chosen not in {choice.value for choice in visit.narrower()} and not (no_messages and not chosen):
        problem = _("Choose what you want to allow, or go back and leave it as it is")
        return readers_page(visit, (FieldError("consent", problem),)), 422
    allowed = scopes_up_to(chosen) if chosen else before.consent
    if Scope.READ in allowed and Scope.CONTACT in before.consent and not no_messages:
        allowed |= {Scope.CONTACT}
    else:
        allowed -= {Scope.CONTACT}
    after = replace(before, consent=allowed & before.consent)
    return _put(visit, after, narrow_consent, _("From now on this is all that you allow."))


def _put(visit: Visit, after: Narrative, put: Callable[..., Change], done: str) -> ResponseReturnValue:
    """Store a change and show the story as it is now."""
    db, before = stores().stories, visit.kept.narrative
    # The framework in its own words: the store derives codes and scores from it.
    framework = stores().opened(before.collection)[1]
    if _takes_words_back(before, after):
        stop_quoting(db, before.id, on=date.today())
    found = Change.KEPT if after == before else put(db, visit.collection, framework, before, after)
    if found is Change.KEPT:
        note_new_words(db, before, after, on=date.today())
        return _shown_again(visit, done)
    if found is Change.COUNTED:
        return _shown_again(visit, _("Your answers were counted a moment ago and can no longer be changed."))
    return _shown_again(visit, _("Your story was changed elsewhere at the same time. Look at it and try again."))


def _takes_words_back(before: Narrative, after: Narrative) -> bool:
    """Whether words that could be published can be no longer."""
    told, now = ((one.text, one.title, one.answers) for one in (before, after))
    return Scope.PUBLISH not in after.consent or told != now


def _remove(visit: Visit, field: str) -> ResponseReturnValue:
    return remove_page(visit)


def _erase(visit: Visit, field: str) -> ResponseReturnValue:
    stop_quoting(stores().stories, visit.kept.narrative.id, on=date.today())
    withdraw(stores().stories, visit.kept.narrative.id, stores().settings.secret)
    return removed_page(visit)


def _reply(visit: Visit, field: str) -> ResponseReturnValue:
    def leave(typed: str) -> bool:
        story = visit.kept.narrative.id
        return leave_message(stores().stories, story, Author.TELLER, typed, date.today()) is Posted.LEFT

    missing, done = _("Write your message, then press Send"), _("Your message is sent. A moderator reads it.")
    return _sent(visit, "message", MOST_CHARACTERS, leave, missing=missing, done=done)


def _send_again(visit: Visit, field: str) -> ResponseReturnValue:
    if send_again(stores().stories, visit.collection, visit.kept.narrative.id, on=date.today()):
        return _shown_again(visit, _("Your story is with the moderators again, as it is."))
    return _shown_again(visit, _("This can no longer be changed. Nothing was changed."))


def _answer(visit: Visit, field: str) -> ResponseReturnValue:
    def leave(typed: str) -> bool:
        return answer_moderators(stores().stories, visit.kept.narrative.id, typed, on=date.today())

    missing, done = _("Write your answer, then press Send"), _("Your answer is sent. A moderator reads it.")
    return _sent(visit, "answer", MOST_NOTE, leave, missing=missing, done=done)


def _sent(
    visit: Visit, field: str, most: int, leave: Callable[[str], bool], *, missing: str, done: str
) -> ResponseReturnValue:
    """Leave what was typed into a field with the moderators; `missing` is said where nothing was."""
    typed = clean_text(request.form.get(field, ""))
    if not typed:
        problem = missing
    elif len(typed) > most:
        problem = _("Shorten your message to %(most)s characters or fewer", most=f"{most:,}")
    elif leave(typed):
        return story_page(visit, done=done)
    else:
        problem = _("No more messages can be sent about this story")
    return story_page(visit, errors=(FieldError(field, problem),), typed=typed), 422


def _shown_again(visit: Visit, done: str) -> ResponseReturnValue:
    kept = get_kept(stores().stories, visit.kept.narrative.id)
    return _code_page() if kept is None else story_page(replace(visit, kept=kept), done=done)


_STEPS: dict[str, Callable[[Visit, str], ResponseReturnValue]] = {
    "show": _show,
    "change": _change,
    "save": _save,
    "readers": _readers,
    "allow": _allow,
    "remove": _remove,
    "erase": _erase,
    "reply": _reply,
    "send-again": _send_again,
    "answer": _answer,
}
