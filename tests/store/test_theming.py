import pytest

from narratives.calendar import day_number
from narratives.collection import Policy
from narratives.narrative import Source
from store.narratives import import_narratives
from store.theming import Assignment, add_assignments, list_themed_sample
from store.vectors import add_vectors
from tests.builders import TODAY, make_narrative, open_plot


def moved(db):
    return {row["day"]: row["serial"] for row in db.rows("select day, serial from theme_changes order by day")}


def test_moving_a_story_among_the_themes_is_counted_for_its_day_and_no_other(db):
    plot = open_plot(db)
    told = [make_narrative(source=Source("test", str(number), "1")) for number in range(3)]
    import_narratives(db, *plot, told, {})
    changes = db.rows("select * from changes order by day")
    add_assignments(db, "plot", "fit", [Assignment(one.id, 1, 0.5, False) for one in told])
    assert moved(db) == {day_number(TODAY): 1}
    add_assignments(db, "plot", "fit", [Assignment(told[0].id, 2, 0.5, False), Assignment("gone", 2, 0.5, False)])
    assert moved(db) == {day_number(TODAY): 2}
    assert db.rows("select * from changes order by day") == changes


@pytest.mark.parametrize(("policy", "counted"), [(Policy.OPEN, 0), (Policy.PROTECTED, 1)])
def test_a_theme_is_named_by_what_is_read_one_by_one(db, policy, counted):
    plot = open_plot(db, policy=policy)
    told = [make_narrative(text=f"Bean {number}.", source=Source("test", str(number), "1")) for number in range(2)]
    import_narratives(db, *plot, told, {})
    db.execute("update narratives set counted = 1 where id = :id", id=told[0].id)
    rows = db.rows("select id, text_hash, counted from narratives")
    add_vectors(db, "words", [(row["text_hash"], b"") for row in rows])
    named = {one.narrative for one in list_themed_sample(db, "plot", "words", 9) if one.may_name}
    assert named == {row["id"] for row in rows if row["counted"] == counted}
