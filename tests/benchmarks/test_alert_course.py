import pytest

from benchmarks.alert_course import ENDS, YEAR, alerts_of, follow, with_hysteresis, without


@pytest.fixture(scope="module")
def stays():
    return alerts_of(30, 1.0, None, 6, seed=1)


def test_a_shift_that_stays_is_followed_for_a_year_and_changes_its_course_less_with_hysteresis(stays):
    ours, plain = follow(stays, with_hysteresis), follow(stays, without)
    assert (ours.called_back(), ours.years) == (0.0, pytest.approx(6.0))
    assert ours.switches < plain.switches
    assert plain.called_back() > 0


def test_what_is_known_of_a_shift_is_what_its_alert_saw(stays):
    assert all(0.4 < alert.change < 1.6 and len(alert.newest) == YEAR for alert in stays)
    assert [alert.change for alert in alerts_of(30, 1.0, None, 2, seed=1)] == [alert.change for alert in stays[:2]]


def test_a_shift_that_ends_is_called_back_after_its_end_and_followed_no_longer():
    over = follow(alerts_of(60, 1.0, ENDS, 4, seed=2), with_hysteresis)
    assert over.called_back(last=ENDS) == 0.0
    assert over.called_back(ENDS, ENDS + 90) == 1.0
    assert over.years == pytest.approx(sum(day + 1 for day in over.back_on) / YEAR)
