"""What members decide: everything that is open or was decided, one proposal, and what people say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.covered import WORDS, Setting
from narratives.errors import FieldError, FrozenError
from narratives.proposal import Proposal, ProposalState
from narratives.text import clean_text
from store.ballots import count_electorate, has_voted, may_vote
from store.charters import current_charter, get_charter
from store.decisions import withdraw
from store.proposals import add_remark, get_proposal, list_proposals, list_remarks
from store.smallest_group import smallest_group
from web.access import current_account, may, open_to
from web.decisions.blueprint import ANYBODY, BEGINNERS, bp, now
from web.decisions.cards import Facts, ProposalCard, Viewer, moment, proposal_card
from web.decisions.fields import MOST_CHARACTERS
from web.decisions.people import own_constituency
from web.decisions.picture import draw
from web.people import names
from web.reach import visible_collections
from web.stores import stores

_SAID = {
    "proposed": "Proposed. Everybody on the roll can vote on it now.",
    "voted": "Your vote was cast. Thank you.",
    "said": "Said.",
    "withdrawn": "Taken back. Nothing of it was counted.",
    "late": "It was closed already, so it stays.",
}
_OVER = (ProposalState.PASSED, ProposalState.FAILED, ProposalState.WITHDRAWN)
_NOT_ON_ROLL = "You are not on the roll, so you read here and do not vote. An administrator puts people on the roll."


@dataclass(frozen=True, slots=True)
class SaidCard:
    """What somebody said about a proposal."""

    who: str
    when: str
    words: str


@bp.get("")
@open_to(*ANYBODY, within_groups=True)
def overview() -> ResponseReturnValue:
    """What is open, what members decide about, and what was decided."""
    db = stores().stories
    kept, own = current_charter(db), own_constituency()
    proposals = list_proposals(db)
    return render_template(
        "decisions/overview.html",
        charter=kept.charter if kept else None,
        standing=_NOT_ON_ROLL if own is None else "You are on the roll.",
        may_begin=may(*BEGINNERS),
        may_propose=own is not None,
        open=[card_of(one) for one in proposals if one.is_open],
        over=[card_of(one) for one in proposals if one.state in _OVER],
        covered=[WORDS[one].title for one in Setting if kept and one in kept.charter.covered],
    )


@bp.get("/<motion_id>")
@open_to(*ANYBODY, within_groups=True)
def show(motion_id: str) -> ResponseReturnValue:
    """One proposal, how its vote stands, and what people say about it."""
    return _page(get_proposal(stores().stories, motion_id))


@bp.post("/<motion_id>/remarks")
@open_to(*ANYBODY, within_groups=True)
def remark(motion_id: str) -> ResponseReturnValue:
    """Say something about a proposal that is open, if one is on the roll."""
    proposal = get_proposal(stores().stories, motion_id)
    words = clean_text(request.form.get("words", ""))
    if own_constituency() is None:
        return _page(proposal, [FieldError("words", "Only people on the roll say something here")], words), 403
    if not 0 < len(words) <= MOST_CHARACTERS:
        found = "nothing" if not words else f"{len(words):,} characters"
        told = f"Write 1 to {MOST_CHARACTERS:,} characters; there is {found}"
        return _page(proposal, [FieldError("words", told)], words), 422
    try:
        add_remark(stores().stories, proposal.id, words, actor=current_account().username, at=now())
    except FrozenError as error:
        return _page(proposal, [FieldError("words", str(error))], words), 409
    return redirect(url_for(".show", motion_id=motion_id, done="said", _anchor="remarks"), code=303)


@bp.post("/<motion_id>/withdraw")
@open_to(*ANYBODY, within_groups=True)
def take_back(motion_id: str) -> ResponseReturnValue:
    """Take one's own proposal back while it is open."""
    proposal = get_proposal(stores().stories, motion_id)
    is_open = now() < proposal.closes_at  # from then on its votes may be counted at any moment
    done = is_open and withdraw(stores().stories, proposal.id, actor=current_account().username, at=now())
    return redirect(url_for(".show", motion_id=motion_id, done="withdrawn" if done else "late"), code=303)


def card_of(proposal: Proposal) -> ProposalCard:
    """A proposal for the person who looks."""
    db, account = stores().stories, current_account()
    facts = Facts(
        charter=get_charter(db, proposal.charter).charter,
        electorate=count_electorate(db, proposal.id),
        names=names(),
        titles={one.id: one.title for one in visible_collections()},
        k=smallest_group(db),
    )
    viewer = Viewer(
        may_vote=may_vote(db, proposal, account.id),
        has_voted=has_voted(db, proposal, account.id),
        is_maker=proposal.made_by == account.username,
        may_remark=own_constituency() is not None,
    )
    return proposal_card(proposal, facts, viewer, now())


def _page(proposal: Proposal, errors: Sequence[FieldError] = (), typed: str = "") -> str:
    db, known = stores().stories, names()
    said = list_remarks(db, proposal.id)
    return render_template(
        "decisions/show.html",
        card=card_of(proposal),
        drawn=draw(get_charter(db, proposal.charter).charter, proposal, smallest_group(db)),
        remarks=[
            SaidCard(known.get(one.actor, "Somebody whose account is closed"), moment(one.at), one.remark)
            for one in said
        ],
        typed=typed,
        errors=tuple(errors),
        done=_SAID.get(request.args.get("done", ""), ""),
    )
