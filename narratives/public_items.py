"""The parts of a question that the public is told shares of, and which of them may be told whoever looks how often.

A visit shows sums of everything that was published until then, so that two visits can be subtracted. A number is told
only where that never leaves one below k: not what was published between any two visits, and not what the numbers that
are told leave for those that are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from narratives.answer_piles import THIRDS
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Signifier, Triad
from narratives.translation import gettext as _

BETWEEN = "between"
_CORNERS = ("top", "left", "right")
Counts = tuple[int, ...]


def public_signifiers(framework: Framework) -> tuple[Signifier, ...]:
    """The questions whose answers are told to everybody: about the story, and not about who tells."""
    return tuple(
        one
        for one in framework.told
        if isinstance(one, Triad | Dyad) or (isinstance(one, Choice) and one.asks_about == "story")
    )


def item_labels(signifier: Signifier) -> dict[str, str]:
    """What the items of a question are called, by their ids, in the language that is spoken."""
    match signifier:
        case Triad():
            labels = (anchor.label for anchor in signifier.anchors)
            return {**dict(zip(_CORNERS, labels, strict=True)), BETWEEN: _("in between")}
        case Dyad():
            low, high = (_("nearer to “%(anchor)s”", anchor=anchor.label) for anchor in signifier.anchors)
            return dict(zip(THIRDS, (low, _("in between"), high), strict=True))
        case Choice():
            return {one.id: one.label for one in signifier.options}
        case _:
            return {}


def items_of(signifier: Signifier, counts: Mapping[str, Any]) -> dict[str, int]:
    """How many lie in each item; `counts` are those of frozen parts, where answers of protected stories wait in piles
    and so may be fewer than those who answered.
    """
    match signifier:
        case Triad():
            zones = counts.get("zones", {})
            corners = {corner: int(zones.get(corner, 0)) for corner in _CORNERS}
            return {**corners, BETWEEN: sum(zones.values()) - sum(corners.values())}
        case Dyad():
            bins = counts.get("bins", {})
            return {third: sum(int(bins.get(str(one), 0)) for one in places) for third, places in THIRDS.items()}
        case Choice():
            return {one.id: int(counts.get("options", {}).get(one.id, 0)) for one in signifier.options}
        case _:
            return {}


def takes_several(signifier: Signifier) -> bool:
    """Whether several items can be chosen at once, so that they do not add up to a whole."""
    return isinstance(signifier, Choice) and signifier.max_responses > 1


def told_at(signifier: Signifier, visits: Sequence[tuple[int, Counts]], k: int) -> list[frozenset[int]]:
    """Which items may be told at each visit, by their places; a visit is how many answered, and how many lie in each.

    Where several options may be chosen, each is held against not having chosen it.
    """
    if not takes_several(signifier):
        return told_of_whole([counts for _n, counts in visits], k)
    told: list[set[int]] = [set() for _visit in visits]
    for place in range(len(visits[0][1]) if visits else 0):
        pairs = [(counts[place], n - counts[place]) for n, counts in visits]
        for visit, shown in enumerate(told_of_whole(pairs, k)):
            if 0 in shown:
                told[visit].add(place)
    return [frozenset(one) for one in told]


def told_of_whole(visits: Sequence[Counts], k: int) -> list[frozenset[int]]:
    """Which of some numbers that add up to a whole may be told at each visit; each visit's numbers hold the last's.

    >>> told_of_whole([(40, 30, 4, 15)], 10)
    [frozenset({0, 1})]
    >>> told_of_whole([(40, 30, 20), (52, 33, 40)], 10)
    [frozenset({0, 1, 2}), frozenset({2})]
    """
    told: list[frozenset[int]] = []
    for visit, now in enumerate(visits):
        every = frozenset(range(len(now)))
        before = [(tuple(0 for _ in now), every), *zip(visits[:visit], told, strict=True)]
        shown = {place for place in every if now[place] >= k}
        while shown and (given := _given_away(now, shown, before, k)) is not None:
            shown.remove(given)
        told.append(frozenset(shown))
    return told


def _given_away(now: Counts, shown: set[int], before: Sequence[tuple[Counts, frozenset[int]]], k: int) -> int | None:
    """The item to hide next, since a number below k could be worked out; None when none can be."""
    for earlier, told in before:
        more = [count - was for count, was in zip(now, earlier, strict=True)]
        for block in _blocks(frozenset(range(len(now))), shown, told):
            if 0 < sum(more[place] for place in block) < k:
                alone = block & shown if len(block) == 1 else shown - block
                return min(alone or shown, key=lambda place: (more[place], place))
    return None


def _blocks(every: frozenset[int], shown: set[int], told: frozenset[int]) -> Iterator[frozenset[int]]:
    """The smallest sets whose growth between two visits follows from what both told, and from both wholes."""
    yield from (frozenset({place}) for place in shown & told)
    hidden, was_hidden = every - shown, every - told
    yield from (hidden | was_hidden,) if hidden & was_hidden else (one for one in (hidden, was_hidden) if one)
