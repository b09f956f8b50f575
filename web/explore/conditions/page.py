"""Under which conditions people tell more, or less, of one thing: in a sentence, with bars, with ways to read on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from narratives.collection import Collection, Policy
from narratives.errors import FieldError
from narratives.framework import Framework
from store.release_conditions import Condition, Conditions, Found, Target, list_targets
from web.explore.comparing.words import chance, points, signed
from web.explore.filters import Filters
from web.interval_bar import IntervalBar, interval_bar

_WIDEST = 0.6  # the difference at the ends of a bar
_MOST_TOLD, _MOST_SCATTER = 12, 15


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """The targets of one question, for a list to choose from."""

    title: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition, or two at once: what it is, how far off its stories lie, and where to read them."""

    words: tuple[tuple[str, str], ...]
    effect: str
    interval: str
    inside: str
    outside: str
    n: str
    p: str
    bar: IntervalBar
    is_told: bool
    href: str | None


@dataclass(frozen=True, slots=True)
class ConditionsPage:
    """Everything that the page says about one target."""

    target: Target
    sentence: str
    notes: tuple[str, ...]
    told: tuple[ConditionRow, ...]
    scatter: tuple[ConditionRow, ...]
    tried: int
    is_lacking: bool


def target_groups(framework: Framework) -> tuple[TargetGroup, ...]:
    """Everything that can be asked about, question by question."""
    by_title = groupby(list_targets(framework), key=lambda one: one.title)
    return tuple(TargetGroup(title, tuple(ones)) for title, ones in by_title)


def read_target(framework: Framework, asked: str) -> tuple[str, tuple[FieldError, ...]]:
    """The target that an address names, or the first that the framework's authors hope for; and what is wrong."""
    known = [one.id for one in list_targets(framework)]
    if asked and asked not in known:
        return "", (FieldError("target", "Choose an answer from the list"),)
    return asked or _hoped_for(framework) or next(iter(known), ""), ()


def _hoped_for(framework: Framework) -> str:
    for triad in framework.triads:
        for place, anchor in enumerate(triad.anchors):
            if anchor.id in triad.cold:
                return f"{triad.id}.{place}"
    return ""


class ConditionsBuilder:
    """Puts a search into words, under one set of filters."""

    def __init__(self, collection: Collection, framework: Framework, filters: Filters, *, may_read: bool) -> None:
        self._collection = collection
        self._framework = framework
        self._filters = filters
        self._may_read = may_read

    def page(self, found: Conditions) -> ConditionsPage:
        """The page about what a search found."""
        target = found.target
        assert target is not None, "a search is about something"
        return ConditionsPage(
            target=target,
            sentence=self._sentence(found, target),
            notes=tuple(_notes(found)),
            told=tuple(self._row(one, is_told=True) for one in found.told[:_MOST_TOLD]),
            scatter=tuple(self._row(one, is_told=False) for one in _scatter(found)[:_MOST_SCATTER]),
            tried=len(found.found),
            is_lacking=bool(found.lacking),
        )

    def _sentence(self, found: Conditions, target: Target) -> str:
        if found.lacking:
            return found.lacking
        if not found.told:
            return (
                f"Nothing can be told from scatter: none of {len(found.found):,} conditions goes with "
                f"“{target.label}” more than chance would have it."
            )
        first = found.told[0]
        size = first.size
        how = "more" if size.effect > 0 else "less"
        low, high = sorted((abs(size.low), abs(size.high)))
        return (
            f"Stories with {_and(first.conditions)} tell {how} of “{target.label}” ({_plain(target.title)}): by "
            f"{points(abs(size.effect))} points ({points(low)} to {points(high)}). "
            f"{_how_many(len(found.told), len(found.found))}"
        )

    def _row(self, one: Found, *, is_told: bool) -> ConditionRow:
        size = one.size
        return ConditionRow(
            words=tuple((condition.title, condition.label) for condition in one.conditions),
            effect=signed(size.effect),
            interval=f"{signed(size.low)} to {signed(size.high)}",
            inside=points(size.mean),
            outside=points(size.rest_mean),
            n=f"{size.n:,}",
            p=chance(size.p),
            bar=interval_bar(size.effect, size.low, size.high, _WIDEST),
            is_told=is_told,
            href=self._href(one.conditions),
        )

    def _href(self, conditions: Sequence[Condition]) -> str | None:
        """Where the stories that meet them are read, by those who may."""
        if not self._may_read or self._collection.policy is not Policy.OPEN:
            return None
        query = dict(self._filters.query)
        query["part"] = [*query.get("part", []), *(one.part for one in conditions if one.part)]
        for one in conditions:
            if one.group:
                query["group"] = one.group
            if one.language:
                query["language"] = [one.language]
        kept = {name: value for name, value in query.items() if value}
        return url_for("explore.stories", collection_id=self._collection.id, **kept)  # type: ignore[arg-type]


def _and(conditions: Sequence[Condition]) -> str:
    return " and ".join(f"“{one.label}” ({_plain(one.title)})" for one in conditions)


def _plain(title: str) -> str:
    return title.rstrip("…")


def _how_many(told: int, tried: int) -> str:
    return f"{told} of {tried:,} conditions can be told from scatter, all of them taken into account."


def _scatter(found: Conditions) -> list[Found]:
    """Those that cannot be told, single conditions alone: pairs of them would fill pages."""
    return [one for one in found.found if not one.size.is_distinguishable and len(one.conditions) == 1]


def _notes(found: Conditions) -> Iterator[str]:
    if found.lacking:
        return
    of = "a random sample of " if found.sampled else ""
    yield (
        f"Over {of}{found.total:,} open stories that answered it, {points(found.mean)} points on average. What goes "
        "with an answer need not be what brought it about: read the stories before you act."
    )
