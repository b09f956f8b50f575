"""The queue of weak signals, one pocket, and a manager's decision about it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import WHOLE
from narratives.weak_signal import SignalState
from store.accounts import Role
from store.release_weak_signals import ReleasedSignal, get_released_signal, list_released_signals
from store.weak_signal_decisions import count_decided, decide, list_decisions, undo_decision
from web.access import current_account, may, open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, others
from web.explore.weak_signals.cards import is_striking, queue_page
from web.explore.weak_signals.decision_form import DecisionForm, read_decision
from web.explore.weak_signals.page import signal_page, targets
from web.people import names
from web.stores import stores

_DECIDERS = (Role.MANAGER,)


@bp.app_template_global()
def waiting_signals(collection_id: str) -> int:
    """How many pockets of a collection wait for somebody to look, of those that stand out in the queue."""
    collection, _ = opened(collection_id)
    return sum(map(is_striking, list_released_signals(stores().stories, collection).waiting))


@bp.get("/explore/<collection_id>/weak-signals")
@open_to(*VIEWERS)
def weak_signals(collection_id: str) -> ResponseReturnValue:
    """The queue."""
    collection, framework = opened(collection_id)
    db = stores().stories
    queue = list_released_signals(db, collection)
    return render_template(
        "explore/weak-signals.html",
        collection=collection,
        page=queue_page(collection, framework, queue, names(), count_decided(db, collection.id), may_read=may_read()),
        may_decide=_may_decide(),
        others=others(collection),
    )


@bp.get("/explore/<collection_id>/weak-signals/<signal_id>")
@open_to(*VIEWERS)
def weak_signal(collection_id: str, signal_id: str) -> ResponseReturnValue:
    """One pocket with its stories."""
    return _page(collection_id, signal_id, DecisionForm())


@bp.post("/explore/<collection_id>/weak-signals/<signal_id>")
@open_to(*_DECIDERS)
def decide_signal(collection_id: str, signal_id: str) -> ResponseReturnValue:
    """Keep a pocket, merge it into another or dismiss it."""
    collection, _ = opened(collection_id)
    db = stores().stories
    found = _found(collection_id, signal_id)
    into = targets(found, list_released_signals(db, collection), may_read=may_read())
    form = read_decision(request.form, dict(into))
    if form.errors and found.signal.state is SignalState.WAITING:
        return _page(collection_id, signal_id, form), 422
    state = SignalState(form.decision or SignalState.DISMISSED)
    done = not form.errors and decide(
        db,
        collection.id,
        signal_id,
        state,
        actor=current_account().username,
        at=datetime.now(UTC),
        note=form.note,
        into=form.into if state is SignalState.MERGED else None,
    )
    if not done:
        notice = "Somebody decided about this before you. Nothing was changed."
        return _page(collection_id, signal_id, form, notice=notice), 409
    return redirect(_to(collection_id, signal_id), code=303)


@bp.post("/explore/<collection_id>/weak-signals/<signal_id>/undo")
@open_to(*_DECIDERS)
def undo_signal(collection_id: str, signal_id: str) -> ResponseReturnValue:
    """Let a pocket wait again."""
    _found(collection_id, signal_id)
    done = undo_decision(
        stores().stories, collection_id, signal_id, actor=current_account().username, at=datetime.now(UTC)
    )
    if not done:
        return _page(collection_id, signal_id, DecisionForm(), notice="It is waiting already."), 409
    return redirect(_to(collection_id, signal_id), code=303)


def _found(collection_id: str, signal_id: str) -> ReleasedSignal:
    collection, _ = opened(collection_id)
    found = get_released_signal(stores().stories, collection, signal_id)
    if found is None:
        abort(404)
    return found


def _to(collection_id: str, signal_id: str) -> str:
    return url_for("explore.weak_signal", collection_id=collection_id, signal_id=signal_id, _anchor="decided")


def _may_decide() -> bool:
    return may(*_DECIDERS, group=WHOLE)


def _page(collection_id: str, signal_id: str, form: DecisionForm, notice: str = "") -> str:
    collection, framework = opened(collection_id)
    db = stores().stories
    found = _found(collection_id, signal_id)
    queue = list_released_signals(db, collection)
    decisions = list_decisions(db, collection.id)
    return render_template(
        "explore/weak-signal.html",
        collection=collection,
        page=signal_page(collection, framework, found, queue, decisions, names(), may_read=may_read()),
        form=form,
        errors=form.errors,
        notice=notice,
        may_read=may_read(),
        may_decide=_may_decide(),
        others=others(collection, "explore.weak_signals"),
    )
