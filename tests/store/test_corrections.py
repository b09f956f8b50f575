from dataclasses import replace
from datetime import UTC, datetime

import pytest

from narratives.answers import DyadAnswer, FreetextAnswer, TriadAnswer
from narratives.calendar import day_number
from narratives.codes import pack
from narratives.collection import Moderation, Policy
from narratives.disclosure import close_batches
from narratives.narrative import Kind, Scope, State, scopes_up_to
from store import release
from store.alerts import add_alert
from store.batches import add_batches, list_batches, list_waiting
from store.corrections import Change, correct_story, narrow_consent
from store.database import Database
from store.intake import CHANGED
from store.moderation import change_release
from store.narrative_rows import INSERT, narrative_to_row, text_hash
from store.narratives import get_narrative, mark_watched
from store.release import Landscape, View
from store.theming import Assignment, add_assignments
from store.vectors import add_vectors
from store.watching import list_unwatched_tellings, story_serial
from store.words import index_words
from tests.builders import TODAY, make_answers, make_narrative, open_plot
from tests.store.test_alerts import FINDING

COUNT_ONLY: frozenset[Scope] = frozenset()


def keep(db: Database, plot, state: State = State.RELEASED, **changes):
    told = make_narrative(**changes)
    db.execute(INSERT, **narrative_to_row(plot[1], told, state))
    db.execute(CHANGED, collection_id=told.collection, day=day_number(told.told_on))
    return told


def row_of(db, story):
    return db.one("select * from narratives where id = :id", id=story)


def close(db, plot):
    collection, framework = plot
    return add_batches(db, collection, close_batches(collection, framework, list_waiting(db, collection), TODAY))


def test_a_correction_changes_everything_that_follows_from_it(db):
    plot = open_plot(db)
    before = keep(db, plot)
    answers = (TriadAnswer("mood", (0.0, 0.0, 1.0), "tap"), DyadAnswer("say", 0.0, "tap", seconds=2))
    after = replace(before, text="No beans came up.", title="No beans", answers=answers, group="west", area="west")
    serial = story_serial(db, "plot")
    assert correct_story(db, *plot, before, after) is Change.KEPT
    assert get_narrative(db, before.id) == after
    row = row_of(db, before.id)
    assert row["text_hash"] == text_hash("No beans came up.")
    assert row["codes"] == pack(plot[1], answers)
    assert row["hot"] == pytest.approx(1.0)
    assert (row["group_name"], row["area"], row["state"]) == ("west", "west", "released")
    assert story_serial(db, "plot") == serial + 1


def test_new_words_leave_the_search_the_themes_and_the_alerts(db):
    plot = open_plot(db)
    before = keep(db, plot)
    add_vectors(db, "model", [(text_hash(before.text), b"\1\2")])
    add_assignments(db, "plot", "fit", [Assignment(before.id, 1, 0.5, False)])
    index_words(db, 10)
    add_alert(db, "plot", FINDING, sentence="Moved.", exemplars=[before.id], at=datetime(2026, 3, 2, tzinfo=UTC))
    correct_story(db, *plot, before, replace(before, text="No beans."))
    for table in ("vectors", "assignments", "story_words", "alert_exemplars"):
        assert db.one(f"select count(*) as n from {table}") == {"n": 0}, table
    assert index_words(db, 10) == 1


def test_a_new_title_is_found_by_its_words_and_the_theme_stays(db):
    plot = open_plot(db)
    before = keep(db, plot, title="Peas")
    index_words(db, 10)
    add_assignments(db, "plot", "fit", [Assignment(before.id, 1, 0.5, False)])
    correct_story(db, *plot, before, replace(before, title="Beans"))
    index_words(db, 10)
    assert [one.id for one in release.list_stories(db, plot[0], View(), words="beans")] == [before.id]
    assert release.list_stories(db, plot[0], View(), words="peas") == []
    assert db.one("select count(*) as n from assignments") == {"n": 1}


@pytest.mark.parametrize(
    ("moderation", "state", "expected"),
    [
        (Moderation.BEFORE, State.RELEASED, State.WAITING),
        (Moderation.BEFORE, State.WAITING, State.WAITING),
        (Moderation.BEFORE, State.HELD, State.WAITING),
        (Moderation.AFTER, State.RELEASED, State.RELEASED),
        (Moderation.AFTER, State.HELD, State.WAITING),
    ],
)
def test_new_words_wait_for_a_moderator_where_one_reads_first_and_where_the_old_ones_were_held(
    db, moderation, state, expected
):
    plot = open_plot(db, moderation=moderation)
    before = keep(db, plot, state)
    correct_story(db, *plot, before, replace(before, text="No beans."))
    assert row_of(db, before.id)["state"] == expected


def test_words_of_the_tellers_own_among_the_answers_wait_too_and_placements_do_not(db):
    plot = open_plot(db, moderation=Moderation.BEFORE)
    placed, worded = keep(db, plot), keep(db, plot)
    correct_story(db, *plot, placed, replace(placed, answers=make_answers(value=0.9)))
    correct_story(db, *plot, worded, replace(worded, answers=(FreetextAnswer("role", "Ask Jo"),)))
    assert row_of(db, placed.id)["state"] == State.RELEASED
    assert row_of(db, worded.id)["state"] == State.WAITING


def test_a_corrected_story_waits_and_nobody_reads_it_meanwhile(db):
    plot = open_plot(db, moderation=Moderation.BEFORE)
    before = keep(db, plot)
    index_words(db, 10)
    correct_story(db, *plot, before, replace(before, text="No beans."))
    assert release.get_story(db, plot[0], before.id) is None
    assert release.list_stories(db, plot[0], View()) == []
    assert release.triad(db, Landscape(), *plot, "mood", View()).counts.placed == 0


def test_answers_in_a_closed_batch_stay_and_the_words_can_still_be_changed(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    told = [keep(db, plot, text=f"Bean {n}") for n in range(10)]
    assert close(db, plot) == 1
    before = told[0]
    frozen = list_batches(db, "plot", Kind.RESPONDENT)
    for change in ({"answers": make_answers(value=0.9)}, {"group": "west"}):
        assert correct_story(db, *plot, before, replace(before, **change)) is Change.COUNTED
    assert get_narrative(db, before.id) == before
    assert correct_story(db, *plot, before, replace(before, text="Peas.")) is Change.KEPT
    assert [one.text for one in release.list_stories(db, plot[0], View(), limit=50)].count("Peas.") == 1
    assert list_batches(db, "plot", Kind.RESPONDENT) == frozen


def test_a_correction_of_something_that_changed_meanwhile_changes_nothing(db):
    plot = open_plot(db)
    before = keep(db, plot)
    assert correct_story(db, *plot, before, replace(before, text="First.")) is Change.KEPT
    assert correct_story(db, *plot, before, replace(before, text="Second.")) is Change.MEANWHILE
    assert narrow_consent(db, *plot, before, replace(before, consent=COUNT_ONLY)) is Change.MEANWHILE
    assert get_narrative(db, before.id).text == "First."
    db.execute("delete from narratives")
    assert correct_story(db, *plot, before, replace(before, text="Third.")) is Change.MEANWHILE


def test_a_story_that_the_monitor_has_seen_is_not_fed_to_it_twice(db):
    plot = open_plot(db)
    seen, unseen = keep(db, plot), keep(db, plot)
    mark_watched(db, [seen.id])
    for before in (seen, unseen):
        correct_story(db, *plot, before, replace(before, answers=make_answers(value=0.9)))
    (fed,) = list_unwatched_tellings(db, "plot", 100_000)
    assert (fed.id, fed.answers["say"]["value"]) == (unseen.id, 0.9)


def test_a_story_that_was_open_is_in_no_batch_after_its_teller_lets_it_be_counted_only(db):
    plot = open_plot(db)
    seen = keep(db, plot)
    for n in range(9):
        keep(db, plot, text=f"Bean {n}", consent=COUNT_ONLY)
    assert release.totals(db, plot[0], View(), Landscape(), plot[1]).open == 1
    assert narrow_consent(db, *plot, seen, replace(seen, consent=COUNT_ONLY)) is Change.KEPT
    totals = release.totals(db, plot[0], View(), Landscape(), plot[1])
    assert (totals.open, totals.batched) == (0, 0)
    assert close(db, plot) == 0  # nine are not ten: the tenth is known to whoever read it
    keep(db, plot, text="Bean 9", consent=COUNT_ONLY)
    assert close(db, plot) == 1
    assert row_of(db, seen.id)["counted"] == 0


@pytest.mark.parametrize("state", [State.WAITING, State.HELD])
def test_a_story_that_was_never_open_is_counted_after_its_teller_narrows_it(db, state):
    plot = open_plot(db, moderation=Moderation.BEFORE)
    unread = keep(db, plot, state)
    for n in range(9):
        keep(db, plot, text=f"Bean {n}", consent=COUNT_ONLY)
    narrow_consent(db, *plot, unread, replace(unread, consent=COUNT_ONLY))
    assert close(db, plot) == 1
    assert row_of(db, unread.id)["counted"] == 1


def test_a_story_of_a_protected_collection_is_counted_after_its_teller_narrows_it(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    told = [keep(db, plot, text=f"Bean {n}") for n in range(10)]
    narrow_consent(db, *plot, told[0], replace(told[0], consent=COUNT_ONLY))
    assert close(db, plot) == 1
    assert [one.text for one in release.list_stories(db, plot[0], View())].count("Bean 0") == 0


@pytest.mark.parametrize("leads_to", ["hold", "narrow"])
def test_a_story_that_was_open_before_it_was_corrected_is_in_no_batch_whatever_follows(db, leads_to):
    plot = open_plot(db, moderation=Moderation.BEFORE)
    seen = keep(db, plot)
    for n in range(9):
        keep(db, plot, text=f"Bean {n}", consent=COUNT_ONLY)
    corrected = replace(seen, text="No beans.")
    correct_story(db, *plot, seen, corrected)
    if leads_to == "hold":
        assert change_release(db, plot[0], seen.id, State.WAITING, State.HELD)
    else:
        narrow_consent(db, *plot, corrected, replace(corrected, consent=COUNT_ONLY))
    assert close(db, plot) == 0


def test_a_story_that_may_only_be_counted_is_counted_although_its_release_was_undone(db):
    plot = open_plot(db, moderation=Moderation.BEFORE)
    told = [keep(db, plot, State.WAITING, text=f"Bean {n}", consent=COUNT_ONLY) for n in range(10)]
    change_release(db, plot[0], told[0].id, State.WAITING, State.RELEASED)
    change_release(db, plot[0], told[0].id, State.RELEASED, State.WAITING)
    assert close(db, plot) == 1


@pytest.mark.parametrize(
    ("old", "new"), [("count", "read"), ("read", "quote"), ("quote", "publish"), ("count", "publish")]
)
def test_consent_is_never_widened(db, old, new):
    plot = open_plot(db)
    before = keep(db, plot, consent=scopes_up_to(old))
    with pytest.raises(ValueError, match="only ever narrowed"):
        narrow_consent(db, *plot, before, replace(before, consent=scopes_up_to(new)))
    assert get_narrative(db, before.id) == before


def test_what_was_narrowed_leaves_search_and_reader_at_once(db):
    plot = open_plot(db)
    before = keep(db, plot, consent=scopes_up_to("publish"))
    index_words(db, 10)
    narrow_consent(db, *plot, before, replace(before, consent=scopes_up_to("read")))
    assert release.get_story(db, plot[0], before.id) is not None
    narrow_consent(db, *plot, get_narrative(db, before.id), replace(before, consent=COUNT_ONLY))
    assert release.get_story(db, plot[0], before.id) is None
    assert db.rows("select narrative_id from story_words") == []
    assert row_of(db, before.id)["text"] == before.text


def test_a_correction_between_reading_and_closing_is_in_the_sums(db):
    plot = collection, framework = open_plot(db)
    told = [keep(db, plot, consent=COUNT_ONLY) for _ in range(10)]
    batches = close_batches(collection, framework, list_waiting(db, collection), TODAY)
    after = replace(told[0], answers=make_answers((0.0, 0.0, 1.0)))
    assert correct_story(db, *plot, told[0], after) is Change.KEPT
    assert add_batches(db, collection, batches) == 0
    assert close(db, plot) == 1
    frozen = list_batches(db, "plot", Kind.RESPONDENT)[0].aggregates["mood"]
    assert frozen["sums"] == pytest.approx([1.8, 4.5, 3.7])
