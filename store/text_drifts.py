"""Whether the words changed where an alert says that something moved: evidence beside it, never an alert by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from narratives.alert import AlertState, Signal
from narratives.calendar import day_of
from narratives.collection import Collection, Policy
from store.alerts import Alert, list_every_alert
from store.database import Database

LEVEL = 0.05
_FROM_WORDS = frozenset({"theme", "novelty"})  # what was found in the words is shown by them anyway
_OFTEN = 0.9  # of the usual distances, taken as the far end of what is usual


class Answer(StrEnum):
    """What was found."""

    CHANGED = "changed"
    SCATTER = "scatter"
    TOO_FEW = "too few"
    TOO_EARLY = "too early"


@dataclass(frozen=True, slots=True)
class Moved:
    """A word or a theme, with its stories before and since; only of stories that may be read."""

    words: str
    before: int
    since: int
    is_theme: bool = False


@dataclass(frozen=True, slots=True)
class TextDrift:
    """The words of a group since an alert began, against those of the weeks before.

    `size` is how far they lie apart, and `usual` how far as many weeks of the time before lie from the others of that
    time, from low to high in twenty equal steps (empty where there are too few weeks). `p` is how often weeks dealt
    out at random lie as far apart, and `look` the number of times that this alert was looked at: each time it has its
    chance to be wrong. `weeks` and `stories` are (before, since); `left_out` are stories of people who tell on one
    side alone. `seen` is the mark (`seen_mark`) of the stories that it was made of, empty once one of them has gone.
    """

    answer: Answer
    weeks: tuple[int, int]
    stories: tuple[int, int]
    left_out: int = 0
    size: float = 0.0
    usual: tuple[float, ...] = ()
    p: float | None = None
    look: int = 1
    gained: tuple[Moved, ...] = ()
    lost: tuple[Moved, ...] = ()
    seen: str = ""

    @property
    def times_usual(self) -> float | None:
        """How many times as far as nine in ten of the usual distances; None where those are unknown."""
        far = self.usual[round(_OFTEN * (len(self.usual) - 1))] if self.usual else 0.0
        return self.size / far if far > 0 else None


@dataclass(frozen=True, slots=True)
class KeptDrift:
    """A drift as it lies in the store, and what it was made by and when."""

    model_id: str
    computed_on: date
    drift: TextDrift


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one story; `is_readable` where staff may read them, and a protected one is in a closed batch."""

    id: str
    text: str
    language: str
    is_readable: bool


def get_text_drift(db: Database, alert_id: str) -> KeptDrift | None:
    """What is known of the words beside an alert; None before the worker looked at them."""
    row = db.one("select model_id, computed_on, found from text_drifts where alert_id = :id", id=alert_id)
    if row is None:
        return None
    return KeptDrift(row["model_id"], date.fromisoformat(row["computed_on"]), _read(json.loads(row["found"])))


def keep_text_drift(db: Database, alert_id: str, model_id: str, drift: TextDrift, on: date) -> None:
    """Keep what was found in place of what was known before; nothing where the alert is gone."""
    with db.write():
        db.execute(
            """
            insert into text_drifts (alert_id, model_id, computed_on, found)
            select id, :model, :on, :found from alerts where id = :alert
            on conflict (alert_id) do update
            set model_id = excluded.model_id, computed_on = excluded.computed_on, found = excluded.found
            """,
            alert=alert_id,
            model=model_id,
            on=on.isoformat(),
            found=json.dumps(asdict(drift), ensure_ascii=False, separators=(",", ":")),
        )


def list_drifting(db: Database, collection_id: str) -> list[Alert]:
    """Alerts whose words are looked at: open ones about placements."""
    open_states = {AlertState.RAISED, AlertState.ACKNOWLEDGED}
    return [
        alert
        for alert in list_every_alert(db, collection_id)
        if alert.state in open_states
        and alert.folded_into is None
        and alert.finding.signal is not Signal.COLLECTION
        and alert.finding.signifier not in _FROM_WORDS
    ]


def seen_mark(
    db: Database, collection_id: str, groups: Sequence[str] | None, first: int, last: int, model_id: str
) -> str:
    """Something that is another whenever a story with a vector comes to some groups in a period, or leaves them."""
    row = db.one(
        """
        select count(*) as n, count(v.text_hash) as embedded, coalesce(max(n.day), 0) as newest,
            coalesce(sum(n.may_read = 1 and n.state = 'released'), 0) as readable
        from narratives as n left join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        where n.collection_id = :id and n.kind = 'respondent' and n.day between :first and :last
          and (:groups is null or n.group_name in (select value from json_each(:groups)))
        """,
        id=collection_id,
        model=model_id,
        first=first,
        last=last,
        groups=None if groups is None else json.dumps(list(groups)),
    )
    return (
        ""
        if row is None
        else f"{day_of(int(row['newest'])).isoformat()}:"
        + ":".join(str(row[name]) for name in ("n", "embedded", "readable"))
    )


def list_words(db: Database, collection: Collection, narratives: Sequence[str]) -> dict[str, Words]:
    """The words and languages of some stories, by id."""
    protected = collection.policy is Policy.PROTECTED
    rows = db.rows(
        """
        select id, text, language,
            may_read = 1 and state = 'released' and counted = :protected as is_readable
        from narratives where collection_id = :id and id in (select value from json_each(:ids))
        """,
        id=collection.id,
        ids=json.dumps(list(narratives)),
        protected=int(protected),
    )
    return {row["id"]: Words(row["id"], row["text"], row["language"], bool(row["is_readable"])) for row in rows}


def _read(found: dict[str, Any]) -> TextDrift:
    lists: dict[str, Any] = {name: tuple(Moved(**one) for one in found.pop(name)) for name in ("gained", "lost")}
    lists |= {name: tuple(found.pop(name)) for name in ("weeks", "stories", "usual")}
    return TextDrift(answer=Answer(found.pop("answer")), **lists, **found)
