"""What moved most between two moments, and since when, in two sentences that can be read at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratives.calendar import spoken
from web.explore.places.heat_steps import SIGNS, Mark
from web.explore.places.series import Period, Series

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One place between two moments; `since` is the day from which it has been outside its usual range."""

    group: str
    before: Mark
    now: Mark
    since: str

    @property
    def moved(self) -> int | None:
        """By how many degrees, between the numbers as they are written; None where there are not two."""
        return None if self.before.value is None or self.now.value is None else self.now.value - self.before.value

    @property
    def moved_words(self) -> str:
        """The same with its sign; a dash where nothing can be said."""
        if self.moved is None:
            return "–"
        return f"{self.moved:+d}".replace("-", "−") if self.moved else "0"

    @property
    def is_news(self) -> bool:
        """Whether it lies outside its usual range, or has come back into it."""
        return self.now.tone in SIGNS or (self.before.tone in SIGNS and self.now.value is not None)

    @property
    def verdict(self) -> str:
        """The verdict inside a sentence."""
        return f"{self.now.words[0].lower()}{self.now.words[1:]}"


@dataclass(frozen=True, slots=True)
class News:
    """The first sentence about `group` (empty where it is about none), and what else there is to say."""

    group: str
    lead: str
    rest: str


def changes_of(series: Series, now: Period, before: Period | None) -> tuple[Change, ...]:
    """Every place, what moved most first; those without a reading last."""
    found = [change_of(series, group, now, before) for group in series.places]
    return tuple(sorted(found, key=_order))


def change_of(series: Series, group: str, now: Period, before: Period | None) -> Change:
    """One group, a unit of others too."""
    mark = series.mark(group, now)
    since = spoken(series.since(group, now).starts_on) if mark.tone in SIGNS else ""
    return Change(group, series.mark(group, before), mark, since)


def _order(change: Change) -> tuple[bool, int, int, str]:
    value = change.now.value
    return value is None, -abs(change.moved or 0), -abs((value if value is not None else 50) - 50), change.group


def news_of(changes: Sequence[Change], now: Period, before: Period | None, k: int) -> News:
    """What to look at first: the largest movement of a place that is, or was, outside its usual range."""
    known = [change for change in changes if change.now.value is not None]
    if not known:
        return News("", f"Fewer than {k} stories in every place", f"in the period {now.words}.")
    news = [change for change in known if change.is_news]
    if not news:
        return News("", "No place is outside its usual range.", _largest(known, before))
    first = news[0]
    rest = [change for change in news if change is not first and change.now.tone in SIGNS]
    return News(first.group, f"{_lead(first, before)}.", _others(rest, len(known)))


def _lead(change: Change, before: Period | None) -> str:
    told = f"{change.verdict} since {change.since}" if change.since else "back within its usual range"
    if before is None or change.moved is None:
        return f"is at {change.now.value}: {told}"
    if not change.moved:
        return f"stayed at {change.now.value}: {told}"
    return f"moved most, from {change.before.value} to {change.now.value}: {told}"


def _largest(known: Sequence[Change], before: Period | None) -> str:
    first = known[0]
    if before is None or not first.moved:
        return "Nothing here asks for a look."
    return f"{first.group} moved most, from {first.before.value} to {first.now.value}, which may be chance."


def _others(others: Sequence[Change], known: int) -> str:
    if not others:
        return "No other place is outside its usual range." if known > 1 else ""
    named = [f"{one.group} ({one.now.value}, {one.verdict})" for one in others[:_MOST_NAMED]]
    more = len(others) - len(named)
    if more:
        named.append(f"{more} more")
    listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return f"Also outside {'its' if len(others) == 1 else 'their'} usual range: {listed}."
