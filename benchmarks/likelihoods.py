"""The exact log likelihood ratio of a planted shift against its absence, for every story of a simulated programme.

Nothing is estimated: given the common factor of a story (and the mood of its day) the latent values are
independent and Gaussian, so that a placement has a density where no share is zero, a density times a Gaussian
interval where one is, and a probability of a corner where two are. The factor and the mood are integrated out
by Gauss-Hermite quadrature. Exact centres and "not applicable" are as likely with the shift as without.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import log_ndtr, logsumexp, ndtr

from benchmarks.simulator import (
    CENTRES,
    COMMON_SD,
    DYAD_SLOPE,
    EMBEDDING_SD,
    FIRST_DAY,
    OWN_SD,
    POCKET_NOISE,
    POCKET_SPOT,
    POCKET_TOPIC,
    TOPICS,
    TRIAD_MISSING,
    TRIAD_SLOPE,
    TRIADS,
    ZERO_BELOW,
    Programme,
    Shift,
)
from models.arrays import Bools, Floats

FACTOR_NODES, MOOD_NODES, CORNER_NODES = 15, 9, 48
_TIMES = 1 / ZERO_BELOW - 1  # a share is zero when the two others together are more than this many times as large


class _Pair(NamedTuple):
    """Means (n, J) and standard deviations of a triad's two latent values, given the common factor."""

    first: Floats
    second: Floats
    first_sd: float
    second_sd: float


def daily_evidence(programme: Programme, shift: Shift) -> Floats:
    """The log likelihood ratio of `shift`, as if it had set in, over the stories of each day and area (days, areas)."""
    world = programme.world
    place = (programme.day - FIRST_DAY, programme.group)
    sums = np.zeros((world.days, world.areas))
    if shift.kind == "volume":
        counts = np.zeros_like(sums)
        np.add.at(counts, place, 1.0)
        sums = counts * np.log(shift.size) - (shift.size - 1) * programme.law.arrivals
    elif shift.kind in ("triad", "hot", "spread"):
        sums = _placements(programme, shift)
    else:
        singly = {"dyad": _dyads, "choice": _choices, "pocket": _pockets, "topic": _topics, "new topic": _topics}
        np.add.at(sums, place, singly[shift.kind](programme, shift))
    affected = np.isin(np.arange(world.areas), shift.areas)
    return np.where(affected, sums, 0.0)


def _placements(programme: Programme, shift: Shift) -> Floats:
    """Of one triad, or of all together, over the stories of each day and area, whose mood they share."""
    world = programme.world
    moods, mood_weight = _gauss(MOOD_NODES if world.day_effect else 1)
    day = (programme.day - FIRST_DAY) * world.areas + programme.group
    touched = range(TRIADS) if shift.kind == "hot" else range(1)
    moved, scale = (0.0, shift.size) if shift.kind == "spread" else (shift.size, 1.0)
    logs = []
    for change, wider in ((moved, scale), (0.0, 1.0)):
        of_day = np.zeros((len(moods), world.days * world.areas))
        for k, mood in enumerate(moods * world.day_effect):
            story = sum_over_factor(programme, touched, change, wider, float(mood))
            of_day[k] = np.bincount(day, weights=story, minlength=of_day.shape[1])
        logs.append(logsumexp(of_day, b=mood_weight[:, None], axis=0))
    return np.asarray((logs[0] - logs[1]).reshape(world.days, world.areas))


def sum_over_factor(programme: Programme, touched: range, moved: float, wider: float, mood: float) -> Floats:
    """The log density (n,) of these triads together, the common factor integrated out."""
    factor, weight = _gauss(FACTOR_NODES)
    factor = factor * COMMON_SD
    latent = programme.law.latent + mood
    log = np.zeros((len(latent), len(factor)))
    for t in touched:
        pair = _Pair(
            latent[:, [2 * t]] + moved + wider * factor, latent[:, [2 * t + 1]] + factor, wider * OWN_SD, OWN_SD
        )
        log += triad_log_density(programme.triads[:, t], pair)
    return np.asarray(logsumexp(log, b=weight, axis=1))


def triad_log_density(shares: Floats, pair: _Pair) -> Floats:
    """The log density (n, J) of placements (n, 3) with exact zeros; 0 for a centre and for what was not answered.

    Against length in the latent values that the placement determines, which is the same with and without a shift.
    """
    log = np.zeros(pair.first.shape)
    told = np.isfinite(shares).all(axis=1) & ~np.isclose(shares, 1 / 3, rtol=0, atol=1e-12).all(axis=1)
    zero = np.nan_to_num(shares, nan=1.0) == 0
    ways = {
        (False, False, False): _inside,
        (True, False, False): _first_is_zero,
        (False, True, False): lambda shares, pair: _first_is_zero(shares[:, [1, 0, 2]], _turned(pair)),
        (False, False, True): _third_is_zero,
        (False, True, True): _in_first_corner,
        (True, False, True): lambda shares, pair: _in_first_corner(shares[:, [1, 0, 2]], _turned(pair)),
        (True, True, False): _in_third_corner,
    }
    for pattern, way in ways.items():
        rows = told & (zero == pattern).all(axis=1)
        if rows.any():
            mine = _Pair(pair.first[rows], pair.second[rows], pair.first_sd, pair.second_sd)
            log[rows] = way(shares[rows], mine)
    return log


def _inside(shares: Floats, pair: _Pair) -> Floats:
    z = np.log(shares[:, :2] / shares[:, [2]]) / TRIAD_SLOPE
    return _normal(z[:, [0]], pair.first, pair.first_sd) + _normal(z[:, [1]], pair.second, pair.second_sd)


def _first_is_zero(shares: Floats, pair: _Pair) -> Floats:
    """The second against the third is known, and that the first is below its bound."""
    ratio = shares[:, [1]] / shares[:, [2]]
    bound = np.minimum(np.minimum((ratio + 1) / _TIMES, _TIMES * ratio - 1), _TIMES - ratio)
    below = log_ndtr((_latent(bound) - pair.first) / pair.first_sd)
    return np.asarray(_normal(np.log(ratio) / TRIAD_SLOPE, pair.second, pair.second_sd) + below)


def _third_is_zero(shares: Floats, pair: _Pair) -> Floats:
    """The first against the second is known, and that both are above their bounds."""
    ratio = shares[:, [0]] / shares[:, [1]]
    apart = np.log(ratio) / TRIAD_SLOPE
    others = [_TIMES / (1 + ratio), 1 / (_TIMES - ratio), 1 / (_TIMES * ratio - 1)]
    bound = _latent(np.maximum.reduce(others))
    variance = 1 / (1 / pair.first_sd**2 + 1 / pair.second_sd**2)
    middle = variance * (pair.second / pair.second_sd**2 + (pair.first - apart) / pair.first_sd**2)
    above = log_ndtr((middle - bound) / np.sqrt(variance))
    spread = float(np.hypot(pair.first_sd, pair.second_sd))
    return np.asarray(_normal(apart, pair.first - pair.second, spread) + above)


def _in_first_corner(shares: Floats, pair: _Pair) -> Floats:
    """The first is so large that both others are zero."""
    nodes, weight = _gauss(CORNER_NODES)
    second = np.exp(TRIAD_SLOPE * (pair.second[..., None] + pair.second_sd * nodes))
    least = (_TIMES + 1) * np.maximum(second, 1) - second - 1
    chance = ndtr((pair.first[..., None] - _latent(least)) / pair.first_sd)
    return np.asarray(np.log(np.maximum(chance @ weight, 1e-300)))


def _in_third_corner(shares: Floats, pair: _Pair) -> Floats:
    nodes, weight = _gauss(CORNER_NODES)
    second = np.exp(TRIAD_SLOPE * (pair.second[..., None] + pair.second_sd * nodes))
    most, least = _latent((second + 1) / _TIMES), _latent(_TIMES * second - 1)
    first = pair.first[..., None]
    chance = ndtr((most - first) / pair.first_sd) - ndtr((least - first) / pair.first_sd)
    return np.asarray(np.log(np.maximum(np.maximum(chance, 0.0) @ weight, 1e-300)))


def _dyads(programme: Programme, shift: Shift) -> Floats:
    value, mean = programme.dyads[:, 0], programme.law.latent[:, 2 * TRIADS]
    spread = float(np.hypot(COMMON_SD, OWN_SD))
    inside = np.clip((np.nan_to_num(value, nan=0.5) + 0.05) / 1.1, 0.05 / 1.1, 1.05 / 1.1)
    z = np.log(inside / (1 - inside)) / DYAD_SLOPE
    logs = []
    for moved in (shift.size, 0.0):
        centred = (z - mean - moved) / spread
        log = np.where(value <= 0, log_ndtr(centred), np.where(value >= 1, log_ndtr(-centred), -(centred**2) / 2))
        logs.append(np.where(np.isnan(value), 0.0, log))
    return np.asarray(logs[0] - logs[1])


def _choices(programme: Programme, shift: Shift) -> Floats:
    before = programme.law.choice
    after = before + shift.size * (np.arange(before.shape[1]) == 2)
    row = np.arange(len(before)), programme.choice
    return np.asarray((after[row] - logsumexp(after, axis=1)) - (before[row] - logsumexp(before, axis=1)))


def _topics(programme: Programme, shift: Shift) -> Floats:
    return np.asarray(np.log1p(shift.size * (_topic_odds(programme, 0 if shift.kind == "topic" else TOPICS) - 1)))


def _pockets(programme: Programme, shift: Shift) -> Floats:
    """A story of the pocket is known by where it lies in the triad and what it is about, together."""
    shares = programme.triads[:, 0]
    told = np.isfinite(shares).all(axis=1) & (np.nan_to_num(shares) > 0).all(axis=1)
    told &= ~np.isclose(shares, 1 / 3, rtol=0, atol=1e-12).all(axis=1)
    z = np.log(shares[told, :2] / shares[told][:, [2]]) / TRIAD_SLOPE
    spot = _normal(z, POCKET_SPOT, POCKET_NOISE).sum(axis=1)
    usual = sum_over_factor(programme, range(1), 0.0, 1.0, 0.0)[told]
    answered = np.log((1 - CENTRES) * (1 - TRIAD_MISSING[0]))
    odds = np.zeros(len(shares))
    odds[told] = np.exp(spot - usual - answered) * _topic_odds(programme, POCKET_TOPIC)[told]
    return np.asarray(np.log1p(shift.size * (odds - 1)))


def _topic_odds(programme: Programme, topic: int) -> Floats:
    """How much likelier each text is of this topic than as usual (n,)."""
    law = programme.law
    apart = ((programme.embeddings[:, None, :] - law.centres[None]) ** 2).sum(axis=2)
    logs = -apart / (2 * EMBEDDING_SD**2)
    return np.asarray(np.exp(logs[:, topic] - logsumexp(logs[:, :TOPICS], b=law.topic, axis=1)))


def _turned(pair: _Pair) -> _Pair:
    return _Pair(pair.second, pair.first, pair.second_sd, pair.first_sd)


def _normal(value: Floats, mean: Floats, spread: float) -> Floats:
    return np.asarray(-(((value - mean) / spread) ** 2) / 2 - np.log(spread) - np.log(2 * np.pi) / 2)


def _latent(odds: Floats) -> Floats:
    """The latent value of exp(slope x value); minus infinity where the odds are not positive."""
    positive: Bools = np.asarray(odds > 0)
    return np.where(positive, np.log(np.where(positive, odds, 1.0)) / TRIAD_SLOPE, -np.inf)


def _gauss(nodes: int) -> tuple[Floats, Floats]:
    """Nodes and weights that integrate against a standard normal density."""
    places, weights = np.polynomial.hermite_e.hermegauss(nodes)
    return places, weights / weights.sum()
