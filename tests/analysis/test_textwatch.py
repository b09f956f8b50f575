import numpy as np
import pytest

from analysis.streams import plan_streams
from analysis.textwatch import BURN_IN_STORIES, TextWatch
from narratives.alert import Signal
from tests.analysis.test_monitor import make_telling
from tests.builders import make_collection, make_framework

DIMENSIONS, TOPICS = 16, 6


def make_watch(model="words"):
    watch = TextWatch(make_collection(), plan_streams(make_collection(), make_framework()))
    watch.start_afresh(model)
    return watch


def make_day(chance, day, a_group=5, new=0.0):
    """Stories of two groups with vectors; in the east a part `new` is about something that nobody told of before."""
    centres = np.random.default_rng(3).normal(size=(TOPICS + 1, DIMENSIONS))
    groups = ["east"] * a_group + ["west"] * a_group
    tellings = [
        make_telling(group=group, answers={"mood": {"shares": chance.dirichlet([1, 1, 1]).tolist()}})
        for group in groups
    ]
    topic = np.where(
        (np.array(groups) == "east") & (chance.random(len(groups)) < new),
        TOPICS,
        chance.integers(TOPICS, size=len(groups)),
    )
    vectors = centres[topic] + 0.7 * chance.normal(size=(len(groups), DIMENSIONS))
    return tellings, vectors.astype(np.float32)


def feed(watch, days, new_from=10**6, seed=0, again=False, **options):
    chance, found = np.random.default_rng(seed), []
    for day in days:
        tellings, vectors = make_day(chance, day, new=0.4 * (day >= new_from), **options)
        if again:
            state, watch = watch.state(), TextWatch(watch.collection, watch.plan)
            watch.restore(state)
        found += watch.feed(day, tellings, vectors)
    return watch, found


@pytest.mark.parametrize("again", [False, True])
def test_a_new_subject_is_found_in_its_group_and_day(again):
    _, found = feed(make_watch(), range(110), new_from=80, again=again)
    [first, *_] = found
    assert (first.signal, first.signifier, first.direction) == (Signal.THEME, "novelty", "new-topic")
    assert (first.scope, first.group) == ("group", "east")
    assert 76 <= (first.since.toordinal() - 719163) <= 90


def test_the_burn_in_lasts_a_month_and_two_hundred_stories_and_is_not_bet_on():
    watch, found = feed(make_watch(), range(29))
    assert watch.burning_in == 290 and found == []
    watch, found = feed(watch, range(29, 31), seed=1)
    assert watch.burning_in is None and found == []
    assert watch.space is not None and watch.space.levels == 300 // 15
    slow, found = feed(make_watch(), range(60), a_group=1)
    assert slow.burning_in == 120 < BURN_IN_STORIES and found == []


def test_a_busy_collections_burn_in_ends_early(monkeypatch):
    monkeypatch.setattr("analysis.textwatch.MOST_BURN_IN", 100)
    watch, _ = feed(make_watch(), range(10))
    assert watch.burning_in is None


def test_stories_without_a_vector_are_not_embedded_and_do_not_count_toward_the_burn_in():
    chance, watch = np.random.default_rng(0), make_watch()
    for day in range(40):
        tellings, vectors = make_day(chance, day)
        vectors[::2] = np.nan
        watch.feed(day, tellings, vectors if day else np.zeros((len(tellings), 0), np.float32))
    assert watch.burning_in == 39 * 5
    watch.feed(40, *make_day(chance, 40))
    assert watch.burning_in is None
    assert watch.feed(41, tellings, np.zeros((len(tellings), 0), np.float32)) == []


def test_years_of_silence_and_another_model_begin_with_a_new_burn_in():
    watch, _ = feed(make_watch(), range(40))
    watch, _ = feed(watch, [500])
    assert (watch.burning_in, watch.model) == (10, "words")
    watch.start_afresh("other")
    assert (watch.burning_in, watch.model, watch.day) == (0, "other", None)


def test_days_without_stories_are_closed_and_before_the_first_there_are_none():
    watch = make_watch()
    assert watch.feed(3, [], np.zeros((0, 0), np.float32)) == [] and watch.day is None
    watch, _ = feed(watch, range(40))
    assert watch.feed(50, [], np.zeros((0, DIMENSIONS), np.float32)) == [] and watch.day == 50


def test_copies_of_an_unusual_text_are_no_new_subject():
    chance, watch, found = np.random.default_rng(0), make_watch(), []
    strange = np.random.default_rng(5).normal(size=DIMENSIONS).astype(np.float32) * 3
    for day in range(100):
        tellings, vectors = make_day(chance, day)
        if day >= 70:
            tellings[0] = make_telling(group="east", text_hash="f" * 64, is_long=True)
            vectors[0] = strange
        found += watch.feed(day, tellings, vectors)
    assert found == []
