"""Which wordings of a design mean the same: labels that stand beside each other, and whole questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from models.arrays import Singles
from narratives.opposites import are_opposite

SAME_LABEL = 0.70  # the cosine from which on two labels mean the same: chosen on tests/analysis/alike_labels.jsonl
SAME_QUESTION = 0.85  # whole questions of one framework share its subject, and are alike for that

Embed = Callable[[Sequence[str]], Singles]


def alike(asked: Mapping[str, Any], embed: Embed) -> dict[str, Any]:
    """Pairs that mean the same, the closest first, as JSON.

    `asked` is what `narratives.design_asked.alike_question` makes: `labels` by question, and `questions` as whole
    texts. `embed` turns texts into unit vectors.
    """
    labels: Mapping[str, list[str]] = asked["labels"]
    questions: Mapping[str, str] = asked["questions"]
    texts = list(dict.fromkeys([*(text for texts in labels.values() for text in texts), *questions.values()]))
    if not texts:
        return {"labels": [], "questions": []}
    vectors = dict(zip(texts, embed(texts), strict=True))
    found = [
        {"place": place, "one": one, "other": other, "likeness": likeness}
        for place, beside in labels.items()
        for one, other, likeness in _pairs(beside, vectors, SAME_LABEL)
        if not are_opposite(one, other)
    ]
    whole = [
        {"place": one, "other_place": other, "likeness": likeness}
        for one, other in combinations(questions, 2)
        if (likeness := _cosine(vectors[questions[one]], vectors[questions[other]])) >= SAME_QUESTION
    ]
    return {"labels": _closest(found), "questions": _closest(whole)}


def _pairs(texts: Sequence[str], vectors: Mapping[str, Singles], least: float) -> Iterator[tuple[str, str, float]]:
    for one, other in combinations(texts, 2):
        likeness = _cosine(vectors[one], vectors[other])
        if one.casefold() != other.casefold() and likeness >= least:  # the same label twice is said without a model
            yield one, other, likeness


def _cosine(one: Singles, other: Singles) -> float:
    return round(float(np.dot(one, other)), 3)


def _closest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda pair: -pair["likeness"])
