"""A proposal as pages show it: where it stands in words, and what the person who looks can do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from narratives.calendar import spoken
from narratives.charter import Charter
from narratives.proposal import Proposal, ProposalState, told_result
from store.ballots import Electorate
from web.decisions.values import consequences, heading, shown

_STATES = {
    ProposalState.OPEN: "Open for votes",
    ProposalState.PASSED: "Passed",
    ProposalState.FAILED: "Not passed",
    ProposalState.WITHDRAWN: "Taken back",
}
_NOT_NOW = "The votes are being counted."


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who looks: whether they are on the roll, still have a ballot, have voted, or made the proposal."""

    may_vote: bool = False
    has_voted: bool = False
    is_maker: bool = False
    may_remark: bool = False


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """One proposal for one person."""

    id: str
    heading: str
    state: str
    tone: str
    before: str
    after: str
    next: str
    why: str
    proposed: str
    consequences: tuple[str, ...]
    votes: tuple[str, ...]
    is_over: bool
    is_passed: bool
    may_vote: bool
    may_remark: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card is made with: the charter of the proposal, who can vote, people's names and collections' titles."""

    charter: Charter
    electorate: Electorate
    names: Mapping[str, str]
    titles: Mapping[str, str]
    k: int


def proposal_card(proposal: Proposal, facts: Facts, viewer: Viewer, now: datetime) -> ProposalCard:
    """A proposal in words."""
    is_due = proposal.is_open and now >= proposal.closes_at
    who = facts.names.get(proposal.made_by, "Somebody whose account is closed")
    return ProposalCard(
        id=proposal.id,
        heading=heading(proposal.setting, proposal.subject_title),
        state=_state(proposal, is_due=is_due),
        tone="unable" if proposal.problem else proposal.state.value,
        before=shown(proposal.setting, proposal.before, facts.titles),
        after=shown(proposal.setting, proposal.after, facts.titles),
        next=next_words(proposal, now),
        why=proposal.because,
        proposed=f"Proposed by {who} on {spoken(proposal.made_at.date())}.",
        consequences=tuple(consequences(proposal.setting, proposal.after)),
        votes=tuple(_votes(proposal, facts, viewer, now)),
        is_over=not proposal.is_open,
        is_passed=proposal.state is ProposalState.PASSED,
        may_vote=viewer.may_vote and not is_due,
        may_remark=viewer.may_remark and proposal.is_open,
        may_withdraw=viewer.is_maker and proposal.is_open and not is_due,
    )


def next_words(proposal: Proposal, now: datetime) -> str:
    """What happens next, or what came of it."""
    if proposal.is_open:
        if now >= proposal.closes_at:
            return _NOT_NOW
        return f"{left_words(proposal.closes_at, now)}, until {moment(proposal.closes_at)}."
    on = spoken((proposal.closed_at or proposal.closes_at).date())
    if proposal.state is ProposalState.WITHDRAWN:
        return f"Taken back on {on} by who proposed it."
    if proposal.state is ProposalState.FAILED:
        return f"Decided on {on}: it stays as it was."
    if proposal.problem:
        return f"Passed on {on}, and could not be put in force: {proposal.problem}"
    if proposal.applied_at is None:
        return f"Passed on {on}. It is being put in force."
    return f"Passed on {on}, and in force since {spoken(proposal.applied_at.date())}."


def left_words(until: datetime, now: datetime) -> str:
    """How much time is left, in days or hours."""
    hours = (until - now).total_seconds() / 3600
    if hours > 48:
        return f"{int(hours // 24)} days left"
    left = max(1, ceil(hours))
    return "1 hour left" if left == 1 else f"{left} hours left"


def moment(at: datetime) -> str:
    """A day with its time."""
    return f"{spoken(at.date())}, {at:%H:%M} UTC"


def _state(proposal: Proposal, *, is_due: bool) -> str:
    if is_due:
        return "Closed"
    if proposal.problem:
        return "Passed, not in force"
    return _STATES[proposal.state]


def _votes(proposal: Proposal, facts: Facts, viewer: Viewer, now: datetime) -> list[str]:
    if not proposal.is_open:
        return [next_words(proposal, now), *_result(proposal, facts)]
    left = facts.electorate.people - facts.electorate.voted
    still = "1 person can still vote." if left == 1 else f"{left} people can still vote."
    lines = [next_words(proposal, now)]
    if now < proposal.closes_at:
        lines.append(f"{still} Nobody is told who has, and nothing is counted before it closes.")
    if viewer.has_voted:
        lines.append("You have voted on this.")
    elif not viewer.may_vote:
        lines.append("You do not vote on this: you were not on the roll when it was proposed.")
    return lines


def _result(proposal: Proposal, facts: Facts) -> list[str]:
    if not proposal.tallies:
        return []
    found = told_result(facts.charter, proposal.tallies, facts.k)
    if found.outcome.short:
        return ["A quorum was missed, so it could not pass."]
    if found.share is None:
        return []
    needed = f"more than {facts.charter.majority}% was needed"
    return [f"By weight {float(found.share):.0%} said yes; {needed}."]
