import random
from datetime import date, timedelta

from narratives.retention import first_of, goes_next, kept_from, last_day, month_number


def test_a_story_is_kept_to_the_end_of_the_last_month_and_not_a_day_longer():
    for told, months, kept_to in (
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 2), 12, date(2027, 3, 31)),
        (date(2026, 3, 31), 120, date(2036, 3, 31)),
    ):
        assert last_day(told, months) == kept_to
        assert month_number(told) >= kept_from(kept_to, months)
        assert month_number(told) < kept_from(kept_to + timedelta(days=1), months)


def test_the_last_day_and_the_first_month_that_is_kept_say_the_same_on_every_day_of_twelve_years():
    chance = random.Random(1)
    for number in range(12 * 365):
        today = date(2024, 1, 1) + timedelta(days=number)
        told, months = today - timedelta(days=chance.randrange(900)), chance.randint(1, 24)
        assert (month_number(told) < kept_from(today, months)) == (last_day(told, months) < today)


def test_what_goes_next_goes_on_the_first_of_a_month():
    assert goes_next(date(2027, 3, 31), 12) == (date(2027, 4, 1), month_number(date(2026, 3, 1)))
    assert first_of(month_number(date(2026, 12, 31))) == date(2026, 12, 1)
