"""Dates of a file seen together: their distribution by month, and signs that days were taken for months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

_BAR = 40
_FEWEST = 10

Month = tuple[int, int]


def month_lines(counts: Mapping[Month, int]) -> Iterator[str]:
    """The distribution as text: a line a month, bars to scale, runs of empty months told in one line."""
    most = max(counts.values(), default=0)
    before: Month | None = None
    for month, n in sorted(counts.items()):
        if before is not None and (empty := _between(before, month)) > 0:
            yield f"  {'…':>7}  {empty} {'month' if empty == 1 else 'months'} without a row"
        yield f"  {month[0]:04}-{month[1]:02}  {n:>9,}  {'#' * max(1, round(n / most * _BAR))}"
        before = month


def _between(first: Month, second: Month) -> int:
    return (second[0] - first[0]) * 12 + second[1] - first[1] - 1


def swap_hint(days: Iterable[date]) -> str:
    """A sentence when days and months look swapped; empty when they do not.

    A day above 12 cannot be a month. So where the dates of such days fill a few months only, and dates with a
    day up to 12 lie mostly outside those months but would lie inside with day and month exchanged, another
    program has exchanged them. The same holds when no date at all has a day above 12.
    """
    counts = Counter(days)
    certain = {(day.year, day.month) for day in counts if day.day > 12}
    total = sum(counts.values())
    doubtful = {day: n for day, n in counts.items() if day.day <= 12}
    if not certain:
        several = len({day.day for day in doubtful}) > 3
        if total >= _FEWEST and several:
            return "No date has a day above 12: day and month may be swapped. Compare a few rows with their source."
        return ""
    outside = {day: n for day, n in doubtful.items() if (day.year, day.month) not in certain}
    would_fit = sum(n for day, n in outside.items() if (day.year, day.day) in certain)
    if would_fit < _FEWEST or would_fit * 3 < sum(doubtful.values()):
        return ""
    return (
        f"{would_fit:,} of the {sum(doubtful.values()):,} dates with a day up to 12 lie in months that no later day "
        "falls in, and would fit with day and month exchanged: a spreadsheet may have swapped them. "
        "Compare a few rows with their source before you import."
    )
