"""A proposal: a change that members vote on, and what everybody may be told of how they voted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from narratives.charter import VOTES_OPENLY, Charter, Constituency, Outcome, Tally, outcome_of
from narratives.covered import Setting


class ProposalState(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: `before` and `after` as `narratives.covered` writes values, frozen when it was made.

    `tallies` are empty until it is closed. What passed has a day in `applied_at`, or says in `problem` why it could
    not be put in force.
    """

    id: str
    setting: Setting
    subject: str
    subject_title: str
    before: str
    after: str
    because: str
    charter: int
    made_by: str
    made_at: datetime
    closes_at: datetime
    state: ProposalState = ProposalState.OPEN
    closed_at: datetime | None = None
    tallies: tuple[Tally, ...] = ()
    applied_at: datetime | None = None
    problem: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can be voted on."""
        return self.state is ProposalState.OPEN


@dataclass(frozen=True, slots=True)
class ToldTally:
    """What is told of a constituency's votes: whether it reached its quorum, and its votes where nobody is found out.

    `cast`, `yes` and `no` are None where fewer than k of its people voted, or where all but fewer than k agreed.
    """

    constituency: Constituency
    reached: bool
    cast: int | None = None
    yes: int | None = None
    no: int | None = None


@dataclass(frozen=True, slots=True)
class ToldResult:
    """A result as it may be told: the share of all votes only where every constituency's can be."""

    outcome: Outcome
    tallies: tuple[ToldTally, ...]
    share: Fraction | None


def told_result(charter: Charter, tallies: Iterable[Tally], k: int) -> ToldResult:
    """What everybody may know of a vote: that it passed, and how each constituency voted where at least k did.

    The authority votes openly. Of the others yes and no are told where each is nought or at least k, and abstentions
    too, so that no small number is told or left over.
    """
    counted = tuple(tallies)
    told = tuple(_told(charter, one, k) for one in counted if charter.weights[one.constituency])
    outcome = outcome_of(charter, counted)
    return ToldResult(outcome, told, outcome.share if all(one.yes is not None for one in told) else None)


def _told(charter: Charter, tally: Tally, k: int) -> ToldTally:
    reached = tally.reached(charter.quorum[tally.constituency])
    parts = (tally.yes, tally.no, tally.cast - tally.yes - tally.no)
    is_open = tally.constituency is VOTES_OPENLY
    if is_open or (tally.cast >= k and all(part == 0 or part >= k for part in parts) and sum(map(bool, parts)) > 1):
        return ToldTally(tally.constituency, reached, tally.cast, tally.yes, tally.no)
    if tally.cast >= k:
        return ToldTally(tally.constituency, reached, tally.cast)
    return ToldTally(tally.constituency, reached)
