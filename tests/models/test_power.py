from dataclasses import replace

import numpy as np
import pytest

from models.batch import Batch
from models.bins import corner_bins, score_bins
from models.power import PowerPreview
from models.programme import Programme
from models.streams import Stream, choice_stream, hot_stream

QUICK = {"sizes": (0.3, 1.4), "effort": 2, "history_days": 45, "followed_days": 40}
STREAMS = (*(Stream(f"mood:{end}", "mood", "ordered", 13) for end in ("glad", "sad", "cross")), hot_stream())


def programme(*a_week: float, **more) -> Programme:
    """Groups that tell so much about a triad; the third corner is hot and the first cold."""
    groups = len(a_week)
    chance = np.random.default_rng(9)
    weights = np.exp(chance.normal(size=(300 * groups, 3)))
    shares = weights / weights.sum(axis=1, keepdims=True)
    bins = np.column_stack([corner_bins(shares), score_bins(shares[:, 2] - shares[:, 0])])
    group, none = np.repeat(np.arange(groups), 300), np.zeros(300 * groups, dtype=np.int64)
    stories = Batch(group, none, none, bins)
    return Programme(STREAMS, np.full(groups, -1), 1, 1, stories, np.array(a_week, float), **more)


@pytest.fixture(scope="module")
def two_groups():
    told = []
    preview = PowerPreview(**QUICK).fit(programme(3, 35), lambda done, of: told.append((done, of)))
    return preview, told


def test_a_large_shift_is_noticed_sooner_than_a_small_one(two_groups):
    preview, _ = two_groups
    small, large = preview.group_
    assert (small.size, large.size) == (0.3, 1.4)
    assert large.missed == 0 and large.by(0.5) <= 14
    assert small.missed > 0 or small.by(0.5) > large.by(0.5)


def test_a_group_that_tells_little_is_slow_or_misses_it(two_groups):
    preview, _ = two_groups
    (few, slow), (many, quick) = preview.paces_
    assert (few, many) == (3.0, 35.0)
    assert slow.missed > 0 or slow.by(0.5) > quick.by(0.5)


def test_progress_ends_at_all(two_groups):
    _, told = two_groups
    assert told[-1][0] == told[-1][1] == len(told)


def test_the_same_seed_gives_the_same_days_and_another_seed_others():
    days = [PowerPreview(**QUICK | {"sizes": (0.9,), "seed": s}).fit(programme(35.0)).whole_ for s in (0, 0, 1)]
    assert days[0] == days[1] != days[2]


def test_one_group_alone_has_only_the_whole():
    preview = PowerPreview(**QUICK | {"effort": 1}).fit(programme(70.0))
    assert preview.group_ == () and preview.whole_[1].missed == 0
    assert preview.paces_ == ((70.0, preview.whole_[1]),)


def test_nothing_is_told_before_k_stories_lie_behind_it():
    quick, held = (PowerPreview(**QUICK | {"sizes": (1.4,), "k": k}).fit(programme(35.0)) for k in (0, 60))
    assert quick.whole_[0].by(0.5) < 10 <= held.whole_[0].by(0.5)


def test_a_group_without_history_notices_nothing():
    preview = PowerPreview(sizes=(1.4,), effort=1, history_days=1, followed_days=20).fit(programme(7.0))
    assert preview.whole_[0].missed == 1


def test_a_smaller_budget_does_not_notice_sooner():
    open_, tight = (
        PowerPreview(**QUICK | {"sizes": (1.4,)}).fit(programme(35.0, budget=budget)).whole_[0].by(1.0) or 999
        for budget in (1.0, 0.0001)
    )
    assert open_ < tight


def test_many_groups_are_represented_evenly_with_their_part_of_the_budget():
    whole = programme(*np.arange(0.0, 60.0))
    some = replace(whole, parents=np.arange(60) % 7).represented(24)
    assert len(some.a_week) == 24 and some.a_week.min() == 1 and some.a_week.max() == 59
    assert some.budget == pytest.approx(some.a_week.sum() / whole.a_week.sum())
    assert sorted(set(some.parents)) == list(range(7))
    assert set(some.stories.group) == set(range(24))


def test_other_questions_are_left_out_with_their_part_of_the_budget():
    whole = programme(7.0, budget=0.8)
    alone = whole.narrowed({"temperature"})
    assert [stream.name for stream in alone.streams] == ["temperature"]
    assert alone.budget == pytest.approx(0.8 * 3 / 4)  # the hot score weighs three times as much as a question
    assert (alone.stories.bins == whole.stories.bins[:, 3:]).all()


def test_what_is_left_alarms_when_it_would_have_beside_the_others():
    whole = programme(35.0, 35.0)
    alone = whole.narrowed({"temperature"})
    days = []
    for known in (whole, alone):
        monitor, chance = known.monitor(), np.random.default_rng(3)
        raised = []
        for day in range(110):
            hot = np.flatnonzero(whole.stories.bins[:, 3] >= (10 if day >= 70 else 0))
            row = chance.choice(hot, 10)
            batch = replace(known.stories, group=row % 2, bins=known.stories.bins[row], **codes(10))
            raised += [found.raised_on for found in monitor.update(738_155 + day, batch)]
        days.append(min(raised))
    assert days[0] == days[1] >= 738_225


def codes(n: int):
    return {"stratum": np.zeros(n, dtype=np.int64), "mode": np.zeros(n, dtype=np.int64)}


def test_the_stream_that_is_shifted_is_the_hot_score_or_the_one_that_is_named():
    known = programme(5.0)
    assert known.columns[known.shifted_column()].name == "temperature"
    assert replace(known, shifted="mood:sad").shifted_column() == 1
    bare = replace(known, streams=known.streams[:-1], stories=replace_bins(known, slice(0, -1)))
    assert bare.columns[bare.shifted_column()].kind == "ordered"


def replace_bins(known: Programme, columns: slice):
    return replace(known.stories, bins=known.stories.bins[:, columns])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: PowerPreview(effort=0), "must each be at least 1"),
        (lambda: PowerPreview(sizes=[]), "give at least one size, each above 0"),
        (lambda: PowerPreview().fit(programme(0.0)), "no group tells any story: give at least one that tells some"),
        (lambda: PowerPreview().fit(programme(5.0, shifted="mood")), "'mood' is not an ordered stream that is watched"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_choices_alone_cannot_be_shifted():
    known = programme(9.0)
    bins = np.arange(300)[:, None] % 4
    alone = replace(known, streams=(choice_stream("wish", 4),), stories=replace(known.stories, bins=bins))
    with pytest.raises(ValueError, match="a shift needs a triad, a dyad or a hot score"):
        PowerPreview().fit(alone)
