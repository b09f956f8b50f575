"""Patterns of answers: stories whose tellers placed them alike, whatever they said in words, or the finding of none.

Most stories leave questions unanswered, so that k-means is minimised over the answers there are (k-POD). A number of
patterns counts when other samples of the same stories find the same ones, all of them and each, when any two lie apart
in two questions at least, and when answers that have nothing to do with each other do not explain as much.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats, Ints
from models.pattern_space import LEAST_ANSWERED, PatternSpace, squares
from models.stability import HOLDS_TOGETHER, Stability, summarised

LEAST_STORIES = 100
MOST_PATTERNS = 8
STABLE = 0.8  # mean adjusted Rand index of resamples that a number of patterns must reach
NEARLY = 0.1  # so much less than the most stable number is still as good: more patterns say more
LEAST_EXPLAINED = 0.1  # of the spread of a question, in two questions at least, between any two patterns
LEAST_PART = 0.03  # of the stories lie in each pattern
RESAMPLES = 10
LOOKED_AT_FIRST = 4  # resamples: most numbers of patterns are out of the question by then
DEALS = 39
LEVEL = 0.05
UNUSUAL = 0.98
_STARTS, _ROUNDS, _SHRINK = 3, 25, 1.0


@dataclass(frozen=True, slots=True)
class Tried:
    """A number of patterns, and how far other samples of the stories find the same ones."""

    k: int
    stability: float


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a free fit found.

    Attributes
    ----------
    space : what places stories; no middles where there are no patterns
    stability : of the number in use; None where there are no patterns
    chance : how often answers that have nothing to do with each other explain as much; nan when not looked at
    explained : share of the spread of each question that the patterns take up; shape (q,)
    tried : every number of patterns that was looked at
    """

    space: PatternSpace
    stability: Stability | None
    chance: float
    explained: Floats
    tried: tuple[Tried, ...]

    @property
    def k(self) -> int:
        """How many patterns there are."""
        return len(self.space.middles)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Coordinates and whether they were answered (n, d), of stories with answers enough."""

    points: Floats
    answered: Floats

    def some(self, rows: Ints) -> "_Rows":
        return _Rows(self.points[rows], self.answered[rows])


def find_patterns(X: ArrayLike, blocks: ArrayLike, *, least: int = 10, seed: int = 0) -> Patterns:
    """Find the patterns of answers, or that there are none.

    Triads come as their two coordinates in the plane, not as log-ratios: tellers place markers into corners and onto
    edges, where log-ratios have no end and would outweigh everything else. Every question is scaled to a spread of 1
    over those who answered it, so that one of fourteen options weighs no more than one line. Missing answers count
    neither for nor against a pattern.

    Chance is a permutation: every question's answers are dealt out among those who answered it, which keeps what each
    question looks like and who left it out, and takes away whatever ties it to the others.

    Parameters
    ----------
    X : array of shape (n, d)
        Answers as numbers, NaN where there is none.
    blocks : array of int, shape (d,)
        The question of each column, 0 to q - 1.
    least : int
        Stories that a pattern must hold.

    References
    ----------
    Chi, Chi and Baraniuk (2016), "k-POD: a method for k-means clustering of missing data", The American Statistician
    70, 91-99; Hennig (2007), "Cluster-wise assessment of cluster stability"; Tibshirani and Walther (2005), "Cluster
    validation by prediction strength", for the largest of the numbers that are found again; Small and others (2021),
    "Polis: scaling deliberation by mapping high dimensional opinion spaces", for groups of answers.

    Examples
    --------
    >>> chance = np.random.default_rng(0)
    >>> kinds = np.repeat([[0.2, 0.2, 0.2], [0.8, 0.8, 0.2], [0.2, 0.8, 0.8]], 80, axis=0)
    >>> found = find_patterns(kinds + chance.normal(0, 0.08, kinds.shape), [0, 1, 2])
    >>> found.k, found.chance <= 0.05
    (3, True)
    >>> find_patterns(chance.random((240, 3)), [0, 1, 2]).k
    0
    """
    told: Floats = np.asarray(X, dtype=np.float64)
    space = scaled_space(told, np.asarray(blocks, dtype=np.int64))
    rows = _enough(space, told)
    nothing = Patterns(space, None, float("nan"), np.zeros(int(space.blocks.max(initial=-1)) + 1), ())
    if len(rows.points) < LEAST_STORIES or len(nothing.explained) < LEAST_ANSWERED:
        return nothing
    chance = np.random.default_rng(seed)
    tried: list[Tried] = []
    sound: list[tuple[Floats, Stability]] = []
    for k in range(2, min(MOST_PATTERNS, len(rows.points) // max(least, 1)) + 1):
        middles = _fit(rows, k, chance)
        found = _stability(rows, middles, chance)
        tried.append(Tried(k, found.whole))
        if found.whole >= STABLE and _is_sound(space, rows, middles, found, least):
            sound.append((middles, found))
    if not sound:
        return replace(nothing, tried=tuple(tried))
    most = max(one.whole for _, one in sound)
    middles, found = next(both for both in reversed(sound) if both[1].whole >= most - NEARLY)
    by_chance = _chance(space, rows, middles, chance)
    if by_chance > LEVEL:
        return replace(nothing, chance=by_chance, tried=tuple(tried))
    whole = replace(space, middles=middles)
    return Patterns(_measured(whole, rows), found, by_chance, explained(whole, rows), tuple(tried))


def refit(space: PatternSpace, X: ArrayLike) -> PatternSpace:
    """The same patterns, moved to where their stories lie now: none is lost and none comes."""
    rows = _enough(space, np.asarray(X, dtype=np.float64))
    if not len(space.middles) or len(rows.points) < len(space.middles):
        return space
    return _measured(replace(space, middles=_lloyd(rows, space.middles)[0]), rows)


def stability_of(space: PatternSpace, X: ArrayLike, *, seed: int = 0) -> Stability:
    """How far the same number of patterns, found in resamples from nothing, are those of the space."""
    rows = _enough(space, np.asarray(X, dtype=np.float64))
    return _stability(rows, space.middles, np.random.default_rng(seed), first=RESAMPLES)


def scaled_space(X: Floats, blocks: Ints) -> PatternSpace:
    """A space without patterns in which each question has a spread of 1; one that all answered alike has none."""
    if X.ndim != 2 or X.shape[1] != len(blocks):
        raise ValueError(f"answers have shape {X.shape} and there are {len(blocks)} blocks: give one for each column")
    answered = np.isfinite(X)
    n = answered.sum(axis=0)
    held = np.where(answered, X, 0.0)
    centre = held.sum(axis=0) / np.maximum(n, 1)
    spread = (np.where(answered, X - centre, 0.0) ** 2).sum(axis=0) / np.maximum(n, 1)
    whole = np.bincount(blocks, weights=spread, minlength=int(blocks.max(initial=-1)) + 1)
    scale = np.divide(1.0, np.sqrt(whole), out=np.zeros(len(whole)), where=whole > 1e-12)
    return PatternSpace(blocks, centre, scale[blocks], np.zeros((0, len(blocks))), 1.0, float("inf"))


def explained(space: PatternSpace, rows: _Rows) -> Floats:
    """Share of the spread of each question (q,) that lies between the patterns: 1 where they say all of it."""
    label = squares(rows.points, rows.answered, space.middles).argmin(axis=1)
    sums, counts = _sums(rows, label, len(space.middles))
    middle = sums.sum(axis=0) / np.maximum(counts.sum(axis=0), 1)
    between = (counts * (np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0) - middle) ** 2).sum(axis=0)
    whole = (rows.answered * (rows.points - middle) ** 2).sum(axis=0)
    q = int(space.blocks.max()) + 1
    return np.asarray(np.bincount(space.blocks, between, q) / np.maximum(np.bincount(space.blocks, whole, q), 1e-12))


def _enough(space: PatternSpace, X: Floats) -> _Rows:
    points, answered = space.coordinates(X)
    rows = np.flatnonzero(answered @ space.questions >= LEAST_ANSWERED - 1e-9)
    return _Rows(points[rows], answered[rows])


def _is_sound(space: PatternSpace, rows: _Rows, middles: Floats, found: Stability, least: int) -> bool:
    """Whether patterns are large enough, found again one by one, and apart from each other in two questions each."""
    label = _labels(rows, middles)
    sizes = np.bincount(label, minlength=len(middles))
    if sizes.min() < max(least, LEAST_PART * len(rows.points)) or min(found.themes) < HOLDS_TOGETHER:
        return False
    for one, other in combinations(range(len(middles)), 2):
        two = replace(space, middles=middles[[one, other]])
        apart = explained(two, rows.some(np.flatnonzero((label == one) | (label == other))))
        if (apart >= LEAST_EXPLAINED).sum() < LEAST_ANSWERED:
            return False
    return True


def _measured(space: PatternSpace, rows: _Rows) -> PatternSpace:
    """The space with its usual distance, and beyond which one a story is unusual."""
    nearest = squares(rows.points, rows.answered, space.middles).min(axis=1)
    usual = float(nearest.sum() / (rows.answered @ space.questions).sum())
    whole = replace(space, usual=usual)
    distances = whole.assign(np.where(rows.answered > 0, _unscaled(whole, rows.points), np.nan)).distance
    return replace(whole, unusual_beyond=float(np.quantile(distances, UNUSUAL)))


def _unscaled(space: PatternSpace, points: Floats) -> Floats:
    return np.asarray(points / np.where(space.scale > 0, space.scale, 1.0) + space.centre)


def _stability(rows: _Rows, middles: Floats, chance: np.random.Generator, *, first: int = LOOKED_AT_FIRST) -> Stability:
    """By labels that fits to resamples give to all stories; fewer resamples where these hardly agree."""
    whole = _labels(rows, middles)
    again: list[Ints] = []
    n = len(rows.points)
    for resamples in (first, RESAMPLES):
        while len(again) < resamples:
            some = rows.some(np.sort(chance.integers(0, n, n)))
            again.append(_labels(rows, _fit(some, len(middles), chance)))
        found = summarised(whole, again)
        if found.whole < STABLE - 0.15:
            break
    return found


def _labels(rows: _Rows, middles: Floats) -> Ints:
    return np.asarray(squares(rows.points, rows.answered, middles).argmin(axis=1), dtype=np.int64)


def _chance(space: PatternSpace, rows: _Rows, middles: Floats, chance: np.random.Generator) -> float:
    found = _left(rows, middles)
    dealt = (_dealt(space, rows, chance) for _ in range(DEALS))
    as_good = sum(_left(one, _fit(one, len(middles), chance)) <= found for one in dealt)
    return (as_good + 1) / (DEALS + 1)


def _dealt(space: PatternSpace, rows: _Rows, chance: np.random.Generator) -> _Rows:
    points, answered = rows.points.copy(), rows.answered.copy()
    for block in range(int(space.blocks.max()) + 1):
        columns = np.flatnonzero(space.blocks == block)
        held = np.flatnonzero(rows.answered[:, columns].any(axis=1))
        order = chance.permutation(held)
        points[np.ix_(held, columns)] = rows.points[np.ix_(order, columns)]
        answered[np.ix_(held, columns)] = rows.answered[np.ix_(order, columns)]
    return _Rows(points, answered)


def _left(rows: _Rows, middles: Floats) -> float:
    """Squared distance that patterns do not explain."""
    return float(squares(rows.points, rows.answered, middles).min(axis=1).sum())


def _fit(rows: _Rows, k: int, chance: np.random.Generator) -> Floats:
    """The best of a few starts."""
    found = [_lloyd(rows, _start(rows, k, chance)) for _ in range(_STARTS)]
    return min(found, key=lambda one: one[1])[0]


def _start(rows: _Rows, k: int, chance: np.random.Generator) -> Floats:
    """Stories far from each other, as k-means++ draws them; an unanswered question is at its mean."""
    n = len(rows.points)
    middles = rows.points[[int(chance.integers(n))]]
    nearest = squares(rows.points, rows.answered, middles)[:, 0]
    while len(middles) < k:
        weights = nearest + 1e-12
        new = rows.points[[int(np.searchsorted(np.cumsum(weights), chance.random() * weights.sum()))]]
        middles = np.vstack([middles, new])
        nearest = np.minimum(nearest, squares(rows.points, rows.answered, new)[:, 0])
    return middles


def _lloyd(rows: _Rows, middles: Floats) -> tuple[Floats, float]:
    """The middles that stories in turns choose and move, and what is left unexplained."""
    known: Ints | None = None
    left = float("inf")
    for _ in range(_ROUNDS):
        squared = squares(rows.points, rows.answered, middles)
        label = squared.argmin(axis=1)
        left = float(squared[np.arange(len(label)), label].sum())
        if known is not None and (label == known).all():
            break
        known = label
        sums, counts = _sums(rows, label, len(middles))
        held = np.bincount(label, minlength=len(middles)) > 0
        # A pattern that nobody chose stays where it was.
        middles = np.where(held[:, None], sums / (counts + _SHRINK), middles)
    return middles, left


def _sums(rows: _Rows, label: Ints, k: int) -> tuple[Floats, Floats]:
    chosen = (label[:, None] == np.arange(k)).astype(np.float64)
    return chosen.T @ rows.points, chosen.T @ rows.answered
