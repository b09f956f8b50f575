import os
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from narratives.alert import Tone
from narratives.calendar import day_number
from narratives.course import Course
from narratives.narrative import State
from store.alert_actions import close, reopen
from store.alerts import get_alert, list_alerts, list_events
from store.case_key import CaseKey
from store.cases import open_cases
from store.database import SqliteDatabase
from store.narrative_rows import INSERT, narrative_to_row
from store.narratives import get_narrative
from store.schema import open_accounts, open_stories
from store.schema.stories import stories
from tests.builders import TODAY, copy_known, make_narrative, open_plot

CASE_KEY = CaseKey(b"s" * 32, b"m" * 32)


def columns(db: SqliteDatabase) -> dict[str, list[str]]:
    return {table.name: [column.name for column in table.columns] for table in db.utils.tables}


def test_no_table_of_stories_has_a_time_a_row_order_or_a_trace_of_the_request(db):
    for name, table in columns(db).items():
        if name.startswith(("story_words", "_sqlite", "sqlite")):
            continue
        schema = db.utils.table(name).schema
        by_chance = "integer primary key, -- drawn by chance" in schema.lower()
        assert by_chance or "without rowid" in schema.lower(), f"{name} keeps an order of insertion"
        assert "autoincrement" not in schema.lower()
        if name in {"narratives", "batches", "vectors", "assignments"}:
            assert not [column for column in table if re.search(r"(_at|time|created|ip|agent|address)$", column)]


def test_durability_is_never_traded_for_speed(db):
    assert db.one("pragma journal_mode") == {"journal_mode": "wal"}
    assert db.one("pragma synchronous") == {"synchronous": 2}
    assert db.one("pragma secure_delete") == {"secure_delete": 1}


def test_opening_twice_applies_every_step_once(tmp_path):
    first = open_stories(tmp_path / "stories.db")
    before = first.rows("select name from _sqlite_migrations order by name")
    second = open_stories(tmp_path / "stories.db")
    assert second.rows("select name from _sqlite_migrations order by name") == before
    assert len(before) == len(list(stories.pending(SqliteDatabase(tmp_path / "new.db").utils)))


def test_stored_stories_survive_the_steps_that_come_after_theirs(tmp_path):
    path = tmp_path / "old.db"
    old = SqliteDatabase(path)
    old.path = str(path)
    steps = list(stories.pending(old.utils))
    for step in steps[:2]:
        step.fn(old.utils)
    db = open_stories(tmp_path / "head.db")
    _, framework = open_plot(db)
    db.execute(INSERT, **narrative_to_row(framework, make_narrative(), State.RELEASED))
    for table in ("frameworks", "collections", "narratives"):
        copy_known(db, old, table)
    before = old.rows("select * from narratives")
    for step in steps[2:]:
        step.fn(old.utils)
    after = old.rows("select * from narratives")
    assert [{name: row[name] for name in before[0]} for row in after] == before
    assert get_narrative(old, after[0]["id"]) == get_narrative(db, after[0]["id"])
    assert set(columns(old)) == set(columns(db)) - {"_sqlite_migrations"}


def test_rules_are_frozen_once_there_is_a_story(db):
    from narratives.narrative import Source
    from store.narratives import import_narratives

    collection, framework = open_plot(db)
    db.execute("update collections set policy = 'protected' where id = 'plot'")
    db.execute("update collections set policy = 'open' where id = 'plot'")
    import_narratives(db, collection, framework, [make_narrative(source=Source("test", "1", "x"))], {})
    with pytest.raises(sqlite3.IntegrityError, match="never changes its rules once it has a story"):
        db.execute("update collections set k = 20 where id = 'plot'")


def test_frameworks_never_change(db):
    open_plot(db)
    with pytest.raises(sqlite3.IntegrityError, match="a framework version never changes"):
        db.execute("update frameworks set title = 'x'")


def test_the_stores_apart_open_at_their_newest_schema(tmp_path):
    assert "accounts" in columns(open_accounts(tmp_path / "accounts.db"))
    assert "interactions" in columns(open_cases(tmp_path / "cases.db", CASE_KEY))


def test_the_case_store_and_the_story_store_share_no_key(db, tmp_path):
    shared = {"collection_id", "id", "answers", "submission_hash"}
    cases = columns(open_cases(tmp_path / "cases.db", CASE_KEY))["interactions"]
    assert set(cases) & set(columns(db)["narratives"]) <= shared


@pytest.mark.parametrize("opened", [open_stories, open_accounts, partial(open_cases, key=CASE_KEY)])
def test_a_new_store_can_be_read_by_its_own_user_alone(tmp_path, opened):
    usual = os.umask(0o022)
    try:
        database = opened(tmp_path / "north" / "new.db")
        database.utils.execute("create table x (y)")
    finally:
        os.umask(usual)
    found = {file.name: oct(file.stat().st_mode & 0o777) for file in (tmp_path / "north").iterdir()}
    assert {"new.db", "new.db-wal"} <= set(found)
    assert set(found.values()) == {"0o600"}
    assert (tmp_path / "north").stat().st_mode & 0o777 == 0o700
    database.close()


def test_a_store_that_knew_its_changes_by_month_knows_them_by_day(tmp_path):
    old = SqliteDatabase(tmp_path / "old.db")
    steps = list(stories.pending(old.utils))
    place = next(place for place, step in enumerate(steps) if step.name == "s012_columns")
    for step in steps[:place]:
        step.fn(old.utils)
    _, framework = open_plot(old)
    for number in range(3):
        told = make_narrative(told_on=TODAY - timedelta(days=min(number, 1)))
        old.execute(INSERT, **narrative_to_row(framework, told, State.RELEASED))
    steps[place].fn(old.utils)
    day = day_number(TODAY)
    assert old.rows("select day, serial from changes order by day") == [
        {"day": day - 1, "serial": 2},
        {"day": day, "serial": 1},
    ]


def test_what_waits_for_a_batch_is_counted_without_a_look_at_open_stories(db):
    plan = db.rows(
        """
        explain query plan select group_name, count(*) from narratives
        where collection_id = :id and kind = :kind and counted = 0 and (may_read = 0 or state <> 'released')
        group by group_name order by group_name
        """,
        id="plot",
        kind="respondent",
    )
    assert "USING COVERING INDEX narratives_withheld" in plan[0]["detail"]


def test_alerts_of_an_older_store_are_kept_and_know_nothing_of_what_came_later(tmp_path):
    old = SqliteDatabase(tmp_path / "old.db")
    steps = list(stories.pending(old.utils))
    place = next(place for place, step in enumerate(steps) if step.name == "s013_findings")
    for step in steps[:place]:
        step.fn(old.utils)
    open_plot(old)
    old.execute(
        """
        insert into alerts (id, collection_id, signal, signifier, direction, scope, group_name, since, raised_on, n,
            effect, effect_low, effect_high, evidence, sentence, state)
        values ('a', 'plot', 'temperature', 'mood', 'anchor:cross', 'group', 'east', '2026-02-20', '2026-03-02', 31,
            0.9, 0.5, 1.3, 12.0, 'Stories moved.', 'raised')
        """
    )
    for step in steps[place:]:
        step.fn(old.utils)
    kept = get_alert(old, "a")
    assert (kept.sentence, kept.finding.n, kept.finding.evidence) == ("Stories moved.", 31, 12.0)
    assert (kept.finding.change, kept.finding.mix, kept.finding.also, kept.signs) == (None, None, (), ())


def test_what_was_done_about_alerts_before_they_had_a_life_is_kept_in_their_diary(tmp_path):
    old = SqliteDatabase(tmp_path / "old.db")
    steps = list(stories.pending(old.utils))
    place = next(place for place, step in enumerate(steps) if step.name == "s017_alert_life")
    for step in steps[:place]:
        step.fn(old.utils)
    open_plot(old)
    for number, state in enumerate(("raised", "acknowledged", "closed", "closed")):
        old.execute(
            """
            insert into alerts (id, collection_id, signal, signifier, direction, scope, group_name, since, raised_on, n,
                effect, effect_low, effect_high, evidence, sentence, state)
            values (:id, 'plot', 'temperature', 'mood', 'anchor:cross', 'group', 'east', '2026-02-20', :day, 31,
                0.9, 0.5, 1.3, 12.0, 'Stories moved.', :state)
            """,
            id=f"a{number}",
            day=f"2026-03-{number + 1:02}",
            state=state,
        )
    old.execute("insert into alert_events values ('e1', 'a1', 'watching', 'raised', 'monitor', '2026-03-02T06:00:00')")
    old.execute("insert into alert_events values ('e2', 'a1', 'raised', 'acknowledged', 'ada', '2026-03-02T09:00:00')")
    for step in steps[place:]:
        step.fn(old.utils)
    alerts = list_alerts(old, "plot")
    assert {(one.tone, one.course, one.rearmed, one.members) for one in alerts} == {
        (Tone.CHANGE, Course.MOVING, True, ())
    }
    assert [one.state.value for one in alerts] == ["closed", "closed", "acknowledged", "raised"]
    events = [(one["kind"], one["old_value"], one["new_value"], one["actor"]) for one in list_events(old, "a1")]
    assert events == [("state", "watching", "raised", "monitor"), ("state", "raised", "acknowledged", "ada")]
    assert close(old, "a1", because="Known.", actor="ada", at=datetime(2026, 3, 9, tzinfo=UTC))
    assert not reopen(old, "a1", actor="ada", at=datetime(2026, 3, 9, tzinfo=UTC))
