"""The search for conditions: what it finds where something is planted, and claims where nothing is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_least, at_most, proof

if TYPE_CHECKING:
    import numpy as np

    from models.arrays import Bools, Floats, Ints

_WORLDS = 1_000
_PLANTED = 60
_STORIES, _QUESTIONS, _OPTIONS = 300, 8, 4
_FAR = 0.25  # of the planted pair of conditions, on a target of 0 to 1


def answered(chance: np.random.Generator, n: int) -> tuple[Floats, Bools, Bools, Ints]:
    """A target like a corner's share and answers to eight questions of four options, one in ten left out."""
    import numpy as np

    target = chance.dirichlet([1.2, 1.0, 0.8], n)[:, 0]
    questions = np.repeat(np.arange(_QUESTIONS), _OPTIONS)
    told = np.repeat(chance.random((n, _QUESTIONS)) < 0.9, _OPTIONS, axis=1)
    picks = np.stack([chance.choice(_OPTIONS, n, p=chance.dirichlet([4.0] * _OPTIONS)) for _ in range(_QUESTIONS)])
    chosen = (picks.T[:, :, None] == np.arange(_OPTIONS)).reshape(n, -1) & told
    return target, chosen, told, questions


@proof("practitioners", "The log, paired accounts, events, sign-in, organisations and the audit keep their promises.")
def searches_that_pay() -> Iterator[Claim]:
    """False claims of whole searches, beside those of one that tests each condition by itself."""
    import numpy as np

    from models.subgroups import find_subgroups

    wrong = naive = 0
    for seed in range(_WORLDS):
        world = answered(np.random.default_rng(seed), 150)
        found = find_subgroups(*world, least=10, rounds=199)
        wrong += any(one.is_distinguishable for one in found.found)
        reach = [(one.high - one.effect) / found.critical for one in found.found]
        naive += any(abs(one.effect) > 1.96 * error for one, error in zip(found.found, reach, strict=True) if error)
    yield at_most(
        "searches among answers that have nothing to do with each other, in which anything is claimed",
        round(100 * wrong / _WORLDS, 1),
        6.5,
        "%",
        f"{_WORLDS} worlds, 5 % promised; a search that tests each condition by itself claims something in "
        f"{100 * naive / _WORLDS:.0f} %",
    )


@proof("practitioners")
def planted_conditions() -> Iterator[Claim]:
    """Two conditions at once under which the target is higher: found first, with the truth in the interval."""
    import numpy as np

    from models.subgroups import find_subgroups

    first = held = 0
    started, size = time.perf_counter(), 0
    for seed in range(_PLANTED):
        chance = np.random.default_rng(10_000 + seed)
        target, chosen, told, questions = answered(chance, 2 * _STORIES)
        pair = (int(np.argmax(chosen[:, :4].sum(axis=0))), 4 + int(np.argmax(chosen[:, 4:8].sum(axis=0))))
        target = (1 - _FAR) * target + _FAR * (chosen[:, pair[0]] & chosen[:, pair[1]])
        found = find_subgroups(target, chosen, told, questions, least=10, rounds=199)
        size += found.tried
        best = found.found[0]
        first += best.is_distinguishable and (best.first, best.second) == pair
        held += any((one.first, one.second) == pair and one.low <= _FAR <= one.high for one in found.found)
    each = (time.perf_counter() - started) / _PLANTED
    yield at_least("planted pairs of conditions found first, of 600 stories", round(100 * first / _PLANTED), 90, "%")
    yield at_least(
        "of them with the planted difference inside the interval",
        round(100 * held / _PLANTED),
        95,
        "%",
        f"{size / _PLANTED:.0f} conditions tried in {each:.2f} s a search",
    )
