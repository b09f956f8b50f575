"""What became of a submission whose row was not simply stored: sent before, withdrawn since, or refused."""

from __future__ import annotations

import json
import sqlite3
from enum import StrEnum
from typing import Any

from store.narrative_rows import COLUMNS

_PLACE = {name: place for place, name in enumerate(COLUMNS)}
# What somebody tells; when it was told, and how an answer was placed, may differ between two tries.
_TOLD = ("collection_id", "group_name", "title", "text_hash", "consent", "prompt", "danger", "hearers")
_FIND = f"select id, receipt_hash, answers, {', '.join(_TOLD)} from narratives where key_hash = ?"


class Outcome(StrEnum):
    """What became of a submission. DIFFERENT: its key was sent before with another story, and nothing was stored."""

    STORED = "stored"
    REPEATED = "repeated"
    DIFFERENT = "different"
    WITHDRAWN = "withdrawn"
    INVITATION_SPENT = "invitation-spent"


def outcome_of(connection: sqlite3.Connection, row: tuple[object, ...]) -> Outcome | None:
    """What became of a row, in the order of COLUMNS, that was handed in; None when the store refused it."""
    key = row[_PLACE["key_hash"]]
    found = connection.execute(_FIND, (key,)).fetchone()
    if found is None:
        buried = connection.execute("select 1 from tombstones where hash = ?", (key,)).fetchone()
        return Outcome.WITHDRAWN if buried else None
    story, receipt, answers, *told = found
    if story == row[_PLACE["id"]]:
        return Outcome.STORED
    if told != [row[_PLACE[name]] for name in _TOLD] or _said(answers) != _said(str(row[_PLACE["answers"]])):
        return Outcome.DIFFERENT
    if receipt != row[_PLACE["receipt_hash"]]:
        # The first answer was lost and the story came again by another way, or its hash is a slow one by now:
        # the code that this sending shows is the one that has to work.
        connection.execute(
            "update narratives set receipt_hash = ? where key_hash = ?", (row[_PLACE["receipt_hash"]], key)
        )
    return Outcome.REPEATED


def _said(answers: str) -> dict[str, dict[str, Any]]:
    aside = {"seconds", "method", "order"}
    return {
        signifier: {name: value for name, value in answer.items() if name not in aside}
        for signifier, answer in json.loads(answers).items()
    }
