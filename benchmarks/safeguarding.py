"""How much of what tells of danger the rules find, and how often they point at something else.

`safeguarding_heldout.jsonl` was written before any rule by whoever wrote the rules minutes later, so its phrases were
in mind: what comes out of it is an upper bound. The words of `safeguarding_tuning.jsonl` widened the rules afterwards;
before that, the rules found 13 of its 40. docs/safeguarding.md publishes what comes out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.safeguarding import sign_of_meaning, together
from benchmarks.claims import Claim, at_least, at_most, not_measured, proof
from models.arrays import Floats
from models.danger_prototypes import FAR, NEAR, closeness
from models.embedding import load_embedder
from models.lexical import LexicalEmbedder
from narratives.danger import FLAGGED_FROM, Sign, sign_in

HELD_OUT = Path(__file__).with_name("safeguarding_heldout.jsonl")
FEWEST = 60
NORMAL = 1.96


@dataclass(frozen=True, slots=True)
class Found:
    """What one way of looking found: hits of dangers, false flags of others, and how well its score ranks."""

    name: str
    hits: int
    dangers: int
    false: int
    others: int
    auc: float

    @property
    def recall(self) -> float:
        return self.hits / self.dangers

    @property
    def false_rate(self) -> float:
        return self.false / self.others

    def sentence(self) -> str:
        """For the table: rates with their 95 % intervals."""
        found, wrong = wilson(self.hits, self.dangers), wilson(self.false, self.others)
        return (
            f"{self.name}: {self.hits} of {self.dangers} found ({found[0]:.0%} to {found[1]:.0%}), "
            f"{self.false} of {self.others} flagged wrongly ({wrong[0]:.0%} to {wrong[1]:.0%}), AUC {self.auc:.2f}"
        )


def measured(path: Path = HELD_OUT) -> list[Found]:
    """Words, meaning, and either; words alone where the language model is not installed."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    danger = np.array([row["danger"] for row in rows])
    words = [sign_in(row["text"]) for row in rows]
    found = [_found("words", words, danger)]
    embedder, _ = load_embedder("", (), threads=1)
    if isinstance(embedder, LexicalEmbedder):
        return found
    near = embedder.embed([sentence for sentences in NEAR.values() for sentence in sentences])
    scores = closeness(embedder.embed([row["text"] for row in rows]), near, embedder.embed(FAR))
    meaning = [sign_of_meaning(one) for one in scores]
    either = [together(one, other) for one, other in zip(words, meaning, strict=True)]
    return [*found, _found("meaning", meaning, danger), _found("either", either, danger)]


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    share, z = k / n, NORMAL
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    return max(0.0, middle - half), min(1.0, middle + half)


def _found(name: str, signs: list[Sign], danger: npt.NDArray[np.bool_]) -> Found:
    score: Floats = np.array([one.score for one in signs])
    flagged = score >= FLAGGED_FROM
    above, below = score[danger][:, None], score[~danger][None]
    auc = float(((above > below) + 0.5 * (above == below)).mean())
    return Found(
        name, int(flagged[danger].sum()), int(danger.sum()), int(flagged[~danger].sum()), int((~danger).sum()), auc
    )


@proof("trust", "What may tell of danger is put before a person: how much of it is found is measured and published")
def danger_is_found() -> Iterator[Claim]:
    """Recall and false flags of each way of looking; the teller's own mark and a reader come before all of them."""
    found = {one.name: one for one in measured()}
    words = found["words"]
    yield at_least("sentences that tell of danger", min(words.dangers, words.others), FEWEST)
    if "either" not in found:
        yield not_measured("what is meant, beside the words", "0.80", "the language model is not installed")
        return
    either = found["either"]
    for one in found.values():
        yield at_least(one.sentence(), one.auc, 0.75)
    yield at_least("recall of words and meaning together", either.recall, 0.80)
    yield at_most("of sentences about something else flagged", either.false_rate, 0.30)
