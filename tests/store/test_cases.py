import random
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.errors import FrozenError, NotFoundError
from narratives.interaction import Criss
from narratives.receipt import keyed_hash
from store.case_key import CaseKey, CaseKeyError
from store.cases import (
    Interaction,
    add_interaction,
    correct_interaction,
    count_own_interactions,
    get_own_interaction,
    is_correctable,
    list_own_interactions,
    list_versions,
    mark_of,
    open_cases,
)
from store.database import SqliteDatabase
from store.schema.cases import cases as first_steps

SECRET = b"a secret that is long enough for this"
KEY = CaseKey(b"s" * 32, b"m" * 32)
OTHER_KEY = CaseKey(b"t" * 32, b"m" * 32)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = ("PX1042", "Talked of beans.", "Cheerful", "He told of home", "kettle", "ring the housing officer", "Kept back")
LOGGED = Interaction(
    "ada",
    "PX1042",
    date(2026, 3, 1),
    "COAP",
    "AAAA",
    "Talked of beans.",
    "plot",
    {"say": {"na": True}},
    happened_at="09:30",
    group="east",
    account="He told of home",
    reason="A broken kettle",
    criss=Criss(check_in="Cheerful"),
    sensitive=True,
)


@pytest.fixture
def db(tmp_path):
    database = open_cases(tmp_path / "cases.db", KEY)
    yield database
    database.close()


def log(db, interaction=LOGGED, key="ab" * 16, at=NOON, **more):
    return add_interaction(db, KEY, interaction, idempotency_key=key, at=at, **more)


def bytes_of(folder):
    return b"".join(file.read_bytes() for file in sorted(folder.glob("cases.db*")))


def test_an_interaction_is_logged_once_and_reads_as_it_was_handed_in(db):
    first, again = log(db), log(db)
    assert (first.is_new, again.is_new, again.id) == (True, False, first.id)
    (own,) = list_own_interactions(db, KEY, "ada")
    assert own == replace(LOGGED, id=first.id, logged_at=NOON)
    assert count_own_interactions(db, "ada") == 1


def test_somebody_elses_interaction_is_as_absent_as_none(db):
    logged = log(db)
    assert get_own_interaction(db, KEY, "ada", logged.id).reference == "PX1042"
    for practitioner, interaction in (("ben", logged.id), ("ada", "nowhere")):
        with pytest.raises(NotFoundError):
            get_own_interaction(db, KEY, practitioner, interaction)
    assert list_own_interactions(db, KEY, "ben") == []


def test_the_log_comes_newest_first_and_in_pages(db):
    for day, hour in ((1, "09:00"), (1, "11:00"), (2, "")):
        log(db, replace(LOGGED, happened_on=date(2026, 3, day), happened_at=hour), key=f"{day}{hour}" * 8)
    days = [(one.happened_on.day, one.happened_at) for one in list_own_interactions(db, KEY, "ada")]
    assert days == [(2, ""), (1, "11:00"), (1, "09:00")]
    assert [one.happened_at for one in list_own_interactions(db, KEY, "ada", limit=1, offset=1)] == ["11:00"]


def test_nothing_that_was_written_can_be_read_from_the_file(db, tmp_path):
    logged = log(db, tasks=[("ring the housing officer", date(2026, 3, 9))])
    correct_interaction(db, KEY, replace(LOGGED, id=logged.id, account="Kept back"), at=NOON)
    held = bytes_of(tmp_path)
    assert logged.id.encode() in held
    assert [word for word in WORDS if word.encode() in held] == []


def test_a_sealed_row_opens_with_this_key_and_in_its_own_place_alone(db):
    logged = log(db)
    with pytest.raises(CaseKeyError):
        get_own_interaction(db, OTHER_KEY, "ada", logged.id)
    other = log(db, replace(LOGGED, notes="Of tomatoes."), key="cd" * 16)
    moved = db.one("select record_sealed from interactions where id = :id", id=other.id)["record_sealed"]
    db.execute("update interactions set record_sealed = :moved where id = :id", moved=moved, id=logged.id)
    with pytest.raises(CaseKeyError, match="interactions.record"):
        get_own_interaction(db, KEY, "ada", logged.id)


def test_a_store_whose_key_was_lost_is_not_filled_with_another(db, tmp_path):
    open_cases(tmp_path / "cases.db", OTHER_KEY).close()  # nothing is sealed yet
    log(db)
    with pytest.raises(CaseKeyError, match="cannot be opened with this case key"):
        open_cases(tmp_path / "cases.db", OTHER_KEY)
    open_cases(tmp_path / "cases.db", KEY).close()


def test_a_reference_is_the_same_however_it_is_spaced_and_capitalised():
    assert mark_of(KEY, " px 1042") == mark_of(KEY, "PX1042")
    assert mark_of(KEY, "PX1043") != mark_of(KEY, "PX1042")
    assert "1042" not in mark_of(KEY, "1042")


def test_a_correction_keeps_what_it_replaced(db):
    logged = log(db, tasks=[("ring", None)])
    corrected = replace(LOGGED, id=logged.id, reference="PX1043", outcome="ATTC", criss=Criss(review="Better"))
    later = NOON + timedelta(hours=23)
    assert correct_interaction(db, KEY, corrected, at=later)
    assert not correct_interaction(db, KEY, corrected, at=later)
    now = get_own_interaction(db, KEY, "ada", logged.id)
    assert now == replace(corrected, logged_at=NOON)
    (version,) = list_versions(db, KEY, now)
    assert version.replaced_at == later
    assert version.interaction == replace(LOGGED, id=logged.id, logged_at=NOON)
    assert db.one("select reference_mark from tasks") == {"reference_mark": mark_of(KEY, "PX1043")}


def test_after_a_day_a_record_stays_as_it_is(db):
    logged = log(db)
    late = NOON + timedelta(hours=24)
    with pytest.raises(FrozenError, match="can be corrected for 24 hours"):
        correct_interaction(db, KEY, replace(LOGGED, id=logged.id, notes="Other"), at=late)
    own = get_own_interaction(db, KEY, "ada", logged.id)
    assert (is_correctable(own, NOON), is_correctable(own, late)) == (True, False)
    assert not is_correctable(replace(own, logged_at=None), NOON)


def test_nobody_corrects_the_record_of_somebody_else(db):
    logged = log(db)
    with pytest.raises(NotFoundError):
        correct_interaction(db, KEY, replace(LOGGED, practitioner="ben", id=logged.id, notes="Mine"), at=NOON)
    assert get_own_interaction(db, KEY, "ada", logged.id).notes == "Talked of beans."


@pytest.fixture
def before_sealing(tmp_path):
    """A file as the release before this one left it: 60 interactions, words and all, and the record of one read."""
    old = SqliteDatabase(tmp_path / "cases.db")
    (first, *_) = first_steps.pending(old.utils)
    first_steps.apply(old.utils, stop_before="c002_sealed")
    assert first.name == "c001_interactions"
    for number in random.Random(3).sample(range(60), 60):
        old.execute(
            """
            insert into interactions (id, practitioner, reference, happened_on, contact, outcome, notes, collection_id,
                                      answers, submission_hash)
            values (:id, 'ada', :reference, '2026-02-01', 'office', 'complied', :notes, 'plot', :answers, :mark)
            """,
            id=f"{number:032x}",
            reference=f"PX1042{number:02}",
            notes=f"Talked of beans. {number} " + "They grow. " * 90,
            answers='{"say": {"value": 0.35714}}',
            mark=keyed_hash("interaction", f"{number:032x}", SECRET),
        )
    old.execute("insert into reads (id, actor, action, subject, at) values ('r', 'ada', 'list', 'ada', '2026-02-01')")
    old.close()
    return tmp_path


def test_records_from_before_are_sealed_on_opening_without_a_trace(before_sealing):
    assert b"Talked of beans." in bytes_of(before_sealing)
    db = open_cases(before_sealing / "cases.db", KEY)
    held = bytes_of(before_sealing)
    assert [word for word in (b"Talked", b"PX1042", b"They grow", b"0.35714") if word in held] == []
    own = list_own_interactions(db, KEY, "ada", limit=100)
    assert sorted(one.reference for one in own) == [f"PX1042{number:02}" for number in range(60)]
    assert (own[0].answers, own[0].outcome, own[0].logged_at) == ({"say": {"value": 0.35714}}, "complied", None)
    assert len(db.rows("select id from reads")) == 1
    db.close()


def test_a_form_that_was_logged_before_sealing_is_still_known(before_sealing):
    db = open_cases(before_sealing / "cases.db", KEY)
    assert not log(db, key=f"{7:032x}", older_secret=SECRET).is_new
    assert log(db, key="ab" * 16, older_secret=SECRET).is_new
    db.close()


class KilledError(Exception):
    pass


@pytest.mark.parametrize("statement", ["insert into interactions", "drop table", "wal_checkpoint", "user_version = 2"])
def test_sealing_that_is_killed_half_way_is_begun_again(before_sealing, monkeypatch, statement):
    path = before_sealing / "cases.db"
    real = SqliteDatabase.rows, SqliteDatabase.execute, SqliteDatabase.many

    def killed(method):
        def run(self, sql, *given, **parameters):
            if statement in sql:
                raise KilledError
            return method(self, sql, *given, **parameters)

        return run

    with monkeypatch.context() as patched:
        for name, method in zip(("rows", "execute", "many"), real, strict=True):
            patched.setattr(SqliteDatabase, name, killed(method))
        with pytest.raises(KilledError):
            open_cases(path, KEY)
    db = open_cases(path, KEY)
    assert len(list_own_interactions(db, KEY, "ada", limit=100)) == 60
    assert b"Talked of beans." not in bytes_of(before_sealing)
    assert db.one("pragma user_version") == {"user_version": 2}
    db.close()


def test_while_somebody_reads_the_file_cleaning_waits_for_the_next_opening(before_sealing):
    path = before_sealing / "cases.db"
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("begin")
    reader.execute("select count(*) from interactions").fetchone()
    db = open_cases(path, KEY)
    assert db.one("pragma user_version") == {"user_version": 0}
    assert db.one("select count(*) as n from interactions") == {"n": 60}
    reader.execute("commit")
    reader.close()
    db.close()
    open_cases(path, KEY).close()
    assert b"Talked of beans." not in bytes_of(before_sealing)
