"""Whether the promise is kept, and an administrator's decision about another one: one page a collection."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import WHOLE
from store import judgements, promise_proposals
from store.accounts import Role
from store.release_promises import get_released_promise
from web.access import current_account, may, open_to
from web.explore.blueprint import VIEWERS, bp, opened, others, today
from web.explore.promise.changes import DecisionForm, changes, read_decision
from web.explore.promise.page import promise_page, promised_words
from web.explore.promise.worth import worth
from web.people import names
from web.stores import stores

_DECIDERS = (Role.ADMINISTRATOR,)


@bp.get("/explore/<collection_id>/promise")
@open_to(*VIEWERS)
def promise(collection_id: str) -> ResponseReturnValue:
    """What was promised about false alerts, what was measured, what alerts were worth, and how soon shifts show."""
    return _page(collection_id, DecisionForm())


@bp.post("/explore/<collection_id>/promise/<proposal_id>")
@open_to(*_DECIDERS)
def decide_promise(collection_id: str, proposal_id: str) -> ResponseReturnValue:
    """Accept or decline a proposal, with the reason; one that somebody decided about before stays as it is."""
    db = stores().stories
    proposal = promise_proposals.get_proposal(db, proposal_id)
    if proposal.collection != collection_id:
        abort(404)
    form = read_decision(request.form.get("decision", ""), request.form.get("because", ""))
    if form.errors and proposal.decision is None:
        return _page(collection_id, form), 422
    decide = promise_proposals.accept if form.decision == "accepted" else promise_proposals.decline
    actor, now = current_account().username, datetime.now(UTC)
    if not decide(db, proposal_id, because=form.because, actor=actor, at=now):
        return _page(collection_id, form, notice="Somebody decided about this before you. Nothing was changed."), 409
    return redirect(url_for("explore.promise", collection_id=collection_id, _anchor="changes"), code=303)


def _page(collection_id: str, form: DecisionForm, notice: str = "") -> str:
    collection, framework = opened(collection_id)
    db = stores().stories
    found = get_released_promise(db, collection, today())
    said, raised = judgements.list_judgements(db, collection.id), judgements.count_raised(db, collection.id)
    return render_template(
        "explore/promise/promise.html",
        collection=collection,
        page=promise_page(collection, framework, found),
        worth=worth(said, raised, promised_words(found.promised), today()),
        changes=changes(promise_proposals.list_proposals(db, collection.id), names()),
        form=form,
        errors=form.errors,
        notice=notice,
        may_decide=may(*_DECIDERS, group=WHOLE),
        others=others(collection, "explore.promise"),
    )
