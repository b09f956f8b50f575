"""All members together in words: one organisation, one voice, beside what comes of weighing them by size."""

from __future__ import annotations

from dataclasses import dataclass

from store.release_weights import Together, Weighed, Weight
from web.sentences import percent

NAMES = {Weight.EQUAL: "One organisation, one voice", Weight.SIZE: "By how many answered"}


@dataclass(frozen=True, slots=True)
class Voice:
    """One weight of an item in words; `is_chosen` is the one that the page was asked for."""

    name: str
    words: str
    is_chosen: bool


def weight_of(asked: str) -> Weight:
    """The weight that an address names; equal where it names none."""
    return Weight(asked) if asked in set(Weight) else Weight.EQUAL


def switch(chosen: Weight) -> tuple[tuple[str, str, bool], ...]:
    """The two weights as a page offers them: value, name, and whether it is the one shown."""
    return tuple((one.value, NAMES[one], one is chosen) for one in Weight)


def voices(weighed: Weighed, chosen: Weight) -> tuple[Voice, ...]:
    """Both weights, the chosen one first; none where they are not told."""
    found = {Weight.EQUAL: weighed.equal, Weight.SIZE: weighed.size}
    order = sorted(Weight, key=lambda one: one is not chosen)
    return tuple(Voice(NAMES[one], _words(told), one is chosen) for one in order if (told := found[one]) is not None)


def mark_of(weighed: Weighed, chosen: Weight) -> float | None:
    """Where the picture has the line of all members together."""
    told = weighed.equal if chosen is Weight.EQUAL else weighed.size
    return None if told is None else (told.least + told.most) / 2


def _words(told: Together) -> str:
    span = f"({percent(told.low)} to {percent(told.high)})"
    least, most = percent(told.least), percent(told.most)
    return f"{least} {span}" if least == most else f"between {least} and {most} {span}"
