from dataclasses import replace
from datetime import date, timedelta

import pytest

from narratives.alert import Signal
from narratives.errors import SubmissionError
from narratives.silence import LONGEST, Silence, check_silence
from tests.narratives.test_alert import finding

DAY = date(2026, 3, 2)
EAST = Silence("s", "plot", "East", Signal.TEMPERATURE, "The hall is being painted.", DAY, "ada", "")


def test_a_silence_covers_its_group_and_signal_to_the_end_of_its_last_day():
    assert EAST.covers(finding(), DAY)
    assert not EAST.covers(finding(), DAY + timedelta(days=1))
    assert not EAST.covers(finding(group="West"), DAY)
    assert not EAST.covers(finding(signal=Signal.THEME), DAY)
    assert not replace(EAST, lifted_by="ben").covers(finding(), DAY)


def test_a_silence_of_any_group_and_any_signal_covers_everything():
    everything = replace(EAST, group=None, signal=None)
    assert everything.covers(finding(scope="collection", group="", signal=Signal.COLLECTION), DAY)


@pytest.mark.parametrize(
    ("reason", "until", "told"),
    [
        ("", DAY, ["Say why, so that others know what is not being looked at"]),
        ("x" * 301, DAY, ["Shorten the reason to 300 characters or fewer"]),
        ("Known.", None, ["Enter the last day of the silence"]),
        ("Known.", DAY - timedelta(days=1), ["Choose a day from today to 90 days from now"]),
        ("", DAY + LONGEST + timedelta(days=1), ["Say why", "Choose a day"]),
    ],
)
def test_a_silence_needs_a_reason_and_an_end_within_three_months(reason, until, told):
    with pytest.raises(SubmissionError) as refused:
        check_silence(reason, until, DAY)
    messages = [error.message for error in refused.value.errors]
    assert len(messages) == len(told) and all(map(str.startswith, messages, told))


def test_a_silence_of_today_and_one_of_three_months_are_accepted():
    check_silence("Known.", DAY, DAY)
    check_silence("Known.", DAY + LONGEST, DAY)
