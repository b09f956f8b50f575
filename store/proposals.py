"""Proposals as rows, and what was said about them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from narratives.charter import Constituency, Tally
from narratives.covered import Setting
from narratives.errors import FrozenError, NotFoundError
from narratives.proposal import Proposal, ProposalState
from store.database import Database, Row


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said about a proposal."""

    remark: str
    actor: str
    at: datetime


def add_proposal(db: Database, proposal: Proposal) -> None:
    """Put a proposal down, inside the caller's transaction."""
    db.execute(
        """
        insert into proposals (id, setting, subject, subject_title, before, after, because, charter, made_by, made_at,
            closes_at)
        values (:id, :setting, :subject, :title, :before, :after, :because, :charter, :made_by, :made_at, :closes_at)
        """,
        id=proposal.id,
        setting=proposal.setting.value,
        subject=proposal.subject,
        title=proposal.subject_title,
        before=proposal.before,
        after=proposal.after,
        because=proposal.because,
        charter=proposal.charter,
        made_by=proposal.made_by,
        made_at=stamp(proposal.made_at),
        closes_at=stamp(proposal.closes_at),
    )


def get_proposal(db: Database, proposal_id: str) -> Proposal:
    """Raises NotFoundError if no proposal has that id."""
    row = db.one("select * from proposals where id = :id", id=proposal_id)
    if row is None:
        raise NotFoundError("proposal", proposal_id)
    return row_to_proposal(row)


def list_proposals(db: Database, states: Sequence[ProposalState] = tuple(ProposalState)) -> list[Proposal]:
    """Proposals in some states: those that close first before all others, then the newest."""
    rows = db.rows(
        """
        select * from proposals
        order by state <> 'open', case state when 'open' then closes_at end, made_at desc, id
        """
    )
    return [one for one in map(row_to_proposal, rows) if one.state in states]


def list_decisions(db: Database) -> list[Proposal]:
    """What was decided, newest first: the public log. What was withdrawn was never decided."""
    found = list_proposals(db, (ProposalState.PASSED, ProposalState.FAILED))
    return sorted(found, key=lambda one: one.closed_at or one.made_at, reverse=True)


def open_proposal(db: Database, setting: Setting, subject: str) -> Proposal | None:
    """The proposal about a setting that is being voted on; None when there is none."""
    row = db.one(
        "select * from proposals where state = 'open' and setting = :setting and subject = :subject",
        setting=setting.value,
        subject=subject,
    )
    return None if row is None else row_to_proposal(row)


def add_remark(db: Database, proposal_id: str, remark: str, *, actor: str, at: datetime) -> None:
    """Say something about an open proposal. Raises FrozenError when it is closed, NotFoundError when there is none."""
    with db.write():
        if not get_proposal(db, proposal_id).is_open:
            raise FrozenError("This vote is closed: nothing can be said in its time any more.")
        db.execute(
            """
            insert into proposal_remarks (id, proposal_id, remark, actor, at)
            values (:id, :proposal, :remark, :actor, :at)
            """,
            id=secrets.token_hex(16),
            proposal=proposal_id,
            remark=remark,
            actor=actor,
            at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        )


def list_remarks(db: Database, proposal_id: str) -> list[Remark]:
    """What was said about a proposal, in order."""
    rows = db.rows(
        "select remark, actor, at from proposal_remarks where proposal_id = :id order by at, id", id=proposal_id
    )
    return [Remark(row["remark"], row["actor"], datetime.fromisoformat(row["at"])) for row in rows]


def stamp(at: datetime) -> str:
    """A time as proposals keep it: UTC to the second, so that the order of texts is that of time."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def tallies_text(tallies: Sequence[Tally]) -> str:
    """The tallies of a closed vote as they are kept."""
    return json.dumps([[one.constituency.value, one.roll, one.cast, one.yes, one.no] for one in tallies])


def row_to_proposal(row: Row) -> Proposal:
    """A row of `proposals`."""
    return Proposal(
        id=row["id"],
        setting=Setting(row["setting"]),
        subject=row["subject"],
        subject_title=row["subject_title"],
        before=row["before"],
        after=row["after"],
        because=row["because"],
        charter=int(row["charter"]),
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        closes_at=datetime.fromisoformat(row["closes_at"]),
        state=ProposalState(row["state"]),
        closed_at=row["closed_at"] and datetime.fromisoformat(row["closed_at"]),
        tallies=tuple(Tally(Constituency(one[0]), *one[1:]) for one in json.loads(row["tallies"])),
        applied_at=row["applied_at"] and datetime.fromisoformat(row["applied_at"]),
        problem=row["problem"],
    )
