from dataclasses import replace

import pytest

import analysis.opendays as opendays
from analysis.opendays import by_open_day, commit_ends
from tests.analysis.test_monitor import make_telling


def tell(*days):
    return [replace(make_telling(), day=day) for day in days]


@pytest.mark.parametrize(
    ("days", "closed", "end", "spans"),
    [
        ((), None, 5, [(5, 0, 0)]),
        ((3, 3, 5), None, 5, [(3, 0, 2), (5, 2, 3)]),
        ((3, 3, 5), None, 7, [(3, 0, 2), (5, 2, 3), (7, 3, 3)]),
        ((3, 4, 9), 6, 9, [(7, 0, 2), (9, 2, 3)]),
        ((3, 4), 6, 9, [(7, 0, 2), (9, 2, 2)]),
        ((3, 7, 8), 6, 8, [(7, 0, 2), (8, 2, 3)]),
    ],
)
def test_stories_come_on_their_day_and_late_ones_with_the_first_open_one(days, closed, end, spans):
    assert list(by_open_day(tell(*days), closed, end)) == spans


def test_commits_hold_few_stories_and_few_days_but_whole_days(monkeypatch):
    monkeypatch.setattr(opendays, "STORIES_A_COMMIT", 10)
    assert list(commit_ends(None, [(1, 6), (2, 6), (3, 30), (4, 1)], 6)) == [1, 2, 3, 6]
    assert list(commit_ends(8, [(3, 2), (9, 2), (200, 1)], 200)) == [9, 200]
    assert list(commit_ends(8, [], 12)) == [12]
