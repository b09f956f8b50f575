"""A pack as a draft of one's own, with names that nothing else here has."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from narratives.draft import Draft
from narratives.pack_file import Pack
from store.collections import list_collections
from store.database import Database
from store.drafts import list_drafts
from store.frameworks import list_frameworks


def draft_from(pack: Pack, db: Database) -> Draft:
    """A draft that is filled in to be opened as it is; its framework and its collection can be told from all others."""
    drafts = list_drafts(db)
    asked = {framework.id for framework in list_frameworks(db)} | {draft.questions.get("id") for draft in drafts}
    opened = {collection.id for collection in list_collections(db)} | {draft.opening.get("id") for draft in drafts}
    questions = {**pack.questions, "id": _free(pack.framework.id, asked)}
    opening = {**pack.opening, "id": _free(pack.collection.id, opened)}
    return Draft(title=pack.framework.title, questions=questions, opening=opening)


def _free(name: str, taken: Container[object]) -> str:
    return next(one for number in count(1) if (one := name if number == 1 else f"{name}-{number}") not in taken)
