from datetime import timedelta

from narratives.collection import Policy
from narratives.narrative import Kind, Scope, State
from store.batches import list_waiting
from store.intake import CHANGED
from store.narrative_rows import INSERT, narrative_to_row
from store.waiting import list_waiting_groups, list_waiting_of
from store.words import count_unindexed, index_words
from store.worker import (
    MonitorState,
    drop_lease,
    get_monitor,
    keep_monitor,
    list_notices,
    monitored_until,
    set_notice,
    take_lease,
)
from tests.builders import TODAY, make_collection, make_framework, make_narrative, open_plot


def keep(db, *narratives, state=State.RELEASED):
    for one in narratives:
        row = narrative_to_row(make_framework(), one, state)
        db.execute(INSERT, **row)
        db.execute(CHANGED, collection_id="plot", day=row["day"])


def test_a_monitors_state_is_kept_only_on_top_of_the_one_it_went_on_from(db):
    first, second = MonitorState("e1", 5, b"five"), MonitorState("e1", 6, b"six")
    assert monitored_until(db, "plot") is None
    assert keep_monitor(db, "plot", first, previous=None)
    assert not keep_monitor(db, "plot", second, previous=None)
    assert not keep_monitor(db, "plot", second, previous=MonitorState("e1", 5, b"other"))
    assert get_monitor(db, "plot") == first
    assert keep_monitor(db, "plot", second, previous=first)
    assert monitored_until(db, "plot") == 6


def test_a_lease_is_one_workers_until_it_ends_or_is_given_back(db):
    assert take_lease(db, "words", "ann", now=0.0, seconds=30)
    assert not take_lease(db, "words", "bob", now=29.0, seconds=30)
    assert take_lease(db, "words", "ann", now=29.0, seconds=30)
    assert not take_lease(db, "words", "bob", now=31.0, seconds=30)
    assert take_lease(db, "words", "bob", now=60.0, seconds=30)
    drop_lease(db, "words", "ann")
    assert not take_lease(db, "words", "ann", now=61.0, seconds=30)
    drop_lease(db, "words", "bob")
    assert take_lease(db, "words", "ann", now=61.0, seconds=30)


def test_a_notice_is_said_until_it_is_taken_back(db):
    set_notice(db, "model", "The word model is missing.", TODAY)
    set_notice(db, "model", "The word model is still missing.", TODAY)
    assert list_notices(db) == ["The word model is still missing."]
    set_notice(db, "model", None, TODAY)
    assert list_notices(db) == []


def test_only_released_readable_stories_are_indexed_once_and_a_few_at_a_time(db):
    open_plot(db)
    keep(db, *(make_narrative(text=f"Beans {n}") for n in range(3)), make_narrative(consent=frozenset()))
    keep(db, make_narrative(text="Not yet"), state=State.WAITING)
    assert count_unindexed(db) == 3
    assert [index_words(db, 2) for _ in range(3)] == [2, 1, 0]
    assert db.one("select count(*) as n from story_words where story_words match 'beans'") == {"n": 3}
    assert count_unindexed(db) == 0


def test_what_waits_for_a_batch_is_the_same_by_group_as_all_at_once(db):
    collection, _ = open_plot(db)
    keep(db, *(make_narrative(consent=frozenset(), told_on=TODAY - timedelta(days=n)) for n in range(3)))
    keep(db, make_narrative(group="west", consent=frozenset({Scope.QUOTE}), kind=Kind.PRACTITIONER), make_narrative())
    keep(db, make_narrative(), state=State.HELD)
    for rules in (collection, make_collection(policy=Policy.PROTECTED)):
        groups = list_waiting_groups(db, rules)
        parts = [one for group, kind, n in groups for one in list_waiting_of(db, rules, group, kind, n)]
        assert sorted(parts, key=lambda one: one.id) == sorted(list_waiting(db, rules), key=lambda one: one.id)
    assert list_waiting_groups(db, collection) == [("east", Kind.RESPONDENT, 4), ("west", Kind.PRACTITIONER, 1)]
    oldest = list_waiting_of(db, collection, "east", Kind.RESPONDENT, 1)
    assert [one.told_on for one in oldest] == [TODAY - timedelta(days=2)]
