"""Packed codes: each answer as unsigned 16-bit numbers in the framework version's order.

The JSON answers are the truth; codes are derived from them, can be rebuilt at any time, and are what
the map counts. A triad takes one slot (its cell in the FINE triangular grid), a dyad one (its value in
ten-thousandths), a single choice one (the option's place), several choices one for each dozen options
(a bit each), a stone two (x and y in ten-thousandths). Free text takes none.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from narratives.answers import Answer, ChoiceAnswer, DyadAnswer, NeverShown, NotApplicable, StonesAnswer, TriadAnswer
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import cell_of

WITHDRAWN = 65_535
NEVER_SHOWN = 65_534
NOT_ANSWERED = 65_533
NOT_APPLICABLE = 65_532
FIRST_MARK = NOT_APPLICABLE  # codes from here on are not positions
SCALE = 10_000
BITS = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a signifier's codes lie: the first slot and how many."""

    start: int
    width: int


def layout(framework: Framework) -> Mapping[str, Slot]:
    """The slots of each signifier, by id, in the framework's order."""
    slots: dict[str, Slot] = {}
    start = 0
    for signifier in framework.signifiers:
        width = _width(signifier)
        slots[signifier.id] = Slot(start, width)
        start += width
    return slots


def _width(signifier: Signifier) -> int:
    match signifier:
        case Triad() | Dyad():
            return 1
        case Choice() if signifier.max_responses == 1:
            return 1
        case Choice():
            return -(-len(signifier.options) // BITS)
        case Stones():
            return 2 * len(signifier.stones)
        case _:
            return 0


def pack(framework: Framework, answers: Iterable[Answer]) -> bytes:
    """The codes of a story's answers, little-endian, in the framework's order."""
    by_id = {answer.signifier: answer for answer in answers}
    codes = array("H")
    for signifier in framework.signifiers:
        codes.extend(_codes(signifier, by_id.get(signifier.id)))
    if sys.byteorder == "big":
        codes.byteswap()
    return codes.tobytes()


def _codes(signifier: Signifier, answer: Answer | None) -> list[int]:
    # Tests of the type, the usual ones first: this runs for every signifier of every story that arrives.
    if isinstance(answer, TriadAnswer):
        return [cell_of(answer.shares)]
    if isinstance(answer, DyadAnswer):
        return [round(answer.value * SCALE)]
    if isinstance(answer, ChoiceAnswer) and isinstance(signifier, Choice):
        return _choice_codes(signifier, answer.options)
    if isinstance(answer, StonesAnswer) and isinstance(signifier, Stones):
        return _stone_codes(signifier, answer)
    return [_mark(answer)] * _width(signifier)


def _mark(answer: Answer | None) -> int:
    if isinstance(answer, NotApplicable):
        return NOT_APPLICABLE
    return NEVER_SHOWN if isinstance(answer, NeverShown) else NOT_ANSWERED


def _stone_codes(signifier: Stones, answer: StonesAnswer) -> list[int]:
    placed = {stone: (x, y) for stone, x, y in answer.places}
    codes: list[int] = []
    for stone in signifier.stones:
        x_y = placed.get(stone.id)
        codes += [NOT_ANSWERED] * 2 if x_y is None else [round(x_y[0] * SCALE), round(x_y[1] * SCALE)]
    return codes


def _choice_codes(signifier: Choice, options: tuple[str, ...]) -> list[int]:
    places = [place for place, option in enumerate(signifier.options) if option.id in options]
    if not places:
        return [NOT_ANSWERED] * _width(signifier)
    if signifier.max_responses == 1:
        return [places[0]]
    words = [0] * _width(signifier)
    for place in places:
        words[place // BITS] |= 1 << (place % BITS)
    return words
