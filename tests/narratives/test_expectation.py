"""Ten dots over seven parts: read, stepped, and compared with what was found."""

from datetime import UTC, datetime

import pytest

from narratives.expectation import Expectation, read_dots, shares_of, stepped, trend_of
from narratives.triangle import ZONES

NOTHING = dict.fromkeys(ZONES, 0)


def sent(**typed: str) -> dict[str, list[str]]:
    return {zone.replace("_", "-"): [text] for zone, text in typed.items()}


def make_expectation(expected: dict[str, float], found: dict[str, float]) -> Expectation:
    whole = [{zone: shares.get(zone, 0.0) for zone in ZONES} for shares in (expected, found)]
    now = datetime(2026, 3, 2, tzinfo=UTC)
    return Expectation("x", "plot", "ada", "mood", "", whole[0], now, whole[1], n=20, surprise=0.2)


def test_ten_dots_are_read_and_parts_left_empty_hold_none():
    dots, errors = read_dots(sent(top="6", left=" 4 ", centre=""))
    assert errors == ()
    assert dots == NOTHING | {"top": 6, "left": 4}
    assert shares_of(dots)["top"] == 0.6


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "You have put down no story yet. Put down 10 more, so that there are ten"),
        ({"top": "6", "left": "2"}, "These add up to 8. Put down 2 more, so that there are ten"),
        ({"top": "10", "right": "3"}, "These add up to 13. Take 3 away, so that there are ten"),
    ],
)
def test_any_other_sum_is_named_with_what_to_do(typed, message):
    _, (error,) = read_dots(sent(**typed))
    assert (error.field, error.message) == ("top", message)


@pytest.mark.parametrize("typed", ["x", "-1", "11", "1.5", "٣", "9" * 5_000])
def test_a_number_that_is_none_is_named_at_its_part_and_the_sum_waits(typed):
    dots, (error,) = read_dots(sent(left=typed, top="10"))
    assert (error.field, error.message) == ("left", "Write a whole number from 0 to 10")
    assert dots["left"] == 0


def test_a_button_changes_one_number_by_one_and_stays_within_ten():
    assert stepped(NOTHING, "top:more")["top"] == 1
    assert stepped(NOTHING, "top:less")["top"] == 0
    assert stepped(NOTHING | {"centre": 10}, "centre:more")["centre"] == 10
    assert stepped(NOTHING, "nowhere:more") == NOTHING
    assert stepped(NOTHING, "top") == NOTHING


def test_the_furthest_part_may_be_the_emptier_one_and_the_unexpected_one_holds_stories():
    one = make_expectation({"top": 0.8, "left": 0.2}, {"top": 0.2, "left": 0.4, "right": 0.4})
    assert one.furthest == "top"
    assert one.unexpected == "right"


def test_the_first_are_compared_with_the_last_and_none_counts_twice():
    assert trend_of([0.1, 0.2, 0.3]) is None
    few = trend_of([0.4, 0.4, 0.9, 0.1, 0.1])
    assert (few.size, few.change) == (2, -1)
    many = trend_of([0.1] * 6 + [0.3] * 6)
    assert (many.size, many.change) == (5, 1)
    assert trend_of([0.1, 0.1, 0.11, 0.11]).change == 0
