import sqlite3
import threading
from pathlib import Path

import pytest

from narratives.answers import TriadAnswer
from narratives.calendar import day_number
from narratives.errors import BusyError
from narratives.narrative import Scope, State
from narratives.receipt import FAST
from store.database import SqliteDatabase, connect
from store.erasure import withdraw_narrative
from store.intake import Intake, Outcome
from store.moderation import list_waiting_for_moderation
from store.narratives import count_narratives, get_narrative
from store.receipts import find_story, strengthen
from tests.builders import TODAY, make_narrative, open_plot

SECRET = b"a secret that is long enough for this"
KEY = "ab" * 16


@pytest.fixture
def plot(db: SqliteDatabase):
    return open_plot(db)


@pytest.fixture
def intake(db: SqliteDatabase):
    writer = Intake(db.path, SECRET)
    yield writer
    writer.close()


def test_a_story_is_in_the_store_when_the_receipt_comes_back(db, plot, intake):
    narrative = make_narrative()
    receipt = intake.submit(*plot, narrative, KEY)
    assert receipt.outcome is Outcome.STORED
    assert get_narrative(db, narrative.id) == narrative


def test_a_story_about_danger_waits_for_a_moderator_even_where_stories_are_released_as_they_arrive(db, plot, intake):
    collection, _ = plot
    for danger, key in ((True, "aa" * 16), (False, "bb" * 16)):
        intake.submit(*plot, make_narrative(danger=danger, consent=frozenset()), key)
    assert [one.danger for one in list_waiting_for_moderation(db, collection)] == [True]


def test_sending_again_stores_nothing_and_gives_the_same_receipt(db, plot, intake):
    first = intake.submit(*plot, make_narrative(), KEY)
    again = intake.submit(*plot, make_narrative(), KEY)
    assert (again.code, again.outcome) == (first.code, Outcome.REPEATED)
    assert count_narratives(db, "plot") == 1


def test_the_same_key_from_many_threads_stores_one_story(db, plot, intake):
    codes = []
    threads = [
        threading.Thread(target=lambda: codes.append(intake.submit(*plot, make_narrative(), KEY).code))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(codes)) == 1
    assert len(codes) == 8
    assert count_narratives(db, "plot") == 1


def test_neither_key_nor_receipt_stands_in_the_file(db, plot, intake):
    code = intake.submit(*plot, make_narrative(), KEY).code
    kept = b"".join(path.read_bytes() for path in Path(db.path).parent.iterdir())
    assert KEY.encode() not in kept
    assert code.encode() not in kept
    assert b"The beans came up twice." in kept


def test_a_story_waits_for_the_moderator_where_the_collection_says_so(db, intake):
    from narratives.collection import Moderation

    plot = open_plot(db, moderation=Moderation.BEFORE)
    narrative = make_narrative()
    intake.submit(*plot, narrative, KEY)
    assert db.one("select state from narratives") == {"state": State.WAITING.value}


def test_a_failing_disk_is_told_to_the_sender_and_keeps_nothing(db, plot):
    def full(path: str) -> sqlite3.Connection:
        connection = connect(path)
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count = {pages}")
        return connection

    writer = Intake(db.path, SECRET, opened=full)
    long = make_narrative(text="bean " * 900)
    acknowledged = 0
    with pytest.raises(BusyError, match="Send it again in a moment"):
        for number in range(200):
            writer.submit(*plot, make_narrative(text=long.text), f"{number:032x}")
            acknowledged += 1
    writer.close()
    assert count_narratives(db, "plot") == acknowledged


def test_the_next_story_after_a_failure_is_stored(db, plot):
    calls = []

    def locked_once(path: str) -> sqlite3.Connection:
        calls.append(path)
        if len(calls) == 1:
            raise sqlite3.OperationalError("database is locked")
        return connect(path)

    writer = Intake(db.path, SECRET, opened=locked_once)
    with pytest.raises(BusyError):
        writer.submit(*plot, make_narrative(), KEY)
    assert writer.submit(*plot, make_narrative(), KEY).outcome is Outcome.STORED
    writer.close()


def test_a_change_is_counted_for_the_day_of_the_story(db, plot, intake):
    intake.submit(*plot, make_narrative(), KEY)
    assert db.rows("select collection_id, day, serial from changes") == [
        {"collection_id": "plot", "day": day_number(TODAY), "serial": 1}
    ]


def test_a_story_that_is_sent_again_is_no_change(db, plot, intake):
    for _ in range(2):
        intake.submit(*plot, make_narrative(), KEY)
    assert [row["serial"] for row in db.rows("select serial from changes order by day")] == [1]


def test_preparing_gives_the_code_that_storing_gives_and_stores_nothing(db, plot, intake):
    prepared = intake.prepare(*plot, make_narrative(), KEY)
    assert count_narratives(db, "plot") == 0
    assert prepared.code == intake.submit(*plot, make_narrative(), KEY).code


def test_new_and_repeated_stories_of_one_group_are_told_apart(db, plot):
    release = threading.Event()

    def opened_late(path: str) -> sqlite3.Connection:
        release.wait(10)
        return connect(path)

    writer = Intake(db.path, SECRET, opened=opened_late)
    outcomes: list[Outcome] = []
    keys = [f"{number // 2:032x}" for number in range(20)]
    threads = [
        threading.Thread(target=lambda key=key: outcomes.append(writer.submit(*plot, make_narrative(), key).outcome))
        for key in keys
    ]
    for thread in threads:
        thread.start()
    release.set()
    for thread in threads:
        thread.join()
    writer.close()
    assert (outcomes.count(Outcome.STORED), outcomes.count(Outcome.REPEATED)) == (10, 10)
    assert count_narratives(db, "plot") == 10


def test_a_repeated_story_may_have_taken_longer_and_been_placed_another_way(db, plot, intake):
    def told(seconds, method):
        return make_narrative(answers=(TriadAnswer("mood", (0.2, 0.5, 0.3), method, seconds=seconds),))

    intake.submit(*plot, told(5, "tap"), KEY)
    assert intake.submit(*plot, told(40, "keys"), KEY).outcome is Outcome.REPEATED


@pytest.mark.parametrize(
    "change",
    [
        {"text": "The beans never came up."},
        {"title": "Beans"},
        {"consent": frozenset({Scope.READ, Scope.QUOTE})},
        {"answers": ()},
        {"group": "west"},
        {"danger": True},
        {"hearers": ("peers",)},
    ],
)
def test_another_story_under_the_same_key_is_not_stored_and_that_is_said(db, plot, intake, change):
    intake.submit(*plot, make_narrative(), KEY)
    assert intake.submit(*plot, make_narrative(**change), KEY).outcome is Outcome.DIFFERENT
    (row,) = db.rows("select text, title from narratives")
    assert (row["text"], row["title"]) == ("The beans came up twice.", "")


def test_a_withdrawn_story_that_is_sent_again_stays_withdrawn(db, plot, intake):
    code = intake.submit(*plot, make_narrative(), KEY).code
    assert withdraw_narrative(db, code, SECRET)
    assert intake.submit(*plot, make_narrative(), KEY).outcome is Outcome.WITHDRAWN
    assert count_narratives(db, "plot") == 0


def test_a_group_of_new_repeated_different_and_withdrawn_stories_is_told_apart(db, plot):
    first = Intake(db.path, SECRET)
    code = first.submit(*plot, make_narrative(), "01" * 16).code
    first.submit(*plot, make_narrative(), "02" * 16)
    first.close()
    withdraw_narrative(db, code, SECRET)
    release = threading.Event()

    def opened_late(path: str) -> sqlite3.Connection:
        release.wait(10)
        return connect(path)

    writer = Intake(db.path, SECRET, opened=opened_late)
    outcomes: dict[str, Outcome] = {}
    told = {
        "withdrawn": ("01" * 16, "The beans came up twice."),
        "repeated": ("02" * 16, "The beans came up twice."),
        "new": ("03" * 16, "The beans came up twice."),
        "other": ("04" * 16, "The beans came up twice."),
    }

    def tell(name, key, text):
        outcomes[name] = writer.submit(*plot, make_narrative(text=text), key).outcome

    threads = [threading.Thread(target=tell, args=(name, *story)) for name, story in told.items()]
    for thread in threads:
        thread.start()
    release.set()
    for thread in threads:
        thread.join()
    writer.close()
    assert outcomes == {
        "withdrawn": Outcome.WITHDRAWN,
        "repeated": Outcome.REPEATED,
        "new": Outcome.STORED,
        "other": Outcome.STORED,
    }
    assert count_narratives(db, "plot") == 3


def test_a_story_that_came_by_another_way_is_found_by_the_code_that_was_shown_last(db, plot, intake):
    lost = intake.submit(*plot, make_narrative(), KEY).code
    strengthen(db, SECRET, 10)
    shown = intake.submit(*plot, make_narrative(), KEY, code="ABCD-EFGH-JKMN-PQRS").code
    assert shown != lost
    assert find_story(db, shown, SECRET) is not None


def test_a_code_is_kept_as_a_keyed_hash_at_first(db, plot, intake):
    intake.submit(*plot, make_narrative(), KEY)
    (row,) = db.rows("select receipt_hash, key_hash from narratives")
    assert row["receipt_hash"].startswith(FAST)
    assert row["key_hash"] not in row["receipt_hash"]
