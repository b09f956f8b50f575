"""`flask audit` in the words it prints."""

import sqlite3

import pytest

from app import create_app
from store.audit import Entry, open_audit
from tests.people import make_settings


@pytest.fixture
def settings(tmp_path):
    made = make_settings(tmp_path)
    audit = open_audit(made.audit_path, made.audit_key_path, made.audit_anchor_path)
    for number in range(4):
        audit.append(Entry("2026-11-22T10:00:00Z", "ada", "manager", "explore.story", str(number)))
    audit.close()
    return made


@pytest.fixture
def run(settings):
    app = create_app(settings)
    return lambda *arguments: app.test_cli_runner().invoke(args=["audit", *arguments])


def cut(settings):
    connection = sqlite3.connect(settings.audit_path)
    connection.executescript("drop trigger records_are_not_deleted; delete from records where seq > 3")
    connection.close()


def test_the_head_is_printed_as_verify_takes_it(run):
    head = run("head").output.strip()
    number, _, code = head.partition(":")
    assert number == "5"
    assert len(code.split()) == 8
    found = run("verify", "--head", head)
    assert found.exit_code == 0
    assert "The audit is whole: 5 rows, each as it was written, and none is missing." in found.output
    assert head in found.output


def test_a_record_that_was_cut_is_said_to_be_cut_and_fails(run, settings):
    head = run("head").output.strip()
    cut(settings)
    found = run("verify")
    assert found.exit_code == 1
    assert "NOT whole" in found.output
    assert "2 rows are missing at the end: the anchor of 2026-11-22T10:00:00Z has 5 rows." in found.output
    assert "the head that you gave has 5 rows" in run("verify", "--head", head).output


@pytest.mark.parametrize("given", ["5", "5:12", "five:0123456789abcdef"])
def test_what_is_no_head_is_said_to_be_none(run, given):
    found = run("verify", "--head", given)
    assert found.exit_code == 1
    assert "That is no head. Give the number, a colon and at least 16 digits of the code." in found.output


def test_a_key_that_is_gone_is_said_in_a_sentence(run, settings):
    settings.audit_key_path.unlink()
    found = run("verify")
    assert found.exit_code == 1
    assert "Put the key back from its backup." in found.output


def test_before_anything_was_recorded_there_is_no_head(tmp_path):
    app = create_app(make_settings(tmp_path / "new"))
    assert app.test_cli_runner().invoke(args=["audit", "head"]).output == "The audit has no row yet.\n"
