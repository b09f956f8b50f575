"""Somebody collects every answer of a live collection and takes each from each: nobody is left over."""

import itertools
import random
from collections import Counter, defaultdict

import pytest

from narratives.collection import Policy
from narratives.narrative import Kind
from narratives.selection import View
from store.schema import open_stories
from tests.attacks.streaming import EVENTS, Stream

K = 10
SEEDS = (1, 2, 3, 4, 5)


def differences(collected, chance):
    """(tried, isolating) over all pairs of the values one question ever had, and sums of three drawn by chance."""
    tried = bad = 0
    of_question = defaultdict(Counter)
    for asked, n in collected:
        of_question[asked[3:]][n] += 1
    for values in of_question.values():
        for one, other in itertools.combinations(sorted(values), 2):
            pairs = values[one] * values[other]
            tried += pairs
            bad += pairs * (0 < other - one < K)
        flat = sorted(values)
        for _ in range(200):
            a, b, c = (chance.choice(flat) for _ in range(3))
            tried += 1
            bad += 0 < abs(a + b - c) < K or 0 < abs(a - b - c) < K
    return tried, bad


def stream_of(db, seed, policy):
    """Runs a stream and returns everything that was collected on the way, and how often a refresh told of somebody."""
    stream = Stream(db, seed, policy)
    collected, moved, looked = set(), 0, 0
    everything = [View(Kind.RESPONDENT)]
    before = stream.answers(everything)
    for number in range(1, EVENTS + 1):
        done = stream.step(number)
        after = stream.answers(everything)
        looked += 1
        moved += any(0 < abs(after[asked] - n) < K for asked, n in before.items())
        moved += done != "closed" and after != before
        before = after
        if number % 60 == 0:
            collected |= set(stream.answers(stream.views()).items())
    return collected, looked, moved


@pytest.mark.slow
@pytest.mark.parametrize("policy", list(Policy))
@pytest.mark.parametrize("seed", SEEDS)
def test_no_pair_of_answers_over_a_live_stream_isolates_anybody(tmp_path, seed, policy, promised):
    collected, looked, moved = stream_of(open_stories(tmp_path / "stories.db"), seed, policy)
    told = len({n for _, n in collected})
    assert told > 5, "hardly anything was shown: there was nothing to attack"
    tried, bad = differences(collected, random.Random(seed))
    promised(
        "T5", "no two or three answers over a live stream are about fewer than 10 people", tried=tried, failures=bad
    )
    promised(
        "T6", "no reload before and after somebody told, changed or left tells of them", tried=looked, failures=moved
    )


def test_the_same_look_at_a_threshold_alone_isolates_many():
    # Else the test above could not fail: counts from 10 on, as they are, told again after every story.
    chance, told, collected = random.Random(7), Counter(), set()
    for _ in range(EVENTS):
        told[chance.choice("abc")] += 1
        collected |= {((), None, None, "role", place, n) for place, n in told.items() if n >= K}
    tried, bad = differences([(one[:-1], one[-1]) for one in collected], chance)
    assert bad > tried / 100
