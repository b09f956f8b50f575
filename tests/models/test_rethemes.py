from datetime import date, timedelta

import pytest

from models.rethemes import OTHERS, asked_for, differences, wants_other_number

MONDAY = date(2026, 1, 5)


def weekly(*numbers, days=7):
    return [(MONDAY + timedelta(days=days * n), number) for n, number in enumerate(numbers)]


def test_the_same_themes_in_another_order_are_all_kept():
    found = differences([0] * 5 + [1] * 5 + [2] * 5, [2] * 5 + [0] * 5 + [1] * 5, [4, 8, 9])
    assert found.new_ids == (8, 9, 4)
    assert set(found.kept) == {4, 8, 9} and found.parents == ((), (), ())
    assert not (found.split or found.merged or found.born or found.died)


def test_a_theme_that_fell_in_two_is_split_and_one_half_keeps_its_id_if_it_is_most_of_it():
    found = differences([0] * 10 + [1] * 10, [0] * 6 + [1] * 4 + [2] * 10, [1, 2])
    assert found.kept == (1, 2) and found.new_ids == (1, 3, 2)
    assert found.split == {1: (1, 3)} and found.parents == ((), (1,), ())


def test_a_theme_that_fell_in_three_keeps_its_id_nowhere():
    found = differences([0] * 9 + [1] * 9, [0] * 3 + [1] * 3 + [2] * 3 + [3] * 9, [1, 2])
    assert found.new_ids == (3, 4, 5, 2) and found.split == {1: (3, 4, 5)}
    assert found.parents == ((1,), (1,), (1,), ()) and found.died == ()


def test_two_themes_that_became_one_are_merged():
    found = differences([0] * 6 + [1] * 5 + [2] * 9, [0] * 11 + [1] * 9, [0, 1, 2])
    assert found.merged == {0: (0, 1)} and found.kept == (0, 2) and found.died == ()


def test_a_theme_of_stories_that_had_none_is_born():
    found = differences([0] * 10 + [-1] * 8, [0] * 10 + [1] * 8, [5])
    assert found.born == (6,) and found.new_ids == (5, 6) and found.parents == ((), ())


def test_a_theme_drawn_thinly_from_many_is_born_and_leaves_them_as_they_are():
    old = [place for place in range(5) for _ in range(20)]
    new = [5 if row % 20 < 4 else place for row, place in enumerate(old)]
    found = differences(old, new, range(5))
    assert found.kept == (0, 1, 2, 3, 4) and found.born == (5,) and not found.split


def test_a_theme_whose_stories_went_everywhere_died():
    found = differences(
        [0] * 30 + [1] * 30 + [2] * 30 + [3] * 30 + [4] * 4,
        [0] * 31 + [1] * 30 + [2] * 30 + [3] * 30 + [0, 1, 2],
        range(5),
    )
    assert found.died == (4,) and found.kept == (0, 1, 2, 3)


def test_no_themes_before_or_after():
    assert differences([-1] * 4, [0, 0, 1, 1], []).born == (0, 1)
    assert differences([0, 0, 1, 1], [-1] * 4, [3, 4]).died == (3, 4)


def test_an_id_that_was_ever_given_is_not_given_again():
    assert differences([0] * 4 + [-1] * 4, [0] * 4 + [1] * 4, [2], next_id=9).new_ids == (2, 9)
    with pytest.raises(
        ValueError, match="next_id is 2 and a theme has an id of at least that: give one that none ever"
    ):
        differences([0], [0], [2], next_id=2)


@pytest.mark.parametrize(
    ("old", "ids", "message"),
    [
        ([0, 0], [0], "there are 2 old and 1 new labels"),
        ([3], [0], "a story has place 3 and there are ids for 1 places"),
    ],
)
def test_labels_that_do_not_fit_together_are_refused(old, ids, message):
    with pytest.raises(ValueError, match=message):
        differences(old, [0], ids)


@pytest.mark.parametrize(
    ("numbers", "now", "proposed"),
    [
        ((6, 7, 7, 7), 6, 7),
        ((7, 9, 8), 6, 8),
        ((5, 4, 5), 6, 5),
        ((0, 0, 0), 6, 0),
        ((7, OTHERS, 7), 6, 7),
        ((OTHERS,) * 3, 6, OTHERS),
    ],
)
def test_three_weeks_that_lean_the_same_way_propose_what_the_last_asked_for(numbers, now, proposed):
    assert wants_other_number(weekly(*numbers), now) == proposed


@pytest.mark.parametrize(
    "numbers", [(), (7,), (7, 7), (7, 5, 7), (7, 6, 7), (6, 6, 6), (7, 7, 7, 6), (5, 5, 0), (7, OTHERS, 5)]
)
def test_anything_less_is_not(numbers):
    assert wants_other_number(weekly(*numbers), 6) is None


def test_no_themes_at_all_are_asked_for_only_where_those_in_use_are_less_than_heaps():
    assert asked_for(0, 4, firm=False, closer=1.0, loose=True) == 4
    assert asked_for(0, 4, firm=False, closer=1.0, loose=False) == 0
    assert asked_for(5, 0, firm=False, closer=1.0, loose=True) == 5


def test_another_number_of_heaps_is_asked_for_only_when_stories_lie_clearly_closer_to_them():
    assert asked_for(7, 5, firm=False, closer=1.01, loose=True) == 5
    assert asked_for(7, 5, firm=False, closer=1.05, loose=True) == 7
    assert asked_for(7, 5, firm=True, closer=1.0, loose=True) == 7


def test_as_many_other_themes_are_asked_for_when_stories_lie_clearly_closer_to_them():
    assert asked_for(5, 5, firm=True, closer=1.02, loose=True) == 5
    assert asked_for(5, 5, firm=False, closer=1.04, loose=True) == OTHERS
    assert asked_for(5, 5, firm=True, closer=1.0, loose=True, fresh=True) == OTHERS
    assert asked_for(5, 5, firm=False, closer=1.0, loose=True, fresh=True) == 5


def test_fits_within_a_week_count_once():
    assert wants_other_number(weekly(*[7] * 14, days=1), 6) is None
    assert wants_other_number(weekly(*[7] * 15, days=1), 6) == 7
    assert wants_other_number(list(reversed(weekly(7, 7, 7))), 6) == 7
