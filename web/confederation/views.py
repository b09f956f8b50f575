"""What an organisation shares with others, and with whom: its administrators say."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError, FrameworkError, FrozenError
from store.accounts import Role
from store.commons import join, leave
from store.commons_frameworks import get_shared_framework, offer_framework
from store.frameworks import add_framework, get_framework
from store.release_shares import set_shared_collections
from store.seen_elsewhere import set_telling
from web.access import open_to
from web.auditing import record
from web.confederation.commons import belonging, belongings, commons
from web.confederation.page import Card, card_of
from web.organisation import here
from web.stores import stores

bp = Blueprint("confederation", __name__, url_prefix="/confederation")
ADMINISTRATORS = (Role.ADMINISTRATOR,)
_VERSION = re.compile(r"([a-z0-9][a-z0-9_-]{0,63}):([0-9]{1,6})")
_SAID = {
    "joined": "Joined. Nothing is shared until you tick a collection below.",
    "left": "Left. Every figure of yours was taken back at once. You can join again.",
    "names": "Saved.",
    "collections": "Saved. Figures follow within minutes, as soon as at least 10 people have answered a question.",
    "offered": "Offered. Members can adopt it from now on.",
    "offered-before": "It was offered before. Nothing was changed.",
    "adopted": "Adopted. Open a collection with it: it is yours now, frozen as it came.",
    "adopted-before": "You have these questions already. Nothing was changed.",
}
_DISAGREED = "Tick that you agree, or leave the page as it is: nothing is shared"
_UNSURE = "Tick that you want to leave: every figure of yours is taken back at once"
_UNKNOWN = "Choose one of your frameworks"


@bp.get("")
@open_to(*ADMINISTRATORS)
def page() -> ResponseReturnValue:
    """Every confederation that this organisation was asked into or has joined."""
    return _page()


@bp.post("/<confederation_id>/join")
@open_to(*ADMINISTRATORS)
def agree(confederation_id: str) -> ResponseReturnValue:
    """Join, with an administrator's consent."""
    one = belonging(confederation_id, has_joined=False)
    if not one.own.is_in:
        if "agree" not in request.form:
            return _page(confederation_id, FieldError(f"agree-{confederation_id}", _DISAGREED))
        record("confederation.join", confederation_id)
        set_shared_collections(stores().stories, confederation_id, ())  # ticks of an earlier time are no consent
        set_telling(stores().stories, confederation_id, tells=False)
        join(commons(), confederation_id, here().organisation, may_be_named="named" in request.form)
    return _back(confederation_id, "joined")


@bp.post("/<confederation_id>/leave")
@open_to(*ADMINISTRATORS)
def go(confederation_id: str) -> ResponseReturnValue:
    """Leave, and take every figure back at once."""
    one = belonging(confederation_id, has_joined=False)
    if one.own.is_in:
        if "sure" not in request.form:
            return _page(confederation_id, FieldError(f"sure-{confederation_id}", _UNSURE))
        record("confederation.leave", confederation_id)
        leave(commons(), confederation_id, here().organisation)
        set_shared_collections(stores().stories, confederation_id, ())
        set_telling(stores().stories, confederation_id, tells=False)
    return _back(confederation_id, "left")


@bp.post("/<confederation_id>/names")
@open_to(*ADMINISTRATORS)
def be_named(confederation_id: str) -> ResponseReturnValue:
    """Say whether the others may see this organisation's title."""
    belonging(confederation_id)
    record("confederation.names", confederation_id)
    join(commons(), confederation_id, here().organisation, may_be_named="named" in request.form)
    return _back(confederation_id, "names")


@bp.post("/<confederation_id>/collections")
@open_to(*ADMINISTRATORS)
def choose_collections(confederation_id: str) -> ResponseReturnValue:
    """Say of which collections the others see figures, and whether they are told that stories of them moved."""
    card = card_of(belonging(confederation_id))
    ticked = set(request.form.getlist("collection"))
    record("confederation.share", confederation_id)
    set_telling(stores().stories, confederation_id, tells="tell" in request.form)
    set_shared_collections(stores().stories, confederation_id, [one.id for one in card.collections if one.id in ticked])
    return _back(confederation_id, "collections")


@bp.post("/<confederation_id>/offer")
@open_to(*ADMINISTRATORS)
def offer(confederation_id: str) -> ResponseReturnValue:
    """Offer questions to the others."""
    field, chosen = f"framework-{confederation_id}", request.form.get("framework", "")
    card = card_of(belonging(confederation_id))
    if chosen not in {one.value for one in card.own_frameworks}:
        return _page(confederation_id, FieldError(field, _UNKNOWN))
    framework_id, version = _named_version(chosen)
    framework = get_framework(stores().stories, framework_id, version)
    record("confederation.offer", framework_id)
    try:
        is_new = offer_framework(commons(), confederation_id, framework, here().organisation)
    except FrozenError as error:
        return _page(confederation_id, FieldError(field, _sentence(error)))
    return _back(confederation_id, "offered" if is_new else "offered-before")


@bp.post("/<confederation_id>/adopt")
@open_to(*ADMINISTRATORS)
def adopt(confederation_id: str) -> ResponseReturnValue:
    """Take over questions that somebody offered, as they came."""
    belonging(confederation_id)
    framework_id, version = _named_version(request.form.get("framework", ""))
    shared = get_shared_framework(commons(), confederation_id, framework_id, version)
    record("confederation.adopt", framework_id)
    try:
        is_new = add_framework(stores().stories, shared.framework())
    except FrozenError:
        clash = (
            f"You have a framework {shared.id} version {shared.version} that asks something else. "
            "Ask who offered it to give theirs another id"
        )
        return _page(confederation_id, FieldError(f"adopt-{confederation_id}-{shared.id}-{shared.version}", clash))
    except FrameworkError:
        old = "This release cannot ask these questions. Bring the platform up to date, then adopt them"
        return _page(confederation_id, FieldError(f"adopt-{confederation_id}-{shared.id}-{shared.version}", old))
    return _back(confederation_id, "adopted" if is_new else "adopted-before")


def _page(confederation_id: str = "", error: FieldError | None = None) -> ResponseReturnValue:
    cards: list[Card] = sorted((card_of(one) for one in belongings()), key=lambda card: not card.is_in)
    html = render_template(
        "confederation/page.html",
        cards=cards,
        errors=(error,) if error else (),
        error=error,
        error_in=confederation_id,
        typed=request.form if error else {},
        done=_SAID.get(request.args.get("done", ""), ""),
        done_in=request.args.get("in", ""),
    )
    return (html, 422) if error else html


def _named_version(chosen: str) -> tuple[str, int]:
    found = _VERSION.fullmatch(chosen)
    return (found[1], int(found[2])) if found else ("", 0)


def _back(confederation_id: str, done: str) -> ResponseReturnValue:
    where = url_for(".page", done=done, **{"in": confederation_id}, _anchor=f"in-{confederation_id}")  # type: ignore[arg-type]
    return redirect(where, code=303)


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[0].upper()}{text[1:]}"
