"""What is said beside a group's newest temperature: where it is heading, since a year ago, what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.temperature import Difference, Makeup, Reading, Remark
from store.database import Database
from store.release_reading import list_by_ids
from store.release_results import list_released_remarks

_REACH = 50.0  # units of a bar to either side of its middle
_STEADY = 20.0  # points
_OPENING = 70  # characters of a story that a link shows


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a difference: how it is called and said, and the path of its bar, 100 wide with zero at 50."""

    label: str
    words: str
    tone: str
    path: str


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A story that shows which way the group moved; `opening` is how it begins."""

    id: str
    opening: str


@dataclass(frozen=True, slots=True)
class RemarkPanel:
    """The remarks of one group in words; empty where nothing can be said.

    `why` are the two reasons of a difference, `questions` what each question adds to the first of them;
    `is_usual` says that a difference of that size is ordinary.
    """

    trend: str
    trend_tone: str
    year: str
    is_usual: bool
    why: tuple[Bar, ...]
    questions: tuple[Bar, ...]
    stories: tuple[StoryLink, ...]


def remarks_of(
    db: Database, collection: Collection, framework: Framework, readings: Sequence[Reading], *, may_read: bool
) -> Callable[[Reading], RemarkPanel | None]:
    """What there is to say of a reading: remarks are about the newest ones, and lead to stories whoever may read."""
    remarks = list_released_remarks(db, collection, readings)
    ids = [story for remark in remarks.values() for story in remark.stories] if may_read else []
    openings = {story.id: story.title or story.text or "A spoken story" for story in list_by_ids(db, collection, ids)}

    def say(reading: Reading) -> RemarkPanel | None:
        remark = remarks.get(reading.group)
        if remark is None or remark.starts_on != reading.starts_on:
            return None
        return remark_panel(framework, reading, remark, openings)

    return say


def remark_panel(framework: Framework, reading: Reading, remark: Remark, openings: Mapping[str, str]) -> RemarkPanel:
    """The remarks of a group's newest reading; `openings` are the texts of the stories that may be read, by id."""
    direction, words = trend_words(remark.trend)
    is_usual = reading.value is not None and reading.usual_low <= reading.value <= reading.usual_high
    why, questions = _bars(framework, remark.makeup, is_usual=is_usual)
    stories = (StoryLink(one, _opening(openings[one])) for one in remark.stories if one in openings)
    return RemarkPanel(words, direction, year_words(remark.year), is_usual, why, questions, tuple(stories))


def trend_words(trend: Difference | None) -> tuple[str, str]:
    """(tone, words): steady only where a change by two usual deviations can be ruled out."""
    if trend is None:
        return "none", "Too few periods to see a trend"
    since, between = f"since {spoken(trend.first)}", f"95% interval {_between(trend)}"
    if trend.low > 0 or trend.high < 0:
        tone, word = ("hot", "Rising") if trend.low > 0 else ("calm", "Falling")
        return tone, f"{word}: by {_points(abs(trend.points))} {since} ({between})"
    if -_STEADY < trend.low and trend.high < _STEADY:
        return "usual", f"Steady {since} (change: {between})"
    return "none", f"No trend that can be told from scatter {since} ({between})"


def year_words(year: Difference | None) -> str:
    """How it compares with the same time of last year; empty where there is no last year to compare with."""
    if year is None:
        return ""
    between = f"95% interval {_between(year)}"
    if year.low > 0 or year.high < 0:
        word = "hotter" if year.low > 0 else "calmer"
        return f"{_points(abs(year.points))} {word} than this time last year ({between})"
    return f"Not clearly different from this time last year ({between})"


def _bars(framework: Framework, makeup: Makeup | None, *, is_usual: bool) -> tuple[tuple[Bar, ...], tuple[Bar, ...]]:
    if makeup is None:
        return (), ()
    titles = {one.id: one.title for one in framework.warm_signifiers}
    parts = sorted(makeup.parts, key=lambda part: -abs(part.points))
    longest = max(1.0, abs(makeup.mix), abs(makeup.placements), *(abs(part.points) for part in parts))
    why = [("because people said other things", makeup.placements), ("because other people answered", makeup.mix)]
    questions = [(_label(part.signifiers, titles), part.points) for part in parts]
    found = [tuple(_bar(*one, longest, is_usual=is_usual) for one in some) for some in (why, questions)]
    return found[0], found[1]


def _label(signifiers: Sequence[str], titles: Mapping[str, str]) -> str:
    return titles.get(signifiers[0], signifiers[0]) if len(signifiers) == 1 else "Questions that few answered, together"


def _bar(label: str, points: float, longest: float, *, is_usual: bool) -> Bar:
    length = round(_REACH * points / longest, 1)
    start = _REACH if length >= 0 else _REACH + length
    if abs(points) < 0.5:
        return Bar(label, "no difference", "usual", "")
    words = f"{_points(abs(points))} {'hotter' if points > 0 else 'calmer'}"
    tone = "usual" if is_usual else "hot" if points > 0 else "calm"
    return Bar(label, words, tone, f"M{start:g} 0h{abs(length):g}v10H{start:g}")


def _points(value: float) -> str:
    return f"{value:.0f} point" if round(value) == 1 else f"{value:.0f} points"


def _between(found: Difference) -> str:
    low, high = (f"{value:.0f}".replace("-", "−").replace("−0", "0") for value in (found.low, found.high))
    return f"{low} to {high}"


def _opening(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _OPENING else f"{line[:_OPENING].rsplit(' ', 1)[0]}…"
