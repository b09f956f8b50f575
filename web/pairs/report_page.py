"""The managers' report on pairs, in words and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narratives.pair_places import Compared
from narratives.triangle import HEIGHT, to_xy
from web.pairs.asked import Asked
from web.pairs.gaps import Estimate, PairReport, Pole, Reading, Table, contact_words

_PARTS = (("Team", "by_team"), ("Kind of contact", "by_contact"), ("Quarter in which it was added up", "by_quarter"))
_WIDTH = 100.0
_HEAD = 7.0  # of an arrow
CSV_COLUMNS = (
    *("question", "part", "towards", "pairs at least", "officers", "officers low", "officers high"),
    *("people", "people low", "people high", "gap", "gap low", "gap high", "beyond scatter"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One pole of one reading in points: where both sides place meetings, and the gap with its interval."""

    part: str
    towards: str
    n: int
    officers: str
    people: str
    gap: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """From where officers place meetings to where people do, in a picture's units; `head` are the arrow's points."""

    x1: float
    y1: float
    x2: float
    y2: float
    head: str


@dataclass(frozen=True, slots=True)
class Section:
    """One question: its sentence, its picture, and its tables."""

    question: Compared
    sentence: str
    arrow: Arrow
    lines: tuple[Line, ...]
    parts: tuple[tuple[str, tuple[tuple[Line, ...], ...]], ...]

    @property
    def is_triad(self) -> bool:
        """Whether the picture is a triangle."""
        return len(self.question.poles) == 3


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the page says; `sections` is empty before the first batch closed."""

    sentence: str
    sections: tuple[Section, ...]
    intervals: tuple[tuple[str, int], ...]


def page_of(asked: Asked, report: PairReport) -> ReportPage:
    """The report on the questions that a first figure is there for."""
    sections = tuple(
        _section(question, reading, report)
        for question in asked.questions
        for reading in report.whole.of(question.signifier)
    )
    tables = ((name.lower(), getattr(report, part)) for name, part in _PARTS)
    counted = (("all pairs", report.whole.comparisons), *((name, table.comparisons) for name, table in tables))
    return ReportPage(_headline(asked, report), sections, counted)


def csv_rows(asked: Asked, report: PairReport) -> Iterator[list[str | float]]:
    """Every figure of the page, a row for each pole of each reading, in points."""
    tables = (("All pairs", report.whole), *((name, getattr(report, part)) for name, part in _PARTS))
    for question in asked.questions:
        for name, table in tables:
            for reading in table.of(question.signifier):
                part = name if table is report.whole else f"{name}: {part_words(name, reading.part)}"
                for towards, pole in zip(question.poles, reading.poles, strict=True):
                    yield [question.title, part, towards, reading.n, *_figures(pole)]


def _figures(pole: Pole) -> list[str | float]:
    sides = (pole.officer, pole.person, pole.gap)
    found: list[str | float] = [points(each) for one in sides for each in (one.mean, one.low, one.high)]
    return [*found, "yes" if pole.gap.apart else "no"]


def points(share: float) -> int:
    """A share in whole points, within what a scale of a hundred allows."""
    return round(100 * max(-1.0, min(1.0, share)))


def _headline(asked: Asked, report: PairReport) -> str:
    if not report.whole.readings:
        return ""
    first = report.first
    if first is None:
        return "On none of these questions can a gap between officers and people be told from scatter."
    question = next(one for one in asked.questions if one.signifier == first.signifier)
    return _gap_sentence(question, first)


def _gap_sentence(question: Compared, reading: Reading) -> str:
    """What a reading says in one sentence: towards what people go further, or that it cannot be told."""
    apart = [place for place, pole in enumerate(reading.poles) if pole.gap.apart]
    if not apart:
        return "Not distinguishable from no gap."
    place = max(apart, key=lambda one: reading.poles[one].gap.mean)
    gap = reading.poles[place].gap
    low, high, towards = points(gap.low), points(gap.high), question.poles[place]
    if gap.mean > 0:
        return (
            f"People place meetings further towards “{towards}” than officers do: "
            f"by {points(gap.mean)} points ({low} to {high})."
        )
    return (
        f"People place meetings less far towards “{towards}” than officers do: "
        f"by {-points(gap.mean)} points ({-high} to {-low})."
    )


def _section(question: Compared, reading: Reading, report: PairReport) -> Section:
    return Section(
        question=question,
        sentence=_gap_sentence(question, reading),
        arrow=_arrow(reading),
        lines=_lines(question, reading, ""),
        parts=tuple((name, _part_lines(question, getattr(report, part), name)) for name, part in _PARTS),
    )


def _part_lines(question: Compared, table: Table, name: str) -> tuple[tuple[Line, ...], ...]:
    return tuple(_lines(question, reading, name) for reading in table.of(question.signifier))


def _lines(question: Compared, reading: Reading, name: str) -> tuple[Line, ...]:
    part = part_words(name, reading.part)
    return tuple(
        Line(
            part=part,
            towards=towards,
            n=reading.n,
            officers=_in_points(pole.officer),
            people=_in_points(pole.person),
            gap=_in_points(pole.gap, is_signed=True),
            verdict="gap" if pole.gap.apart else "not distinguishable from no gap",
        )
        for towards, pole in zip(question.poles, reading.poles, strict=True)
    )


def _in_points(one: Estimate, *, is_signed: bool = False) -> str:
    mean, low, high = (
        signed(points(each)) if is_signed else str(points(each)) for each in (one.mean, one.low, one.high)
    )
    return f"{mean} ({low} to {high})"


def part_words(name: str, part: str) -> str:
    """What a team, a kind of contact or a quarter is called."""
    if name.startswith("Kind of contact"):
        return contact_words(part)
    if name.startswith("Quarter"):
        year, _dash, quarter = part.partition("-Q")
        return f"Quarter {quarter} of {year}"
    return part or "No team"


def signed(value: int) -> str:
    """Points with their sign."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def _arrow(reading: Reading) -> Arrow:
    places = [tuple(getattr(pole, side).mean for pole in reading.poles) for side in ("officer", "person")]
    (x1, y1), (x2, y2) = (_in_picture(place) for place in places)
    return Arrow(x1, y1, x2, y2, _arrow_head(x1, y1, x2, y2))


def _in_picture(place: tuple[float, ...]) -> tuple[float, float]:
    if len(place) == 1:
        return round(_WIDTH * place[0], 1), 0.0
    x, y = to_xy((place[0], place[1], place[2]))
    return round(_WIDTH * x, 1), round(_WIDTH * (HEIGHT - y), 1)


def _arrow_head(x1: float, y1: float, x2: float, y2: float) -> str:
    """Three points at the end of a line; none where it is too short to point anywhere."""
    length = float(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
    if length < _HEAD:
        return ""
    ahead, aside = ((x2 - x1) / length, (y2 - y1) / length), ((y1 - y2) / length, (x2 - x1) / length)
    tip = (x2 - 3 * ahead[0], y2 - 3 * ahead[1])
    back = (tip[0] - 5 * ahead[0], tip[1] - 5 * ahead[1])
    corners = (tip, *((back[0] + side * 2.6 * aside[0], back[1] + side * 2.6 * aside[1]) for side in (1, -1)))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
