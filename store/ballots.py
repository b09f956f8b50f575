"""Ballots: each of the electorate casts one, in secret, and they are counted when the vote closes.

Who voted and what was voted are kept in two tables without a link (store/schema/deciding.py).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from narratives.charter import Choice, Constituency, Tally
from narratives.errors import FrozenError
from narratives.proposal import Proposal
from store.database import Database, Row
from store.proposals import get_proposal


@dataclass(frozen=True, slots=True)
class Electorate:
    """How many people can vote on a proposal, and how many have."""

    people: int
    voted: int


def vote(db: Database, proposal_id: str, account_id: str, choice: Choice, *, at: datetime) -> None:
    """Cast somebody's one ballot. Raises FrozenError when it is closed, they voted, or they cannot vote on it."""
    with db.write():
        proposal = get_proposal(db, proposal_id)
        if not proposal.is_open or at >= proposal.closes_at:
            raise FrozenError("This vote is closed. Your ballot was not counted.")
        row = _voter(db, proposal_id, account_id)
        if row is None:
            raise FrozenError("You were not on the roll when this was proposed, so you vote from the next one on.")
        if row["has_voted"]:
            raise FrozenError(
                "You have voted on this. A ballot cannot be changed, because nobody knows which is yours."
            )
        db.execute(
            "update electorate set has_voted = 1 where proposal_id = :id and account_id = :account",
            id=proposal_id,
            account=account_id,
        )
        db.execute(
            "insert into ballots (id, proposal_id, constituency, choice) values (:ballot, :id, :constituency, :choice)",
            ballot=secrets.token_hex(16),
            id=proposal_id,
            constituency=row["constituency"],
            choice=choice.value,
        )


def may_vote(db: Database, proposal: Proposal, account_id: str) -> bool:
    """Whether somebody still has a ballot for a proposal."""
    row = _voter(db, proposal.id, account_id)
    return proposal.is_open and row is not None and not row["has_voted"]


def has_voted(db: Database, proposal: Proposal, account_id: str) -> bool:
    """Whether somebody voted on an open proposal; nobody can tell once it is closed."""
    row = _voter(db, proposal.id, account_id)
    return row is not None and bool(row["has_voted"])


def count_electorate(db: Database, proposal_id: str) -> Electorate:
    """How many can vote on an open proposal, and how many have."""
    row = db.one(
        "select count(*) as people, sum(has_voted) as voted from electorate where proposal_id = :id", id=proposal_id
    )
    return Electorate(int((row or {})["people"] or 0), int((row or {})["voted"] or 0))


def count_ballots(db: Database, proposal_id: str) -> list[Tally]:
    """The votes of each constituency of an electorate: for closing a vote, and for nothing before it."""
    rows = db.rows(
        """
        select e.constituency, e.roll, count(b.id) as cast, coalesce(sum(b.choice = 'yes'), 0) as yes,
            coalesce(sum(b.choice = 'no'), 0) as no
        from (select constituency, count(*) as roll from electorate where proposal_id = :id group by constituency) as e
        left join ballots as b on b.proposal_id = :id and b.constituency = e.constituency
        group by e.constituency, e.roll order by e.constituency
        """,
        id=proposal_id,
    )
    return [Tally(Constituency(row["constituency"]), row["roll"], row["cast"], row["yes"], row["no"]) for row in rows]


def _voter(db: Database, proposal_id: str, account_id: str) -> Row | None:
    return db.one(
        "select constituency, has_voted from electorate where proposal_id = :id and account_id = :account",
        id=proposal_id,
        account=account_id,
    )
