"""Retention: nothing older than its collection keeps stays, nothing younger goes, and sums are of at least k."""

import json
import random
import shutil
import signal
import subprocess
import sys
import threading
from datetime import date, timedelta
from hashlib import md5

import pytest

from narratives.answers import answer_from_json
from narratives.collection import Policy, ReportingGroup
from narratives.disclosure import aggregate
from narratives.narrative import Kind, Scope, State
from narratives.retention import last_day
from store.batches import list_batches
from store.database import SqliteDatabase
from store.intake import Intake, Recording
from store.messages import Author, leave_message
from store.retention import expire, expire_all
from store.retention_rules import change_months
from store.schema import open_stories
from store.vectors import add_vectors
from store.words import index_words
from tests.builders import TODAY, make_collection, make_narrative, open_plot
from tests.people import SECRET
from tests.store.aged import GONE, left, plant, sums

AT = "2026-03-02T09:00:00Z"
WORD = "zucchinipalooza"


def test_on_any_day_what_is_too_old_goes_and_nothing_younger_is_touched(db, promised, how_many):
    collection, _ = open_plot(db, moderation=make_collection().moderation)
    chance, tried, failures = random.Random(11), 0, 0
    today = date(2028, 2, 20)  # a leap year is ahead
    told = {}
    for _ in range(how_many(200, 1_500)):
        day = today - timedelta(days=chance.randrange(500))
        state = chance.choice(list(State))
        consent = chance.choice([frozenset(), frozenset({Scope.READ})])
        (one,) = plant(db, 1, told_on=day, state=state, counted=chance.randrange(2), consent=consent)
        told[one] = day
    change_months(db, collection, 1, by="ada", at=AT)
    moves = [timedelta(days=1)] * how_many(12, 100) + [timedelta(days=n) for n in (-1, -40, 41, 27, 1, 30)]
    for move in moves:  # a clock that jumps back, over a leap day and over the ends of months
        today += move
        before = left(db)
        expire(db, collection, today)
        after = left(db)
        failures += sum(last_day(told[one], 1) < today for one in after)
        failures += sum(last_day(told[one], 1) >= today for one in before - after)
        tried += len(before)
    assert len(left(db)) < 150
    promised(
        "R22", "a story goes on the day that its collection says, and none goes before", tried=tried, failures=failures
    )


@pytest.mark.parametrize(
    ("told", "months", "stays_on", "gone_on"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2028, 1, 31), 1, date(2028, 2, 29), date(2028, 3, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28), date(2029, 3, 1)),
        (date(2026, 3, 29), 12, date(2027, 3, 31), date(2027, 4, 1)),  # the night clocks go forward
        (date(2026, 10, 25), 12, date(2027, 10, 31), date(2027, 11, 1)),  # the night they go back
        (date(2026, 3, 2), 120, date(2036, 3, 31), date(2036, 4, 1)),
    ],
)
def test_months_end_where_the_calendar_says(db, told, months, stays_on, gone_on):
    collection, _ = open_plot(db)
    change_months(db, collection, months, by="ada", at=AT)
    plant(db, 1, told_on=told)
    assert expire(db, collection, stays_on).stories == 0
    assert expire(db, collection, gone_on).stories == 1


def test_open_stories_of_age_are_added_up_and_the_map_keeps_their_sums(db):
    collection, framework = open_plot(db)
    plant(db, 23)
    plant(db, 10, group="north", kind=Kind.OBSERVER)
    answers = [row["answers"] for row in db.rows("select answers from narratives where kind = 'respondent'")]
    told = [tuple(answer_from_json(key, one) for key, one in json.loads(stored).items()) for stored in answers]
    done = expire(db, collection, GONE)
    assert (done.stories, done.added_up, done.batches) == (33, 33, 3)
    assert sums(db) in ([("east", 10), ("east", 13)], [("east", 13), ("east", 10)])
    assert sums(db, Kind.OBSERVER) == [("north", 10)]
    whole = aggregate(framework, told)["rain"] if "rain" in aggregate(framework, told) else None
    found = [one.aggregates for one in list_batches(db, "plot", Kind.RESPONDENT)]
    for name, of_all in aggregate(framework, told).items():
        assert sum(one[name]["n"] for one in found) == of_all["n"]
    assert whole is None or whole["n"] == 23
    assert left(db) == set()


@pytest.mark.parametrize("policy", list(Policy))
def test_no_sum_of_what_went_is_about_fewer_than_k(db, promised, how_many, policy):
    groups = tuple(ReportingGroup(name, "all") for name in ("a", "b", "c", "d")) + (ReportingGroup("alone"),)
    collection, _ = open_plot(db, policy=policy, groups=groups)
    chance, tried, failures, opened = random.Random(3), 0, 0, 0
    for _ in range(how_many(5, 60)):
        for group in ("a", "b", "c", "d", "alone", "all"):
            for _ in range(chance.choice([0, 1, 2, 4, 9, 11, 24])):
                state = chance.choice([State.RELEASED, State.RELEASED, State.HELD, State.WAITING])
                consent = frozenset({Scope.READ}) if chance.random() < 0.8 else frozenset()
                (one,) = plant(db, 1, state=state, group=group, consent=consent)
                if state is State.HELD and chance.random() < 0.5:
                    db.execute("insert into once_open values (:id)", id=one)
                opened += policy is Policy.OPEN and state is State.RELEASED and bool(consent)
        done = expire(db, collection, GONE)
        rows = db.rows("select n from batches")
        tried, failures = tried + len(rows) + 1, failures + sum(row["n"] < 10 for row in rows)
        failures += sum(row["n"] for row in rows) != done.added_up
        failures += done.added_up > opened or (policy is Policy.PROTECTED and done.added_up > 0)
        opened = 0
        db.execute("delete from shared_batches")
        db.execute("delete from batches")
    promised(
        "R22",
        "what is kept of stories that went is a sum of at least k that were open, and of nobody else",
        tried=tried,
        failures=failures,
    )


def test_too_few_of_a_group_are_added_up_in_its_parent_and_fewer_there_are_not_counted(db):
    collection, _ = open_plot(db, groups=(ReportingGroup("a", "all"), ReportingGroup("b", "all"), ReportingGroup("c")))
    plant(db, 6, group="a")
    plant(db, 6, group="b")
    plant(db, 9, group="c")
    assert expire(db, collection, GONE).added_up == 12
    assert sums(db) == [("all", 12)]
    assert left(db) == set()


def test_a_sum_of_what_went_is_in_no_figures_for_other_organisations(db):
    collection, _ = open_plot(db)
    plant(db, 10)
    expire(db, collection, GONE)
    assert db.rows("select unshared from shared_batches") == [{"unshared": "[]"}]


def test_the_sums_of_closed_batches_stay_and_their_stories_go(db):
    collection, _ = open_plot(db, policy=Policy.PROTECTED)
    plant(db, 10, counted=1)
    assert expire(db, collection, GONE).added_up == 0
    assert (left(db), sums(db)) == (set(), [])


def test_no_byte_is_left_of_what_went(tmp_path, promised):
    db = open_stories(tmp_path / "stories.db")
    collection, framework = open_plot(db)
    intake = Intake(db.path, SECRET)
    sound = bytes(range(7, 200)) * 40
    both = frozenset({Scope.READ, Scope.CONTACT})
    for word, day in ((WORD, TODAY), ("courgette", TODAY + timedelta(days=31))):
        for number in range(12):
            story = make_narrative(text=f"{word} {number} came up.", told_on=day, consent=both)
            spoken = Recording("audio/webm", sound + word.encode())
            intake.submit(collection, framework, story, md5(story.text.encode()).hexdigest(), recording=spoken)
    intake.close()
    for row in db.rows("select id, text_hash, text from narratives"):
        add_vectors(db, "model", [(row["text_hash"], f"vector of {row['text'].split()[0]}".encode() * 9)])
        leave_message(db, row["id"], Author.STAFF, f"About {row['text']}?", TODAY)
    db.execute("update narratives set state = 'released'")
    index_words(db, 100)
    expire_all(db, GONE, sure=True)
    kept = b"".join(path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file())
    found = kept.count(WORD.encode())
    assert kept.count(b"courgette") > 12
    assert db.one("select count(*) as n from recordings") == {"n": 12}
    assert db.one("select count(*) as n from vectors") == {"n": 12}
    assert db.one("select count(*) as n from tombstones") == {"n": 0}
    db.close()
    promised(
        "R22",
        "no byte of words, sound, vector, message or index is left of a story that went",
        tried=12,
        failures=found,
    )


KILLED = """
import sys
from datetime import date
from store.release_retention import soon
from store.retention import expire, expire_all, is_due
from store.retention_rules import change_months, clock_notice, list_runs, months_kept
from store.schema import open_stories
db = open_stories(sys.argv[1])
print("ready", flush=True)
expire_all(db, date(2027, 4, 1), sure=True)
"""


def test_a_run_that_is_killed_counts_nobody_twice_and_the_next_one_goes_on(tmp_path, promised, how_many):
    kills, failures, chance = how_many(2, 20), 0, random.Random(9)
    before = open_stories(tmp_path / "before.db")
    collection, _ = open_plot(before)
    plant(before, 205)
    before.execute("pragma wal_checkpoint(truncate)")
    before.close()
    for number in range(kills):
        db = SqliteDatabase(path := shutil.copy(tmp_path / "before.db", tmp_path / f"{number}.db"))
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE)
        process.stdout.readline()
        threading.Event().wait(chance.uniform(0.0, 0.12))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        failures += sum(n for _, n in sums(db)) + len(left(db)) != 205
        expire(db, collection, GONE)
        failures += sum(n for _, n in sums(db)) != 205 or len(left(db)) != 0
        db.close()
    promised(
        "R22", "a run that is killed counts nobody twice, and the next one goes on", tried=kills, failures=failures
    )
