"""Stories of any age, as the store has them."""

import secrets
from datetime import date

from narratives.narrative import Kind, State
from store.batches import list_batches
from store.narrative_rows import INSERT, narrative_to_row
from tests.builders import TODAY, make_framework, make_narrative

GONE = date(2027, 4, 1)  # what was told in March 2026 goes after twelve months
_INSERT = INSERT.replace(":key_hash)", ":key_hash, :counted)").replace("key_hash)", "key_hash, counted)", 1)


def plant(db, n, *, told_on=TODAY, state=State.RELEASED, counted=0, **changes):
    """Stories as the store has them; their ids."""
    framework, rows = make_framework(), []
    for _ in range(n):
        row = narrative_to_row(framework, make_narrative(told_on=told_on, **changes), state)
        rows.append(row | {"counted": counted, "key_hash": secrets.token_hex(16)})
    with db.write():
        db.many(_INSERT, rows)
    return [row["id"] for row in rows]


def left(db) -> set[str]:
    return {row["id"] for row in db.rows("select id from narratives")}


def sums(db, kind=Kind.RESPONDENT):
    return [(one.group, one.n) for one in list_batches(db, "plot", kind)]
