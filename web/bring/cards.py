"""A file as the pages show it: where it is, in words, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from narratives.calendar import spoken
from narratives.interchange.formats import FORMATS
from store.brought_in import BroughtIn, BroughtState, is_held
from store.database import Database

PATIENCE = timedelta(seconds=15)
_NO_WORKER = (
    "The analysis worker has not taken it up: it does not seem to run. It goes on by itself as soon as "
    "somebody starts it."
)
_STATES = {
    BroughtState.MAPPING: "waits for you",
    BroughtState.CHECKING: "every row is tried",
    BroughtState.CHECKED: "checked, not stored",
    BroughtState.STORING: "being stored",
    BroughtState.STORED: "stored",
    BroughtState.STOPPED: "stopped",
    BroughtState.REFUSED: "refused",
}
_NAMES = {
    "stored": "new",
    "updated": "changed",
    "unchanged": "unchanged",
    "withdrawn": "taken back by their tellers",
    "rejected": "rejected",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One file; `counts` are what became of its rows, `says` one sentence about where it is."""

    id: str
    file_name: str
    format: str
    when: str
    state: str
    says: str
    done: int
    rows: int
    counts: tuple[tuple[str, int], ...]
    is_at_work: bool
    may_store: bool
    may_check: bool


def card(db: Database, found: BroughtIn, now: datetime) -> Card:
    """A file for the page about it."""
    counts = tuple((words, int(found.account.get(name, 0))) for name, words in _NAMES.items())
    title = FORMATS[found.format].title if found.format in FORMATS else "not known"
    return Card(
        id=found.id,
        file_name=found.file_name,
        format=title,
        when=f"{spoken(found.asked_at.date())}, {found.asked_at:%H:%M} UTC",
        state=_STATES[found.state],
        says=_says(db, found, now),
        done=found.done,
        rows=found.n_rows,
        counts=tuple(one for one in counts if one[1]) if found.account else (),
        is_at_work=found.is_at_work,
        may_store=found.state in (BroughtState.CHECKED, BroughtState.STOPPED) and _has_any(found),
        may_check=found.state in (BroughtState.MAPPING, BroughtState.REFUSED),
    )


def _has_any(found: BroughtIn) -> bool:
    return int(found.account.get("rejected", 0)) < int(found.account.get("rows", 0))


def _says(db: Database, found: BroughtIn, now: datetime) -> str:
    if found.is_at_work:
        since = datetime.fromisoformat(found.said.get("waits_since", found.asked_at.isoformat()))
        if now - since > PATIENCE and not is_held(db, found.id, now.timestamp()):
            return _NO_WORKER
        if not found.n_rows:
            return "The whole file is read through first."
        return f"{found.done:,} of {found.n_rows:,} rows."
    if found.state is BroughtState.CHECKED:
        return "Nothing is stored yet. This is what would become of every row."
    if found.state is BroughtState.STORED:
        return f"All {found.n_rows:,} rows are accounted for, and the file is deleted."
    if found.state is BroughtState.STOPPED:
        return "What was stored before somebody stopped it stays. It can go on where it was."
    return found.problem.split("\n")[0]
