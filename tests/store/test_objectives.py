import sqlite3
from datetime import UTC, date, datetime

import pytest

from narratives.errors import FrozenError
from narratives.objective import Direction, Objective, Reading
from store.bulk_deletion import delete_collection
from store.erasure import withdraw
from store.intake import Intake
from store.objective_readings import add_reading, list_readings
from store.objectives import declare_objective, list_objectives, may_declare, take_back_objective
from tests.builders import make_narrative, open_plot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = b"a secret that is long enough for this"
MORE_SAY = Objective(
    "o1", "plot", "More say", "Because.", "say", "high", Direction.MORE, None, "", 0.5, date(2026, 12, 31), "ada"
)
READING = Reading(1, date(2026, 1, 1), date(2026, 4, 1), 40, 0.25, 0.14, 0.4)


@pytest.fixture
def plot(db):
    return open_plot(db)


def tell(db, plot, n=1):
    intake = Intake(db.path, SECRET)
    told = [make_narrative(text=f"Bean {number}") for number in range(n)]
    for number, one in enumerate(told):
        intake.submit(*plot, one, f"{number:032x}")
    intake.close()
    return told


def test_before_the_first_story_one_can_be_declared_and_deleted(db, plot):
    assert may_declare(db, "plot")
    declare_objective(db, MORE_SAY, at=NOON)
    assert list_objectives(db, "plot") == [MORE_SAY]
    assert take_back_objective(db, "plot", "o1") and not take_back_objective(db, "plot", "o1")


def test_after_it_nothing_is_added_or_deleted(db, plot):
    declare_objective(db, MORE_SAY, at=NOON)
    tell(db, plot)
    with pytest.raises(FrozenError, match="Objectives are declared before the first story"):
        declare_objective(db, MORE_SAY, at=NOON)
    with pytest.raises(FrozenError, match="This objective stays"):
        take_back_objective(db, "plot", "o1")
    assert list_objectives(db, "plot") == [MORE_SAY]


def test_the_store_itself_refuses_whoever_goes_around(db, plot):
    declare_objective(db, MORE_SAY, at=NOON)
    with pytest.raises(sqlite3.IntegrityError, match="an objective is never changed"):
        db.execute("update objectives set target = 0.3")
    tell(db, plot)
    with pytest.raises(sqlite3.IntegrityError, match="an objective stays once a story was told"):
        db.execute("delete from objectives")
    with pytest.raises(sqlite3.IntegrityError, match="before the first story"):
        db.execute(
            """
            insert into objectives select 'o2', collection_id, title, why, signifier, item, direction, baseline,
                baseline_from, target, due, made_by, made_at from objectives
            """
        )


def test_one_with_a_reading_stays_though_every_story_was_taken_back(db, plot):
    declare_objective(db, MORE_SAY, at=NOON)
    [story] = tell(db, plot)
    add_reading(db, "o1", READING)
    withdraw(db, story.id, SECRET)
    assert list_readings(db, "plot") == {"o1": (READING,)}
    with pytest.raises(sqlite3.IntegrityError, match="an objective stays"):
        db.execute("delete from objectives")


def test_a_reading_is_never_recomputed(db, plot):
    declare_objective(db, MORE_SAY, at=NOON)
    add_reading(db, "o1", READING)
    with pytest.raises(sqlite3.IntegrityError, match="never recomputed"):
        db.execute("update objective_readings set share = 0.9")
    with pytest.raises(sqlite3.IntegrityError, match="(?i)unique"):
        add_reading(db, "o1", READING)


def test_objectives_go_with_their_collection(db, plot):
    declare_objective(db, MORE_SAY, at=NOON)
    add_reading(db, "o1", READING)
    with db.write():
        delete_collection(db, "plot")
    assert list_objectives(db, "plot") == []
