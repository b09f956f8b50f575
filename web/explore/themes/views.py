"""Themes of a collection, one theme, and the proposal of others with a manager's decision about it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import WHOLE, Collection, Policy
from narratives.errors import FieldError
from narratives.framework import Framework
from store import theme_proposals
from store.accounts import Role
from store.release_themes import list_retired_themes
from web.access import current_account, may, open_to
from web.explore.blueprint import VIEWERS, bp, choose, may_read, opened, others, today
from web.explore.patterns import agreement_line
from web.explore.themes.cards import CardMaker
from web.explore.themes.proposal_page import ProposalMaker
from web.people import names
from web.stores import stores

_MOST_DIGITS = 7
_DECIDERS = (Role.MANAGER,)
_DECIDE = {
    "accepted": theme_proposals.accept,
    "declined": theme_proposals.decline,
    "taken back": theme_proposals.take_back,
}
_TOO_LATE = {
    "accepted": "This was decided before, or the themes have changed since it was proposed. Nothing was changed.",
    "declined": "Somebody decided about this before you. Nothing was changed.",
    "taken back": "This can no longer be taken back: more than seven days have passed, or the themes have changed "
    "since. Nothing was changed.",
}
_CHOOSE = "Choose whether to accept the proposed themes or to keep those of today"


@bp.get("/themes", endpoint="themes")
@bp.get("/explore/<collection_id>/themes", endpoint="themes")
@open_to(*VIEWERS, within_collections=True)
def show_themes(collection_id: str | None = None) -> ResponseReturnValue:
    """What the stories are about."""
    if collection_id is None:
        return choose("explore.themes", "Themes")
    collection, framework = opened(collection_id)
    return render_template(
        "explore/themes.html",
        collection=collection,
        page=_maker(collection, framework).page(),
        proposed=theme_proposals.get_open_proposal(stores().stories, collection.id) is not None,
        retired=list_retired_themes(stores().stories, collection),
        may_read=may_read(),
        may_decide=may(*_DECIDERS, group=WHOLE),
        is_protected=collection.policy is Policy.PROTECTED,
        agreement=agreement_line(stores(), collection, framework),
        others=others(collection),
    )


@bp.get("/explore/<collection_id>/themes/<theme_id>")
@open_to(*VIEWERS)
def theme(collection_id: str, theme_id: str) -> ResponseReturnValue:
    """One theme, all of it; of one that ended, where its stories went."""
    collection, framework = opened(collection_id)
    if not (theme_id.isascii() and theme_id.isdigit() and len(theme_id) < _MOST_DIGITS):
        abort(404)
    card, ended = _maker(collection, framework).theme(int(theme_id)), None
    if card is None:
        retired = list_retired_themes(stores().stories, collection)
        ended = next((one for one in retired if one.id == int(theme_id)), None)
        if ended is None:
            abort(404)
    return render_template(
        "explore/theme.html",
        collection=collection,
        theme=card,
        ended=ended,
        may_read=may_read(),
        is_protected=collection.policy is Policy.PROTECTED,
        others=others(collection, "explore.themes"),
    )


@bp.get("/explore/<collection_id>/themes/proposal")
@open_to(*VIEWERS)
def theme_proposal(collection_id: str) -> ResponseReturnValue:
    """The other themes that are proposed, against those in use."""
    return _proposal(collection_id)


@bp.post("/explore/<collection_id>/themes/proposal/<proposal_id>")
@open_to(*_DECIDERS)
def decide_themes(collection_id: str, proposal_id: str) -> ResponseReturnValue:
    """Accept or decline proposed themes, or take an accepted proposal back."""
    proposal = theme_proposals.get_proposal(stores().stories, proposal_id)
    if proposal.collection != collection_id:
        abort(404)
    decision = request.form.get("decision", "")
    if decision not in _DECIDE:
        return _proposal(collection_id, error=_CHOOSE), 422
    actor, now = current_account().username, datetime.now(UTC)
    if not _DECIDE[decision](stores().stories, proposal_id, actor=actor, at=now):
        return _proposal(collection_id, notice=_TOO_LATE[decision]), 409
    return redirect(url_for("explore.theme_proposal", collection_id=collection_id), code=303)


def _proposal(collection_id: str, *, error: str = "", notice: str = "") -> str:
    collection, framework = opened(collection_id)
    maker = ProposalMaker(stores(), collection, framework, names(), datetime.now(UTC), may_read=may_read())
    return render_template(
        "explore/theme-proposal.html",
        collection=collection,
        page=maker.page(),
        errors=(FieldError("decision", error),) if error else (),
        notice=notice,
        may_decide=may(*_DECIDERS, group=WHOLE),
        others=others(collection, "explore.theme_proposal"),
    )


def _maker(collection: Collection, framework: Framework) -> CardMaker:
    return CardMaker(stores(), collection, framework, today(), may_read=may_read())
