"""The size of a shift, and how long it takes to notice one, in words."""

from __future__ import annotations

from math import erf, sqrt

_TWO_WEEKS, _WEEK = 14, 7
_SIZES = ((0.35, "a small shift"), (0.6, "a clear shift"), (1.0, "a large shift"), (float("inf"), "a very large shift"))


def beyond_middle(size: float) -> int:
    """Of 100 stories, how many lie beyond what was the middle after a shift by `size` standard deviations of one story.

    >>> [beyond_middle(size) for size in (0.0, 0.5, 1.4)]
    [50, 69, 92]
    """
    return round(50 * (1 + erf(size / sqrt(2))))


def size_words(size: float) -> str:
    """A shift by `size` standard deviations of one story, either way, for somebody who counts in none.

    >>> size_words(-0.2), size_words(0.6)
    ('a small shift', 'a large shift')
    """
    return next(words for most, words in _SIZES if abs(size) < most)


def spoken_days(days: int) -> str:
    """A number of days as people say it: weeks from two weeks on.

    >>> spoken_days(1), spoken_days(9), spoken_days(24)
    ('1 day', '9 days', '3 weeks')
    """
    if days >= _TWO_WEEKS:
        return f"{round(days / _WEEK)} weeks"
    return "1 day" if days == 1 else f"{days} days"
