"""The words that mark a selection, as a table with a bar for each word's interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from flask import url_for

from narratives.collection import Policy
from store.database import Database
from store.release_contrast import Marks, contrast_terms
from web.explore.reading.stories_page import Reader

WIDE = 200  # units of a bar's picture


@dataclass(frozen=True, slots=True)
class MarkingWord:
    """A word: in how many stories of each side, and how many times the odds, with its interval.

    `low`, `middle` and `high` are where the interval and the estimate lie along the bar, from even odds on.
    """

    word: str
    href: str
    here: str
    there: str
    times: str
    interval: str
    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class ContrastPanel:
    """The words of both sides, what they were told from, and a sentence where there are none."""

    words: tuple[MarkingWord, ...]
    others: tuple[MarkingWord, ...]
    told_from: str
    nothing: str
    tried: int


def contrast_panel(db: Database, reader: Reader) -> ContrastPanel | None:
    """The panel of a reader's selection; None where nothing is selected."""
    stores = reader.stores
    marks = contrast_terms(
        db, stores.landscape, reader.collection, reader.framework, reader.filters.view, theme=reader.wanted.theme
    )
    if marks is None:
        return None
    shown = [(term.log_odds, term.low, term.high) for term in (*marks.of_first, *marks.of_second)]
    most = max((max(abs(low), abs(high)) for _, low, high in shown), default=1.0)
    return ContrastPanel(
        words=_words(reader, marks, most),
        others=_others(reader, marks, most),
        told_from=_told_from(marks),
        nothing=_nothing(reader, marks),
        tried=marks.tried,
    )


def _words(reader: Reader, marks: Marks, most: float) -> tuple[MarkingWord, ...]:
    kept = reader.filters.query | ({} if reader.wanted.theme is None else {"theme": str(reader.wanted.theme)})
    return tuple(
        _word(
            term.word,
            url_for("explore.stories", collection_id=reader.collection.id, **(kept | {"words": term.word})),  # type: ignore[arg-type]
            (term.n_first, marks.first),
            (term.n_second, marks.second),
            (term.low, term.log_odds, term.high),
            most,
            reader,
        )
        for term in marks.of_first
    )


def _others(reader: Reader, marks: Marks, most: float) -> tuple[MarkingWord, ...]:
    return tuple(
        _word(
            term.word,
            "",
            (term.n_second, marks.second),
            (term.n_first, marks.first),
            (-term.high, -term.log_odds, -term.low),
            most,
            reader,
        )
        for term in marks.of_second
    )


def _word(
    word: str,
    href: str,
    here: tuple[int, int],
    there: tuple[int, int],
    log_odds: Sequence[float],
    most: float,
    reader: Reader,
) -> MarkingWord:
    low, middle, high = log_odds
    k = reader.collection.k if reader.collection.policy is Policy.PROTECTED else 0
    return MarkingWord(
        word=word,
        href=href,
        here=_share(*here, k),
        there=_share(*there, k),
        times=_times(middle),
        interval=f"{_times(low)} to {_times(high)}",
        low=round(WIDE * low / most),
        middle=round(WIDE * middle / most),
        high=round(WIDE * high / most),
    )


def _share(n: int, of: int, k: int) -> str:
    if n < k:
        return f"fewer than {k}"
    percent = 100 * n / of
    return f"{n:,} ({percent:.0f}%)" if percent >= 1 or n == 0 else f"{n:,} (under 1%)"


def _times(log_odds: float) -> str:
    times = exp(min(log_odds, 9.0))
    return f"{times:.0f}" if times >= 10 else f"{times:.1f}"


def _told_from(marks: Marks) -> str:
    drawn = ", drawn at random" if marks.is_sample else ""
    return f"Told from the words of {marks.first:,} of these stories and {marks.second:,} of the rest{drawn}."


def _nothing(reader: Reader, marks: Marks) -> str:
    k = reader.collection.k
    if min(marks.first, marks.second) < k:
        return (
            f"There are fewer than {k} written stories on one of the two sides: too few to say which words mark them."
        )
    if marks.of_first:
        return ""
    return (
        f"No word marks these stories beyond scatter: of {marks.tried:,} words that were looked at, none stands in "
        "more of them than chance would bring."
    )
