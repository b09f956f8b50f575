"""How far a finding goes in the unit that people know, what that is made of, and how rare it is by chance."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.alert import Finding, Signal
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.movement import HOT_SCORE, NOT_APPLICABLE, rises
from narratives.shift import size_words
from narratives.signifiers import Dyad, Triad

# Where no story came, the interval of how many times the usual number came has no upper end.
_MOST_TIMES = 100
_MEMBERS = frozenset({"option", "less", "zone", "pocket", "topic", "new-topic", "who", "way"})
_LEAST_SHOWN = 0.5  # points: what is less would be shown as none
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a change: in words, its length from 0 to 100, and whether it goes against the change."""

    words: str
    points: str
    length: int
    name: str
    is_against: bool


def how_far(finding: Finding, framework: Framework, *, with_scale: bool = True) -> str:
    """The change in points of a hundred, with its 95 % interval; empty where it is not known."""
    if finding.change is None:
        return ""
    up = finding.change >= 0
    scale = " on a scale from −100 (relief) to 100 (trouble)" if with_scale and _is_balance(finding) else ""
    return f"{_moved_by(finding, framework, _points(finding.change), up)}{_interval(finding, up)}{scale}"


def _is_balance(finding: Finding) -> bool:
    return finding.direction in {"hotter", "calmer"}


def _moved_by(finding: Finding, framework: Framework, points: str, up: bool) -> str:
    kind = finding.direction.partition(":")[0]
    if kind in _MEMBERS or finding.signifier == NOT_APPLICABLE:
        of = "questions" if finding.signifier == NOT_APPLICABLE else "stories"
        return f"{points} {'more' if up else 'fewer'} in every hundred {of} than before"
    match kind:
        case "wider" | "narrower":
            return f"On average {points} points of a hundred {'further from' if up else 'nearer to'} the usual place"
        case "more-extreme" | "more-balanced":
            return f"On average the strongest side holds {points} points of a hundred {'more' if up else 'less'}"
    if finding.signifier == HOT_SCORE:
        return f"On average {points} points more {'troubled' if up else 'hopeful'}"
    way = "nearer to" if up else "further from"
    return f"On average {points} points of a hundred {way} “{_label(finding, framework)}”"


def _label(finding: Finding, framework: Framework) -> str:
    anchor = finding.direction.partition(":")[2]
    placed: tuple[Triad | Dyad, ...] = (*framework.triads, *framework.dyads)
    anchors = (one for asked in placed if asked.id == finding.signifier for one in asked.anchors)
    return next((one.label for one in anchors if one.id == anchor), anchor)


def _interval(finding: Finding, up: bool) -> str:
    if finding.change_low is None or finding.change_high is None:
        return ""
    low, high = (finding.change_low, finding.change_high) if up else (-finding.change_high, -finding.change_low)
    return f" ({_signed(low)} to {_signed(high)})"


def how_many(finding: Finding, collection: Collection) -> str:
    """The stories of a finding, where so few do not point at anybody."""
    if finding.n < collection.k and not (finding.is_count and collection.policy is Policy.OPEN):
        return f"Fewer than {collection.k}"
    return f"{finding.n:,}"


def how_large(finding: Finding, collection: Collection) -> str:
    """The size in standard deviations, with a word for it and its 95 % interval; for volume the ratio."""
    if finding.is_count:
        return f"{how_many(finding, collection)} stories"
    low, high = finding.effect_low, finding.effect_high
    if finding.signal is Signal.COLLECTION and finding.direction in {"more", "fewer"}:
        if finding.effect < 1 and high > _MOST_TIMES:
            return "Hardly any of the usual number of stories; too few to say how much exactly"
        return f"{finding.effect:.1f} times the usual number of stories ({low:.1f} to {high:.1f})"
    size = size_words(finding.effect).capitalize()
    low, high = sorted((abs(low), abs(high))) if low * high > 0 else (low, high)
    spread = "where 1 is how much stories usually differ"
    return f"{size}: {abs(finding.effect):.1f} standard deviations ({low:.1f} to {high:.1f}), {spread}"


def because(finding: Finding) -> tuple[Bar, ...]:
    """What people said against who answered, the two parts that the change is the sum of."""
    if finding.mix is None or finding.placements is None or finding.change is None:
        return ()
    sign = 1 if finding.change >= 0 else -1
    longest = max(abs(finding.mix), abs(finding.placements), _LEAST_SHOWN)
    parts = (
        ("placements", "people said other things", finding.placements * sign),
        ("mix", "other people answered", finding.mix * sign),
    )
    return tuple(
        Bar(
            words=words,
            points=_part(part, finding),
            length=round(100 * abs(part) / longest) if abs(part) >= _LEAST_SHOWN else 0,
            name=name,
            is_against=part <= -_LEAST_SHOWN,
        )
        for name, words, part in parts
    )


def _part(part: float, finding: Finding) -> str:
    if abs(part) < _LEAST_SHOWN:
        return "none"
    unit = "in a hundred" if finding.direction.partition(":")[0] in _MEMBERS else "points"
    points = _points(part)
    return f"{points} {'point' if points == '1' and unit == 'points' else unit}" + (
        " the other way" if part < 0 else ""
    )


def made_of(finding: Finding, framework: Framework) -> str:
    """The questions that a change of the hot score comes from, the largest part first."""
    sign = 1 if rises(finding.direction) else -1
    titles = {one.id: one.title for one in framework.signifiers}
    parts = sorted(((sign * part, titles.get(name, name)) for name, part in finding.parts), reverse=True)
    shown = [(part, title) for part, title in parts if abs(part) >= _LEAST_SHOWN][:_MOST_PARTS]
    return "; ".join(f"“{title}” {_signed(part)}" for part, title in shown)


def how_sure(finding: Finding) -> str:
    """How often a change this strong comes up when nothing happens."""
    if finding.is_count:
        return "This is a count, not a test"
    years = finding.evidence
    if years >= 1000:
        often = "less than once in 1,000 years"
    elif years >= 1.5:
        often = f"about once in {years:,.0f} years"
    elif years >= 0.75:
        often = "about once a year"
    else:
        often = f"about {1 / years:,.0f} times a year" if years > 0.01 else "often"
    return f"A change this strong comes up by chance {often}"


def _points(value: float) -> str:
    """A size in points: whole ones, and tenths of what is less than two."""
    size = abs(value)
    return f"{size:.0f}" if size >= 1.95 else f"{size:.1f}".removesuffix(".0")


def _signed(value: float) -> str:
    return f"−{_points(value)}" if value < 0 and float(_points(value)) else _points(value)
