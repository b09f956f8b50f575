"""Expectations as rows: kept, scored once, and seen by their own account alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.errors import NotFoundError
from narratives.expectation import Expectation
from narratives.triangle import ZONES
from store.expectations import (
    add_expectation,
    delete_expectation,
    get_expectation,
    list_expectations,
    score_expectation,
)
from tests.builders import open_plot

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
EVEN = dict.fromkeys(ZONES, 1 / 7)
WAITING = Expectation("one", "plot", "ada", "mood", "group=east", EVEN, NOW, {})


@pytest.fixture
def held(db):
    open_plot(db)
    add_expectation(db, WAITING)
    return WAITING


def test_an_expectation_is_kept_as_it_was(db, held):
    assert get_expectation(db, "plot", "ada", "one") == held
    assert held.is_waiting


def test_nobody_else_sees_or_deletes_it(db, held):
    assert list_expectations(db, "plot", "mo") == []
    with pytest.raises(NotFoundError):
        get_expectation(db, "plot", "mo", "one")
    with pytest.raises(NotFoundError):
        get_expectation(db, "elsewhere", "ada", "one")
    delete_expectation(db, "plot", "mo", "one")
    assert list_expectations(db, "plot", "ada") == [held]
    delete_expectation(db, "plot", "ada", "one")
    assert list_expectations(db, "plot", "ada") == []


def test_one_that_waited_is_scored_once(db, held):
    first = replace(held, found=EVEN, n=12, surprise=0.25)
    score_expectation(db, first)
    score_expectation(db, replace(held, found=EVEN, n=99, surprise=0.75))
    assert get_expectation(db, "plot", "ada", "one") == first


def test_the_newest_is_listed_first(db, held):
    add_expectation(db, replace(held, id="two", made_at=NOW + timedelta(seconds=1)))
    assert [one.id for one in list_expectations(db, "plot", "ada")] == ["two", "one"]
