import sqlite3
from datetime import timedelta

import pytest

from narratives.calendar import day_number
from narratives.errors import NotFoundError
from narratives.narrative import Kind, State
from store.intake import CHANGED
from store.narrative_rows import INSERT, narrative_to_row
from store.narratives import mark_watched
from store.readonly import open_stories_read_only
from store.watching import (
    FIRST_DAY,
    count_days,
    count_unwatched_days,
    last_told,
    list_open_tellings,
    list_scores,
    list_tellings,
    list_unwatched_tellings,
    story_serial,
)
from tests.builders import TODAY, make_framework, make_narrative, open_plot

DAY = day_number(TODAY)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def stories(db):
    open_plot(db)
    told = [
        make_narrative(id="a", respondent="ann", told_on=YESTERDAY),
        make_narrative(id="b", respondent="ann", group="west", text="Other"),
        make_narrative(id="c", consent=frozenset(), answers=()),
        make_narrative(id="d", kind=Kind.PRACTITIONER),
    ]
    for one in told:
        row = narrative_to_row(make_framework(), one, State.RELEASED)
        db.execute(INSERT, **row)
        db.execute(CHANGED, collection_id="plot", day=row["day"])


def test_tellings_are_respondents_answers_in_date_order(db, stories):
    tellings = list_tellings(db, "plot", FIRST_DAY, DAY)
    assert [(one.id, one.day) for one in tellings] == [("a", DAY - 1), ("b", DAY), ("c", DAY)]
    assert tellings[0].answers["mood"]["shares"] == [0.2, 0.5, 0.3] and tellings[0].hot is not None
    assert (tellings[2].answers, tellings[2].hot) == ({}, None)
    assert count_days(db, "plot", FIRST_DAY, DAY) == [(DAY - 1, 1), (DAY, 2)]
    assert (last_told(db, "plot", DAY), last_told(db, "plot", DAY - 1), last_told(db, "plot", 0)) == (
        DAY,
        DAY - 1,
        None,
    )


def test_what_was_watched_is_not_watched_again(db, stories):
    mark_watched(db, ["a"])
    assert [one.id for one in list_unwatched_tellings(db, "plot", DAY)] == ["b", "c"]
    assert list_unwatched_tellings(db, "plot", DAY - 1) == []
    assert count_unwatched_days(db, "plot", DAY) == [(DAY, 2)]


def test_a_telling_names_its_text_and_says_whether_another_with_the_same_is_a_copy(db, stories):
    db.execute("update narratives set text = :long where id = 'a'", long="Beans in the rain. " * 3)
    db.execute("update narratives set text = '' where id = 'c'")
    named = {one.id: (one.text_hash is not None, one.is_long) for one in list_tellings(db, "plot", FIRST_DAY, DAY)}
    assert named == {"a": (True, True), "b": (True, False), "c": (False, False)}


@pytest.mark.parametrize("bad", ["[NaN, 0.5, 0.5]", "[null, 0.5, 0.5]", "[Infinity, 0, 0]"])
def test_an_answer_with_a_number_that_is_none_is_left_out(db, stories, bad):
    stored = f'{{"mood": {{"shares": {bad}}}, "say": {{"value": 0.5}}, "role": {{"options": ["digger"]}}}}'
    db.execute("update narratives set answers = :stored", stored=stored)
    assert [list(one.answers) for one in list_tellings(db, "plot", FIRST_DAY, DAY)] == [["say", "role"]] * 3


def test_scores_leave_out_what_does_not_apply(db, stories):
    assert [(one.day, one.group) for one in list_scores(db, "plot", FIRST_DAY, DAY)] == [
        (DAY - 1, "east"),
        (DAY, "west"),
    ]


def test_open_tellings_are_readable_newest_first_and_in_the_groups_asked_for(db, stories):
    assert [one.id for one in list_open_tellings(db, "plot", None, DAY - 1, DAY)] == ["b", "a"]
    assert [one.id for one in list_open_tellings(db, "plot", ["east"], DAY - 1, DAY)] == ["a"]
    db.execute("update narratives set counted = 1 where id = 'a'")
    assert list_open_tellings(db, "plot", ["east"], DAY - 1, DAY) == []


def test_the_serial_grows_with_every_story(db, stories):
    before = story_serial(db, "plot")
    assert (before, story_serial(db), story_serial(db, "elsewhere")) == (4, 4, 0)
    db.execute(CHANGED, collection_id="plot", day=1)
    assert story_serial(db, "plot") == 5


def test_a_store_opened_to_be_read_takes_no_write(db, stories, tmp_path):
    read_only = open_stories_read_only(tmp_path / "stories.db")
    assert last_told(read_only, "plot", DAY) == DAY
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        mark_watched(read_only, ["a"])
    read_only.close()
    with pytest.raises(NotFoundError, match="no story store"):
        open_stories_read_only(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
