"""A backtest for people: what would have been raised, in the anchors' own words, and who is not watched yet."""

from __future__ import annotations

from analysis.directions import VOLUME
from analysis.replay import Backtest
from narratives.alert import Finding
from narratives.framework import Framework
from narratives.movement import Topics, movement

MOST_UNWATCHED = 10
AGES = 1_000  # years
SHARES = frozenset({"who", "way", "zone", "pocket", "topic", "new-topic", "option"})


def backtest_lines(found: Backtest, framework: Framework) -> list[str]:
    """Lines of text: the sum, each alert, what was not watched."""
    alerts = f"{len(found.shifts)} alert{'' if len(found.shifts) == 1 else 's'}"
    lines = [f"{found.collection}: {found.stories:,} stories over {found.days:,} days, {alerts}"]
    for first, *signs in found.shifts:
        lines += ["", *_alert(first, framework, found.topics)]
        for one in signs:
            lines += [
                f"    also {line.strip()}" if line[0] != " " else line for line in _alert(one, framework, found.topics)
            ]
    return [*lines, "", *_texts(found), *_unwatched(found)]


def _alert(one: Finding, framework: Framework, topics: Topics) -> list[str]:
    moved = movement(one.signifier, one.direction, framework, topics)
    what = f"{moved.brief}{moved.after}" if moved else one.direction
    where = one.scope if one.scope == "collection" else f"{one.scope} {one.group or '(without a group)'}"
    return [
        f"{one.raised_on}  {one.signal.value}, {one.signifier}: {what}",
        f"    {where}, since {one.since}; {one.n:,} {'story' if one.n == 1 else 'stories'}; {_size(one)}",
    ]


def _size(one: Finding) -> str:
    if one.is_count:
        return "a count, not a test"
    years = f"{one.evidence:,.0f}" if one.evidence >= 10 else f"{one.evidence:.1f}"
    chance = f"more than {AGES:,}" if one.evidence > AGES else years
    return f"{_change(one)}; by chance once in {chance} years"


def _change(one: Finding) -> str:
    """The change in points of a hundred where there are such points, and standard deviations where these say more."""
    unit = "times as many" if one.signifier == VOLUME else "standard deviations"
    effect = f"effect {one.effect:.2f} ({one.effect_low:.2f} to {one.effect_high:.2f}) {unit}"
    if one.change is None:
        return effect
    bounds = (one.change_low, one.change_high)
    interval = "" if None in bounds else " ({:+.0f} to {:+.0f})".format(*bounds)
    change = f"{one.change:+.0f}{interval} points of a hundred"
    # Of something that was rare before, a few stories are hundreds of standard deviations.
    return change if one.direction.partition(":")[0] in SHARES else f"{change}, {effect}"


def _texts(found: Backtest) -> list[str]:
    if not found.stories or found.embedded == found.stories:
        return []
    if not found.embedded:
        return ["What stories are about was not watched: no text has a vector yet. Run flask analysis run first."]
    return [f"What stories are about was watched on the {found.embedded:,} stories that have a vector."]


def _unwatched(found: Backtest) -> list[str]:
    if not found.unwatched:
        return []
    lines = ["Not enough history yet to be watched:"]
    lines += [f"  {one.sentence()}" for one in found.unwatched[:MOST_UNWATCHED]]
    more = len(found.unwatched) - MOST_UNWATCHED
    return [*lines, f"  and {more:,} more groups"] if more > 0 else lines
