"""How many themes stories have: as many as are found again in other halves of the stories, or none."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning

from models.arrays import Floats, Ints
from models.neighbourhoods import principal, shared_directions
from models.stability import agreements, half, jackknifed, largest_jaccard

LOOKED_AT = 10_000  # stories that the number is chosen from
TRIED = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20)  # closer ones cannot be told apart by stability
RESAMPLES = 6
LOOKED_FIRST, FAR_OFF = 3, 0.1  # after so many halves, a number that is so far from being taken is given up
RESTARTS = 2
LOOSEST = 0.6  # Hennig (2007): below, a cluster is not to be trusted
LOOSE, MOST_LOOSE = 0.4, 12  # the stability of themes that are heaps to read from, and how many these are at most
FEWEST = 3  # firm themes: two halves of everything are not worth more than several heaps
WORLDS = 19  # without themes, that the real stories must beat: one in twenty does by chance
STORIES_OF_A_WORLD = 1_500
CUT_IN = (4, 6, 8)  # numbers of clusters by which the stories must beat the worlds
WIDE = 64
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Chosen:
    """A number of clusters, 0 for none, its stability with an interval, and that of its loosest cluster, or nan.

    `firm` says that other stories show them again; otherwise they are heaps to read from.
    """

    number: int
    stability: float
    low: float
    high: float
    loosest: float
    firm: bool = False


_NAN = float("nan")
NONE = Chosen(0, _NAN, _NAN, _NAN, _NAN)


def nearest(points: Floats, centroids: Floats) -> Ints:
    """The place of the nearest centroid (k, p) of each point (n, p)."""
    return np.asarray(((centroids**2).sum(axis=1) - 2 * points @ centroids.T).argmin(axis=1), dtype=np.int64)


def middles(points: Floats, labels: Ints, k: int) -> Floats:
    """The mean of the points with each label (k, p); of a label without any, the middle of all."""
    count = np.bincount(labels, minlength=k)
    sums = np.eye(k)[labels].T @ points
    return np.where(count[:, None] > 0, sums / np.maximum(count, 1)[:, None], points.mean(axis=0))


def overlap(labels: Ints, others: Ints, k: int) -> Floats:
    """The Jaccard index (k,) of the points that have each label in two labellings (n,); 0 where neither has any."""
    both = np.bincount(labels[labels == others], minlength=k)
    union = np.bincount(labels, minlength=k) + np.bincount(others, minlength=k) - both
    return np.asarray(both / np.maximum(union, 1))


def found_freely(points: Floats, averaged: Floats, k: int, seed: int, restarts: int = RESTARTS) -> Floats:
    """Centroids (k, p) among `points` of what k-means finds among the same stories averaged over neighbours."""
    labels = _k_means(averaged, k, seed, restarts).labels_
    return middles(points, np.asarray(labels, dtype=np.int64), k)


def choose_number(rows: Floats, most: int, *, dimensions: int, at_least: float, seed: int) -> Chosen:
    """The largest number of clusters that is firm, or else that is more than chance; none when chance does as well.

    A number is firm when fits to random halves of the stories give all stories labels that agree, by a mean adjusted
    Rand index of `at_least`, and find every cluster again, by a Jaccard index of 0.6. Where fewer than three
    clusters are firm, the largest number up to 12 with an agreement of 0.4 is taken: heaps to read from, that come
    out differently when stories are drawn again. Any long blob is cut in the same two halves every time; so clusters
    must also explain more of what neighbourhoods differ in than they do in each of 19 worlds without any, drawn from
    one normal distribution with the stories' own covariance.

    Parameters
    ----------
    rows : array of shape (n, features)
    most : int
        Of 2 to 20 clusters, numbers up to this are tried: all up to 8, then ever fewer.
    dimensions : int
    at_least : float
    seed : int

    References
    ----------
    Lange et al. (2004), "Stability-based validation of clustering solutions", Neural Computation 16; Liu et al.
    (2008), "Statistical significance of clustering for high-dimension, low-sample size data", JASA 103, for the
    worlds; Hennig (2007), "Cluster-wise assessment of cluster stability", for the bound of 0.6.
    """
    chance, numbers = np.random.default_rng(seed), [k for k in TRIED if k <= most]
    if not numbers:
        return NONE
    few = rows[np.sort(chance.choice(len(rows), min(len(rows), LOOKED_AT), replace=False))]
    mean, components, _ = principal(few, WIDE)
    wide = (few - mean) @ components.T  # what every half looks at: found once
    if not _beats_chance(wide, numbers, dimensions, chance, seed):
        return NONE
    found = _agreements_of_halves(wide, numbers, dimensions, at_least, chance, seed)
    return _taken(found, at_least)


def _taken(found: Sequence[Chosen], at_least: float) -> Chosen:
    """Firm clusters where there are several, or else as many heaps as are more than chance; of two, firm ones."""
    firm = max((one for one in found if _is_firm(one, at_least)), key=lambda one: one.number, default=NONE)
    if firm.number >= FEWEST:
        return replace(firm, firm=True)
    loose = [one for one in found if one.number <= MOST_LOOSE and one.stability >= LOOSE]
    most = max(loose, key=lambda one: one.number, default=NONE)
    return replace(firm, firm=True) if most.number == firm.number > 0 else most


def _is_firm(one: Chosen, at_least: float) -> bool:
    return one.stability >= at_least and one.loosest >= LOOSEST


def _agreements_of_halves(
    rows: Floats, numbers: Sequence[int], dimensions: int, at_least: float, chance: np.random.Generator, seed: int
) -> list[Chosen]:
    """The stability of each number that could still be taken after three halves."""
    labels: dict[int, list[Ints]] = {k: [] for k in numbers}
    for turn in range(RESAMPLES):
        basis, points, averaged = shared_directions(rows[half(len(rows), chance)], dimensions, chance)
        everyone = basis.points(rows)
        for k, found in labels.items():
            found.append(nearest(everyone, found_freely(points, averaged, k, seed, RESTARTS)))
        if turn + 1 == LOOKED_FIRST:
            labels = _still_open(labels, at_least)
    return [Chosen(k, *jackknifed(agreements(found)), loosest=_loosest(found)) for k, found in labels.items()]


def _still_open(labels: Mapping[int, list[Ints]], at_least: float) -> dict[int, list[Ints]]:
    """Without those that are far from firm and, as heaps, far from alike or fewer than others that are surely so."""
    alike = {k: jackknifed(agreements(found))[0] for k, found in labels.items()}
    surely = max((k for k, value in alike.items() if k <= MOST_LOOSE and value >= LOOSE + FAR_OFF), default=0)
    kept = {
        k
        for k, value in alike.items()
        if value >= at_least - FAR_OFF or (surely <= k <= MOST_LOOSE and value >= LOOSE - FAR_OFF)
    }
    return {k: found for k, found in labels.items() if k in kept}


def _loosest(labels: list[Ints]) -> float:
    """The mean, over fits, of how far the cluster that the others find least is found again."""
    others = [[two for two in labels if two is not one] for one in labels]
    found = [
        np.mean([largest_jaccard(one, two) for two in rest], axis=0).min()
        for one, rest in zip(labels, others, strict=True)
    ]
    return float(np.mean(found))


def _beats_chance(
    rows: Floats, numbers: Sequence[int], dimensions: int, chance: np.random.Generator, seed: int
) -> bool:
    few = rows[np.sort(chance.choice(len(rows), min(len(rows), STORIES_OF_A_WORLD), replace=False))]
    tried = [k for k in numbers if k in CUT_IN] or numbers
    _, _, variance = principal(few, WIDE)
    real = _left(few, tried, dimensions, chance, seed)
    worlds = (chance.normal(size=(len(few), len(variance))) * np.sqrt(variance) for _ in range(WORLDS))
    return all(real < _left(world, tried, dimensions, chance, seed) for world in worlds)


def _left(rows: Floats, numbers: Sequence[int], dimensions: int, chance: np.random.Generator, seed: int) -> float:
    """The share of what neighbourhoods differ in that clusters leave unexplained, as a mean of logarithms."""
    _, _, averaged = shared_directions(rows, dimensions, chance)
    total = max(float(((averaged - averaged.mean(axis=0)) ** 2).sum()), TINY)
    left = [max(float(_k_means(averaged, k, seed, RESTARTS).inertia_), TINY) for k in numbers]
    return float(np.mean(np.log(left)) - np.log(total))


def _k_means(points: Floats, k: int, seed: int, restarts: int) -> KMeans:
    with warnings.catch_warnings():
        # The same text many times over: fewer different points than clusters.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(k, n_init=restarts, random_state=seed).fit(points)
