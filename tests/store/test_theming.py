from narratives.calendar import day_number
from narratives.narrative import Source
from store.narratives import import_narratives
from store.theming import Assignment, add_assignments
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
