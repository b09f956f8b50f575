"""Answers of closed batches, told in whole piles: k people who said the same, or nothing.

A batch is about k people, but what is told of its answers may be about one of them: that one of ten chose an option.
So an answer waits, with those of later batches of the same reporting group and kind, until k people gave it. Every
number that is released is that of disjoint piles of exactly k people, so that every sum, difference and bound that
anybody can work out of them is a whole number of piles (docs/adr/0004-closed-batches.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from narratives.disclosure import DYAD_BINS, GRID, STONE_CELLS
from narratives.framework import Framework
from narratives.landscape import stone_zone
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import cell_centroids, zone_of

MARKS = ("not_applicable", "not_answered", "never_shown")
# Whole bins of a dyad's picture: 35, 30 and 35 hundredths.
THIRDS = {"low": range(7), "between": range(7, DYAD_BINS - 7), "high": range(DYAD_BINS - 7, DYAD_BINS)}
_MOMENTS = ("sums", "squares", "sum", "square")
_STRIDE = 0.618  # of a region: what is drawn evenly in it begins nowhere in particular
Rest = dict[str, Any]
Waits = Callable[[], bool]


def pile_up(
    framework: Framework, frozen: Mapping[str, Any], rests: Mapping[str, Rest], k: int, waits: Waits
) -> tuple[dict[str, Any], dict[str, Rest]]:
    """What a closed batch releases of each question, and what waits for the batches after it.

    `frozen` is `narratives.disclosure.aggregate` of the batch, `rests` what waited before. `waits` says by chance
    that a full pile waits for a later batch: without it, whoever sees a pile would know that somebody of this very
    batch is in it.
    """
    released: dict[str, Any] = {}
    left: dict[str, Rest] = dict(rests)
    for name, found in frozen.items():
        signifier = next((one for one in framework.signifiers if one.id == name), None)
        if signifier is not None:
            released[name], left[name] = _pile_one(signifier, found, rests.get(name, {}), k, waits)
    return released, left


def _pile_one(
    signifier: Signifier, found: Mapping[str, Any], rest: Rest, k: int, waits: Waits
) -> tuple[dict[str, Any], Rest]:
    told, left = _answered(found, rest, k)
    for mark in MARKS:
        n = int(rest.get(mark, 0)) + int(found.get(mark, 0))
        told[mark] = 0 if waits() else n // k * k
        left[mark] = n - told[mark]
    places = dict(rest.get("places", {}))
    for place, n in _places(found).items():
        places[place] = places.get(place, 0) + n
    drawn = dict(rest.get("drawn", {}))
    piles: dict[str, int] = {}
    for region in _sorted(signifier, places):
        budget = told["n"] - _spent(signifier, piles, region)
        while budget >= k and _held(places, region) >= k and not waits():
            for place, n in _pile(places, region, k, drawn).items():
                piles[place] = piles.get(place, 0) + n
            budget -= k
    left |= {"places": {place: n for place, n in places.items() if n}, "drawn": drawn}
    return told | _shaped(signifier, piles), left


def _answered(found: Mapping[str, Any], rest: Rest, k: int) -> tuple[dict[str, Any], Rest]:
    """How many answered, in whole piles, and the moments of all who did since the last time, at least k."""
    names = [name for name in _MOMENTS if name in found]
    since, owed = int(rest.get("since", 0)) + found["n"], int(rest.get("owed", 0)) + found["n"]
    moments = {name: _plus(rest.get(name), found[name]) for name in names}
    n = owed // k * k if since >= k else 0
    if not n:
        nothing = {name: _times(value, 0.0) for name, value in moments.items()}
        return {"n": 0, **nothing}, {"since": since, "owed": owed, **moments}
    told = {name: _times(value, n) for name, value in _means(moments, since).items()}
    return {"n": n, **told}, {"since": 0, "owed": owed - n}


def _means(moments: Mapping[str, Any], since: int) -> dict[str, Any]:
    """As finely as one answer is given and no finer: an exact fraction would tell how many people it is of."""
    found: dict[str, Any] = {}
    for one, square in (("sums", "squares"), ("sum", "square")):
        if one not in moments:
            continue
        several = isinstance(moments[one], list)
        pairs = zip(moments[one], moments[square], strict=True) if several else [(moments[one], moments[square])]
        means = [(round(a / since, 2), b / since) for a, b in pairs]
        # No less than a square of a mean is: what is rounded has no spread below nothing.
        squares = [max(round(mean_square, 4), round(mean**2, 4)) for mean, mean_square in means]
        found |= {one: [mean for mean, _ in means], square: squares}
        if not several:
            found |= {one: found[one][0], square: squares[0]}
    return found


def _plus(one: Any, other: Any) -> Any:
    if one is None:
        return other
    return [a + b for a, b in zip(one, other, strict=True)] if isinstance(other, list) else one + other


def _times(value: Any, by: float) -> Any:
    return [one * by for one in value] if isinstance(value, list) else value * by


def _places(found: Mapping[str, Any]) -> dict[str, int]:
    """The finest places that are frozen; those of stones by stone and cell."""
    plain = dict(found.get("cells", found.get("bins", found.get("options", {}))))
    return plain | {
        f"{stone}/{cell}": n for stone, cells in found.get("stones", {}).items() for cell, n in cells.items()
    }


def _sorted(signifier: Signifier, places: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The regions that hold any, fullest first, so that none waits behind the others for ever."""
    found = {_region(signifier, place) for place in places}
    return sorted(found, key=lambda region: (-_held(places, region), region))


def _region(signifier: Signifier, place: str) -> tuple[str, ...]:
    """All places that a pile may be gathered from: a zone, a third, a ninth for each stone, or an option alone."""
    match signifier:
        case Triad():
            return _zones()[int(place)]
        case Dyad():
            return next(tuple(map(str, bins)) for bins in THIRDS.values() if int(place) in bins)
        case Stones():
            stone, _, cell = place.rpartition("/")
            return tuple(f"{stone}/{one}" for one in _ninths()[int(cell)])
        case _:
            return (place,)


@lru_cache(maxsize=1)
def _zones() -> tuple[tuple[str, ...], ...]:
    zones = [zone_of(middle) for middle in cell_centroids(GRID)]
    cells = {zone: tuple(str(cell) for cell, one in enumerate(zones) if one == zone) for zone in set(zones)}
    return tuple(cells[zone] for zone in zones)


@lru_cache(maxsize=1)
def _ninths() -> tuple[tuple[int, ...], ...]:
    ninths = [stone_zone(cell) for cell in range(STONE_CELLS)]
    return tuple(tuple(one for one, ninth in enumerate(ninths) if ninth == mine) for mine in ninths)


def _held(places: Mapping[str, int], region: tuple[str, ...]) -> int:
    return sum(places.get(place, 0) for place in region)


def _spent(signifier: Signifier, piles: Mapping[str, int], region: tuple[str, ...]) -> int:
    """How many of those who answered are in piles of this batch that nobody is in twice."""
    match signifier:
        case Stones():
            mine = region[0].rpartition("/")[0] + "/"
            return sum(n for place, n in piles.items() if place.startswith(mine))
        case Choice(max_responses=several) if several != 1:
            return _held(piles, region)
        case _:
            return sum(piles.values())


def _pile(places: dict[str, int], region: tuple[str, ...], k: int, drawn: dict[str, int]) -> dict[str, int]:
    """Take k out of a region: from one place if as many lie there, otherwise drawn evenly over the region."""
    for place in region:
        if places.get(place, 0) >= k:
            places[place] -= k
            return {place: k}
    wanted = k
    for place in region:
        taken = min(wanted, places.get(place, 0))
        if taken:
            places[place] -= taken
            wanted -= taken
    first = drawn.get(region[0], 0)
    drawn[region[0]] = first + k
    even: dict[str, int] = {}
    for number in range(first, first + k):
        place = region[int(number * _STRIDE * len(region)) % len(region)]
        even[place] = even.get(place, 0) + 1
    return even


def _shaped(signifier: Signifier, piles: Mapping[str, int]) -> dict[str, Any]:
    """Piles under the names that `narratives.disclosure.aggregate` gives to counts."""
    match signifier:
        case Triad():
            middles = cell_centroids(GRID)
            zones: dict[str, int] = {}
            for place, n in piles.items():
                zone = zone_of(middles[int(place)])
                zones[zone] = zones.get(zone, 0) + n
            return {"cells": dict(piles), "zones": zones}
        case Dyad():
            return {"bins": dict(piles)}
        case Stones():
            stones: dict[str, dict[str, int]] = {}
            for place, n in piles.items():
                stone, _, cell = place.rpartition("/")
                stones.setdefault(stone, {})[cell] = n
            return {"stones": stones}
        case _:
            return {"options": dict(piles)}
