from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

import analysis.batches as batches
from analysis.batches import close_full_batches
from analysis.leases import InterruptedPassError
from narratives.collection import Policy
from narratives.narrative import Kind
from store.batches import list_batches
from tests.builders import TODAY, make_narrative

PRIVATE = frozenset()


def told(n, **changes):
    return [make_narrative(**{"consent": PRIVATE, **changes}) for _ in range(n)]


def closed(db, kind=Kind.RESPONDENT):
    return Counter((batch.group, batch.n) for batch in list_batches(db, "plot", kind))


def test_batches_close_by_group_and_kind_and_the_rest_waits(db, plot, tell):
    tell([*told(25), *told(9, group="west"), *told(12, kind=Kind.PRACTITIONER)])
    assert close_full_batches(db, *plot, today=TODAY) == 3
    assert closed(db) == {("east", 10): 2}
    assert closed(db, Kind.PRACTITIONER) == {("east", 10): 1}
    assert close_full_batches(db, *plot, today=TODAY) == 0


def test_open_stories_are_in_no_batch_and_protected_ones_all_are(db, plot, tell):
    tell([make_narrative() for _ in range(10)])
    assert close_full_batches(db, *plot, today=TODAY) == 0
    assert close_full_batches(db, replace(plot[0], policy=Policy.PROTECTED), plot[1], today=TODAY) == 1


def test_groups_that_do_not_fill_merge_into_their_parent_in_the_end(db, plot, tell):
    long_ago = TODAY - timedelta(days=84)
    tell([*told(6, told_on=long_ago), *told(5, told_on=long_ago, group="west")])
    assert close_full_batches(db, *plot, today=TODAY - timedelta(days=1)) == 0
    assert close_full_batches(db, *plot, today=TODAY) == 1
    assert closed(db) == {("all", 10): 1}


def test_killed_between_commits_no_story_is_in_two_batches_or_in_none(db, plot, tell, monkeypatch):
    monkeypatch.setattr(batches, "BATCHES_A_COMMIT", 1)
    tell([*told(45), *told(31, group="west")])
    beats = iter(range(100))

    def dying():
        if next(beats) == 2:
            raise InterruptedPassError("killed")

    with pytest.raises(InterruptedPassError):
        close_full_batches(db, *plot, today=TODAY, beat=dying)
    assert closed(db) == {("east", 10): 2}
    assert close_full_batches(db, *plot, today=TODAY) == 5
    assert closed(db) == {("east", 10): 4, ("west", 10): 3}
    assert db.one("select count(*) as n from narratives where counted = 1") == {"n": 70}
