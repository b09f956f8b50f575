"""The worker goes through the whole record once a day, and writes down how it was."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from analysis.audit_watch import AuditWatch
from store.audit import Entry, open_audit
from store.audit_rows import CHECKED, Wanted, list_records
from tests.people import make_settings

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path):
    made = make_settings(tmp_path)
    audit = opened(made)
    for number in range(3):
        audit.append(Entry("2026-11-22T10:00:00Z", "ada", "manager", "explore.story", str(number)))
    audit.close()
    return made


def opened(settings):
    return open_audit(settings.audit_path, settings.audit_key_path, settings.audit_anchor_path)


def checks(settings):
    audit = opened(settings)
    found = [(one.entry.at, one.entry.outcome) for one in list_records(audit, Wanted(action=CHECKED))]
    audit.close()
    return found


def test_once_a_day_is_enough(settings):
    at = [NOW]
    for _ in range(2):
        AuditWatch(settings, clock=lambda: 0.0, now=lambda: at[0])()
    assert checks(settings) == [("2026-11-23T10:00:00Z", "whole")]
    at[0] += timedelta(days=1)
    AuditWatch(settings, clock=lambda: 0.0, now=lambda: at[0])()
    assert len(checks(settings)) == 2


def test_it_is_not_asked_at_every_pass(settings):
    watch = AuditWatch(settings, clock=lambda: 5.0, now=lambda: NOW)
    watch()
    settings.audit_path.unlink()  # a second look would find it gone
    watch()
    assert watch.asked == 5.0


def test_what_is_wrong_is_written_down_and_said_in_the_log(settings, caplog):
    connection = sqlite3.connect(settings.audit_path)
    connection.executescript("drop trigger records_are_not_changed; update records set subject = '9' where seq = 2")
    connection.close()
    AuditWatch(settings, clock=lambda: 0.0, now=lambda: NOW)()
    assert checks(settings) == [("2026-11-23T10:00:00Z", "broken")]
    assert "Row 2 of 2026-11-22T10:00:00Z is not as it was written" in caplog.text


def test_an_organisation_without_a_record_gets_none_from_the_worker(tmp_path):
    made = make_settings(tmp_path / "new")
    AuditWatch(made, clock=lambda: 0.0, now=lambda: NOW)()
    assert not made.audit_path.exists()


def test_a_key_that_is_gone_is_said_and_stops_no_worker(settings, caplog):
    settings.audit_key_path.unlink()
    AuditWatch(settings, clock=lambda: 0.0, now=lambda: NOW)()
    assert "Put the key back from its backup" in caplog.text
