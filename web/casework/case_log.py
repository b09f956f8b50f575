"""The case store of this application. This module knows nothing of the story store, and the other way round."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime

from flask import current_app

from narratives.answers import answer_to_json
from store.cases import Interaction, add_interaction, get_own_interaction, list_own_interactions, open_cases
from store.database import Database
from web.casework.entry import Entry

_OPENING = threading.Lock()


def log_interaction(practitioner: str, entry: Entry, key: str) -> bool:
    """Keep the case record; False when the same form was logged before."""
    interaction = Interaction(
        practitioner=practitioner,
        reference=entry.reference,
        happened_on=entry.happened_on,
        contact=entry.contact,
        outcome=entry.outcome,
        notes=entry.notes_to_keep,
        collection=entry.collection,
        answers={answer.signifier: answer_to_json(answer) for answer in entry.coarse_answers},
    )
    own_key = hashlib.sha256(f"case:{key}".encode()).hexdigest()
    secret = current_app.config["SETTINGS"].secret
    return add_interaction(_case_store(), interaction, idempotency_key=own_key, secret=secret)


def own_interactions(practitioner: str) -> list[Interaction]:
    """The practitioner's own latest interactions, newest first; the store records this read."""
    return list_own_interactions(_case_store(), practitioner, at=datetime.now(UTC))


def own_interaction(practitioner: str, interaction_id: str) -> Interaction:
    """One of the practitioner's own; the store records this read. Raises NotFoundError."""
    return get_own_interaction(_case_store(), practitioner, interaction_id, at=datetime.now(UTC))


def _case_store() -> Database:
    with _OPENING:
        opened: Database | None = current_app.extensions.get("case_store")
        if opened is None:
            opened = open_cases(current_app.config["SETTINGS"].cases_path)
            current_app.extensions["case_store"] = opened
        return opened
