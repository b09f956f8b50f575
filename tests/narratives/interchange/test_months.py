from datetime import date, timedelta

from narratives.interchange.months import month_lines, swap_hint


def days_of(first: date, n: int) -> list[date]:
    return [first + timedelta(days=place) for place in range(n)]


def test_months_are_shown_as_bars_and_gaps_in_one_line():
    lines = list(month_lines({(2024, 4): 40, (2024, 5): 1, (2025, 1): 20}))
    assert lines == [
        "  2024-04         40  " + "#" * 40,
        "  2024-05          1  #",
        "        …  7 months without a row",
        "  2025-01         20  " + "#" * 20,
    ]


def test_dates_of_a_few_whole_months_raise_no_suspicion():
    assert swap_hint(days_of(date(2024, 4, 1), 90)) == ""


def test_days_taken_for_months_are_noticed():
    spring = days_of(date(2015, 4, 1), 91)
    swapped = [date(day.year, day.day, day.month) if day.day <= 12 else day for day in spring]
    assert swap_hint(swapped).startswith("27 of the 36 dates with a day up to 12 lie in months that no later day")


def test_no_day_above_twelve_at_all_is_noticed():
    swapped = [date(2015, day, 6) for day in range(1, 13)] + [date(2015, day, 7) for day in range(1, 13)]
    spread = [date(2015, month, day) for month in range(1, 13) for day in (4, 5, 6, 7)]
    assert swap_hint(swapped) == ""
    assert "No date has a day above 12" in swap_hint(spread)


def test_dates_at_the_start_of_a_quarter_raise_no_suspicion():
    assert swap_hint([date(year, month, 1) for year in (2011, 2012) for month in (1, 4, 7, 10)] * 5) == ""
