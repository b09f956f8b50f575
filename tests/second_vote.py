"""Something that the members of the second organisation decide about (tests/second_organisation.py)."""

from __future__ import annotations

from datetime import datetime

from narratives.charter import Charter, Constituency
from narratives.covered import Setting
from store.charters import begin_charter
from store.covered_values import current_value
from store.database import Database
from store.decisions import propose
from store.proposals import add_remark
from store.rolls import put_on_roll


def put_to_vote(db: Database, collection: str, actor: str, why: str, at: datetime) -> str:
    """A proposal of how long stories are kept, under a charter that covers nothing else; its id."""
    for constituency in Constituency:
        put_on_roll(db, f"south-{constituency}", constituency, on=at.date())
    begin_charter(db, Charter(covered=frozenset({Setting.MONTHS_KEPT})), actor=actor, at=at)
    before = current_value(db, Setting.MONTHS_KEPT, collection)
    found = propose(
        db, Setting.MONTHS_KEPT, collection, title=why, before=before, after="3", because=why, actor=actor, at=at
    )
    add_remark(db, found.id, why, actor=actor, at=at)
    return found.id
