"""What members decide: a change is proposed, voted on until its time is over, and put in force when it passed.

Results are counted when a vote closes, and never before.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from datetime import datetime, timedelta

from narratives.charter import Charter, outcome_of
from narratives.covered import Setting
from narratives.draft import ChangedMeanwhileError
from narratives.errors import BusyError, FieldError, FrozenError, MurmurationError, SubmissionError
from narratives.proposal import Proposal, ProposalState
from store.ballots import count_ballots
from store.charters import check_roll, current_charter, get_charter
from store.covered import applying, is_covered
from store.database import Database
from store.decision_effects import put_in_force
from store.proposals import add_proposal, get_proposal, list_proposals, open_proposal, stamp, tallies_text

LONGEST_BECAUSE = 2_000
_CHANGED = "These questions were changed after this was proposed. Look at them, and propose them again as they are now."
_REFUSED = "The store of this organisation refused it. Propose the change again as things are now."


def propose(
    db: Database,
    setting: Setting,
    subject: str,
    *,
    title: str,
    before: str,
    after: str,
    because: str,
    actor: str,
    at: datetime,
) -> Proposal:
    """Put a change to the vote; who can vote is settled now. `title` names the subject for people.

    Raises SubmissionError for what cannot be proposed, with the field, and FrozenError where there is no charter, the
    setting is not covered, or somebody proposed another change of it that is still open.
    """
    with db.write():
        kept = current_charter(db)
        if kept is None or not is_covered(db, setting):
            raise FrozenError("Members do not decide about this: it is changed where it is shown.")
        wrong = _wrong(before, after, because)
        if wrong:
            raise SubmissionError(wrong)
        if open_proposal(db, setting, subject) is not None:
            raise FrozenError("A change of this is being voted on already. Vote on that, or wait until it is closed.")
        check_roll(db, kept.charter)
        proposal = Proposal(
            id=secrets.token_hex(8),
            setting=setting,
            subject=subject,
            subject_title=title,
            before=before,
            after=after,
            because=because.strip(),
            charter=kept.revision,
            made_by=actor,
            made_at=at,
            closes_at=at + timedelta(days=kept.charter.days),
        )
        add_proposal(db, proposal)
        _settle_electorate(db, proposal, kept.charter)
    return proposal


def _settle_electorate(db: Database, proposal: Proposal, charter: Charter) -> None:
    db.execute(
        """
        insert into electorate (proposal_id, account_id, constituency)
        select :id, account_id, constituency from roll
        where constituency in (select value from json_each(:voting))
        """,
        id=proposal.id,
        voting=json.dumps([one.value for one in charter.voting]),
    )


def _wrong(before: str, after: str, because: str) -> tuple[FieldError, ...]:
    found = []
    if before == after:
        found.append(FieldError("after", "It is so already: choose something else"))
    if not because.strip():
        found.append(FieldError("because", "Say why, for those who vote"))
    if len(because) > LONGEST_BECAUSE:
        found.append(FieldError("because", f"Say why in {LONGEST_BECAUSE:,} characters or fewer"))
    return tuple(found)


def close_due(db: Database, now: datetime) -> list[Proposal]:
    """Close the votes whose time is over, and put in force what passed; what passed before and was not, too.

    What passed and cannot be put in force keeps the reason. Safe to call from several processes at once, and to kill.
    """
    due = db.rows("select id from proposals where state = 'open' and closes_at <= :now", now=stamp(now))
    for row in sorted(due, key=lambda one: str(one["id"])):
        _close(db, row["id"], now)
    for proposal in _unapplied(db):
        _apply(db, proposal, now)
    return [get_proposal(db, row["id"]) for row in due]


def _close(db: Database, proposal_id: str, now: datetime) -> None:
    with db.write():
        proposal = get_proposal(db, proposal_id)
        if not proposal.is_open:
            return
        tallies = count_ballots(db, proposal_id)
        outcome = outcome_of(get_charter(db, proposal.charter).charter, tallies)
        db.execute(
            "update proposals set state = :state, closed_at = :now, tallies = :tallies where id = :id",
            state=(ProposalState.PASSED if outcome.passed else ProposalState.FAILED).value,
            now=stamp(now),
            tallies=tallies_text(tallies),
            id=proposal_id,
        )
        # Who could vote, and who did, is nobody's business any more.
        db.execute("delete from electorate where proposal_id = :id", id=proposal_id)


def _unapplied(db: Database) -> list[Proposal]:
    passed = list_proposals(db, (ProposalState.PASSED,))
    waiting = [one for one in passed if one.applied_at is None and not one.problem]
    return sorted(waiting, key=lambda one: (one.closes_at, one.id))


def _apply(db: Database, proposal: Proposal, now: datetime) -> None:
    """Put what passed in force, whole or not at all."""
    try:
        with db.write():
            if get_proposal(db, proposal.id).applied_at is not None:
                return
            with applying(db, proposal.setting, proposal.subject, proposal.after, proposal.id):
                put_in_force(db, proposal, now)
            db.execute("update proposals set applied_at = :now where id = :id", now=stamp(now), id=proposal.id)
    except BusyError:
        raise
    except (MurmurationError, sqlite3.IntegrityError, ValueError, OverflowError) as error:
        db.execute("update proposals set problem = :problem where id = :id", problem=_why_not(error), id=proposal.id)


def _why_not(error: Exception) -> str:
    """Why what passed cannot be put in force, for everybody: it names no colleague, and no table."""
    if isinstance(error, ChangedMeanwhileError):
        return _CHANGED
    return str(error) if isinstance(error, MurmurationError) else _REFUSED


def withdraw(db: Database, proposal_id: str, *, actor: str, at: datetime) -> bool:
    """Take an open proposal back, by whoever made it; False when it is closed or somebody else's."""
    with db.write():
        changed = db.execute(
            """
            update proposals set state = 'withdrawn', closed_at = :now
            where id = :id and state = 'open' and made_by = :actor
            """,
            now=stamp(at),
            id=proposal_id,
            actor=actor,
        )
        if changed:
            db.execute("delete from electorate where proposal_id = :id", id=proposal_id)
    return changed == 1
