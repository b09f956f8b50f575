"""Every event, the page of one, the links that are sent round, and closing and reopening it."""

from __future__ import annotations

from datetime import date, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from narratives.event_form import LONGEST
from store.accounts import Role
from store.events import close_event, list_events, reopen_event
from web.access import may, open_to
from web.events.blueprint import INVITERS, bp, held
from web.events.cards import event_cards
from web.events.page import event_page
from web.events.ways_in import ways_in
from web.explore.blueprint import VIEWERS, may_read, today
from web.reach import visible_collections
from web.stores import stores


@bp.get("")
@open_to(*VIEWERS, within_collections=True)
def overview() -> ResponseReturnValue:
    """Every event whose perspectives the signed-in person may all see."""
    seen = {one.id: one for one in visible_collections()}
    events = [one for one in list_events(stores().stories) if one.collection_id in seen]
    return render_template(
        "events/overview.html", cards=event_cards(events, seen, today()), may_open=may(Role.MANAGER, collection="")
    )


@bp.get("/<collection_id>")
@open_to(*VIEWERS)
def page(collection_id: str) -> ResponseReturnValue:
    """The perspectives side by side, and who predicts whom."""
    return _page(collection_id)


@bp.get("/<collection_id>/links")
@open_to(*INVITERS)
def links(collection_id: str) -> ResponseReturnValue:
    """A link and a square to scan for each perspective."""
    event, collection, _framework = held(collection_id)
    return render_template(
        "events/links.html",
        event=event,
        collection=collection,
        ways=ways_in(collection),
        is_open=collection.is_open_on(today()),
        done=request.args.get("done", ""),
    )


@bp.post("/<collection_id>/close")
@open_to(Role.MANAGER)
def close(collection_id: str) -> ResponseReturnValue:
    """Take no more accounts."""
    close_event(stores().stories, collection_id, today())
    return redirect(url_for(".page", collection_id=collection_id, done="closed"), code=303)


@bp.post("/<collection_id>/reopen")
@open_to(Role.MANAGER)
def reopen(collection_id: str) -> ResponseReturnValue:
    """Take accounts again, until a day or until it is closed."""
    typed, now = request.form.get("closes_on", "").strip(), today()
    try:
        until = date.fromisoformat(typed) if typed else None
    except ValueError:
        until = now - timedelta(days=1)
    if until is not None and not now <= until <= now + LONGEST:
        wrong = FieldError("closes_on", "Give a day from today to two years from now, or leave it empty")
        return _page(collection_id, (wrong,), typed), 422
    reopen_event(stores().stories, collection_id, until)
    return redirect(url_for(".page", collection_id=collection_id, done="reopened"), code=303)


def _page(collection_id: str, errors: tuple[FieldError, ...] = (), typed: str = "") -> str:
    event, collection, framework = held(collection_id)
    return render_template(
        "events/page.html",
        event=event,
        collection=collection,
        page=event_page(stores(), event, collection, framework, today(), may_read=may_read()),
        errors=errors,
        typed=typed,
        done=request.args.get("done", ""),
        may_change=may(Role.MANAGER),
        may_invite=may(*INVITERS),
    )
