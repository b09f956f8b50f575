from dataclasses import replace
from datetime import timedelta

import pytest

from narratives.calendar import day_number
from narratives.narrative import Kind, State
from store.narrative_rows import INSERT, narrative_to_row, text_hash
from store.narratives import forget_watched, mark_watched
from store.text_watching import first_unembedded_day, forget_read, list_vectors, mark_read
from store.vectors import add_vectors
from store.watching import ANSWERS_SEEN, TEXT_SEEN, count_unwatched_days, list_unwatched_tellings
from tests.builders import TODAY, make_framework, make_narrative, open_plot

DAY = day_number(TODAY)
MODEL, VECTOR = "words", b"\1\2"


@pytest.fixture
def stories(db):
    open_plot(db)
    first = make_narrative(id="a", respondent="ann", told_on=TODAY - timedelta(days=1), text="Beans")
    told = [
        first,
        replace(first, id="b", told_on=TODAY, text="Slugs", respondent=None),
        replace(first, id="c", told_on=TODAY, text=""),
        replace(first, id="d", told_on=TODAY, text="Gate", kind=Kind.PRACTITIONER),
    ]
    for one in told:
        db.execute(INSERT, **narrative_to_row(make_framework(), one, State.RELEASED))


def test_texts_are_read_after_the_answers_were_watched_and_once(db, stories):
    assert list_unwatched_tellings(db, "plot", DAY, seen=ANSWERS_SEEN) == []
    mark_read(db, ["a"])
    assert count_unwatched_days(db, "plot", DAY) == [(DAY - 1, 1), (DAY, 2)]
    mark_watched(db, ["a", "b", "c"])
    assert [one.id for one in list_unwatched_tellings(db, "plot", DAY, seen=ANSWERS_SEEN)] == ["a", "b", "c"]
    assert [one.id for one in list_unwatched_tellings(db, "plot", DAY - 1, seen=ANSWERS_SEEN)] == ["a"]
    mark_read(db, ["a", "b"])
    assert count_unwatched_days(db, "plot", DAY, seen=ANSWERS_SEEN) == [(DAY, 1)]
    assert [one.id for one in list_unwatched_tellings(db, "plot", DAY, seen=TEXT_SEEN)] == ["a", "b"]


def test_all_texts_may_be_read_again_with_or_without_the_answers(db, stories):
    mark_watched(db, ["a", "b", "c"])
    mark_read(db, ["a", "b"])
    forget_read(db, "plot")
    assert count_unwatched_days(db, "plot", DAY, seen=ANSWERS_SEEN) == [(DAY - 1, 1), (DAY, 2)]
    mark_read(db, ["a", "b", "c"])
    forget_watched(db, "plot")
    assert count_unwatched_days(db, "plot", DAY) == [(DAY - 1, 1), (DAY, 2)]


def test_the_first_day_that_waits_for_a_vector_is_of_unread_texts_with_words(db, stories):
    mark_watched(db, ["a", "b", "c"])
    assert first_unembedded_day(db, "plot", MODEL) == DAY - 1
    add_vectors(db, MODEL, [(text_hash("Beans"), VECTOR)])
    assert first_unembedded_day(db, "plot", MODEL) == DAY
    assert first_unembedded_day(db, "plot", "another") == DAY - 1
    add_vectors(db, MODEL, [(text_hash("Slugs"), VECTOR)])
    assert first_unembedded_day(db, "plot", MODEL) is None


def test_what_waits_is_found_by_the_index_and_not_by_looking_at_every_story(db, stories):
    waiting = "select day from narratives where collection_id = 'plot' and watched = 1 order by day limit 1"
    assert "narratives_to_read" in db.rows(f"explain query plan {waiting}")[0]["detail"]


def test_vectors_are_found_by_text(db, stories):
    add_vectors(db, MODEL, [(text_hash("Beans"), VECTOR)])
    assert list_vectors(db, MODEL, [text_hash("Beans"), text_hash("Slugs")]) == {text_hash("Beans"): VECTOR}
    assert list_vectors(db, "another", [text_hash("Beans")]) == {}
