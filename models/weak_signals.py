"""Weak signals: small pockets of like stories that were told lately by several tellers, before they are significant.

The order of the queue is Kulldorff's scan statistic in the space of texts. Round every recent story lie balls that
hold its nearest 1, 2, ... 64 others; a ball in which more stories are recent than how much was told lately
explains is a lead. One teller, one text and one group's one day count once or twice, so that a campaign does not
lead the queue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from models.arrays import Bools, Floats, Ints, Singles
from models.nearest import nearest
from models.pocket_scan import Balls, best_ball, best_by_chance, expected_share, first_heard

NEIGHBOURS = 64
LEAST, MOST = 4, 40  # stories of a pocket
SEEDS = 6_000  # recent stories that a pocket is looked for round; of more, so many are drawn
NEAR_COPY = 0.95
SHARED = 1 / 3  # of a pocket may be in a better one
AS_GOOD = 1.0  # nats: of two balls about one thing that are so close, neither is the likelier one
POCKETS = 30
SHUFFLES = 99
WINDOWS = (56, 28, 14)  # days
MOST_RECENT = 0.4
LEAST_RECENT, LEAST_EARLIER = 20, 60
_NEAREST_EARLIER = 3
_RANDOM_SETS = 200


@dataclass(frozen=True, slots=True)
class Tellings:
    """When and by whom n stories were told, as numbers (n,): -1 for an unknown teller or text.

    Stories of one `stratum` (a group, a language) are compared in how much of all they told lately.
    """

    day: Ints
    stratum: Ints
    teller: Ints
    text: Ints


@dataclass(frozen=True, slots=True)
class Pocket:
    """One pocket; `rows` are its recent stories, the most typical first, each of another voice.

    `evidence` is in nats: what the queue is ordered by. `expected` is how many of its stories and of the `earlier`
    ones that lie among them would be recent by how much was told lately. `repeated` is how many more recent ones
    there are of the same tellers, texts or days. `alike` is the mean cosine, `alike_by_chance` that of as many random
    recent stories and `coherence` the share of such random sets that are less alike; `novelty` is the share of other
    recent stories that lie nearer to something older. `chance` is how often shuffled days make a best pocket that is
    at least as striking.
    """

    rows: Ints
    evidence: float
    expected: float
    earlier: int
    repeated: int
    alike: float
    alike_by_chance: float
    coherence: float
    novelty: float
    chance: float


@dataclass(frozen=True, slots=True)
class Found:
    """The pockets, best first, and `by_chance`, the best evidence of each shuffle (SHUFFLES,)."""

    pockets: tuple[Pocket, ...]
    by_chance: Floats


def recent_since(day: Ints, today: int) -> int | None:
    """The first day of the longest window in which not too much of everything was told; None when there is none.

    What is new is new against something: at least 60 earlier stories, and 60 in 100 of all.
    """
    for window in WINDOWS:
        since = today - window + 1
        late = int((day >= since).sum())
        if late >= LEAST_RECENT and len(day) - late >= LEAST_EARLIER and late <= MOST_RECENT * len(day):
            return since
    return None


def find_pockets(
    vectors: Singles,
    told: Tellings,
    since: int,
    *,
    shuffles: int = SHUFFLES,
    seed: int = 0,
    beat: Callable[[], None] = lambda: None,
) -> Found:
    """Pockets among the stories told on day `since` or later.

    Parameters
    ----------
    vectors : array (n, d) of float32, of unit length
    told : Tellings
    since : int
    shuffles : int
        How often the days are shuffled within their strata to say what chance alone makes.
    seed : int
        Of the shuffles, and of the draw of `SEEDS` where there are more recent stories.

    References
    ----------
    Kulldorff (1997), "A spatial scan statistic", Communications in Statistics 26(6), 1481-1496; the distances here
    are between texts.
    """
    recent = told.day >= since
    rows = _seeds(recent, seed)
    places, cosines = nearest(vectors, rows, NEIGHBOURS, beat=beat)
    copy = _copies(told.text, rows, places, cosines)
    balls = Balls(places, first_heard(rows, places, told.teller, copy, _cells(told)))
    share = expected_share(recent, told.stratum)
    strength, place, large = best_ball(balls, recent, share, MOST)
    beat()
    by_chance = best_by_chance(balls, recent, told.stratum, share, shuffles=shuffles, most=MOST, seed=seed)
    hunt = _Hunt(vectors, recent, share, rows, balls, np.sort(by_chance), _newness(balls, cosines, recent))
    return Found(hunt.pockets(strength, place, large, seed), by_chance)


@dataclass(frozen=True, slots=True)
class _Hunt:
    vectors: Singles
    recent: Bools
    share: Floats
    rows: Ints
    balls: Balls
    by_chance: Floats
    newness: Floats

    def pockets(self, strength: Floats, place: Ints, large: Bools, seed: int) -> tuple[Pocket, ...]:
        """The best balls, as far as they do not share too much with a better one."""
        used = np.zeros(len(self.recent), dtype=bool)
        used[self.rows[large]] = True  # what many tell is no weak signal, nor is its border
        chance = np.random.default_rng(seed)
        found: list[Pocket] = []
        for at in np.argsort(-strength, kind="stable").tolist():
            if strength[at] <= 0 or len(found) == POCKETS:
                break
            rows = self._members(at, place)
            if len(rows) >= LEAST and used[rows].mean() <= SHARED:
                core = self._core(rows, at, strength, place, used)
                used[rows] = True
                rows = self._members(core, place)
                used[rows] = True
                inside = slice(0, int(place[core]) + 1)
                found.append(self._pocket(core, inside, rows, float(strength[core]), chance))
        return tuple(sorted(found, key=lambda pocket: -pocket.evidence))

    def _core(self, rows: Ints, at: int, strength: Floats, place: Ints, used: Bools) -> int:
        """The ball with the fewest stories of those that share enough with `rows` and are as good.

        The likeliest ball is often one subject with much round it; a reader wants the subject.
        """
        best, fewest = at, int(place[at])
        for other in np.flatnonzero((strength >= strength[at] - AS_GOOD) & (place < fewest)).tolist():
            mine = self._members(other, place)
            shared = np.isin(mine, rows).mean()
            if place[other] < fewest and len(mine) >= LEAST and shared > SHARED >= used[mine].mean():
                best, fewest = other, int(place[other])
        return best

    def _members(self, at: int, place: Ints) -> Ints:
        inside = slice(0, int(place[at]) + 1)
        places = self.balls.places[at, inside]
        heard = self.recent[places] & (self.balls.weight[at, inside] > 0)
        return np.concatenate([self.rows[at : at + 1], places[heard]])

    def _pocket(self, at: int, inside: slice, rows: Ints, strength: float, chance: np.random.Generator) -> Pocket:
        places, heard = self.balls.places[at, inside], self.balls.weight[at, inside] > 0
        mine = np.isin(self.rows, rows)
        newer = self.newness[~mine] > self.newness[mine].mean()
        alike, random = _mean_cosine(self.vectors[rows]), self._random_sets(len(rows), chance)
        at_least = len(self.by_chance) - int(np.searchsorted(self.by_chance, strength))
        middle = self.vectors[rows].mean(axis=0)
        return Pocket(
            rows=rows[np.argsort(-(self.vectors[rows] @ middle), kind="stable")],
            evidence=strength,
            expected=float(self.share[places[heard]].sum()),
            earlier=int((~self.recent[places] & heard).sum()),
            repeated=int((self.recent[places] & ~heard).sum()),
            alike=alike,
            alike_by_chance=float(random.mean()),
            coherence=float((random < alike).mean()),
            novelty=float(newer.mean()) if len(newer) else 0.0,
            chance=(1 + at_least) / (1 + len(self.by_chance)),
        )

    def _random_sets(self, size: int, chance: np.random.Generator) -> Floats:
        late = np.flatnonzero(self.recent)
        sets = (chance.choice(late, size, replace=False) for _ in range(_RANDOM_SETS))
        return np.array([_mean_cosine(self.vectors[rows]) for rows in sets])


def _newness(balls: Balls, cosines: Singles, recent: Bools) -> Floats:
    """Mean cosine (s,) of each story with the nearest three earlier ones, as far as they are among its neighbours."""
    if not cosines.size:
        return np.zeros(len(cosines))
    earlier = ~recent[balls.places]
    counted = earlier & (np.cumsum(earlier, axis=1) <= _NEAREST_EARLIER)
    furthest = cosines[:, -1].astype(np.float64)
    total = (cosines * counted).sum(axis=1) + (_NEAREST_EARLIER - counted.sum(axis=1)) * furthest
    return np.asarray(total / _NEAREST_EARLIER)


def _seeds(recent: Bools, seed: int) -> Ints:
    late = np.flatnonzero(recent)
    if len(late) > SEEDS:
        late = np.sort(np.random.default_rng(seed).choice(late, SEEDS, replace=False))
    return late.astype(np.int64)


def _cells(told: Tellings) -> Ints:
    """A number (n,) for each day of each stratum."""
    return np.asarray(told.day * (int(told.stratum.max(initial=0)) + 1) + told.stratum, dtype=np.int64)


def _copies(text: Ints, rows: Ints, places: Ints, cosines: Singles) -> Ints:
    """A number (n,) for each text, the same for near copies as far as they were seen; -1 for one of a kind."""
    n = len(text)
    at, beside = np.nonzero(cosines >= NEAR_COPY)
    ends = [(rows[at], places[at, beside])]
    known = np.flatnonzero(text >= 0)
    if len(known):
        _, first, which = np.unique(text[known], return_index=True, return_inverse=True)
        ends.append((known, known[first][which]))
    one, other = (np.concatenate(parts) for parts in zip(*ends, strict=True))
    graph = coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(n, n))
    _, label = connected_components(graph, directed=False)
    alone = np.bincount(label)[label] == 1
    return np.where(alone, -1, label).astype(np.int64)


def _mean_cosine(rows: Singles) -> float:
    n = len(rows)
    if n < 2:
        return 0.0
    total = rows.sum(axis=0, dtype=np.float64)
    return float((total @ total - n) / (n * (n - 1)))
