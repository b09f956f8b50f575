"""Interactions as rows of the case store: who, what was written and what was placed are sealed, each to its row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from narratives.interaction import Criss, bare_reference
from store.case_key import CaseKey
from store.database import Row

COLUMNS = (
    "id, practitioner, happened_on, happened_at, logged_at, contact, outcome, collection_id, "
    "reference_mark, reference_sealed, record_sealed"
)
INSERT = f"""
    insert into interactions ({COLUMNS}, submission_hash)
    values (:id, :practitioner, :happened_on, :happened_at, :logged_at, :contact, :outcome, :collection_id,
            :reference_mark, :reference_sealed, :record_sealed, :submission_hash)
"""


@dataclass(frozen=True, slots=True)
class Interaction:
    """A practitioner's record of one session. `answers` is the stored form, keyed by signifier.

    `account` are the words that did not go to the stories, `reason` why an outcome was what it was; `happened_at` is
    HH:MM or empty. `logged_at` is None for records from before it was kept.
    """

    practitioner: str
    reference: str
    happened_on: date
    contact: str
    outcome: str
    notes: str
    collection: str
    answers: Mapping[str, Any]
    id: str = ""
    happened_at: str = ""
    group: str = ""
    account: str = ""
    reason: str = ""
    criss: Criss = field(default_factory=Criss)
    sensitive: bool = False
    logged_at: datetime | None = None


def mark_of(key: CaseKey, reference: str) -> str:
    """What stands for a person in the case store: the same for a reference however it is spaced and capitalised."""
    return key.mark("reference", bare_reference(reference))


def interaction_to_row(key: CaseKey, interaction: Interaction) -> dict[str, object]:
    """The row of an interaction that has an id, for COLUMNS."""
    record = {name: value for name, value in _written(interaction).items() if value}
    return {
        "id": interaction.id,
        "practitioner": interaction.practitioner,
        "happened_on": interaction.happened_on.isoformat(),
        "happened_at": interaction.happened_at,
        "logged_at": interaction.logged_at.isoformat(timespec="minutes") if interaction.logged_at else "",
        "contact": interaction.contact,
        "outcome": interaction.outcome,
        "collection_id": interaction.collection,
        "reference_mark": mark_of(key, interaction.reference),
        "reference_sealed": key.seal(interaction.reference, f"interactions.reference:{interaction.id}"),
        "record_sealed": key.seal(_json(record), f"interactions.record:{interaction.id}"),
    }


def row_to_interaction(key: CaseKey, row: Row) -> Interaction:
    """The interaction of a row with COLUMNS. Raises CaseKeyError."""
    record = json.loads(key.open(row["record_sealed"], f"interactions.record:{row['id']}"))
    criss = Criss(**record.pop("criss", {}))
    return Interaction(
        id=row["id"],
        practitioner=row["practitioner"],
        reference=key.open(row["reference_sealed"], f"interactions.reference:{row['id']}"),
        happened_on=date.fromisoformat(row["happened_on"]),
        happened_at=row["happened_at"],
        logged_at=datetime.fromisoformat(row["logged_at"]) if row["logged_at"] else None,
        contact=row["contact"],
        outcome=row["outcome"],
        collection=row["collection_id"],
        criss=criss,
        **{"notes": "", "answers": {}, **record},
    )


def version_to_text(interaction: Interaction) -> str:
    """Everything that a correction may change, as it was, ready to be sealed."""
    facts = {
        "reference": interaction.reference,
        "happened_on": interaction.happened_on.isoformat(),
        "happened_at": interaction.happened_at,
        "contact": interaction.contact,
        "outcome": interaction.outcome,
    }
    return _json({**facts, **_written(interaction)})


def text_to_version(text: str, now: Interaction) -> Interaction:
    """An earlier version of a record that reads `now` as given."""
    kept = json.loads(text)
    return Interaction(
        id=now.id,
        practitioner=now.practitioner,
        collection=now.collection,
        logged_at=now.logged_at,
        happened_on=date.fromisoformat(kept.pop("happened_on")),
        criss=Criss(**kept.pop("criss")),
        **kept,
    )


def _written(interaction: Interaction) -> dict[str, Any]:
    return {
        "notes": interaction.notes,
        "account": interaction.account,
        "reason": interaction.reason,
        "criss": interaction.criss.written,
        "sensitive": interaction.sensitive,
        "group": interaction.group,
        "answers": dict(interaction.answers),
    }


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
