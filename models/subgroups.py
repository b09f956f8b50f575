"""Under which conditions people answer differently: a search over conditions and pairs of them that pays for itself."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints, Singles

ROUNDS = 499
LEVEL = 0.05
_BLOCK = 192  # pairs of conditions at once: their columns stay small
_SAME = 1e-6  # of a statistic: nearer is a tie, and single precision is no finer


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Stories that meet one condition, or two at once (`second`), against the rest that answered the same questions.

    `effect` is the difference of the means with an interval that holds for everything tried at once (95 %), `p` the
    chance that the strongest of everything tried is as strong where nothing goes with the target.
    """

    first: int
    second: int | None
    n: int
    mean: float
    rest_n: int
    rest_mean: float
    effect: float
    low: float
    high: float
    p: float

    @property
    def is_distinguishable(self) -> bool:
        """Whether it can be told from scatter, the whole search taken into account."""
        return self.p <= LEVEL


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Everything tried, strongest first; `critical` is the statistic that scatter passes in 5 % of searches."""

    found: tuple[Subgroup, ...]
    critical: float

    @property
    def tried(self) -> int:
        """How many conditions and pairs were large enough to try."""
        return len(self.found)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Candidates (c,) with their statistic, that of every deal (c, rounds), and sums, squares and numbers of stories
    inside and in the rest (3, 2, c).
    """

    names: tuple[tuple[int, int | None], ...]
    statistic: Floats
    scatter: Floats
    moments: Floats


def find_subgroups(
    target: ArrayLike,
    chosen: ArrayLike,
    answered: ArrayLike,
    questions: ArrayLike,
    *,
    least: int,
    rounds: int = ROUNDS,
    seed: int = 0,
) -> Subgroups:
    """Search single conditions and pairs of them for those whose stories lie elsewhere on a target.

    A condition's statistic is its standardised difference of means. A pair counts only for what it adds to each of its
    halves: its statistic is the least of three, against the stories of either half alone and against all the rest, and
    0 where they point different ways. The targets are dealt out to the stories again and again; p counts the deals in
    which the strongest candidate of the whole search is at least as strong, so that the chance of any false finding
    among all is at most 5 % where nothing goes with the target, however many are tried and however much they overlap.
    The intervals use the 95 % point of the same strongest statistics in place of 1.96.

    Parameters
    ----------
    target : array (stories,)
        Values from 0 to 1; NaN for stories that did not answer it, which are left out.
    chosen, answered : arrays of bool (stories, conditions)
        Whether a story meets a condition, and whether it answered the question that the condition is of.
    questions : array of int (conditions,)
        The question of each condition: two of one question are never paired.
    least : int
        Stories inside, in each half beyond, and outside that a candidate needs.
    rounds, seed : int

    Raises
    ------
    ValueError
        When the shapes do not fit together.

    References
    ----------
    Westfall and Young (1993), "Resampling-Based Multiple Testing", Wiley (the maximum statistic); Phipson and Smyth
    (2010), SAGMB 9, 39 (p is never 0); Atzmueller (2015), "Subgroup discovery", WIREs Data Mining and Knowledge
    Discovery 5, 35-49.

    Examples
    --------
    >>> target = [1.0] * 20 + [0.0] * 20
    >>> inside = [[True]] * 20 + [[False]] * 20
    >>> one = find_subgroups(target, inside, [[True]] * 40, [0], least=10).found[0]
    >>> one.n, one.effect, one.is_distinguishable
    (20, 1.0, True)
    """
    values = np.asarray(target, dtype=np.float64)
    meets, told = np.asarray(chosen, dtype=np.bool_), np.asarray(answered, dtype=np.bool_)
    of = np.asarray(questions, dtype=np.int64)
    if meets.shape != told.shape or meets.shape != (len(values), len(of)):
        raise ValueError(
            f"target {values.shape}, conditions {meets.shape} and questions {of.shape} do not fit together"
        )
    known = np.isfinite(values)
    values, meets, told = values[known], meets[known] & told[known], told[known]
    spread = float(values.std()) if len(values) else 0.0
    if spread == 0.0:
        return Subgroups((), np.inf)
    dealt = _dealt((values - values.mean()) / spread, rounds, np.random.default_rng(seed))
    sides = list(_tried(values, dealt, meets, told, of, least))
    if not sides:
        return Subgroups((), np.inf)
    strongest: Floats = np.max([np.abs(one.scatter).max(axis=0) for one in sides], axis=0)
    critical = float(np.quantile(strongest, 1 - LEVEL, method="higher"))
    found = [subgroup for one in sides for subgroup in _subgroups(one, strongest, critical)]
    return Subgroups(tuple(sorted(found, key=lambda one: (one.p, -round(abs(one.effect), 9), -one.effect))), critical)


def _dealt(standardised: Floats, rounds: int, chance: np.random.Generator) -> Singles:
    """The targets (stories, 1 + rounds): as they are, then dealt out again."""
    dealt = np.tile(standardised.astype(np.float32)[:, None], (1, rounds + 1))
    dealt[:, 1:] = chance.permuted(dealt[:, 1:], axis=0)
    return dealt


def _tried(values: Floats, dealt: Singles, meets: Bools, told: Bools, questions: Ints, least: int) -> Iterator[_Sides]:
    inside = meets.sum(axis=0)
    kept = np.flatnonzero((inside >= least) & (told.sum(axis=0) - inside >= least))
    if not len(kept):
        return
    held = [(int(place), None) for place in kept]
    yield _sides(values, dealt, meets[:, kept], [told[:, kept] & ~meets[:, kept]], tuple(held))
    pairs = [(int(i), int(j)) for at, i in enumerate(kept) for j in kept[at + 1 :] if questions[i] != questions[j]]
    for start in range(0, len(pairs), _BLOCK):
        yield from _paired(values, dealt, meets, told, pairs[start : start + _BLOCK], least)


def _paired(
    values: Floats, dealt: Singles, meets: Bools, told: Bools, pairs: list[tuple[int, int]], least: int
) -> Iterator[_Sides]:
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    both = meets[:, first] & meets[:, second]
    asked = told[:, first] & told[:, second]
    halves = [asked & meets[:, first] & ~both, asked & meets[:, second] & ~both, asked & ~both]
    enough = np.min([one.sum(axis=0) for one in (both, *halves)], axis=0) >= least
    if enough.any():
        names: tuple[tuple[int, int | None], ...] = tuple(pairs[place] for place in np.flatnonzero(enough))
        yield _sides(values, dealt, both[:, enough], [one[:, enough] for one in halves], names)


def _sides(
    values: Floats, dealt: Singles, inside: Bools, others: list[Bools], names: tuple[tuple[int, int | None], ...]
) -> _Sides:
    """The statistics of candidates; the last of `others` is the rest that their effect is told against."""
    n = inside.sum(axis=0)
    mean = (inside.T.astype(np.float32) @ dealt) / n[:, None]
    standing = []
    for other in others:
        m = other.sum(axis=0)
        apart = mean - (other.T.astype(np.float32) @ dealt) / m[:, None]
        standing.append(apart / np.sqrt(1 / n + 1 / m)[:, None])
    least = np.abs(standing).min(axis=0)
    agree = np.abs(np.sign(standing).sum(axis=0)) == len(others)
    statistic: Floats = np.where(agree, least, 0.0) * np.sign(standing[-1])
    sums = np.stack([inside, others[-1]]).transpose(0, 2, 1).astype(np.float64)
    moments = np.stack([sums @ values, sums @ values**2, sums.sum(axis=2)])
    return _Sides(names, statistic[:, 0], statistic[:, 1:], moments)


def _subgroups(sides: _Sides, strongest: Floats, critical: float) -> Iterator[Subgroup]:
    totals, squares, n = sides.moments
    means = totals / n
    variances = np.maximum(squares / n - means**2, 0.0) * n / np.maximum(n - 1, 1)
    errors = np.sqrt((variances / n).sum(axis=0))
    for place, (first, second) in enumerate(sides.names):
        reached = abs(float(sides.statistic[place]))
        p = (1 + int((strongest >= reached - _SAME).sum())) / (1 + len(strongest))
        effect, reach = float(means[0, place] - means[1, place]), critical * float(errors[place])
        yield Subgroup(
            first=first,
            second=second,
            n=int(n[0, place]),
            mean=float(means[0, place]),
            rest_n=int(n[1, place]),
            rest_mean=float(means[1, place]),
            effect=effect,
            low=max(effect - reach, -1.0),
            high=min(effect + reach, 1.0),
            p=p,
        )
