from datetime import date
from math import exp
from random import Random

import pytest

from narratives.alert import Signal
from narratives.elsewhere import Elsewhere, elsewhere, is_comparable, months_around, sighting_of
from tests.builders import make_framework
from tests.web.explore.telling import make_finding

GARDEN = make_framework()


def test_what_is_told_of_an_alert_is_question_direction_and_month_alone():
    told = sighting_of(make_finding(), GARDEN)
    assert (told.framework_id, told.framework_version, told.signifier) == ("garden", 1, "mood")
    assert (told.direction, told.month) == ("anchor:sad", "2026-02")
    assert not hasattr(told, "n") and not hasattr(told, "group")


@pytest.mark.parametrize(
    "changes",
    [
        {"signal": Signal.THEME, "signifier": "theme", "direction": "topic:3"},
        {"signal": Signal.COLLECTION, "signifier": "volume", "direction": "fewer"},
        {"signal": Signal.COLLECTION, "signifier": "copies", "direction": "one-teller", "evidence": 0},
        {"signifier": "pockets", "direction": "pocket:mood=1&theme=3"},
        {"signifier": "role", "direction": "option:digger"},
        {"signifier": "mood", "direction": "topic:3"},
        {"signifier": "elsewhere", "direction": "anchor:sad"},
        {"evidence": 0},
    ],
)
def test_what_others_could_not_see_or_what_is_about_ones_own_tellers_is_never_told(changes):
    assert not is_comparable(make_finding(**changes), GARDEN)


@pytest.mark.parametrize(
    "changes", [{}, {"signifier": "hot-score", "direction": "hotter"}, {"signifier": "wish", "direction": "option:w1"}]
)
def test_a_shared_question_that_moved_can_be_compared(changes):
    assert is_comparable(make_finding(**changes), GARDEN)


def test_months_count_whose_middle_lies_within_sixty_days_and_that_have_begun():
    assert months_around(date(2026, 2, 20), date(2026, 6, 1)) == ("2026-01", "2026-02", "2026-03", "2026-04")
    assert months_around(date(2026, 2, 20), date(2026, 2, 20)) == ("2026-01", "2026-02")
    assert months_around(date(2026, 1, 1), date(2026, 1, 1)) == ("2025-11", "2025-12", "2026-01")


def test_of_fewer_than_three_members_nothing_is_said():
    assert elsewhere(1, [1.0], GARDEN, 3) is None
    assert elsewhere(1, [1.0, 1.0], GARDEN, 3) is not None


def test_the_chance_is_that_of_so_many_or_more_at_the_promised_rates():
    """Three questions about the story and how hot it is on the whole, two ways each: eight kinds of false alarm."""
    one = 1 - exp(-2.0 / 8 * 4 * 30.4375 / 365.25)
    found = elsewhere(2, [2.0, 2.0, 2.0], GARDEN, 4)
    assert found.chance == pytest.approx(3 * one**2 * (1 - one) + one**3)
    assert elsewhere(0, [2.0, 2.0, 2.0], GARDEN, 4).chance == pytest.approx(1.0)


def test_members_that_promised_less_are_less_likely_to_agree_by_chance():
    strict, loose = elsewhere(1, [0.1, 0.1], GARDEN, 4), elsewhere(1, [4.0, 4.0], GARDEN, 4)
    assert strict.chance < 0.02 < loose.chance


def test_the_sentence_says_how_many_of_how_many_and_how_often_by_chance():
    assert Elsewhere(2, 5, 1 / 180).sentence == (
        "2 of 5 other organisations saw the same question move the same way within about 60 days. If nothing had "
        "happened anywhere, so many would for about 1 in 180 alerts, at the false alarms that each promised, spread "
        "evenly over the questions."
    )
    assert Elsewhere(0, 5, 1.0).sentence == (
        "None of 5 other organisations saw the same question move the same way within about 60 days."
    )
    assert "fewer than 1 in 10,000 alerts" in Elsewhere(5, 5, 1e-9).sentence


def test_the_chance_is_how_often_false_alarms_at_the_promised_rates_agree():
    """Five members, each with two false alarms a year that fall on any of eight questions and ways at any time."""
    chance = Random(11)
    rates, ways, years, trials = [2.0] * 5, 8, 4 * 30.4375 / 365.25, 40_000
    agreed = 0
    for _ in range(trials):
        seen = 0
        for rate in rates:
            day, same = chance.expovariate(rate), False
            while day < years and not same:
                same = chance.randrange(ways) == 0
                day += chance.expovariate(rate)
            seen += same
        agreed += seen >= 1
    assert elsewhere(1, rates, GARDEN, 4).chance == pytest.approx(agreed / trials, abs=0.008)
