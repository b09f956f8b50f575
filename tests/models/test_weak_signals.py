import numpy as np
import pytest

from models import weak_signals
from models.weak_signals import MOST, Tellings, find_pockets, recent_since

DAYS, SINCE, DIMENSIONS = 364, 308, 32


def make_world(n=600, seed=3):
    """Stories anywhere, told all year; and the clock and the chance to tell more."""
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(n, DIMENSIONS))
    return vectors, chance.integers(0, DAYS, n), chance.integers(0, 3, n), chance


def add_pocket(world, size=12, spread=0.55, first=SINCE):
    vectors, day, stratum, chance = world
    middle = chance.normal(size=DIMENSIONS)
    more = middle + spread * chance.normal(size=(size, DIMENSIONS))
    days = first + np.arange(size) * (DAYS - first) // size
    return (
        np.vstack([vectors, more]),
        np.concatenate([day, days]),
        np.concatenate([stratum, np.arange(size) % 3]),
        chance,
    )


def search(world, *, teller=None, text=None, shuffles=19, **changes):
    vectors, day, stratum, _ = world
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    unknown = np.full(len(day), -1)
    told = Tellings(
        changes.get("day", day),
        changes.get("stratum", stratum),
        unknown if teller is None else teller,
        unknown if text is None else text,
    )
    return find_pockets(vectors, told, SINCE, shuffles=shuffles).pockets


def planted(world, size=12):
    return np.arange(len(world[1]) - size, len(world[1]))


def test_a_pocket_of_twelve_heads_the_queue_whole_and_pure():
    world = add_pocket(make_world())
    first = search(world)[0]
    assert set(first.rows) >= set(planted(world)) and len(first.rows) <= 13
    assert first.chance == 1 / 20
    assert first.alike > first.alike_by_chance + 0.4 and first.coherence == 1.0
    assert first.earlier == 0 and first.expected < 3


def test_of_a_subject_and_much_round_it_that_is_as_good_the_subject_is_shown(monkeypatch):
    vectors, day, stratum, chance = add_pocket(make_world(n=400, seed=0), size=9, spread=0.3)
    wide = vectors[-9:].mean(axis=0) + 0.8 * chance.normal(size=(30, DIMENSIONS))
    at = np.arange(30)
    days = np.where(at % 5 < 2, SINCE + at, 7 * at)
    world = (np.vstack([wide, vectors]), np.r_[days, day], np.r_[at % 3, stratum], chance)
    first = search(world, shuffles=1)[0]
    assert set(planted(world, 9)) <= set(first.rows) and len(first.rows) <= 10 and first.earlier == 0
    monkeypatch.setattr(weak_signals, "AS_GOOD", 0.0)
    likeliest = search(world, shuffles=1)[0]
    assert likeliest.evidence - first.evidence <= 1.0 and len(likeliest.rows) > 20 and likeliest.earlier > 10


def test_a_pocket_far_from_every_known_subject_is_newer_than_other_recent_stories():
    vectors, day, stratum, chance = make_world()
    vectors = vectors + 2 * chance.normal(size=(5, DIMENSIONS))[np.arange(len(vectors)) % 5]
    first = search(add_pocket((vectors, day, stratum, chance)))[0]
    assert first.novelty > 0.95


def test_what_was_told_all_along_is_no_pocket():
    world = add_pocket(make_world(), size=40, first=0)
    inside = set(planted(world, 40))
    assert not any(inside >= set(one.rows) and one.chance <= 0.1 for one in search(world))


def test_one_tellers_stories_do_not_make_a_pocket():
    world = add_pocket(make_world())
    teller = np.full(len(world[1]), -1)
    teller[planted(world)] = 5
    assert all(len(set(one.rows) & set(planted(world))) <= 1 for one in search(world, teller=teller))


def test_copies_of_one_text_do_not_make_a_pocket():
    world = add_pocket(make_world(), spread=0.05)
    assert all(len(set(one.rows) & set(planted(world))) <= 1 for one in search(world))
    world = add_pocket(make_world())
    text = np.arange(len(world[1]))
    text[planted(world)] = 5
    assert all(len(set(one.rows) & set(planted(world))) <= 1 for one in search(world, text=text))


def test_a_campaign_told_at_once_in_one_group_does_not_make_a_pocket():
    world = add_pocket(make_world(), size=30)
    day, stratum = world[1].copy(), world[2].copy()
    day[planted(world, 30)], stratum[planted(world, 30)] = DAYS - 5, 0
    found = search(world, day=day, stratum=stratum)
    assert all(len(set(one.rows) & set(planted(world, 30))) <= 2 for one in found)


def test_what_many_tell_is_no_weak_signal_nor_is_any_part_of_it():
    world = add_pocket(make_world(n=2000), size=120, spread=0.8)
    inside = set(planted(world, 120))
    for one in search(world):
        assert len(one.rows) <= MOST + 1
        assert len(inside & set(one.rows)) <= len(one.rows) / 3


def test_a_group_that_only_began_to_tell_lately_is_no_news():
    world = add_pocket(make_world())
    stratum = world[2].copy()
    stratum[planted(world)] = 3
    others = np.random.default_rng(1).choice(np.flatnonzero(world[1] >= SINCE)[:-12], 60, replace=False)
    stratum[others] = 3
    first = next((one for one in search(world, stratum=stratum) if set(one.rows) & set(planted(world))), None)
    plain = search(world)[0]
    assert first is None or first.evidence < plain.evidence / 2


def test_pockets_share_at_most_a_third_with_a_better_one_and_come_in_order():
    found = search(add_pocket(add_pocket(make_world())))
    assert [one.evidence for one in found] == sorted((one.evidence for one in found), reverse=True)
    seen: set[int] = set()
    for one in found:
        assert len(seen & set(one.rows)) <= len(one.rows) / 3
        seen |= set(one.rows)


def test_the_same_stories_make_the_same_queue():
    one, other = search(add_pocket(make_world())), search(add_pocket(make_world()))
    assert [pocket.rows.tolist() for pocket in one] == [pocket.rows.tolist() for pocket in other]


@pytest.mark.nightly
def test_days_that_mean_nothing_stand_out_as_often_as_is_said():
    calm = [min(one.chance for one in search(make_world(seed=seed))) for seed in range(200)]
    assert sum(one <= 0.1 for one in calm) <= 31  # of 200 at 0.1 each: more in 1 of 100


def test_the_window_is_the_longest_that_leaves_something_to_be_new_against():
    assert recent_since(np.arange(364), 363) == 308
    late = np.concatenate([np.arange(90), np.repeat(np.arange(75, 100), 4)])
    assert recent_since(late, 99) == 86
    assert recent_since(np.arange(340, 364), 363) is None
    assert recent_since(np.arange(300), 363) is None
    assert recent_since(np.zeros(0, dtype=int), 363) is None
