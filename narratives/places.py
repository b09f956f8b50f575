"""Where an answer lies in its signifier's picture: the places that `narratives.selection` picks by."""

from __future__ import annotations

from narratives.answers import Answer, ChoiceAnswer, DyadAnswer, NeverShown, NotApplicable, StonesAnswer, TriadAnswer
from narratives.codes import NEVER_SHOWN, NOT_ANSWERED, NOT_APPLICABLE, SCALE
from narratives.disclosure import DYAD_BINS, GRID, STONE_CELLS, STONE_GRID
from narratives.selection import Part, zone_cells
from narratives.signifiers import Choice, Signifier, Stones
from narratives.triangle import ZONES, cell_of, coarser


def places_of(signifier: Signifier, answer: Answer | None) -> frozenset[int]:
    """The places that an answer lies in, a mark of `MARKS` where it was not placed; computed as from its codes."""
    match answer:
        case TriadAnswer():
            return frozenset({coarser(GRID)[cell_of(answer.shares)]})
        case DyadAnswer():
            return frozenset({_step(answer.value, DYAD_BINS)})
        case ChoiceAnswer() if isinstance(signifier, Choice):
            chosen = (place for place, option in enumerate(signifier.options) if option.id in answer.options)
            return frozenset(chosen) or frozenset({NOT_ANSWERED})
        case StonesAnswer() if isinstance(signifier, Stones):
            return _stones(signifier, answer)
        case NotApplicable():
            return frozenset({NOT_APPLICABLE})
        case NeverShown():
            return frozenset({NEVER_SHOWN})
        case _:
            return frozenset({NOT_ANSWERED})


def part_around(signifier: Signifier, answer: Answer) -> Part:
    """What to pick in a signifier's picture to see an answer in its place: a triad's zone, or the place alone."""
    places = places_of(signifier, answer)
    if isinstance(answer, TriadAnswer):
        places = next(cells for cells in map(zone_cells, ZONES) if places <= cells)
    return Part(signifier.id, places)


def _step(value: float, steps: int) -> int:
    return min(round(value * SCALE) * steps // SCALE, steps - 1)


def _stones(signifier: Stones, answer: StonesAnswer) -> frozenset[int]:
    numbers = {stone.id: number for number, stone in enumerate(signifier.stones)}
    return frozenset(
        STONE_CELLS * numbers[stone] + STONE_GRID * _step(y, STONE_GRID) + _step(x, STONE_GRID)
        for stone, x, y in answer.places
        if stone in numbers
    ) or frozenset({NOT_ANSWERED})
