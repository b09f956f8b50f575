from datetime import date

import pytest

from narratives.collection import Policy
from narratives.narrative import State
from narratives.temperature import Difference, Makeup, Part, Reading, Remark
from store.narrative_rows import INSERT, narrative_to_row
from store.release_results import list_released_readings, list_released_remarks
from store.remarks import list_remarks, replace_remarks
from store.results import replace_readings
from tests.builders import make_framework, make_narrative, open_plot

WEEKS = [(date(2026, 1, 5), date(2026, 1, 11)), (date(2026, 1, 12), date(2026, 1, 18))]
TREND = Difference(4.5, -1.0, 10.0, WEEKS[0][0])
MAKEUP = Makeup(1.5, 6.0, (Part(("mood",), 5.0), Part(("say", "left"), 1.0)))


def make_remark(group="east", starts_on=WEEKS[1][0], stories=(), **facts):
    return Remark(group, starts_on, **({"trend": TREND, "year": None, "makeup": MAKEUP} | facts), stories=stories)


@pytest.fixture
def story(db):
    open_plot(db)
    db.execute(INSERT, **narrative_to_row(make_framework(), make_narrative(id="a"), State.RELEASED))
    return "a"


def keep(db, *remarks):
    with db.write():
        replace_remarks(db, "plot", remarks)


def test_what_is_kept_comes_back_and_the_next_takes_its_place(db, story):
    remarks = [make_remark(""), make_remark(year=TREND, stories=(story,)), make_remark("west", trend=None, makeup=None)]
    keep(db, *remarks)
    assert list_remarks(db, "plot") == remarks
    keep(db, remarks[1])
    assert list_remarks(db, "plot") == remarks[1:2]


def test_a_story_that_was_taken_out_is_shown_nowhere(db, story):
    keep(db, make_remark(stories=(story,)))
    db.execute("delete from narratives where id = 'a'")
    assert list_remarks(db, "plot")[0].stories == ()
    keep(db, make_remark(stories=(story,)))
    assert list_remarks(db, "plot")[0].stories == ()


def released(db, told, remarks, **rules):
    """The remarks that are shown where so many told in each unit and week."""
    collection, _ = open_plot(db, **rules)
    readings = [
        Reading(unit, *WEEKS[week], n, *((50.0, 40.0, 60.0) if n >= 10 else (None, None, None)), 30.0, 70.0)
        for unit, weeks in sorted(told.items())
        for week, n in enumerate(weeks)
    ]
    replace_readings(db, collection.id, readings, remarks)
    return list_released_remarks(db, collection, list_released_readings(db, collection))


def test_nothing_is_said_of_a_reading_that_is_not_shown(db):
    shown = released(db, {"east": (20, 20), "west": (20, 9)}, [make_remark(), make_remark("west")])
    assert list(shown) == ["east"] and shown["east"].trend == TREND


def test_a_trend_that_a_withheld_reading_is_part_of_is_withheld(db):
    told = {"": (24, 20), "all": (24, 20), "east": (20, 20), "west": (4, 0)}
    remarks = [make_remark("", year=TREND), make_remark("east", year=TREND)]
    shown = released(db, told, remarks, policy=Policy.PROTECTED)
    assert shown["east"].trend == TREND and shown["east"].year == TREND
    assert shown[""].trend is None and shown[""].year is None and shown[""].makeup == MAKEUP
