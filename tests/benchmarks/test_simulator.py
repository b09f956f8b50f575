"""The simulated programmes do what their worlds say, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulated_bins import answer_bins, answer_streams, arrival_bins, arrival_streams, batches
from benchmarks.simulator import FIRST_DAY, POCKET_TOPIC, Shift, World, simulate

SMALL = World(areas=3, days=80, half=40)


def _bins(world, seed=1):
    return answer_bins(simulate(world, seed))


def test_the_same_seed_gives_the_same_programme_and_another_seed_another():
    first, second = simulate(SMALL, 3), simulate(SMALL, 3)
    assert first.triads.tobytes() == second.triads.tobytes()
    assert first.embeddings.tobytes() == second.embeddings.tobytes()
    assert first.triads.tobytes() != simulate(SMALL, 4).triads.tobytes()


@pytest.mark.parametrize(
    ("shift", "columns"),
    [
        (Shift("triad", 1.4, on=40), {"triad0", "temperature"}),
        (Shift("spread", 1.6, on=40), {"triad0", "temperature"}),
        (Shift("pocket", 0.4, on=40), {"triad0", "temperature", "not-applicable"}),
        (Shift("dyad", 1.4, on=40), {"dyad0"}),
        (Shift("choice", 3.0, on=40), {"choice"}),
        (Shift("hot", 1.0, on=40), {"triad0", "triad1", "triad2", "triad3", "temperature"}),
        (Shift("topic", 0.5, on=40), set()),
    ],
    ids=lambda value: value.kind if isinstance(value, Shift) else "",
)
def test_a_shift_moves_its_own_questions_of_its_own_area_from_its_day_on_and_nothing_else(shift, columns):
    still, moved = simulate(SMALL, 1), simulate(replace(SMALL, shift=shift), 1)
    differ = answer_bins(still) != answer_bins(moved)
    late = (still.day >= FIRST_DAY + 40) & (still.group == 0)
    watched = [stream.signifier for stream in answer_streams() if stream.of is None]
    assert {watched[k] for k in np.flatnonzero(differ[late].any(axis=0))} == columns
    assert not differ[~late].any()


def test_a_pocket_lies_at_one_spot_and_tells_of_one_topic():
    still = simulate(World(areas=1, regions=1, rate=30, days=40), 1)
    moved = simulate(replace(still.world, shift=Shift("pocket", 0.3, on=20)), 1)
    pocket = (still.embeddings != moved.embeddings).any(axis=1)
    placed = moved.triads[pocket, 0]
    assert np.abs(placed - [0.1, 0.45, 0.45]).max() < 0.15
    nearest = ((moved.embeddings[pocket, None] - moved.law.centres[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == POCKET_TOPIC).mean() > 0.95


def test_a_new_topic_was_never_told_of_before():
    moved = simulate(World(areas=2, regions=1, rate=20, days=60, shift=Shift("new topic", 0.3, on=30)), 1)
    nearest = ((moved.embeddings[:, None] - moved.law.centres[None]) ** 2).sum(axis=2).argmin(axis=1)
    late = (moved.day >= FIRST_DAY + 30) & (moved.group == 0)
    assert (nearest[~late] == 12).mean() < 0.01 and (nearest[late] == 12).mean() == pytest.approx(0.3, abs=0.1)


def test_a_ramp_grows_day_by_day():
    shift = Shift("triad", 1.0, on=40, ramp_days=30)
    step, ramp = (_bins(replace(SMALL, shift=one)) for one in (replace(shift, ramp_days=0), shift))
    programme = simulate(SMALL, 1)
    early = (programme.day < FIRST_DAY + 50) & (programme.group == 0)
    assert (ramp[early] != _bins(SMALL)[early]).sum() < (step[early] != _bins(SMALL)[early]).sum() / 2


@pytest.mark.parametrize(
    ("nuisance", "measured", "before", "after"),
    [
        ({"mode_changes": True}, lambda p, when: p.mode[when].mean(), 0.1, 0.7),
        ({"rate_doubles": True}, lambda p, when: when.sum() / 1000, 0.6, 1.2),
        ({"prolific": True}, lambda p, when: (p.teller[when & (p.group == 0)] == 0).mean(), 0.0, 0.2),
    ],
    ids=["mode", "rates", "prolific"],
)
def test_a_nuisance_sets_in_at_half_time(nuisance, measured, before, after):
    programme = simulate(replace(SMALL, **nuisance), 1)
    late = programme.day >= FIRST_DAY + 40
    assert measured(programme, ~late) == pytest.approx(before, abs=0.15)
    assert measured(programme, late) == pytest.approx(after, rel=0.3)


def test_a_prolific_teller_tells_many_stories_and_is_one_person():
    programme = simulate(replace(SMALL, prolific=True), 1)
    mine = programme.teller == 0
    assert mine.sum() > 1 and len(set(programme.stratum[mine])) == 1


def test_arrivals_are_watched_without_who_and_how():
    programme = simulate(SMALL, 1)
    (_, batch), *rest = batches(programme, arrival_bins(programme), who_counts=False)
    assert len(rest) == 79 and not batch.stratum.any() and not batch.mode.any()
    assert batch.bins.shape[1] == len(arrival_streams())
