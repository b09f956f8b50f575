"""Opening a draft: its questions are frozen as a version and opened as a collection, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from narratives.collection import Collection
from narratives.draft import ChangedMeanwhileError, Draft
from narratives.errors import FieldError, FrameworkError, SubmissionError
from narratives.framework import Framework
from narratives.framework_file import framework_to_json, read_framework
from narratives.objective_form import objectives_of_draft
from narratives.opening import Bounds, collection_of, months_of, name_from, opening_problems
from store.audit import stamp
from store.collections import add_collection, get_collection
from store.covered import check_opening
from store.database import Database
from store.drafts import get_draft, list_drafts, mark_opened
from store.frameworks import add_framework, get_framework
from store.objectives import declare_objective
from store.retention_rules import change_months
from store.smallest_group import smallest_group


def bounds_of(db: Database, today: date) -> Bounds:
    """The names that collections have already, the fewest people that are reported on, and the day."""
    collections = {row["id"] for row in db.rows("select id from collections")}
    return Bounds(frozenset(collections), smallest_group(db), today)


def draft_problems(db: Database, draft: Draft, today: date) -> tuple[FieldError, ...]:
    """All that keeps a draft from being opened, of how it is to be opened; `draft_sketch` has that of its questions."""
    found = opening_problems(draft, bounds_of(db, today))
    try:
        framework = framework_of_draft(db, draft)
    except FrameworkError:
        return found
    return (*found, *objectives_of_draft(draft.opening, framework, collection="", made_by="", today=today)[1])


def framework_of_draft(db: Database, draft: Draft) -> Framework:
    """What a draft asks, in the version that it would be opened as. Raises FrameworkError where it is unfinished.

    A new version keeps the name of the one that it replaces; a first one whose name is taken gets another.
    """
    read = read_framework({**draft.questions, "version": 1})
    if draft.replaces is not None:
        newest = db.one("select max(version) as n from frameworks where id = :id", id=draft.replaces[0])
        return replace(read, id=draft.replaces[0], version=int((newest or {})["n"] or 0) + 1)
    taken = {row["id"] for row in db.rows("select distinct id from frameworks")}
    return replace(read, id=name_from(read.id, taken)) if read.id in taken else read


def open_draft(db: Database, draft_id: str, revision: int, *, actor: str, at: datetime) -> Collection:
    """Open the revision of a draft that somebody looked at; opened already, the collection that it was opened as.

    Raises FrameworkError or SubmissionError with all that is wrong, and ChangedMeanwhileError where somebody changed
    it since; nothing is stored then.
    """
    with db.write():
        draft = get_draft(db, draft_id)
        if draft.is_open:
            return get_collection(db, draft.opened_as)
        check_opening(db)
        if draft.revision != revision:
            raise ChangedMeanwhileError(f"{draft.changed_by} changed these questions while you had them open.")
        framework = framework_of_draft(db, draft)
        wrong = draft_problems(db, draft, at.date())
        if wrong:
            raise SubmissionError(wrong)
        collection = collection_of(draft, framework, bounds_of(db, at.date()))
        add_framework(db, framework)
        add_collection(db, collection)
        change_months(db, collection, months_of(draft), by=actor, at=stamp(at.astimezone(UTC)))
        _declare(db, draft, framework, collection, actor, at)
        mark_opened(db, draft, collection.id)
    return collection


def _declare(
    db: Database, draft: Draft, framework: Framework, collection: Collection, actor: str, at: datetime
) -> None:
    found, _wrong = objectives_of_draft(
        draft.opening, framework, collection=collection.id, made_by=actor, today=at.date()
    )
    for objective in found:
        declare_objective(db, objective, at=at)


def new_version_of(db: Database, framework_id: str) -> Draft:
    """A draft of the next version of a framework, with every id as it is, so that equal questions stay equal.

    Raises NotFoundError.
    """
    framework = get_framework(db, framework_id)
    replaces = (framework.id, framework.version)
    return Draft(
        title=framework.title,
        questions={**framework_to_json(framework), **_translations(framework)},
        opening=_opened_before(db, framework),
        replaces=replaces,
    )


def draft_of_new_version(db: Database, framework_id: str) -> Draft | None:
    """The draft of a new version of a framework that somebody is at already; None when there is none."""
    return next((one for one in list_drafts(db) if _renews(one, framework_id) and not one.is_open), None)


def _renews(draft: Draft, framework_id: str) -> bool:
    return draft.replaces is not None and draft.replaces[0] == framework_id


def _translations(framework: Framework) -> Mapping[str, Any]:
    texts = {code: dict(texts) for code, texts in framework.texts.items()}
    return {"translations": texts} if texts else {}


def _opened_before(db: Database, framework: Framework) -> Mapping[str, Any]:
    """How the newest collection of a framework was opened, but its name and its dates: it goes on as it is."""
    row = db.one(
        """
        select id from collections where framework_id = :id and id not in (select collection_id from trials)
        order by framework_version desc, id desc limit 1
        """,
        id=framework.id,
    )
    if row is None:
        return {}
    before = get_collection(db, row["id"])
    return opening_of(replace(before, title=f"{before.title} ({framework.version + 1})"))


def opening_of(collection: Collection) -> dict[str, Any]:
    """How a collection was opened, as a draft holds it."""
    return {
        "title": collection.title,
        "policy": collection.policy.value,
        "moderation": collection.moderation.value,
        "k": collection.k,
        "groups": [{"name": group.name, "parent": group.parent} for group in collection.groups],
        "offers": [scope.value for scope in collection.offers],
        "alerts_a_year": collection.alerts_a_year,
        "sensitive": collection.sensitive,
        "audio": collection.audio,
        "quota": collection.quota,
        "read_by": collection.read_by,
        "signposts": [[post.name, post.contact, post.when] for post in collection.signposts],
        "stratum_choice": collection.stratum_choice,
        "texts": {code: dict(texts) for code, texts in collection.texts.items()},
    }
