"""When the drift monitor rings and what it says first; what it says of a shift is in test_drift.py."""

from collections import defaultdict

import numpy as np
import pytest

from models.alarms import FEWEST_STORIES
from models.batch import Batch
from models.drift import DriftMonitor
from models.streams import dyad_streams
from tests.models.calm import FIRST, monitor, run, stories

LOUD = 3_000.0  # false alarms a year: so many that what may not ring would


def sparse(chance, groups=6):
    """A day on which a group tells a story or two, or, mostly, none."""
    return np.repeat(np.arange(groups), chance.integers(1, 4, groups) * (chance.random(groups) < 0.4))


@pytest.fixture(scope="module")
def loud():
    """What a monitor that is far too loud says of a calm programme of few stories, and the stories."""
    chance, told, found = np.random.default_rng(1), {}, []
    watch = monitor(6, [0, 0, 0, 1, 1, 1], budget=LOUD, volume=False)
    for day in range(FIRST, FIRST + 300):
        batch = stories(chance, sparse(chance))
        told[day] = np.bincount(batch.group, minlength=6)
        found += watch.update(day, batch)
    return found, told


def test_answers_ring_only_on_a_day_on_which_the_unit_has_a_story(loud):
    found, told = loud
    assert {f.scope for f in found} == {"group", "parent", "collection"} and len(found) > 20
    assert any(not told[day].any() for day in told)
    for finding in found:
        members = {"group": [finding.unit], "parent": np.arange(3) + 3 * finding.unit, "collection": np.arange(6)}
        assert told[finding.raised_on][members[finding.scope]].any()


def test_answers_never_ring_on_fewer_than_three_stories(loud):
    assert min(f.n for f in loud[0]) >= FEWEST_STORIES == 3


def test_what_was_said_of_a_signifier_of_a_unit_is_not_said_again_for_four_weeks(loud):
    days = defaultdict(list)
    for finding in loud[0]:
        days[finding.scope, finding.unit, finding.signifier].append(finding.raised_on)
    gaps = np.concatenate([np.diff(raised) for raised in days.values()])
    assert len(gaps) > 5 and gaps.min() >= 28


def test_a_run_begins_before_it_rings_and_its_numbers_are_numbers(loud):
    for finding in loud[0]:
        assert FIRST <= finding.since <= finding.raised_on
        assert finding.effect_low < finding.effect < finding.effect_high and finding.evidence > 0
        assert np.isfinite([finding.effect_low, finding.effect_high, finding.evidence]).all()


@pytest.mark.parametrize("budget", [1.0, 20.0])
def test_evidence_says_once_in_how_many_years_so_a_louder_monitor_claims_less(budget):
    found = run(monitor(budget=budget), 100, on=60, hotter=(0,), amount=1.2)
    assert 1 / budget <= found[0].evidence


def burst(watch, seed=0, groups=3):
    """What is found from day 80 on, when one group tells a hundred stories in place of its four a day."""
    chance, found = np.random.default_rng(seed), []
    for day in range(150):
        extra = np.zeros(96 if day == 80 else 0, dtype=int)
        found += watch.update(FIRST + day, stories(chance, np.append(np.repeat(np.arange(groups), 4), extra)))
    return [finding for finding in found if finding.raised_on >= FIRST + 80]


@pytest.mark.parametrize("seed", range(3))
def test_a_burst_of_a_hundred_stories_on_one_day_is_no_news_about_answers(seed):
    assert burst(monitor(volume=False), seed) == []


def test_a_burst_of_stories_is_news_about_how_many_once_and_the_days_after_it_are_none():
    assert [(f.signifier, f.scope, f.direction) for f in burst(monitor())] == [("volume", "group", "up")]


def test_a_mailing_whose_hundred_answers_share_a_mood_does_not_ring_by_itself():
    chance, watch, found = np.random.default_rng(4), monitor(volume=False), []
    for day in range(150):
        burst = {"hotter": (0,), "amount": 0.35} if day == 80 else {}
        extra = np.zeros(96 if day == 80 else 0, dtype=int)
        found += watch.update(FIRST + day, stories(chance, np.concatenate([np.repeat([0, 1, 2], 4), extra]), **burst))
    assert found == []


def test_one_prolific_respondent_moves_nothing():
    chance, watch, found = np.random.default_rng(3), monitor(), []
    for day in range(120):
        batch = stories(chance, np.repeat([0, 1, 2], 4))
        weight = np.ones(len(batch))
        if day >= 60:
            batch.bins[0, :2], weight[0] = (11, 5), (day - 60) % 28 == 0
        found += watch.update(FIRST + day, Batch(batch.group, batch.stratum, batch.mode, batch.bins, weight))
    assert found == []


def who_and_how(chance, n, rare, told_by_phone):
    """Of n stories who told them and how; the strata and the ways answer far apart."""
    return (chance.random(n) < rare).astype(int), (chance.random(n) < told_by_phone).astype(int)


@pytest.mark.slow
@pytest.mark.parametrize(("later_rare", "later_phone"), [(0.8, 0.2), (0.2, 0.8), (0.8, 0.8)])
@pytest.mark.parametrize("seed", range(2))
def test_another_mix_of_people_or_ways_of_asking_does_not_ring(later_rare, later_phone, seed):
    chance, watch, found = np.random.default_rng(seed), monitor(strata=2, modes=2, volume=False), []
    for day in range(180):
        rare, phone = (0.2, 0.2) if day < 100 else (later_rare, later_phone)
        group = np.repeat([0, 1, 2], 5)
        stratum, mode = who_and_how(chance, len(group), rare, phone)
        batch = stories(chance, group, stratum=stratum, mode=mode)
        batch.bins[:, 0] = np.clip(batch.bins[:, 0] + 3 * stratum - 2 * mode, 0, 11)
        found += watch.update(FIRST + day, batch)
    assert found == []


def test_a_stratum_first_met_is_not_bet_on_however_much_its_first_evening_differs():
    with_them, without = (monitor(strata=2, volume=False) for _ in range(2))
    chance = np.random.default_rng(5)
    for day in range(90):
        batch = stories(chance, np.repeat([0, 1, 2], 4))
        with_them.update(FIRST + day, batch)
        without.update(FIRST + day, batch)
    batch = stories(chance, np.repeat([0, 1, 2], 4))
    new = Batch(np.zeros(15, int), np.ones(15, int), np.zeros(15, int), np.tile([11, 5, 2], (15, 1)))
    parts = zip(*((b.group, b.stratum, b.mode, b.bins) for b in (batch, new)), strict=True)
    assert with_them.update(FIRST + 90, Batch(*map(np.concatenate, parts))) == []
    assert without.update(FIRST + 90, batch) == []
    for scope in ("group", "collection"):
        name = f"{scope}.bank.evidence"
        np.testing.assert_allclose(with_them.state()[name], without.state()[name], err_msg=name)


def test_a_finding_names_the_other_questions_of_the_group_that_moved_too():
    streams = [*dyad_streams("safe"), *dyad_streams("heard"), *dyad_streams("other")]
    chance, watch, found = np.random.default_rng(6), DriftMonitor(streams, [-1, -1], 1, 1, volume=False), []
    for day in range(90):
        group = np.repeat([0, 1], 5)
        moved = {"hotter": (1,), "amount": 0.6} if day >= 60 else {}
        columns = [stories(chance, group, **part).bins[:, :2] for part in (moved, moved, {})]
        found += watch.update(FIRST + day, Batch(group, group * 0, group * 0, np.hstack(columns)))
    first = found[0]
    assert (first.scope, first.unit) == ("group", 1)
    assert {first.signifier, *first.also} == {"safe", "heard"}


def test_of_several_alarms_of_a_day_the_strongest_comes_first():
    chance, watch, found = np.random.default_rng(7), monitor(volume=False), {}
    for day in range(90):
        batch = stories(chance, np.repeat([0, 1, 2], 12))
        if day >= 70:
            batch.bins[batch.group == 0, :2] = 11, 5
            batch.bins[batch.group == 2, 2] = 0
        found[day] = watch.update(FIRST + day, batch)
    several = [one for one in found.values() if len(one) > 1]
    assert several
    for findings in several:
        evidence = [f.evidence for f in findings]
        assert evidence == sorted(evidence, reverse=True)
