"""Expectation first: an empty triangle to put ten stories into, and what was found there beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection, Policy
from narratives.errors import FieldError
from narratives.expectation import DOTS, Expectation, Trend, trend_of
from narratives.framework import Framework
from narratives.selection import pick, zone_cells
from narratives.signifiers import Triad
from narratives.triangle import zone_centroid
from store.release_expectations import Judged, judge
from web.explore.comparing.cohorts_page import filters_of
from web.explore.filters import Filters
from web.explore.pictures.marks import point
from web.explore.pictures.selection_words import selection_words
from web.explore.triangle import PALETTE, ZONE_OUTLINES
from web.words import zone_words

_CLOSE, _PARTLY = 0.05, 0.2  # bits
_MOST_SHADES = len(PALETTE) - 1


@dataclass(frozen=True, slots=True)
class ZoneField:
    """One part of the triangle to put stories into: how many are there, where its middle is, what is wrong."""

    zone: str
    label: str
    n: int
    outline: str
    middle: tuple[int, int]
    error: str | None


@dataclass(frozen=True, slots=True)
class ExpectForm:
    """The form: one triad, its parts, and the other triads that could be asked about instead."""

    triad: Triad
    fields: tuple[ZoneField, ...]
    words: str
    errors: tuple[FieldError, ...]
    triads: tuple[tuple[str, str, bool], ...]

    @property
    def left(self) -> int:
        """How many are still to be put down; below 0 when there are too many."""
        return DOTS - sum(field.n for field in self.fields)


@dataclass(frozen=True, slots=True)
class ZoneShare:
    """One part of a triangle with its share in tenths: what the picture draws and what the table says."""

    label: str
    outline: str
    middle: tuple[int, int]
    expected: str
    found: str
    expected_colour: str
    found_colour: str
    is_furthest: bool


@dataclass(frozen=True, slots=True)
class Reveal:
    """An expectation beside what was found; only the first three are there while it waits."""

    id: str
    title: str
    words: str
    when: str
    waits: bool
    corners: tuple[str, ...] = ()
    sentence: str = ""
    verdict: str = ""
    surprise: str = ""
    n: str = ""
    zones: tuple[ZoneShare, ...] = ()
    read: str = ""
    read_words: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A past expectation as the list shows it; `bar` is its surprise in hundredths."""

    id: str
    title: str
    words: str
    when: str
    verdict: str
    surprise: str
    bar: int
    waits: bool


def expect_form(
    filters: Filters,
    framework: Framework,
    triad: Triad,
    themes: Mapping[int, str],
    dots: Mapping[str, int],
    errors: Sequence[FieldError] = (),
) -> ExpectForm:
    """The form for one triad; nothing in it is read from the stories."""
    filters = without_own(filters, triad)
    wrong = {error.field: error.message for error in errors}
    return ExpectForm(
        triad=triad,
        fields=tuple(
            ZoneField(
                zone,
                label,
                dots.get(zone, 0),
                ZONE_OUTLINES[zone],
                point(zone_centroid(zone)),
                wrong.get(f"zone-{zone}"),
            )
            for zone, label in zone_words(triad).items()
        ),
        words=selection_words(filters, framework, themes),
        errors=tuple(errors),
        triads=tuple((one.title, _address(filters, triad=one.id), one.id == triad.id) for one in framework.triads),
    )


def without_own(filters: Filters, triad: Triad) -> Filters:
    """The filters without what is picked in the triad itself: that would say what is in it."""
    return replace(filters, view=filters.view.without_part(triad.id))


def _address(filters: Filters, **more: str) -> str:
    query = filters.query | more
    return url_for("explore.expect", collection_id=filters.collection.id, **query)  # type: ignore[arg-type]


def reveal(
    collection: Collection, framework: Framework, expectation: Expectation, themes: Mapping[int, str], *, may_read: bool
) -> Reveal:
    """What was expected beside what was found, the sentence first."""
    triad = framework.signifier(expectation.signifier)
    if not isinstance(triad, Triad):
        raise KeyError(expectation.signifier)
    filters = filters_of(collection, framework, expectation.query)
    said = Reveal(
        id=expectation.id,
        title=triad.title,
        words=selection_words(filters, framework, themes),
        when=spoken(expectation.made_at.date()),
        waits=expectation.is_waiting,
    )
    if expectation.is_waiting:
        return said
    zone = expectation.unexpected
    judged = judge(expectation.expected, expectation.found, expectation.n)
    reads = may_read and collection.policy is Policy.OPEN
    return replace(
        said,
        corners=tuple(anchor.label for anchor in triad.anchors),
        sentence=f"{_furthest_words(triad, expectation)} {_EVEN[judged.nearer]}",
        verdict=verdict_words(expectation.surprise),
        surprise=_surprise_words(judged),
        n=f"{expectation.n:,}",
        zones=_zones(triad, expectation),
        read=_stories_of(filters, framework, triad, zone) if reads else "",
        read_words=_near(triad, zone),
    )


def _furthest_words(triad: Triad, expectation: Expectation) -> str:
    zone = expectation.furthest
    expected, found = expectation.expected[zone], expectation.found[zone]
    if abs(expected - found) < 1 / DOTS:
        return f"Every part of the triangle holds about as many of {DOTS} as you expected."
    return f"You expected {tenths(expected)} of {DOTS} {_near(triad, zone)}; it was {tenths(found)} of {DOTS}."


_EVEN = {
    1: "That is closer than expecting an even spread would have been.",
    0: "Expecting an even spread would have been about as close, as far as so many stories can tell.",
    -1: "Expecting an even spread would have been closer.",
}


def _surprise_words(judged: Judged) -> str:
    return f"{judged.bits:.2f} (95% interval {judged.low:.2f} to {judged.high:.2f})"


def tenths(share: float) -> str:
    """A share as so many of ten; "fewer than 1" rather than a 0 that is none."""
    whole = round(share * DOTS)
    return "fewer than 1" if share and not whole else str(whole)


def _near(triad: Triad, zone: str) -> str:
    """Where a part of the triangle lies, inside a sentence."""
    labels = dict(zip(("top", "left", "right"), (f"“{anchor.label}”" for anchor in triad.anchors), strict=True))
    if zone == "centre":
        return "in the middle, where all three weigh about equally"
    if zone in labels:
        return f"near {labels[zone]}"
    one, other = zone.split("-")
    return f"between {labels[one]} and {labels[other]}"


def verdict_words(surprise: float) -> str:
    """How far off an expectation was."""
    if surprise < _CLOSE:
        return "Close"
    return "Partly so" if surprise < _PARTLY else "Far off"


def _zones(triad: Triad, expectation: Expectation) -> tuple[ZoneShare, ...]:
    most = max(*expectation.expected.values(), *expectation.found.values())
    return tuple(
        ZoneShare(
            label=label,
            outline=ZONE_OUTLINES[zone],
            middle=point(zone_centroid(zone)),
            expected=f"{expectation.expected[zone] * DOTS:.0f}",
            found=f"{expectation.found[zone] * DOTS:.1f}",
            expected_colour=_colour(expectation.expected[zone], most),
            found_colour=_colour(expectation.found[zone], most),
            is_furthest=zone == expectation.furthest,
        )
        for zone, label in zone_words(triad).items()
    )


def _colour(share: float, most: float) -> str:
    """A shade for a share, the same in both triangles; white for none."""
    return PALETTE[round(_MOST_SHADES * share / most)] if share else "#ffffff"


def _stories_of(filters: Filters, framework: Framework, triad: Triad, zone: str) -> str:
    view = pick(filters.view.without_part(triad.id), framework, triad.id, zone_cells(zone))
    query = replace(filters, view=view).query
    return url_for("explore.stories", collection_id=filters.collection.id, **query)  # type: ignore[arg-type]


def remembered(
    collection: Collection, framework: Framework, held: Sequence[Expectation], themes: Mapping[int, str]
) -> tuple[Remembered, ...]:
    """An account's own expectations, newest first."""
    return tuple(
        Remembered(
            id=one.id,
            title=framework.signifier(one.signifier).title,
            words=selection_words(filters_of(collection, framework, one.query), framework, themes),
            when=spoken(one.made_at.date()),
            verdict="" if one.is_waiting else verdict_words(one.surprise),
            surprise="" if one.is_waiting else f"{one.surprise:.2f}",
            bar=round(100 * one.surprise),
            waits=one.is_waiting,
        )
        for one in held
    )


_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


def trend_words(held: Sequence[Expectation]) -> str:
    """How the last expectations compare with the first, in a sentence; empty while there are too few."""
    trend = trend_of([one.surprise for one in reversed(held) if not one.is_waiting])
    if trend is None:
        return ""
    return f"{_trend_words(trend)} ({trend.last:.2f} against {trend.first:.2f} on average)."


def _trend_words(trend: Trend) -> str:
    many = _NUMBERS[trend.size]
    if trend.change == 0:
        return f"Your last {many} were about as close as your first {many}"
    return f"Your last {many} were {'closer' if trend.change < 0 else 'further off'} than your first {many}"
