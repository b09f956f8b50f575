"""Patterns of answers: found where they are planted, none in scatter, the same after twenty weeks, quick to look at."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_least, at_most, proof

if TYPE_CHECKING:
    import numpy as np

    from models.arrays import Floats, Ints

_SETS = 100
_PLANTED = 12
_WEEKS = 20
_STORIES = 100_000


def scatter(chance: np.random.Generator, n: int) -> tuple[Floats, Ints]:
    """Answers to a framework drawn by chance, question by question: nothing goes with anything, up to 60 % missing."""
    import numpy as np

    columns: list[Floats] = []
    widths: list[int] = []
    for _ in range(chance.integers(2, 6)):
        columns.append(_plane(chance.dirichlet(chance.uniform(0.4, 3, 3), n)))
        widths.append(2)
    for _ in range(chance.integers(0, 4)):
        one, other = chance.uniform(0.3, 3, 2).tolist()
        columns.append(chance.beta(one, other, n)[:, None])
        widths.append(1)
    for _ in range(chance.integers(0, 3)):
        options = int(chance.integers(2, 7))
        chosen = chance.choice(options, n, p=chance.dirichlet(np.ones(options)))
        columns.append(np.eye(options)[chosen])
        widths.append(options)
    blocks = np.repeat(np.arange(len(widths)), widths)
    return _with_gaps(chance, np.concatenate(columns, axis=1), blocks, chance.uniform(0, 0.6)), blocks


def planted(chance: np.random.Generator, n: int, k: int = 4, missing: float = 0.4) -> tuple[Floats, Ints, Ints]:
    """Four triads and two lines of `k` kinds of stories, 40 % of the answers missing: answers, blocks, kinds."""
    import numpy as np

    kind = chance.integers(0, k, n)
    sides = np.array([[1, -1, 0], [1, 1, -2]]) / np.sqrt([[2], [6]])
    columns = []
    for _ in range(4):
        told = np.exp((chance.normal(0, 1.2, (k, 2))[kind] + chance.normal(0, 0.7, (n, 2))) @ sides)
        columns.append(_plane(told / told.sum(axis=1, keepdims=True)))
    for _ in range(2):
        told = chance.normal(0, 1.2, k)[kind] + chance.normal(0, 0.7, n)
        columns.append((1 / (1 + np.exp(-told)))[:, None])
    blocks = np.repeat(np.arange(6), [2, 2, 2, 2, 1, 1])
    return _with_gaps(chance, np.concatenate(columns, axis=1), blocks, missing), blocks, kind


def _plane(shares: Floats) -> Floats:
    import numpy as np

    from narratives.triangle import HEIGHT

    return np.stack([shares[:, 2] + shares[:, 0] / 2, shares[:, 0] * HEIGHT], axis=1)


def _with_gaps(chance: np.random.Generator, answers: Floats, blocks: Ints, missing: float) -> Floats:
    import numpy as np

    for block in range(int(blocks.max()) + 1):
        out = chance.random(len(answers)) < missing
        answers[np.ix_(out, blocks == block)] = np.nan
    return answers


@proof("meaning")
def no_patterns_in_scatter() -> Iterator[Claim]:
    """Frameworks by chance whose questions have nothing to do with each other."""
    import numpy as np

    from models.patterns import find_patterns

    false = 0
    for seed in range(_SETS):
        chance = np.random.default_rng(seed)
        false += find_patterns(*scatter(chance, int(chance.integers(300, 2_001))), seed=seed).k > 0
    yield at_most(
        f"sets of pure scatter, 300 to 2,000 stories, in which patterns are found ({_SETS} sets)", false, 5, "sets"
    )


@proof("meaning")
def planted_patterns() -> Iterator[Claim]:
    """Four kinds of stories, two answers in five missing, against k-means on answers filled in with their means."""
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score

    from models.patterns import find_patterns

    ours, plain, numbers = [], [], 0
    for seed in range(_PLANTED):
        answers, blocks, kind = planted(np.random.default_rng(seed), 1_500)
        found = find_patterns(answers, blocks, seed=seed)
        numbers += found.k == 4
        label = found.space.assign(answers).label
        told = label >= 0
        ours.append(adjusted_rand_score(kind[told], label[told]))
        filled = np.where(np.isfinite(answers), answers, np.nanmean(answers, axis=0))
        plain.append(adjusted_rand_score(kind[told], KMeans(4, n_init=4, random_state=0).fit_predict(filled)[told]))
    note = f"plain k-means, told the number and with gaps filled by means, reaches {np.mean(plain):.2f}"
    yield at_least(f"planted sets in which the right number is found ({_PLANTED} sets)", numbers, 9, "sets")
    yield at_least(
        "adjusted Rand index with what was planted, over that of plain k-means on filled gaps",
        round(float(np.mean(ours) / np.mean(plain)), 2),
        1.0,
        "x",
        f"{np.mean(ours):.2f}; {note}",
    )


@proof("meaning")
def patterns_keep_their_numbers() -> Iterator[Claim]:
    """Twenty weekly refits of a collection that grows by a twentieth each."""
    import numpy as np

    from models.patterns import find_patterns, refit

    answers, blocks, _ = planted(np.random.default_rng(1), 4_000)
    space = find_patterns(answers[:2_000], blocks).space
    first, kept = space.assign(answers[:2_000]).label, []
    for week in range(1, _WEEKS + 1):
        space = refit(space, answers[: 2_000 + 100 * week])
        kept.append(float((space.assign(answers[:2_000]).label == first).mean()))
    yield at_least(
        f"stories that keep their pattern over {_WEEKS} weekly refits while the collection doubles",
        round(100 * min(kept), 1),
        95.0,
        "%",
    )


@proof("meaning")
def patterns_are_quick() -> Iterator[Claim]:
    """The figures of the page over 100,000 stories, and one story's place."""
    import numpy as np

    from analysis.patterns import space_of, update_patterns
    from benchmarks.pattern_stories import tell_patterns
    from narratives.selection import View
    from store.landscape import Landscape
    from store.landscape.positions import positions
    from store.patterns import get_pattern_fit, list_open_codes
    from store.release_patterns import list_released_patterns
    from store.schema import open_stories

    with tempfile.TemporaryDirectory() as folder:
        db = open_stories(Path(folder) / "stories.db")
        collection, framework, today = tell_patterns(db, _STORIES)
        began = time.process_time()
        update_patterns(db, collection, framework, today=today)
        yield at_most("fitting and placing 100,000 stories", round(time.process_time() - began, 1), 60.0, "s")
        landscape = Landscape()
        landscape.count(db, collection.id, framework, View())
        told = []
        for _ in range(7):
            began = time.process_time()
            list_released_patterns(db, landscape, collection, framework)
            told.append(1_000 * (time.process_time() - began))
        yield at_most("figures of the patterns page at 100,000 stories", round(float(np.median(told))), 300, "ms")
        fit = get_pattern_fit(db, collection.id)
        if fit is not None and fit.ids:
            codes = np.frombuffer(list_open_codes(db, collection.id, 1)[0], "<u2").astype(np.uint16)[:, None]
            space, asked, began = space_of(fit), positions(framework), time.perf_counter()
            for _ in range(200):
                space.assign(asked.of(codes))
            yield at_most("placing one story", round(1_000 * (time.perf_counter() - began) / 200, 2), 1.0, "ms")
        db.close()
