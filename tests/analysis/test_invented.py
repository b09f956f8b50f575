import numpy as np
import pytest

from analysis.invented import STORIES_A_GROUP, invented, sketch
from analysis.streams import plan_streams
from tests.builders import make_collection, make_framework


@pytest.fixture(scope="module")
def stories():
    return invented(make_framework(), ["east", "west"])


def test_stories_of_any_framework_can_be_watched(stories):
    plan = plan_streams(make_collection(), make_framework())
    bins = plan.bins(stories)
    with_columns = [stream for stream in plan.streams if stream.kind != "joint"]
    assert bins.shape == (2 * STORIES_A_GROUP, len(with_columns))
    assert (bins.max(axis=0) < [stream.levels for stream in with_columns]).all()
    assert (bins.max(axis=0) > 0).all()


def test_a_tenth_does_not_apply_and_the_rest_is_placed_everywhere(stories):
    moods = [one.answers["mood"] for one in stories]
    assert np.mean([mood == {"na": True} for mood in moods]) == pytest.approx(0.1, abs=0.05)
    shares = np.array([mood["shares"] for mood in moods if "shares" in mood])
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(shares)))
    assert (shares == 1.0).any() and set(shares.argmax(axis=1)) == {0, 1, 2}


def test_the_hot_score_follows_from_the_placements_and_is_not_there_without_any(stories):
    for one in stories:
        assert (one.hot is None) == ("na" in one.answers["mood"] and "na" in one.answers["say"])


def test_answers_of_one_story_go_together():
    told = [one for one in invented(sketch(0, 2, 0, 5), ["all"], seed=3) if one.hot is not None]
    pairs = [
        (one.answers["dyad1"]["value"], one.answers["dyad2"]["value"])
        for one in told
        if "value" in one.answers["dyad1"] and "value" in one.answers["dyad2"]
    ]
    assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.05


def test_the_same_seed_gives_the_same_stories():
    framework = sketch(1, 0, 1, 3)
    first, same, other = (invented(framework, ["all"], seed) for seed in (1, 1, 2))
    assert first == same != other
    assert {len(one.answers) for one in first} == {2}


def test_a_sketch_of_nothing_is_refused():
    with pytest.raises(ValueError, match="there is nothing to watch: give at least one triad, dyad or choice"):
        sketch(0, 0, 0, 5)
