"""What each setting that members can decide about is today, written as a proposal writes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from narratives.covered import MOVES, Setting
from narratives.framework_texts import texts_of
from store.charters import current_charter
from store.collections import get_collection
from store.covered import may_be_told_outside, readers_of
from store.database import Database
from store.drafts import get_draft
from store.frameworks import get_framework
from store.public_pages import get_public_page
from store.release_shares import list_shared_collections
from store.retention_rules import months_kept
from store.seen_elsewhere import is_telling
from store.smallest_group import smallest_group

MEMBERS = "members"  # in the place of a username: no person did it


def current_value(db: Database, setting: Setting, subject: str = "") -> str:
    """The value of today; empty for a draft that is not open. Raises NotFoundError where there is no such subject."""
    return _VALUES[setting](db, subject)


def _smallest_group(db: Database, subject: str) -> str:
    return str(smallest_group(db))


def _false_alarms(db: Database, subject: str) -> str:
    return f"{get_collection(db, subject).alerts_a_year:g}"


def _months_kept(db: Database, subject: str) -> str:
    return str(months_kept(db, get_collection(db, subject).id))


def _readers(db: Database, subject: str) -> str:
    return readers_of(db, get_collection(db, subject).id)


def _shared_with(db: Database, subject: str) -> str:
    moves = [MOVES] if is_telling(db, subject) else []
    return json.dumps([*moves, *list_shared_collections(db, subject)])


def _told_outside(db: Database, subject: str) -> str:
    return "yes" if may_be_told_outside(db) else "no"


def _public_page(db: Database, subject: str) -> str:
    return "on" if get_public_page(db, get_collection(db, subject).id).is_on else "off"


def _questions(db: Database, subject: str) -> str:
    draft = get_draft(db, subject)
    return str(draft.revision) if draft.is_open else ""


def _wording(db: Database, subject: str) -> str:
    framework_id, version, language, key = json.loads(subject)
    framework = get_framework(db, framework_id, version)
    texts = texts_of(framework) if language == framework.language else framework.texts.get(language, {})
    return str(texts.get(key, ""))


def _charter(db: Database, subject: str) -> str:
    kept = current_charter(db)
    return "" if kept is None else kept.charter.to_json()


_VALUES: Mapping[Setting, Callable[[Database, str], str]] = {
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
