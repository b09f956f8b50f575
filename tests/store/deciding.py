"""A roll of three constituencies, a charter, and votes on it."""

from datetime import UTC, datetime, timedelta

from narratives.charter import Charter, Choice, Constituency
from narratives.covered import Setting
from store.ballots import vote
from store.charters import begin_charter
from store.covered_values import current_value
from store.decisions import close_due, propose
from store.proposals import get_proposal
from store.rolls import put_on_roll

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=15)
ROLL = {f"e{number}": Constituency.EMPLOYEES for number in range(12)}
ROLL |= {f"u{number}": Constituency.USERS for number in range(12)} | {"a0": Constituency.AUTHORITY}


def chartered(db, charter=None, roll=None):
    for account, constituency in (ROLL if roll is None else roll).items():
        put_on_roll(db, account, constituency, on=NOW.date())
    return begin_charter(db, charter or Charter(), actor="ade", at=NOW)


def proposed(db, setting, after, subject="", at=NOW):
    before = current_value(db, setting, subject)
    return propose(db, setting, subject, title="it", before=before, after=after, because="We asked.", actor="mo", at=at)


def voted(db, proposal, *, no=()):
    """Everybody who is on the roll of the proposal says yes, but those in `no`."""
    for row in db.rows("select account_id from electorate where proposal_id = :id", id=proposal.id):
        account = row["account_id"]
        vote(db, proposal.id, account, Choice.NO if account in no else Choice.YES, at=NOW)


def decided(db, setting: Setting, after, subject="", *, no=(), at=LATER):
    """Propose a change, let everybody vote, and close the vote."""
    proposal = proposed(db, setting, after, subject)
    voted(db, proposal, no=no)
    close_due(db, at)
    return get_proposal(db, proposal.id)
