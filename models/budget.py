"""From a yearly budget of false alarms to a threshold for every bet."""

from collections.abc import Mapping, Sequence

import numpy as np

from models.arrays import Floats, Ints
from models.streams import Stream

SCOPE_SHARE: Mapping[str, float] = {"group": 0.5, "parent": 0.2, "collection": 0.3}
VOLUME_WEIGHT = 1.0
# How often the bets of a scope cross their thresholds, as fractions of what renewal theory says. Measured on null
# worlds: benchmarks/detection.py.
SCOPE_CROSSINGS: Mapping[str, float] = {"group": 1.0, "parent": 0.8, "collection": 1.0}


def scope_shares(groups: int, parents: int) -> dict[str, float]:
    """How the budget is shared among the scopes that exist; they sum to 1.

    One single group is the whole collection, so only that scope is watched.

    >>> scope_shares(groups=1, parents=1)
    {'collection': 1.0}
    """
    chosen = {"collection": SCOPE_SHARE["collection"]}
    if groups > 1:
        chosen["group"] = SCOPE_SHARE["group"]
    if groups > 1 and parents > 0:
        chosen["parent"] = SCOPE_SHARE["parent"]
    total = sum(chosen.values())
    return {scope: share / total for scope, share in chosen.items()}


def signifier_shares(streams: Sequence[Stream], volume: bool) -> tuple[list[str], Floats]:
    """The signifiers in order of appearance (then "volume") and the share of the budget of each; shares sum to 1."""
    weights: dict[str, float] = {}
    for stream in streams:
        if weights.setdefault(stream.signifier, stream.weight) != stream.weight:
            raise ValueError(f"the streams of {stream.signifier!r} have different weights: give them one")
    if volume:
        weights["volume"] = VOLUME_WEIGHT
    shares = np.array(list(weights.values()))
    return list(weights), shares / shares.sum()


def bet_slices(signifier_of_bet: Ints, parts: Floats, shares: Floats) -> Floats:
    """The share of the budget of every bet (J,): its signifier's, divided among its bets in proportion to `parts`."""
    sums = np.bincount(signifier_of_bet, weights=parts, minlength=len(shares))
    return np.asarray(parts * shares[signifier_of_bet] / sums[signifier_of_bet])


def thresholds(slices: Floats, renewal: Floats, chances_a_year: float) -> Floats:
    """The threshold h of every bet, shaped as `renewal` (units, J), at which it alarms falsely `slices` times a year.

    `chances_a_year` is the number of stories (or, for volume, of unit-days) that a year brings.
    Alarms add up over bets whatever their dependence. Never below log 10.
    """
    return np.asarray(np.maximum(np.log(renewal * max(chances_a_year, 1.0) / slices), np.log(10.0)))
