"""Whatever two visits show, subtracting one from the other leaves no number below k: checked against every equation."""

import random
from fractions import Fraction

import pytest

from narratives.public_items import item_labels, items_of, public_signifiers, takes_several, told_at, told_of_whole
from tests.builders import make_framework

K = 10
MOOD, SAY, ROLE, WISH = make_framework().signifiers


def worked_out(equations, unknowns, wanted):
    """Whether a sum of unknowns follows from equations, by elimination over fractions."""
    rows = [[Fraction(one) for one in equation] for equation in equations]
    rest = [Fraction(one) for one in wanted]
    for column in range(unknowns):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in [*rows, rest]:
            factor = row[column] / pivot[column]
            row[:] = [one - factor * other for one, other in zip(row, pivot, strict=True)]
    return not any(rest)


def growths(items, visits, told):
    """Every growth between two visits of one item or more that follows from what all visits told."""
    unknowns = items * len(visits)

    def at(visit, places):
        return [int(number // items == visit and number % items in places) for number in range(unknowns)]

    known = [at(visit, range(items)) for visit in range(len(visits))]
    known += [at(visit, {place}) for visit, shown in enumerate(told) for place in shown]
    for later in range(len(visits)):
        for earlier in range(-1, later):
            for chosen in range(1, 2**items):
                places = {place for place in range(items) if chosen >> place & 1}
                before = at(earlier, places) if earlier >= 0 else [0] * unknowns
                wanted = [now - was for now, was in zip(at(later, places), before, strict=True)]
                if worked_out(known, unknowns, wanted):
                    was = sum(visits[earlier][place] for place in places) if earlier >= 0 else 0
                    yield sum(visits[later][place] for place in places) - was


@pytest.mark.parametrize("seed", range(40))
def test_no_growth_between_any_two_visits_can_be_worked_out_below_k(seed):
    drawn = random.Random(seed)
    items, visits = drawn.choice([2, 3, 4]), []
    for _ in range(3):
        last = visits[-1] if visits else (0,) * items
        new = [drawn.choice([0, 1, 3, 9, 10, 12, 25]) for _ in range(items)]
        new[0] += max(0, K - sum(new))
        visits.append(tuple(was + one for was, one in zip(last, new, strict=True)))
    told = told_of_whole(visits, K)
    assert [one for one in growths(items, visits, told) if 0 < one < K] == []


def test_what_can_be_told_is_told():
    assert told_of_whole([(40, 30, 20), (52, 41, 33)], K) == [frozenset({0, 1, 2})] * 2
    assert told_of_whole([(40, 30, 20), (40, 45, 20)], K)[1] == {0, 1, 2}, "what did not grow says nothing new"


def test_one_number_below_k_takes_another_with_it():
    assert told_of_whole([(40, 30, 4)], K) == [frozenset({0})]
    assert told_of_whole([(40, 30, 4, 7)], K) == [frozenset({0, 1})], "two that are hidden have more than k together"
    assert told_of_whole([(40, 9)], K) == [frozenset()]


def test_an_option_of_several_is_held_against_not_having_chosen_it():
    options = len(WISH.options)
    counts = (95, 50, 5, *(0 for _ in range(options - 3)))
    assert takes_several(WISH) and told_at(WISH, [(100, counts)], K) == [frozenset({1})]
    assert told_at(WISH, [], K) == []


def test_questions_about_who_tells_are_not_told():
    assert [one.id for one in public_signifiers(make_framework())] == ["mood", "say", "wish"]


def test_items_are_corners_thirds_and_options():
    zones = {"top": 12, "left": 3, "top-left": 4, "centre": 6}
    assert items_of(MOOD, {"zones": zones}) == {"top": 12, "left": 3, "right": 0, "between": 10}
    assert items_of(SAY, {"bins": {"0": 5, "6": 1, "7": 2, "19": 9}}) == {"low": 6, "between": 2, "high": 9}
    assert items_of(WISH, {"options": {"w1": 4}})["w1"] == 4
    assert list(item_labels(SAY).values()) == ["nearer to “no say”", "in between", "nearer to “all the say”"]
    assert list(items_of(MOOD, {})) == list(item_labels(MOOD))
