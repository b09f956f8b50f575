"""The replay of many stories, with few."""

import pytest

from benchmarks.replay_speed import TENTHS, replay


@pytest.mark.parametrize("watched", [("answers",), ("texts", "arrivals")], ids="+".join)
def test_every_tenth_of_the_stories_is_timed(watched):
    tenths = replay(watched, stories=200, groups=4, days=20)
    assert len(tenths) == TENTHS and all(seconds > 0 for seconds in tenths)
