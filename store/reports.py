"""Reports with every revision of them, and the issues that were frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from narratives.draft import ChangedMeanwhileError
from narratives.errors import NotFoundError
from narratives.report import Issue, Part, PartKind, Report, ReportRevision, issue_hash
from store.database import Database, Row

MOST_REVISIONS = 200
_COLUMNS = "id, collection_id, title, document, revision, made_by, changed_by, changed_at"
_ISSUE = "report_id, number, document, hash, made_by, made_at"


def add_report(db: Database, report: Report, *, actor: str, at: datetime) -> Report:
    """Keep a new report at its first revision."""
    kept = replace(report, revision=1, made_by=actor, changed_by=actor, changed_at=at)
    with db.write():
        db.execute(
            """
            insert into reports (id, collection_id, title, document, made_by, made_at, changed_by, changed_at)
            values (:id, :collection, :title, :document, :actor, :at, :actor, :at)
            """,
            id=kept.id,
            collection=kept.collection,
            title=kept.title,
            document=_document(kept),
            actor=actor,
            at=_said(at),
        )
        _remember(db, kept, "Began the report", actor, at)
    return kept


def change_report(db: Database, report: Report, *, what: str, actor: str, at: datetime) -> Report:
    """Store a report as its next revision; `report.revision` is the one that was read.

    Raises ChangedMeanwhileError when somebody stored another one since.
    """
    with db.write():
        stored = get_report(db, report.id)
        if stored.revision != report.revision:
            raise ChangedMeanwhileError(f"{stored.changed_by} changed this report while you had it open.")
        changed = replace(report, revision=report.revision + 1, changed_by=actor, changed_at=at)
        db.execute(
            """
            update reports set title = :title, document = :document, revision = :revision, changed_by = :actor,
                changed_at = :at
            where id = :id
            """,
            id=report.id,
            title=changed.title,
            document=_document(changed),
            revision=changed.revision,
            actor=actor,
            at=_said(at),
        )
        _remember(db, changed, what, actor, at)
    return changed


def get_report(db: Database, report_id: str) -> Report:
    """Raises NotFoundError."""
    row = db.one(f"select {_COLUMNS} from reports where id = :id", id=report_id)
    if row is None:
        raise NotFoundError("report", report_id)
    return _row_to_report(row)


def list_reports(db: Database, collection_id: str) -> list[Report]:
    """The reports of a collection, the one changed last first."""
    rows = db.rows(
        f"select {_COLUMNS} from reports where collection_id = :id order by changed_at desc, id", id=collection_id
    )
    return [_row_to_report(row) for row in rows]


def list_report_revisions(db: Database, report_id: str) -> list[ReportRevision]:
    """What was done to a report, newest first."""
    rows = db.rows(
        "select revision, what, actor, at from report_revisions where report_id = :id order by revision desc",
        id=report_id,
    )
    return [
        ReportRevision(row["revision"], row["what"], row["actor"], datetime.fromisoformat(row["at"])) for row in rows
    ]


def report_at(db: Database, report: Report, revision: int) -> Report:
    """The report as it was, numbered as it is: storing it goes back. Raises NotFoundError."""
    row = db.one(
        "select document from report_revisions where report_id = :id and revision = :revision",
        id=report.id,
        revision=revision,
    )
    if row is None:
        raise NotFoundError("revision of the report", str(revision))
    return replace(report, **_read(row["document"]))


def add_issue(db: Database, report: Report, document: Mapping[str, Any], *, actor: str, at: datetime) -> Issue:
    """Freeze what a report says as its next issue. Raises ChangedMeanwhileError when another revision is stored."""
    with db.write():
        if get_report(db, report.id).revision != report.revision:
            raise ChangedMeanwhileError("This report was changed while you had it open.")
        last = db.one("select max(number) as number from report_issues where report_id = :id", id=report.id)
        number = 1 + ((last["number"] if last else None) or 0)
        issue = Issue(report.id, number, document, issue_hash(document), actor, at)
        db.execute(
            f"insert into report_issues ({_ISSUE}) values (:report, :number, :document, :hash, :actor, :at)",
            report=report.id,
            number=number,
            document=json.dumps(document, ensure_ascii=False, sort_keys=True),
            hash=issue.hash,
            actor=actor,
            at=_said(at),
        )
    return issue


def get_issue(db: Database, report_id: str, number: int) -> Issue:
    """Raises NotFoundError."""
    row = db.one(
        f"select {_ISSUE} from report_issues where report_id = :id and number = :number", id=report_id, number=number
    )
    if row is None:
        raise NotFoundError("issue of the report", str(number))
    return _row_to_issue(row)


def list_issues(db: Database, report_id: str) -> list[Issue]:
    """The issues of a report, newest first."""
    rows = db.rows(f"select {_ISSUE} from report_issues where report_id = :id order by number desc", id=report_id)
    return [_row_to_issue(row) for row in rows]


def _remember(db: Database, report: Report, what: str, actor: str, at: datetime) -> None:
    db.execute(
        """
        insert into report_revisions (report_id, revision, document, what, actor, at)
        values (:id, :revision, :document, :what, :actor, :at)
        """,
        id=report.id,
        revision=report.revision,
        document=_document(report),
        what=what,
        actor=actor,
        at=_said(at),
    )
    db.execute(
        "delete from report_revisions where report_id = :id and revision <= :oldest",
        id=report.id,
        oldest=report.revision - MOST_REVISIONS,
    )


def _document(report: Report) -> str:
    parts = [[part.kind.value, part.value] for part in report.parts]
    return json.dumps({"title": report.title, "purpose": report.purpose, "parts": parts}, ensure_ascii=False)


def _read(document: str) -> dict[str, Any]:
    stored = json.loads(document)
    parts = tuple(Part(PartKind(kind), value) for kind, value in stored["parts"])
    return {"title": stored["title"], "purpose": stored["purpose"], "parts": parts}


def _row_to_report(row: Row) -> Report:
    return Report(
        id=row["id"],
        collection=row["collection_id"],
        revision=row["revision"],
        made_by=row["made_by"],
        changed_by=row["changed_by"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        **_read(row["document"]),
    )


def _row_to_issue(row: Row) -> Issue:
    return Issue(
        row["report_id"],
        row["number"],
        json.loads(row["document"]),
        row["hash"],
        row["made_by"],
        datetime.fromisoformat(row["made_at"]),
    )


def _said(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
