"""What tellers are told came of their stories: published, changed and taken back, the old words kept."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from narratives.errors import NotFoundError
from narratives.report_back import Outcome, ReportBack, Wording
from store.database import Database, Row

NO_LONGER_ALLOWED = "rules"  # takes back what quotes a story that may no longer be published
ANSWER_DAYS = 28  # an alert that is older counts among those that wait for an answer, whatever became of it
_COLUMNS = """id, collection_id, alert_id, probe_id, groups, outcome, words, made_by, published_on, taken_back_on"""
# Alerts told inside another one are answered with it; a silenced one was told to nobody.
_DUE_ALERTS = """folded_into is null and silence_id is null
    and (state = 'closed' or (state in ('raised', 'acknowledged') and raised_on < :before))"""
# By itself, inside the alert that it is told in, or by what was tried; a list without nulls, made once for all alerts.
_ANSWERED_ALERT = """a.id in (
        select alert_id from report_backs where taken_back_on is null and alert_id is not null
        union select f.folded_into from report_backs as r join alerts as f on f.id = r.alert_id
        where r.taken_back_on is null and f.folded_into is not null
        union select p.alert_id from report_backs as r join probes as p on p.id = r.probe_id
        where r.taken_back_on is null and p.alert_id is not null
    )"""
_ANSWERED_PROBE = "exists (select 1 from report_backs as r where r.probe_id = p.id and r.taken_back_on is null)"


@dataclass(frozen=True, slots=True)
class Answered:
    """How many alerts and probes that an answer is due for have one; an alert also by the answer of its probe."""

    alerts: int
    alerts_answered: int
    probes: int
    probes_answered: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A closed alert or an ended probe that no published answer names: its sentence or title, and since when."""

    id: str
    is_probe: bool
    words: str
    since: date


@dataclass(frozen=True, slots=True)
class ReportBackEvent:
    """What was done to an answer, by whom; `old` is what it said before a change."""

    kind: str
    old: dict[str, Wording]
    actor: str
    at: datetime


def publish(db: Database, report: ReportBack, *, at: datetime) -> bool:
    """Tell the tellers; False when one with that id is there already. Raises BusyError."""
    with db.write():
        stored = db.execute(
            f"""
            insert into report_backs ({_COLUMNS})
            values (:id, :collection, :alert, :probe, :groups, :outcome, :words, :made_by, :published_on, null)
            on conflict do nothing
            """,
            id=report.id,
            collection=report.collection,
            alert=report.alert,
            probe=report.probe,
            groups=json.dumps(report.groups, ensure_ascii=False),
            outcome=report.outcome.value,
            words=_words_to_json(report.words),
            made_by=report.made_by,
            published_on=report.published_on.isoformat(),
        )
        if stored:
            _add_event(db, report.id, "published", "", actor=report.made_by, at=at)
    return stored > 0


def change(db: Database, report: ReportBack, *, actor: str, at: datetime) -> bool:
    """Put other words, groups or another outcome in the place of what was said; False when nothing is different."""
    with db.write():
        before = get_report_back(db, report.id)
        if (before.words, before.groups, before.outcome) == (report.words, report.groups, report.outcome):
            return False
        db.execute(
            "update report_backs set groups = :groups, outcome = :outcome, words = :words where id = :id",
            id=report.id,
            groups=json.dumps(report.groups, ensure_ascii=False),
            outcome=report.outcome.value,
            words=_words_to_json(report.words),
        )
        _add_event(db, report.id, "changed", _words_to_json(before.words), actor=actor, at=at)
    return True


def take_back(db: Database, report_back_id: str, *, actor: str, at: datetime) -> bool:
    """Show it to nobody any more; False when somebody took it back before."""
    with db.write():
        taken = db.execute(
            "update report_backs set taken_back_on = :day where id = :id and taken_back_on is null",
            id=report_back_id,
            day=at.date().isoformat(),
        )
        if taken:
            _add_event(db, report_back_id, "taken-back", "", actor=actor, at=at)
    return taken > 0


def put_back(db: Database, report_back_id: str, *, actor: str, at: datetime) -> bool:
    """Show one again that was taken back; False when it is shown already."""
    with db.write():
        put = db.execute(
            "update report_backs set taken_back_on = null where id = :id and taken_back_on is not null",
            id=report_back_id,
        )
        if put:
            _add_event(db, report_back_id, "put-back", "", actor=actor, at=at)
    return put > 0


def get_report_back(db: Database, report_back_id: str) -> ReportBack:
    """Raises NotFoundError if none has that id."""
    row = db.one(f"select {_COLUMNS} from report_backs where id = :id", id=report_back_id)
    if row is None:
        raise NotFoundError("answer to tellers", report_back_id)
    return _row_to_report(row)


def list_report_backs(db: Database, collection_id: str, *, published: bool = True) -> list[ReportBack]:
    """The answers of a collection, newest first; without `published` also those taken back."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from report_backs
        where collection_id = :id and (not :published or taken_back_on is null) order by published_on desc, id
        """,
        id=collection_id,
        published=int(published),
    )
    return [_row_to_report(row) for row in rows]


def list_answered_collections(db: Database) -> frozenset[str]:
    """The collections in which something was answered."""
    rows = db.rows("select distinct collection_id from report_backs where taken_back_on is null")
    return frozenset(row["collection_id"] for row in rows)


def report_backs_of(db: Database, *, alert: str | None = None, probe: str | None = None) -> list[ReportBack]:
    """The published answers to an alert, those to its probes and to alerts told inside it included, or to a probe."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from report_backs
        where taken_back_on is null and (
            alert_id = :alert or probe_id = :probe
            or alert_id in (select id from alerts where folded_into = :alert)
            or probe_id in (select id from probes where alert_id = :alert)
        ) order by published_on desc, id
        """,
        alert=alert,
        probe=probe,
    )
    return [_row_to_report(row) for row in rows]


def list_report_back_events(db: Database, report_back_id: str) -> list[ReportBackEvent]:
    """What was done to an answer, oldest first."""
    rows = db.rows(
        "select kind, old_words, actor, at from report_back_events where report_back_id = :id order by at, id",
        id=report_back_id,
    )
    return [
        ReportBackEvent(
            row["kind"], _json_to_words(row["old_words"] or "{}"), row["actor"], datetime.fromisoformat(row["at"])
        )
        for row in rows
    ]


def share_answered(db: Database, collection_id: str | None = None, *, today: date | None = None) -> Answered:
    """How many alerts that are closed or older than 28 days, and ended probes, were answered; of all collections
    without an id."""
    before = ((today or date.today()) - timedelta(days=ANSWER_DAYS)).isoformat()
    alerts = db.one(
        f"""
        select count(*) as n, coalesce(sum({_ANSWERED_ALERT}), 0) as answered from alerts as a
        where (:id is null or collection_id = :id) and {_DUE_ALERTS}
        """,
        id=collection_id,
        before=before,
    )
    probes = db.one(
        f"""
        select count(*) as n, coalesce(sum({_ANSWERED_PROBE}), 0) as answered from probes as p
        where (:id is null or collection_id = :id) and state = 'ended'
        """,
        id=collection_id,
    )
    assert alerts is not None
    assert probes is not None
    return Answered(alerts["n"], alerts["answered"], probes["n"], probes["answered"])


def list_unanswered(db: Database, collection_id: str, *, today: date) -> list[Unanswered]:
    """The alerts and probes of a collection that `share_answered` counts as waiting for an answer, longest first."""
    alerts = db.rows(
        f"""
        select id, sentence, raised_on from alerts as a
        where collection_id = :id and {_DUE_ALERTS} and not {_ANSWERED_ALERT}
        """,
        id=collection_id,
        before=(today - timedelta(days=ANSWER_DAYS)).isoformat(),
    )
    probes = db.rows(
        f"""
        select id, title, ends_on from probes as p
        where collection_id = :id and state = 'ended' and not {_ANSWERED_PROBE}
        """,
        id=collection_id,
    )
    found = [
        *(Unanswered(row["id"], False, row["sentence"], date.fromisoformat(row["raised_on"])) for row in alerts),
        *(Unanswered(row["id"], True, row["title"], date.fromisoformat(row["ends_on"])) for row in probes),
    ]
    return sorted(found, key=lambda one: (one.since, one.id))


def _add_event(db: Database, report_back_id: str, kind: str, old_words: str, *, actor: str, at: datetime) -> None:
    db.execute(
        """
        insert into report_back_events (id, report_back_id, kind, old_words, actor, at)
        values (:id, :report_back, :kind, :old_words, :actor, :at)
        """,
        id=secrets.token_hex(16),
        report_back=report_back_id,
        kind=kind,
        old_words=old_words,
        actor=actor,
        at=at.isoformat(timespec="microseconds"),
    )


def _words_to_json(words: dict[str, Wording]) -> str:
    said = {language: one.sentences for language, one in words.items()}
    return json.dumps(said, ensure_ascii=False)


def _json_to_words(stored: str) -> dict[str, Wording]:
    return {language: Wording(*said) for language, said in json.loads(stored).items()}


def _row_to_report(row: Row) -> ReportBack:
    taken_back = row["taken_back_on"]
    return ReportBack(
        id=row["id"],
        collection=row["collection_id"],
        alert=row["alert_id"],
        probe=row["probe_id"],
        groups=tuple(json.loads(row["groups"])),
        outcome=Outcome(row["outcome"]),
        words=_json_to_words(row["words"]),
        made_by=row["made_by"],
        published_on=date.fromisoformat(row["published_on"]),
        taken_back_on=date.fromisoformat(taken_back) if taken_back else None,
    )
