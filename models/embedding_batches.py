"""Which texts go through a language model together: those of like length, few enough to stay in the cache."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from models.arrays import Singles

TOKENS_A_BATCH = 1_024  # padding included; larger batches fall out of the processor's cache and are slower

Tokens = npt.NDArray[np.int64]


def length_batches(lengths: Sequence[int], budget: int = TOKENS_A_BATCH) -> list[list[int]]:
    """Places of texts in batches, the longest first.

    Parameters
    ----------
    lengths : sequence of int
        Of each text, in tokens.
    budget : int, default=1024
        Tokens of a batch once every text is filled up to the longest; a single longer text is a batch of its own.

    Returns
    -------
    batches
        Every place 0 .. len(lengths) - 1 once.
    """
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: (-lengths[place], place)):
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= budget:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tokens, Tokens]:
    """Token numbers (n, longest) filled up with zeros, and a mask of the same shape that is 1 where there is one."""
    tokens = np.zeros((len(rows), max(map(len, rows), default=0)), np.int64)
    mask = np.zeros_like(tokens)
    for place, row in enumerate(rows):
        tokens[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return tokens, mask


def embed_in_batches(
    texts: Sequence[str],
    dimensions: int,
    tokenise: Callable[[Sequence[str]], Sequence[Sequence[int]]],
    run: Callable[[Tokens, Tokens], Singles],
) -> Singles:
    """Vectors (n, dimensions) of texts, a zero row for an empty one.

    `tokenise` gives the token numbers of each text; `run` turns a batch of them and its mask into vectors.
    """
    vectors = np.zeros((len(texts), dimensions), dtype=np.float32)
    spoken = [place for place, text in enumerate(texts) if text.strip()]
    rows = tokenise([texts[place] for place in spoken])
    for batch in length_batches([len(row) for row in rows]):
        vectors[[spoken[place] for place in batch]] = run(*padded([rows[place] for place in batch]))
    return vectors
