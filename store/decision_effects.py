"""What a decision changes: each covered setting through the function of its own that changes it otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from narratives.charter import read_charter
from narratives.covered import MOVES, Setting
from narratives.errors import FrozenError
from narratives.proposal import Proposal
from store.audit import stamp
from store.charters import check_roll, put_charter
from store.collections import get_collection
from store.covered import set_readers, set_told_outside
from store.covered_values import MEMBERS, current_value
from store.database import Database
from store.frameworks import get_framework
from store.opening_drafts import open_draft
from store.promise_proposals import decide_by_vote
from store.public_pages import switch_public_page
from store.release_shares import set_shared_collections
from store.retention_rules import change_months
from store.seen_elsewhere import set_telling
from store.smallest_group import set_smallest_group
from store.wording_changes import change_wording

_Effect = Callable[[Database, Proposal, datetime], None]


def put_in_force(db: Database, proposal: Proposal, now: datetime) -> None:
    """Change what was decided, inside the caller's transaction and its `applying`.

    Raises FrozenError where somebody changed it since, and what the setting's own function raises.
    """
    if current_value(db, proposal.setting, proposal.subject) != proposal.before:
        raise FrozenError(
            "What was to be changed is not as it was when this was proposed. Look at it, and propose the change again."
        )
    EFFECTS[proposal.setting](db, proposal, now)


def _smallest_group(db: Database, proposal: Proposal, now: datetime) -> None:
    set_smallest_group(db, int(proposal.after))


def _false_alarms(db: Database, proposal: Proposal, now: datetime) -> None:
    decide_by_vote(db, proposal.subject, float(proposal.after), because=proposal.because, actor=MEMBERS, at=now)


def _months_kept(db: Database, proposal: Proposal, now: datetime) -> None:
    collection = get_collection(db, proposal.subject)
    change_months(db, collection, int(proposal.after), by=MEMBERS, at=stamp(now.astimezone(UTC)))


def _readers(db: Database, proposal: Proposal, now: datetime) -> None:
    set_readers(db, proposal.subject, proposal.after)


def _shared_with(db: Database, proposal: Proposal, now: datetime) -> None:
    named = json.loads(proposal.after)
    set_shared_collections(db, proposal.subject, [one for one in named if one != MOVES])
    set_telling(db, proposal.subject, tells=MOVES in named)


def _told_outside(db: Database, proposal: Proposal, now: datetime) -> None:
    set_told_outside(db, allowed=proposal.after == "yes")


def _public_page(db: Database, proposal: Proposal, now: datetime) -> None:
    switch_public_page(db, proposal.subject, is_on=proposal.after == "on", actor=MEMBERS, at=now)


def _questions(db: Database, proposal: Proposal, now: datetime) -> None:
    open_draft(db, proposal.subject, int(proposal.after), actor=MEMBERS, at=now)


def _wording(db: Database, proposal: Proposal, now: datetime) -> None:
    framework_id, version, language, key = json.loads(proposal.subject)
    framework = get_framework(db, framework_id, version)
    change_wording(db, framework, language, key, proposal.after, reason=proposal.because, actor=MEMBERS, at=now)


def _charter(db: Database, proposal: Proposal, now: datetime) -> None:
    charter = read_charter(proposal.after)
    check_roll(db, charter)
    put_charter(db, charter, by_proposal=proposal.id, actor=MEMBERS, at=now)


EFFECTS: Mapping[Setting, _Effect] = {
    Setting.SMALLEST_GROUP: _smallest_group,
    Setting.FALSE_ALARMS: _false_alarms,
    Setting.MONTHS_KEPT: _months_kept,
    Setting.READERS: _readers,
    Setting.SHARED_WITH: _shared_with,
    Setting.TOLD_OUTSIDE: _told_outside,
    Setting.PUBLIC_PAGE: _public_page,
    Setting.QUESTIONS: _questions,
    Setting.WORDING: _wording,
    Setting.CHARTER: _charter,
}
