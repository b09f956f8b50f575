from dataclasses import replace

import pytest

from narratives.promise import TOTAL, Kind, Rate
from tests.store.test_promises import FOUND
from web.explore.promise.number_line import number_line


def line(promised: float, *rates: Rate):
    kinds = zip(Kind, rates, strict=False)
    return number_line(promised, {kind: replace(FOUND, kind=kind, rates={TOTAL: rate}) for kind, rate in kinds})


def test_the_dot_lies_in_its_interval_and_both_in_the_picture():
    drawn = line(1.0, Rate(4, 0.4, 0.1, 1.0), Rate(2, 3.0, 1.0, 9.0))
    for row in drawn.rows:
        assert 10 <= row.low <= row.x <= row.high <= 306
    assert drawn.rows[0].y < drawn.rows[1].y < drawn.axis < drawn.height


def test_what_is_larger_lies_further_right_and_the_promise_on_the_same_scale():
    drawn = line(1.0, Rate(4, 0.4, 0.1, 1.0), Rate(2, 3.0, 1.0, 9.0))
    assert drawn.rows[0].x < drawn.promised_x < drawn.rows[1].x
    assert drawn.rows[0].high == drawn.promised_x


@pytest.mark.parametrize("promised", [0.1, 1.0, 5.0, 52.0])
def test_marks_are_few_and_round(promised):
    ticks = line(promised, Rate(0, 0.0, 0.0, promised / 3)).ticks
    assert 2 <= len(ticks) <= 8 and ticks[0][1] == "0"
    assert all(len(words) <= 5 for _, words in ticks)
