"""The numbers of charts as text: how often each place of a picture was chosen, and where the middle lies.

Each is written as the pages show it, in English whatever language somebody reads in: the same figures have to give
the same hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from narratives.disclosure import DYAD_BINS
from narratives.landscape import ChoiceShape, Counts, DyadShape, StonesShape, TriadShape
from narratives.signifiers import Choice, Dyad, Stones, Triad
from narratives.triangle import ZONES

Named = Iterable[tuple[str, str]]
ANSWERED = "answered"
_BANDS = 5


def percent(n: int, total: int) -> str:
    """How many in a hundred, whole; 0 of nothing."""
    return f"{round(100 * n / total) if total else 0}%"


def triad_figures(triad: Triad, shape: TriadShape) -> dict[str, str]:
    """How often each part of a triangle was chosen, and both middles as the share of each corner."""
    parts = zip(_zone_names(triad), (shape.zones[zone] for zone in ZONES), strict=True)
    found = [*_counted(shape.counts), *_shares(parts, shape.counts.placed)]
    for name, middle in (("the average", shape.mean), ("the robust centre", shape.centre)):
        if middle is not None:
            shares = zip(triad.anchors, middle, strict=True)
            found += [(f"{name}: {anchor.label}", f"{share:.0%}") for anchor, share in shares]
    return distinct(found)


def dyad_figures(dyad: Dyad, shape: DyadShape) -> dict[str, str]:
    """How often each fifth of a line was chosen, and the average with its 95 % interval."""
    low, high = (anchor.label for anchor in dyad.anchors)
    names = (f"Close to “{low}”", f"Nearer “{low}”", "Halfway", f"Nearer “{high}”", f"Close to “{high}”")
    width = DYAD_BINS // _BANDS
    sums = [sum(shape.bins[start : start + width]) for start in range(0, DYAD_BINS, width)]
    found = [*_counted(shape.counts), *_shares(zip(names, sums, strict=True), shape.counts.placed)]
    middles = (("the average", shape.mean), ("the average, from", shape.low), ("the average, to", shape.high))
    found += [(f"{name}: of the way to “{high}”", f"{value:.0%}") for name, value in middles if value is not None]
    return distinct(found)


def choice_figures(choice: Choice, shape: ChoiceShape) -> dict[str, str]:
    """How often each option was chosen."""
    options = [(choice.label_of(option), n) for option, n in shape.options.items()]
    return distinct([*_counted(shape.counts), *_shares(options, shape.counts.placed)])


def stones_figures(stones: Stones, shape: StonesShape) -> dict[str, str]:
    """How often each stone was placed, and in which ninth of the square."""
    found = list(_counted(shape.counts))
    names = ninth_names(stones)
    for stone in stones.stones:
        held = shape.stones[stone.id]
        found.append((f"{stone.label}: placed", f"{held.n:,}"))
        ninths = ((f"{stone.label}: {name}", n) for name, n in zip(names, held.zones, strict=True))
        found += _shares(ninths, held.n)
    return distinct(found)


def ninth_names(stones: Stones) -> tuple[str, ...]:
    """What each ninth of the square says, row by row from below."""
    across, up = (
        (f"near “{low.label}”", "halfway", f"near “{high.label}”") for low, high in (stones.x_anchors, stones.y_anchors)
    )
    return tuple(f"{one}, {other}" for other in up for one in across)


def distinct(named: Named) -> dict[str, str]:
    """Figures by name; of two of one name the second says that it is."""
    found: dict[str, str] = {}
    for name, value in named:
        fresh, number = name, 2
        while fresh in found:
            fresh, number = f"{name} ({number})", number + 1
        found[fresh] = value
    return found


def most_words(figures: Mapping[str, str], total: int) -> str:
    """Where most stories lie, in a sentence; nothing where nobody answered."""
    places = {name: int(n.replace(",", "")) for name, n in figures.items() if f"{name}, share" in figures}
    if not total or not any(places.values()):
        return "No story was placed here."
    most = max(places, key=lambda name: places[name])
    return f"Most often: {most}, {figures[most]} of {total:,} ({figures[f'{most}, share']})."


def _zone_names(triad: Triad) -> tuple[str, ...]:
    top, left, right = (anchor.label for anchor in triad.anchors)
    return (
        *(f"Mostly “{label}”" for label in (top, left, right)),
        *(f"Between “{one}” and “{other}”" for one, other in ((top, left), (top, right), (left, right))),
        "All three about equally",
    )


def _counted(counts: Counts) -> Named:
    yield ANSWERED, f"{counts.placed:,}"
    more = (
        ("of them not drawn yet", counts.untold),
        ("said that it does not apply", counts.not_applicable),
        ("left it out", counts.not_answered),
        ("were not asked", counts.never_shown),
    )
    yield from ((name, f"{n:,}") for name, n in more if n)


def _shares(places: Iterable[tuple[str, int]], total: int) -> Named:
    for name, n in places:
        yield name, f"{n:,}"
        yield f"{name}, share", percent(n, total)
