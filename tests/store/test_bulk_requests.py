"""Deleting a collection takes two people and a day, and then leaves no byte of it; an export has what is open."""

import csv
import io
import sqlite3
from datetime import UTC, datetime, timedelta
from hashlib import md5

import pytest

from analysis.bulk_watch import BulkWatch
from narratives.collection import Moderation, Policy
from narratives.narrative import Scope
from narratives.narrative import State as Release
from store.audit import open_audit
from store.audit_rows import Wanted, list_records
from store.bulk_deletion import delete_portion
from store.bulk_requests import (
    UNDECIDED_FOR,
    WAIT,
    OwnRequestError,
    State,
    TooLateError,
    What,
    ask,
    decide,
    get_request,
    list_due,
    stop,
)
from store.intake import Intake
from store.moderation import change_release
from store.release_export import NotExportedError, exported, table
from store.schema import open_stories
from store.worker import list_notices, set_notice
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, make_settings

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
DUE = AT + WAIT


@pytest.fixture
def settings(tmp_path):
    return make_settings(tmp_path)


@pytest.fixture
def db(settings):
    database = open_stories(settings.stories_path)
    yield database
    database.close()


def told(db, plot, *texts, **changes):
    intake = Intake(db.path, SECRET)
    stories = [make_narrative(text=text, collection=plot[0].id, **changes) for text in texts]
    for story in stories:
        intake.submit(*plot, story, md5(story.text.encode(), usedforsecurity=False).hexdigest())
    intake.close()
    return stories


def asked(db, what=What.DELETION, collection="plot", at=AT):
    return ask(db, what, collection=collection, title="The plot", reason="It is over.", asked_by="ade", at=at)


def agreed(db):
    request_id = asked(db)
    decide(db, request_id, approve=True, because="", decided_by="ada", at=AT)
    return request_id


def test_the_table_itself_refuses_that_one_person_does_both(db):
    request_id = asked(db)
    with pytest.raises(OwnRequestError):
        decide(db, request_id, approve=True, because="", decided_by="ade", at=AT)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(
            """
            update bulk_requests set decided_by = 'ade', decided_at = 'now', decision = 'approved' where id = :id
            """,
            id=request_id,
        )


def test_a_decision_stands(db):
    request_id = agreed(db)
    with pytest.raises(TooLateError, match="This was decided or stopped before"):
        decide(db, request_id, approve=False, because="No, rather not", decided_by="max", at=AT)
    with pytest.raises(sqlite3.IntegrityError, match="a decision stands"):
        db.execute("update bulk_requests set asked_by = 'mo' where id = :id", id=request_id)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (AT, State.WAITING),
        (AT + UNDECIDED_FOR - timedelta(seconds=1), State.WAITING),
        (AT + UNDECIDED_FOR, State.LAPSED),
    ],
)
def test_what_nobody_decides_lapses(db, at, state):
    assert get_request(db, asked(db)).state(at) is state


def test_nothing_is_deleted_before_the_day_is_over(db):
    plot = open_plot(db)
    told(db, plot, "The beans")
    request_id = agreed(db)
    assert list_due(db, DUE - timedelta(seconds=1)) == []
    assert delete_portion(db, request_id, SECRET, DUE - timedelta(seconds=1)) is True
    assert db.one("select count(*) as n from narratives")["n"] == 1


def test_what_was_stopped_in_time_is_never_deleted(db):
    plot = open_plot(db)
    told(db, plot, "The beans")
    request_id = agreed(db)
    stop(db, request_id, stopped_by="ade", at=DUE - timedelta(seconds=1))
    assert list_due(db, DUE) == []
    delete_portion(db, request_id, SECRET, DUE)
    assert db.one("select count(*) as n from narratives")["n"] == 1


def test_a_deletion_that_has_begun_cannot_be_stopped(db, monkeypatch):
    monkeypatch.setattr("store.bulk_deletion.PORTION", 1)
    plot = open_plot(db)
    told(db, plot, "The beans", "The peas")
    request_id = agreed(db)
    assert delete_portion(db, request_id, SECRET, DUE) is False
    with pytest.raises(TooLateError, match="cannot be stopped any more"):
        stop(db, request_id, stopped_by="ada", at=DUE)
    assert get_request(db, request_id).state(DUE) is State.RUNNING
    assert (get_request(db, request_id).stories, get_request(db, request_id).told) == (2, {"stories": 1})


def test_the_worker_deletes_everything_of_the_collection_and_nothing_of_another(db, settings, monkeypatch):
    monkeypatch.setattr("store.bulk_deletion.PORTION", 2)
    plot, other = open_plot(db), open_plot(db, id="yard", title="The yard")
    told(db, plot, *(f"Secretbean {number}" for number in range(5)))
    kept = told(db, other, "The hens laid")
    request_id = agreed(db)
    BulkWatch(db, settings, clock=lambda: 0.0, now=lambda: DUE)()
    request = get_request(db, request_id)
    assert request.state(DUE) is State.DONE
    assert request.stories == 5
    assert [row["id"] for row in db.rows("select id from narratives")] == [kept[0].id]
    assert [row["id"] for row in db.rows("select id from collections")] == ["yard"]
    assert db.rows("pragma foreign_key_check") == []
    assert rows_that_say(db, "plot") == ["bulk_requests"]
    held = b"".join(path.read_bytes() for path in settings.stories_path.parent.glob("stories.db*"))
    assert b"Secretbean" not in held
    assert db.one("select count(*) as n from tombstones")["n"] >= 5
    audit = open_audit(settings.audit_path, settings.audit_key_path, settings.audit_anchor_path)
    assert [one.entry.subject for one in list_records(audit, Wanted(action="bulk.deleted"))] == ["plot"]
    audit.close()


def test_the_same_collection_can_be_opened_again_and_takes_none_of_its_old_stories(db):
    plot = open_plot(db)
    told(db, plot, "The beans")
    request_id = agreed(db)
    while not delete_portion(db, request_id, SECRET, DUE):
        pass
    again = open_plot(db)
    told(db, again, "The beans")
    assert db.one("select count(*) as n from narratives")["n"] == 0


def rows_that_say(db, collection):
    """The tables in which any value is, or holds as a word, the id of a collection."""
    found = []
    for table_ in [row["name"] for row in db.rows("select name from sqlite_master where type = 'table'")]:
        if table_.startswith(("sqlite_", "story_words")):
            continue
        for row in db.rows(f'select * from "{table_}"'):
            if any(
                isinstance(value, str) and collection in value.replace("-", ":").split(":") for value in row.values()
            ):
                found.append(table_)
                break
    return found


def test_an_export_has_the_open_stories_with_answers_week_and_group_and_no_other(db):
    plot = open_plot(db, moderation=Moderation.AFTER)
    told(db, plot, "=open")
    told(db, plot, "counted only", consent=frozenset())
    (held,) = told(db, plot, "held back")
    assert change_release(db, plot[0], held.id, Release.RELEASED, Release.HELD)
    (one,) = exported(db, plot[0])
    assert one.facts["story"] == "=open"
    assert one.facts["group"] == "east"
    assert one.facts["week"] == "2026-03-02"
    assert "shares" in one.answers["mood"] and not {"method", "seconds", "order"} & set(one.answers["mood"])
    rows = list(csv.DictReader(io.StringIO("".join(table(exported(db, plot[0]), plot[1])).removeprefix("\ufeff"))))
    assert [row["story"] for row in rows] == ["'=open"]
    assert {"mood", "say", "role"} <= set(rows[0])


def test_a_protected_collection_is_never_exported(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    with pytest.raises(NotExportedError, match="never leave the platform"):
        next(exported(db, plot[0]))


def test_a_story_that_is_quoted_nowhere_says_what_its_teller_allows(db):
    plot = open_plot(db)
    told(db, plot, "for publishing", consent=frozenset({Scope.READ, Scope.PUBLISH}))
    (one,) = exported(db, plot[0])
    assert one.facts["uses"] == "publish read"


def test_deleting_a_collection_leaves_what_was_said_about_others(db):
    """Names of notices hold ids, and one collection's id may be a part of another's name."""
    open_plot(db, id="fail")
    set_notice(db, "failure", "The analysis stands still.", AT.date())
    approved = ask(db, What.DELETION, collection="fail", title="F", reason="It is over.", asked_by="ade", at=AT)
    decide(db, approved, approve=True, because="", decided_by="ida", at=AT)
    while not delete_portion(db, approved, SECRET, DUE):
        pass
    assert get_request(db, approved).done_at
    assert list_notices(db) == ["The analysis stands still."]
