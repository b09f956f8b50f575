"""How many told on each day, by group and by who they are."""

from dataclasses import replace
from datetime import timedelta

from narratives.calendar import day_number
from narratives.narrative import Kind, Source
from store.narratives import import_narratives
from store.who_told import Told, count_who_told
from tests.builders import TODAY, make_narrative, open_plot

DAY = day_number(TODAY)


def test_stories_are_counted_by_day_group_and_stratum(db):
    plot, framework = open_plot(db)
    told = [make_narrative(text=""), make_narrative(text=""), make_narrative(text="", stratum="picker")]
    told += [make_narrative(text="", group="west"), make_narrative(text="", told_on=TODAY - timedelta(days=3))]
    told += [
        make_narrative(text="", kind=Kind.PRACTITIONER),
        make_narrative(text="", told_on=TODAY - timedelta(days=4)),
    ]
    numbered = [replace(one, source=Source("test", str(n), str(n))) for n, one in enumerate(told)]
    import_narratives(db, plot, framework, numbered, {})
    early, east, pickers = (
        Told(DAY - 3, "east", "digger", 1),
        Told(DAY, "east", "digger", 2),
        Told(DAY, "east", "picker", 1),
    )
    assert count_who_told(db, "plot", None, DAY - 3, DAY) == [early, east, pickers, Told(DAY, "west", "digger", 1)]
    assert count_who_told(db, "plot", ("east",), DAY - 3, DAY) == [early, east, pickers]
    assert count_who_told(db, "plot", (), DAY - 3, DAY) == []
    assert count_who_told(db, "other", None, DAY - 3, DAY) == []
