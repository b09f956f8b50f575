"""Real stories with vectors and, where people gave one, a label: read where they lie, embedded once a machine."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.main_job import CORPORA
from models.artefacts import MINILM_FILES
from models.embedding import load_embedder

# The column that holds what people said a text is about, or how it felt; "" where nobody did.
LABELS = {
    "isear": "si_emotion",
    "gp_feedback_2024": "g_question",
    "forensic_2010_2014": "g_question",
    "community_2010_2012": "g_question",
    "polis_three": "g_conversation",
}
SHORTEST = 15  # characters: "Nothing" is an answer, and no text to find neighbours of
_KEPT = (
    Path(tempfile.gettempdir()) / f"murmuration-real-vectors-{os.getuid()}-{MINILM_FILES['model.safetensors'][:12]}.npz"
)


@dataclass(frozen=True, slots=True)
class RealVectors:
    """Distinct texts, their unit vectors (n, d) float32, the corpus and the label of each ("" for none)."""

    texts: tuple[str, ...]
    vectors: npt.NDArray[np.float32]
    source: npt.NDArray[np.str_]
    label: npt.NDArray[np.str_]

    def only(self, *sources: str) -> RealVectors:
        """Those of some corpora."""
        rows = np.flatnonzero(np.isin(self.source, sources))
        texts = tuple(self.texts[row] for row in rows)
        return RealVectors(texts, self.vectors[rows], self.source[rows], self.label[rows])


def are_here() -> bool:
    """Whether the corpora lie beside this project."""
    return all((CORPORA / f"{name}.csv").exists() for name in LABELS)


@cache
def real_vectors() -> RealVectors:
    """All of them; embedding takes some minutes once, and is kept for the next run in the machine's temporary folder.

    Raises FileNotFoundError where the corpora are not.
    """
    texts, source, label = _read()
    return RealVectors(texts, _embedded(texts), np.array(source), np.array(label))


def _read() -> tuple[tuple[str, ...], list[str], list[str]]:
    texts: dict[str, tuple[str, str]] = {}
    for name, column in LABELS.items():
        with (CORPORA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                text = row["text"].strip()
                if len(text) >= SHORTEST:
                    texts.setdefault(text, (name, row[column]))
    return tuple(texts), [name for name, _ in texts.values()], [label for _, label in texts.values()]


def _embedded(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    if _KEPT.exists():
        kept = np.load(_KEPT, allow_pickle=False)["vectors"]
        if len(kept) == len(texts):
            return np.asarray(kept, dtype=np.float32)
    embedder, _ = load_embedder("", (), threads=os.cpu_count())
    vectors = embedder.embed(texts)
    # Vectors and no words: the file tells nobody's story to somebody who finds it.
    np.savez(_KEPT, vectors=vectors.astype(np.float16))
    return vectors
