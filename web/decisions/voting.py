"""The ballot: a choice, the same choice again to confirm, and one secret vote."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.charter import VOTES_OPENLY, Choice
from narratives.errors import FieldError, FrozenError
from narratives.proposal import Proposal
from store.ballots import may_vote, vote
from store.proposals import get_proposal
from store.rolls import count_roll
from store.smallest_group import smallest_group
from web.access import current_account, open_to
from web.decisions.blueprint import ANYBODY, bp, now
from web.decisions.people import own_constituency
from web.decisions.views import card_of
from web.stores import stores

_CHOOSE = "Choose yes, no, or that you abstain"


@bp.get("/<motion_id>/vote")
@open_to(*ANYBODY, within_groups=True)
def ballot(motion_id: str) -> ResponseReturnValue:
    """The empty ballot, for who still has one."""
    proposal = get_proposal(stores().stories, motion_id)
    if not _can_vote(proposal):
        return redirect(url_for(".show", motion_id=proposal.id, _anchor="vote"), code=303)
    return _page(proposal)


@bp.post("/<motion_id>/vote")
@open_to(*ANYBODY, within_groups=True)
def cast(motion_id: str) -> ResponseReturnValue:
    """Ask whether it is meant so, and then cast the vote: once, and for good."""
    proposal = get_proposal(stores().stories, motion_id)
    named = request.form.get("vote", "")
    if named not in set(Choice):
        return _page(proposal, errors=[FieldError("vote", _CHOOSE)]), 422
    if request.form.get("sure") != "yes":
        return _page(proposal, Choice(named))
    try:
        vote(stores().stories, proposal.id, current_account().id, Choice(named), at=now())
    except FrozenError as error:
        return _page(proposal, errors=[FieldError("vote", str(error))]), 409
    return redirect(url_for(".show", motion_id=proposal.id, done="voted"), code=303)


def _can_vote(proposal: Proposal) -> bool:
    return may_vote(stores().stories, proposal, current_account().id) and now() < proposal.closes_at


def _page(proposal: Proposal, chosen: Choice | None = None, errors: Sequence[FieldError] = ()) -> str:
    return render_template(
        "decisions/ballot.html",
        card=card_of(proposal),
        can_vote=_can_vote(proposal),
        chosen=chosen,
        kept=_kept(),
        errors=tuple(errors),
    )


def _kept() -> list[str]:
    """What is kept of a ballot, as it really is (store/schema/deciding.py)."""
    k = smallest_group(stores().stories)
    lines = [
        "That you voted, until the vote closes: so that nobody votes twice. The record of what staff do says so too.",
        "A ballot with your choice and your constituency, without your name and without a time.",
        "Nothing kept with a ballot says whose it is, so it cannot be changed.",
        f"When the vote closes the ballots of a constituency are told only where at least {k} of its people voted.",
    ]
    own = own_constituency()
    if own is not None and own is not VOTES_OPENLY and count_roll(stores().stories)[own] < k:
        lines.append(
            f"Your constituency has fewer than {k} people: that a vote passed or failed may itself tell how they voted."
        )
    lines.append("Whoever runs the server and compares copies of the database from before and after a vote could tell.")
    if own is VOTES_OPENLY:
        lines[3] = "The authority votes openly: its ballots are told when the vote closes, however few they are."
    return lines
