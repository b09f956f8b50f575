"""Notes on stories: left once, deleted by who left them, and gone with the story."""

from datetime import date, timedelta

import pytest

from narratives.errors import NotFoundError
from narratives.narrative import State
from store import story_notes
from store.erasure import withdraw
from store.narrative_rows import INSERT, narrative_to_row
from store.story_notes import TooManyNotesError, add_note, count_notes, list_notes, remove_note
from tests.builders import make_narrative, open_plot

MONDAY = date(2026, 3, 2)


@pytest.fixture
def story(db):
    _, framework = open_plot(db)
    told = make_narrative()
    db.execute(INSERT, **narrative_to_row(framework, told, State.RELEASED))
    return told.id


def test_notes_are_read_in_the_order_they_were_left_in(db, story):
    notes = [add_note(db, story, "ada", f"Note {number}", MONDAY) for number in range(12)]
    assert list_notes(db, story) == notes
    remove_note(db, story, notes[3].id, "ada")
    later = add_note(db, story, "mo", "Ask the east about it.", MONDAY)
    assert list_notes(db, story) == [*notes[:3], *notes[4:], later]
    assert (later.account, later.text, later.made_on) == ("mo", "Ask the east about it.", MONDAY)


def test_no_time_finer_than_a_day_is_kept(db, story):
    add_note(db, story, "ada", "The pump again.", MONDAY)
    assert db.rows("select made_on from story_notes") == [{"made_on": "2026-03-02"}]


def test_the_same_note_sent_twice_is_left_once(db, story):
    first = add_note(db, story, "ada", "The pump again.", MONDAY)
    assert add_note(db, story, "ada", "The pump again.", MONDAY + timedelta(days=1)) == first
    add_note(db, story, "mo", "The pump again.", MONDAY + timedelta(days=2))
    assert [note.account for note in list_notes(db, story)] == ["ada", "mo"]


def test_a_note_is_deleted_by_who_left_it_and_by_nobody_else(db, story):
    note = add_note(db, story, "ada", "The pump again.", MONDAY)
    with pytest.raises(NotFoundError):
        remove_note(db, story, note.id, "mo")
    with pytest.raises(NotFoundError):
        remove_note(db, "another story", note.id, "ada")
    assert list_notes(db, story) == [note]
    assert remove_note(db, story, note.id, "ada") == note
    assert list_notes(db, story) == []


def test_notes_go_with_the_story_and_their_words_leave_the_file(db, story):
    add_note(db, story, "ada", "A marrow called Perseus.", MONDAY)
    assert withdraw(db, story, b"secret")
    assert list_notes(db, story) == []
    with open(db.path, "rb") as file, open(db.path + "-wal", "rb") as log:
        assert b"Perseus" not in file.read() + log.read()


def test_a_story_that_is_gone_takes_no_note(db):
    with pytest.raises(NotFoundError):
        add_note(db, "gone", "ada", "The pump again.", MONDAY)


def test_a_story_takes_no_more_notes_than_anybody_reads(db, story, monkeypatch):
    monkeypatch.setattr(story_notes, "MOST_NOTES", 2)
    for number in range(2):
        add_note(db, story, "ada", f"Note {number}", MONDAY)
    with pytest.raises(TooManyNotesError, match="Delete one of yours first"):
        add_note(db, story, "ada", "One too many", MONDAY)
    assert len(list_notes(db, story)) == 2


def test_notes_are_counted_for_the_stories_that_have_some(db, story):
    add_note(db, story, "ada", "One", MONDAY)
    add_note(db, story, "ada", "Two", MONDAY)
    assert count_notes(db, [story, "another"]) == {story: 2}
