import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from narratives.narrative import Kind, Pen, Source
from store.narratives import import_narratives
from store.pace import MOST_STORIES, typical_minutes
from tests.builders import TODAY, make_narrative, open_plot

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def plot(db):
    return open_plot(db)


def tell(db, plot, minutes, **changes):
    facts = {"told_on": YESTERDAY, **changes}
    sources = (Source("test", secrets.token_hex(8), "1") for _ in minutes)
    told = [make_narrative(minutes=one, source=source, **facts) for one, source in zip(minutes, sources, strict=True)]
    import_narratives(db, *plot, told, {})


def test_the_time_is_the_median_of_those_measured(db, plot):
    tell(db, plot, [3, 4, 5, 6, 7, 8, 9, 10, 11, 60])
    assert typical_minutes(db, plot[0], TODAY) == (8, 10)


def test_nothing_is_said_about_fewer_than_k_people(db, plot):
    tell(db, plot, [5] * (plot[0].k - 1))
    tell(db, plot, [None] * 5)
    assert typical_minutes(db, plot[0], TODAY) is None


def test_todays_stories_are_left_out_so_that_none_can_be_read_off(db, plot):
    tell(db, plot, [5] * 10)
    tell(db, plot, [50] * 10, told_on=TODAY)
    assert typical_minutes(db, plot[0], TODAY) == (5, 10)


def test_only_tellers_who_answered_by_themselves_or_with_help_are_measured(db, plot):
    tell(db, plot, [5] * 10)
    tell(db, plot, [50] * 10, pen=Pen.KEYED)
    tell(db, plot, [50] * 10, kind=Kind.PRACTITIONER)
    assert typical_minutes(db, plot[0], TODAY) == (5, 10)


def test_another_collection_does_not_count(db, plot):
    tell(db, plot, [5] * 10)
    assert typical_minutes(db, replace(plot[0], id="elsewhere"), TODAY) is None


def test_the_newest_stories_count(db, plot):
    tell(db, plot, [50] * 50, told_on=YESTERDAY - timedelta(days=30))
    tell(db, plot, [5] * MOST_STORIES)
    assert typical_minutes(db, plot[0], TODAY) == (5, MOST_STORIES)
