from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from analysis.housekeeping import CODES_A_PASS, LOG_SECONDS, Housekeeping
from analysis.watch import Turn, watch
from narratives.calendar import day_number
from store.intake import Intake
from store.schema import open_stories
from tests.analysis.test_pipeline import make_worker
from tests.builders import TODAY, make_narrative, open_plot

SECRET = b"a secret that is long enough for this"


@pytest.fixture
def store(tmp_path):
    database = open_stories(tmp_path / "stories.db")
    plot = open_plot(database)
    intake = Intake(database.path, SECRET)
    for number in range(CODES_A_PASS + 2):
        intake.submit(*plot, make_narrative(text=f"Bean {number}"), f"{number:032x}")
    intake.close()
    yield database
    database.close()


def count_slow(db):
    return db.one("select count(*) as n from narratives where receipt_hash like 'slow:%'")["n"]


def test_codes_get_their_slow_hash_in_small_portions(store):
    chores = Housekeeping(store, SECRET, now=lambda: 0.0)
    counts = []
    for _ in range(3):
        chores()
        counts.append(count_slow(store))
    assert counts == [CODES_A_PASS, CODES_A_PASS + 2, CODES_A_PASS + 2]


def test_the_log_is_emptied_once_an_hour(store):
    log, now = Path(f"{store.path}-wal"), [0.0]
    chores = Housekeeping(store, SECRET, now=lambda: now[0])
    for _ in range(3):
        chores()
    store.execute("update narratives set title = 'Beans'")
    chores()
    assert log.stat().st_size > 0
    now[0] = LOG_SECONDS
    chores()
    assert log.stat().st_size == 0


def test_words_of_before_a_redaction_are_deleted_when_their_day_has_come(store):
    (row, *_) = store.rows("select id from narratives order by id")
    store.execute(
        """
        insert into redactions (narrative_id, title, text, short, taken, actor, purge_day)
        values (:id, '', 'Karen came.', '{}', '[]', 'mina', :day)
        """,
        id=row["id"],
        day=day_number(TODAY),
    )
    days, now = [TODAY - timedelta(days=1)], [0.0]
    chores = Housekeeping(store, SECRET, now=lambda: now[0], today=lambda: days[0])
    chores()
    assert len(store.rows("select narrative_id from redactions")) == 1
    days[0] = TODAY
    chores()
    assert len(store.rows("select narrative_id from redactions")) == 1
    now[0] = LOG_SECONDS
    chores()
    assert store.rows("select narrative_id from redactions") == []


def test_the_worker_does_its_chores_after_every_pass(store):
    stop, calls = Event(), []

    def chores():
        calls.append(1)
        if len(calls) == 3:
            stop.set()

    turn = Turn(make_worker(store, stop=stop.is_set), print, chores)
    watch(lambda: [turn], 0.0, stop)
    assert len(calls) == 3
