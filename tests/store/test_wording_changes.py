"""Wording mended after opening: read at once, kept beside what it was, and nothing else of a question changes."""

import sqlite3
from datetime import UTC, datetime

import pytest

from narratives.errors import FrozenError
from narratives.framework_file import framework_to_json
from store.frameworks import add_framework, get_framework, list_frameworks
from store.wording_changes import change_wording, list_wording_changes
from tests.builders import make_framework

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def garden(db):
    add_framework(db, make_framework(translations={"cy": {"title": "Yr ardd"}}))
    return get_framework(db, "garden")


def change(db, framework, key, after, language="en"):
    return change_wording(db, framework, language, key, after, reason="Plainer", actor="ada", at=NOW)


def test_a_change_in_its_own_language_is_read_from_then_on(db, garden):
    triad = garden.triads[0]
    key = f"{triad.id}.{triad.anchors[0].id}"
    assert change(db, garden, key, "calm and quiet")
    after = get_framework(db, "garden")
    assert after.triads[0].anchors[0].label == "calm and quiet"
    assert list_frameworks(db) == [after]
    assert [one.id for one in after.triads[0].anchors] == [one.id for one in triad.anchors]
    assert after.languages == garden.languages and "en" not in after.texts


def test_what_was_read_before_the_change_stays_as_it_was_read(db, garden):
    change(db, garden, "title", "Another garden")
    assert garden.title == make_framework().title
    assert get_framework(db, "garden").title == "Another garden"


def test_a_change_in_another_language_is_of_that_language(db, garden):
    change(db, garden, "title", "Ein gardd", "cy")
    assert get_framework(db, "garden").texts["cy"]["title"] == "Ein gardd"
    assert get_framework(db, "garden").title == garden.title


def test_who_changed_what_and_why_is_on_record(db, garden):
    change(db, garden, "title", "Another garden")
    (kept,) = list_wording_changes(db, garden)
    assert (kept.before, kept.after, kept.actor, kept.reason, kept.at) == (
        garden.title,
        "Another garden",
        "ada",
        "Plainer",
        NOW,
    )
    with pytest.raises(sqlite3.IntegrityError, match="stays on record"):
        db.execute("update wording_changes set before = 'x'")


def test_the_same_words_are_no_change(db, garden):
    assert not change(db, garden, "title", garden.title)
    assert list_wording_changes(db, garden) == []


@pytest.mark.parametrize(("key", "after"), [("mood.another", "new"), ("title", ""), ("version", "2")])
def test_nothing_but_words_that_are_there_can_change(key, after, db, garden):
    with pytest.raises(FrozenError, match="make a new version"):
        change(db, garden, key, after)


def test_the_file_that_it_was_opened_from_is_still_the_same(db, garden):
    change(db, garden, "title", "Another garden")
    assert add_framework(db, make_framework()) is False
    assert framework_to_json(get_framework(db, "garden"))["title"] == "Another garden"
