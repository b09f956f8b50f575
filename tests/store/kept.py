"""A deployment with stories, cases, accounts and a record, for the tests of what is kept and put back."""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from config import Settings
from narratives.narrative import State
from narratives.receipt import key_hash
from store.accounts import Role
from store.audit import Entry, audit_of, stamp
from store.backup_key import make_key, read_secret
from store.case_key import read_case_key
from store.cases import Interaction, add_interaction, open_cases
from store.commons import open_commons
from store.database import SqliteDatabase
from store.intake import Intake
from store.narrative_rows import INSERT, narrative_to_row
from store.restoring import STAGING, Restored, open_backup, restore
from store.retention import expire_all
from store.schema import open_accounts, open_stories
from store.words import index_words
from tests.builders import TODAY, make_collection, make_framework, make_narrative, open_plot
from tests.people import add_staff, make_settings

NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
KEY = make_key()
LOGGED = Interaction(
    "ada", "PX1042", date(2026, 3, 1), "COAP", "AAAA", "Talked of beans.", "plot", {"say": {"na": True}}
)
IDENTITY = read_secret(KEY.file, lambda: "")


OWN, OTHER = b"3" * 64, b"5" * 64


def made_settings(folder: Path, secret: bytes = OWN) -> Settings:
    """The settings of a deployment whose secret lies in its folder, as after a first start."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = folder / "secret.key"
    if not own.exists():
        own.write_bytes(secret)
        own.chmod(0o600)
    return replace(make_settings(folder), secret=own.read_bytes(), backup_key=KEY.public)


def furnish(settings: Settings, stories: int = 3) -> SqliteDatabase:
    """One of everything, and some stories; the story store, open."""
    shutil.copytree(_prepared(), settings.data, dirs_exist_ok=True)
    db = open_stories(settings.stories_path)
    plant(db, settings.secret, stories)
    index_words(db, stories)
    return db


@cache
def _prepared() -> Path:
    """A furnished folder without a story, made once a run and copied: making it costs more than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="murmuration-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = made_settings(folder)
    accounts = open_accounts(settings.accounts_path)
    add_staff(accounts, "ada", name="Ada", role=Role.MANAGER)
    accounts.close()
    open_commons(settings.commons_path).close()
    key = read_case_key(settings.cases_key_path)
    cases = open_cases(settings.cases_path, key)
    add_interaction(cases, key, LOGGED, idempotency_key="ab" * 16, at=NOW)
    cases.close()
    note(settings, "story.read")
    db = open_stories(settings.stories_path)
    open_plot(db)
    db.close()
    return folder


def note(settings: Settings, action: str) -> None:
    """A row in the record."""
    audit = audit_of(settings)
    audit.append(Entry(stamp(NOW), "ada", "manager", action, "x"))
    audit.close()


def plant(db: SqliteDatabase, secret: bytes, n: int, first: int = 0, **changes: Any) -> list[str]:
    """Stories as if told, with the hash of the key that each was sent with; their ids."""
    row = narrative_to_row(make_framework(), make_narrative(**changes), State.RELEASED)
    rows = []
    for number in range(first, first + n):
        words = f"marker{number:07} {row['text']}"
        kept = {"id": secrets.token_hex(16), "text": words, "text_hash": sha256(words.encode()).hexdigest()}
        kept |= {"key_hash": key_hash(f"{number:032x}", secret), "receipt_hash": f"fast:{secrets.token_hex(16)}"}
        rows.append(row | kept)
    with db.write():
        db.many(INSERT, rows)
    return [one["id"] for one in rows]


def tell(db: SqliteDatabase, settings: Settings, text: str, key: str, **changes: Any) -> str:
    """Tell a story as a teller does; its receipt code."""
    intake = Intake(db.path, settings.secret)
    code = intake.submit(make_collection(), make_framework(), make_narrative(text=text, **changes), key).code
    intake.close()
    return code


def put_back(settings: Settings, path: Path, today: date = TODAY, now: datetime = NOW) -> Restored:
    """Restore a backup as the command does."""
    opened = open_backup(settings, path, IDENTITY, settings.data / STAGING)
    return restore(settings, opened, now, lambda db: expire_all(db, today, sure=True))


def markers(path: Path) -> set[str]:
    """The first words of the stories of a store."""
    db = SqliteDatabase(path)
    found = {row["text"].split()[0] for row in db.rows("select text from narratives")}
    db.close()
    return found
