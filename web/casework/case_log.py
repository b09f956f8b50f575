"""The case store's own log, for the pages. This module knows nothing of the story store, and the other way round."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from narratives.answers import answer_to_json
from narratives.errors import NotFoundError
from store.caseload import Task, list_tasks
from store.cases import (
    Interaction,
    Version,
    add_interaction,
    correct_interaction,
    count_own_interactions,
    get_own_interaction,
    is_correctable,
    list_own_interactions,
    list_versions,
)
from web.casework.case_fields import CaseFields
from web.casework.case_store import case_store
from web.casework.entry import Entry
from web.organisation import here

PAGE = 50


def log_interaction(practitioner: str, entry: Entry, key: str) -> bool:
    """Keep the case record; False when the same form was logged before."""
    interaction = Interaction(
        practitioner=practitioner,
        account=entry.account_to_keep,
        collection=entry.collection,
        group=entry.group,
        answers={answer.signifier: answer_to_json(answer) for answer in entry.coarse_answers},
        **_typed(entry.case),
    )
    held = case_store()
    logged = add_interaction(
        held.db,
        held.key,
        interaction,
        idempotency_key=hashlib.sha256(f"case:{key}".encode()).hexdigest(),
        at=datetime.now(UTC),
        tasks=[(task.text, task.due_on) for task in entry.tasks],
        older_secret=here().secret,
    )
    return logged.is_new


def own_interactions(practitioner: str, page: int = 1) -> list[Interaction]:
    """A page of the practitioner's own interactions, newest first. Raises NotFoundError past the last one."""
    held = case_store()
    found = list_own_interactions(held.db, held.key, practitioner, limit=PAGE, offset=PAGE * (page - 1))
    if page > 1 and not found:
        raise NotFoundError("page", str(page))
    return found


def count_own(practitioner: str) -> int:
    """How many interactions the practitioner has logged."""
    return count_own_interactions(case_store().db, practitioner)


def own_interaction(practitioner: str, interaction_id: str) -> Interaction:
    """One of the practitioner's own. Raises NotFoundError."""
    held = case_store()
    return get_own_interaction(held.db, held.key, practitioner, interaction_id)


def tasks_of(practitioner: str, interactions: list[Interaction]) -> dict[str, list[Task]]:
    """The tasks that some of the practitioner's own interactions set, by interaction."""
    held, found = case_store(), dict[str, list[Task]]()
    for task in list_tasks(held.db, held.key, practitioner, [one.id for one in interactions]):
        found.setdefault(task.interaction, []).append(task)
    return found


def versions_of(interaction: Interaction) -> list[Version]:
    """What one of the practitioner's own interactions said before it was corrected, newest first."""
    held = case_store()
    return list_versions(held.db, held.key, interaction)


def may_correct(interaction: Interaction) -> bool:
    """Whether it was logged so lately that it can still be corrected."""
    return is_correctable(interaction, datetime.now(UTC))


def correct(interaction: Interaction, case: CaseFields, account: str) -> bool:
    """Put one's own record right; False when nothing changed. Raises FrozenError after a day."""
    held = case_store()
    corrected = replace(interaction, account=account, **_typed(case))
    return correct_interaction(held.db, held.key, corrected, at=datetime.now(UTC))


def _typed(case: CaseFields) -> dict[str, Any]:
    """What was typed, under the names that a record has for it too."""
    return {one.name: getattr(case, one.name) for one in fields(case)}
