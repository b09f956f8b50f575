"""The story store of the organisation that a command was started for."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import current_app

from store.database import SqliteDatabase
from store.schema import open_accounts, open_stories


def story_store() -> closing[SqliteDatabase]:
    """The story store, closed when the command is done."""
    return closing(open_stories(_settings().stories_path))


def account_store() -> closing[SqliteDatabase]:
    """The accounts store, closed when the command is done."""
    return closing(open_accounts(_settings().accounts_path))


def organisation() -> str:
    """The organisation's slug."""
    return str(_settings().organisation)


def _settings() -> Any:
    return current_app.config["SETTINGS"]
