from math import comb

import pytest

from narratives.judgement import (
    Judged,
    Judgement,
    by_quarter,
    is_count,
    kind_of,
    overall,
    precision,
    quarter_of,
    settled,
    share_interval,
)

REAL, KNOWN, NOISE, UNCLEAR = Judgement
TROUBLE = "temperature:trouble"


def judged(*labels, kind=TROUBLE, on="2026-02-20"):
    """An alert for each label, judged by one person."""
    return [Judged(f"{kind}{on}{place}", kind, on, "ada", label) for place, label in enumerate(labels)]


def test_below_five_clear_judgements_nothing_is_said_of_the_share():
    found = overall(judged(REAL, REAL, NOISE, NOISE, UNCLEAR, UNCLEAR))
    assert (found.real, found.known, found.noise, found.unclear) == (2, 0, 2, 2)
    assert found.is_too_few and found.low is None and found.high is None
    assert found.judged == 6 and found.clear == 4


def test_the_share_is_that_of_the_real_and_known_among_the_clear_ones():
    found = overall(judged(REAL, KNOWN, KNOWN, NOISE, UNCLEAR, UNCLEAR, NOISE))
    assert found.share == 3 / 5
    assert (found.low, found.high) == share_interval(3, 5)


@pytest.mark.parametrize(
    ("votes", "found"),
    [
        ({REAL: 2, NOISE: 1}, REAL),
        ({REAL: 1, KNOWN: 2, NOISE: 2}, KNOWN),
        ({REAL: 1, KNOWN: 1, NOISE: 1}, REAL),
        ({KNOWN: 1, NOISE: 2}, NOISE),
        ({REAL: 1, NOISE: 1}, UNCLEAR),
        ({UNCLEAR: 3}, UNCLEAR),
        ({UNCLEAR: 3, NOISE: 1}, NOISE),
        ({}, UNCLEAR),
    ],
)
def test_several_people_count_once_by_their_majority_and_a_draw_is_unclear(votes, found):
    assert settled(votes) is found


def test_an_alert_that_three_people_judged_is_one_alert():
    said = [
        Judged("a", TROUBLE, "2026-02-20", who, label) for who, label in zip("xyz", (REAL, REAL, NOISE), strict=True)
    ]
    found = overall(said)
    assert (found.real, found.noise, found.judged) == (1, 0, 1)


def test_each_kind_stands_by_itself_and_counts_apart_from_tests():
    count = kind_of("collection", "change", is_count=True)
    found = precision(judged(*[REAL] * 5) + judged(NOISE, kind="theme:change") + judged(KNOWN, kind=count))
    assert list(found) == [count, TROUBLE, "theme:change"]
    assert found[TROUBLE].share == 1.0 and found["theme:change"].is_too_few
    assert is_count(count) and not is_count(kind_of("collection", "change"))


def test_quarters_come_oldest_first_and_hold_the_alerts_that_were_raised_in_them():
    said = judged(REAL, on="2026-01-01") + judged(NOISE, on="2025-12-31") + judged(KNOWN, on="2026-03-31")
    found = by_quarter(said)
    assert list(found) == ["2025-Q4", "2026-Q1"]
    assert (found["2026-Q1"].real, found["2026-Q1"].known, found["2025-Q4"].noise) == (1, 1, 1)


@pytest.mark.parametrize(
    ("month", "quarter"), [("01", 1), ("03", 1), ("04", 2), ("06", 2), ("07", 3), ("09", 3), ("10", 4), ("12", 4)]
)
def test_a_quarter_is_three_months(month, quarter):
    assert quarter_of(f"2026-{month}-15") == f"2026-Q{quarter}"


@pytest.mark.parametrize(("chosen", "n"), [(0, 5), (1, 7), (3, 10), (9, 12), (12, 12), (40, 60)])
def test_the_interval_ends_where_so_many_or_more_extreme_would_come_one_time_in_forty(chosen, n):
    low, high = share_interval(chosen, n)
    at_least = sum(comb(n, k) * low**k * (1 - low) ** (n - k) for k in range(chosen, n + 1))
    at_most = sum(comb(n, k) * high**k * (1 - high) ** (n - k) for k in range(chosen + 1))
    assert low == 0 if chosen == 0 else at_least == pytest.approx(0.025)
    assert high == 1 if chosen == n else at_most == pytest.approx(0.025)
    assert low <= chosen / n <= high


def test_the_interval_holds_the_truth_at_least_as_often_as_it_says():
    for truth in (0.1, 0.37, 0.5, 0.82):
        for n in (5, 12, 30):
            held = 0.0
            for chosen in range(n + 1):
                low, high = share_interval(chosen, n)
                held += (low <= truth <= high) * comb(n, chosen) * truth**chosen * (1 - truth) ** (n - chosen)
            assert held >= 0.95
