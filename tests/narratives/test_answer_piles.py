"""Answers are told in whole piles of k people who said the same, and wait until then."""

import random

import pytest

from narratives.answer_piles import pile_up
from narratives.answers import ChoiceAnswer, DyadAnswer, NotApplicable, StonesAnswer, TriadAnswer
from narratives.disclosure import aggregate
from tests.builders import FRAMEWORK, make_framework
from tests.store.landscape.telling import STONES

K = 10
ROOMY = make_framework(signifiers=[*FRAMEWORK["signifiers"], STONES])


def told(*batches, waits=lambda: False):
    """What each batch releases, and what is left at the end."""
    rests, released = {}, []
    for batch in batches:
        found, rests = pile_up(ROOMY, aggregate(ROOMY, batch), rests, K, waits)
        released.append(found)
    return released, rests


def roles(digger, picker):
    return [(ChoiceAnswer("role", ("digger",)),)] * digger + [(ChoiceAnswer("role", ("picker",)),)] * picker


def test_an_option_that_nine_of_ten_chose_is_told_once_ten_did():
    (first, second), _ = told(roles(9, 1), roles(1, 9))
    assert (first["role"]["n"], first["role"]["options"]) == (10, {})
    assert second["role"]["options"] == {"digger": 10}


def test_ten_who_say_the_same_are_told_at_once():
    (found,), rests = told(roles(10, 0))
    assert found["role"]["options"] == {"digger": 10}
    assert rests["role"]["places"] == {}


def test_a_question_that_three_of_ten_answered_waits_for_seven_more():
    answered = [(DyadAnswer("say", 0.5, "tap"),)] * 3 + [()] * 7
    (first, second, third, fourth), _ = told(answered, answered, answered, answered)
    assert [one["say"]["n"] for one in (first, second, third, fourth)] == [0, 0, 0, 10]
    assert (first["say"]["sum"], fourth["say"]["sum"]) == (0, pytest.approx(5.0))
    assert [one["say"]["not_answered"] for one in (first, second)] == [0, 10]


def test_the_mean_is_that_of_everybody_since_the_last_one():
    few = [(DyadAnswer("say", 0.1, "tap"),)] * 6 + [()] * 4
    (_, second), _ = told(few, [(DyadAnswer("say", 0.9, "tap"),)] * 10)
    assert second["say"]["sum"] / second["say"]["n"] == pytest.approx((6 * 0.1 + 10 * 0.9) / 16)


def test_no_mean_tells_how_many_people_it_is_of():
    """13 of 20 answered: an exact mean, of thirteenths, would tell that 7 people had said nothing."""
    few = [(DyadAnswer("say", 0.15, "tap"),)] * 6 + [()] * 4
    more = [(DyadAnswer("say", 0.16, "tap"),)] * 7 + [()] * 3
    (_, second), _ = told(few, more)
    mean, square = (second["say"][name] / second["say"]["n"] for name in ("sum", "square"))
    assert mean == pytest.approx(round(mean, 2), abs=1e-12)
    assert square == pytest.approx(round(square, 4), abs=1e-12)


def test_a_pile_of_many_small_triangles_is_drawn_evenly_over_its_part():
    chance = random.Random(3)
    batch = [(TriadAnswer("mood", (0.9 - (step := chance.random() / 9), 0.1, step), "tap"),) for _ in range(10)]
    (found,), _ = told(batch)
    assert found["mood"]["zones"] == {"top": 10}
    assert sum(found["mood"]["cells"].values()) == 10 and len(found["mood"]["cells"]) > 5


def test_what_does_not_apply_and_stones_come_in_piles_too():
    rake = StonesAnswer("yard", (("rake", 0.05, 0.95),), "tap")
    (first, second), _ = told([(rake, NotApplicable("mood"))] * 9 + [()], [(rake, NotApplicable("mood"))] + [()] * 9)
    assert (first["mood"]["not_applicable"], second["mood"]["not_applicable"]) == (0, 10)
    assert (first["yard"]["stones"], second["yard"]["stones"]) == ({}, {"rake": {"90": 10}})


def test_chance_lets_a_full_pile_wait_and_nothing_is_lost():
    chance = random.Random(5)
    released, rests = told(*[roles(6, 4)] * 40, waits=lambda: chance.random() < 0.5)
    shown = sum(one["role"]["options"].get("picker", 0) for one in released)
    assert shown % K == 0 and shown + rests["role"]["places"].get("picker", 0) == 160
    assert any(not one["role"]["options"] for one in released[2:])


@pytest.mark.parametrize("seed", range(5))
def test_every_number_is_of_whole_piles_and_none_is_told_twice(seed):
    chance = random.Random(seed)
    batches = [
        [
            (
                ChoiceAnswer("wish", tuple(chance.sample([f"w{n}" for n in range(5)], chance.randint(1, 2)))),
                DyadAnswer("say", chance.random(), "tap"),
            )[: chance.randrange(3)]
            for _ in range(K)
        ]
        for _ in range(30)
    ]
    released, _ = told(*batches, waits=lambda: chance.random() < 0.3)
    for one in released:
        assert not [n for n in one["wish"]["options"].values() if n % K]
        assert not one["say"]["n"] % K and not sum(one["say"]["bins"].values()) % K
    whole = aggregate(ROOMY, [story for batch in batches for story in batch])["wish"]["options"]
    for wish, n in whole.items():
        assert sum(one["wish"]["options"].get(wish, 0) for one in released) <= n
