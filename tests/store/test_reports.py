"""Reports as they are kept: every revision, and issues that nobody can change."""

import sqlite3
from datetime import UTC, datetime

import pytest

from narratives.draft import ChangedMeanwhileError
from narratives.errors import NotFoundError
from narratives.report import Part, PartKind, Report, issue_hash
from store.bulk_deletion import delete_collection
from store.reports import (
    MOST_REVISIONS,
    add_issue,
    add_report,
    change_report,
    get_issue,
    get_report,
    list_issues,
    list_report_revisions,
    list_reports,
    report_at,
)
from tests.builders import open_plot

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WHO = {"actor": "ada", "at": AT}
DOCUMENT = {"title": "The plot", "parts": []}
HEADING = Part(PartKind.HEADING, "What we heard")


@pytest.fixture
def report(db):
    open_plot(db)
    return add_report(db, Report("r1", "plot", "The plot", "For us"), **WHO)


def test_a_report_is_kept_as_it_was_made(db, report):
    changed = change_report(db, report.with_part(HEADING), what="Added a heading", **WHO)
    assert get_report(db, "r1") == changed
    assert changed.parts == (HEADING,)
    assert (changed.revision, changed.made_by) == (2, "ada")
    assert list_reports(db, "plot") == [changed]


def test_going_back_is_a_change_that_loses_nothing(db, report):
    changed = change_report(db, report.with_part(HEADING), what="Added a heading", **WHO)
    back = change_report(db, report_at(db, changed, 1), what="Went back", **WHO)
    assert back.parts == ()
    assert report_at(db, back, 2).parts == (HEADING,)
    assert [one.what for one in list_report_revisions(db, "r1")] == ["Went back", "Added a heading", "Began the report"]


def test_of_two_who_change_it_at_once_the_second_changes_nothing(db, report):
    change_report(db, report.with_part(HEADING), what="Added a heading", actor="mo", at=AT)
    with pytest.raises(ChangedMeanwhileError, match="mo changed this report while you had it open"):
        change_report(db, report, what="Nothing", **WHO)
    with pytest.raises(ChangedMeanwhileError, match="changed while you had it open"):
        add_issue(db, report, DOCUMENT, **WHO)
    assert list_issues(db, "r1") == []


def test_only_the_newest_revisions_are_kept(db, report):
    for number in range(MOST_REVISIONS + 5):
        report = change_report(db, report, what=f"Change {number}", **WHO)
    assert len(list_report_revisions(db, "r1")) == MOST_REVISIONS
    with pytest.raises(NotFoundError, match="no revision of the report with id '1'"):
        report_at(db, report, 1)


def test_issues_are_numbered_and_keep_what_was_said(db, report):
    first = add_issue(db, report, DOCUMENT, **WHO)
    second = add_issue(db, report, {**DOCUMENT, "title": "Later"}, **WHO)
    assert (first.number, second.number) == (1, 2)
    assert get_issue(db, "r1", 1) == first
    assert first.hash == issue_hash(DOCUMENT) != second.hash
    assert list_issues(db, "r1") == [second, first]


def test_nobody_changes_an_issue(db, report):
    add_issue(db, report, DOCUMENT, **WHO)
    with pytest.raises(sqlite3.IntegrityError, match="stays as it was frozen"):
        db.execute("update report_issues set hash = 'other'")


def test_what_is_not_there_is_said(db, report):
    with pytest.raises(NotFoundError, match="no report with id 'r2'"):
        get_report(db, "r2")
    with pytest.raises(NotFoundError, match="no issue of the report with id '1'"):
        get_issue(db, "r1", 1)


def test_reports_go_with_their_collection(db, report):
    add_issue(db, report, DOCUMENT, **WHO)
    delete_collection(db, "plot")
    for table in ("reports", "report_revisions", "report_issues"):
        assert db.rows(f"select 1 from {table}") == []
