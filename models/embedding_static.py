"""A quick preview of a language model: one vector a word piece, whatever stands beside it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.arrays import Singles
from models.embedding_graph import TOKENISER, graph_of, kept_or_made, read_tokeniser

DIMENSIONS = 256
_FILE = "words.npy"
_PIECES_A_BATCH = 1_024
_SMALLEST = 1e-9


class StaticEmbedder:
    """The mean of word pieces' vectors; more than a hundred times as fast as the model that they are of.

    A text's nearest neighbours are mostly others than the model's: enough to look words up by meaning and to try
    things out, not for themes. The table is made once, by one run of the model for each word piece: half a minute for
    30,000 pieces. Then neither the model nor PyTorch is needed.

    References
    ----------
    Tulkens & van Dongen (2024), "Model2Vec"; Arora, Liang & Ma (2017), "A simple but tough-to-beat baseline for
    sentence embeddings", ICLR.
    """

    def __init__(self, folder: Path, source_id: str, load: Callable[[], Any]) -> None:
        """Raises ArtefactError for files that were changed."""
        self.model_id = f"{source_id}+static"
        kept = kept_or_made(folder, self.model_id, load, _make)
        self._table: Singles = np.load(folder / _FILE, allow_pickle=False).astype(np.float32)
        self.dimensions = int(self._table.shape[1])
        self._tokenise = read_tokeniser(folder / TOKENISER, kept.most_tokens, kept.prefix)

    def embed(self, texts: Sequence[str]) -> Singles:
        """Unit vectors (n, d); an empty text, or one without any known piece, is a zero row."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, pieces in enumerate(self._tokenise(texts)):
            if texts[place].strip():
                self._table[pieces].sum(axis=0, out=vectors[place])
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _SMALLEST)
        return vectors


def _make(model: Any, folder: Path) -> None:
    vectors = _piece_vectors(model)
    special = np.zeros(len(vectors), dtype=bool)
    special[list(model.tokenizer.all_special_ids)] = True
    np.save(folder / _FILE, static_table(vectors, special, DIMENSIONS).astype(np.float16))


def static_table(vectors: Singles, special: np.ndarray[Any, np.dtype[np.bool_]], dimensions: int) -> Singles:
    """The table (v, dimensions) of word pieces' vectors (v, d): their main directions, frequent pieces lighter.

    A piece's frequency is that of its place in the vocabulary, by Zipf's law; `special` ones (v,) become zero rows.
    """
    known = vectors[~special].astype(np.float64)
    centred = known - known.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    table = np.zeros((len(vectors), min(dimensions, vectors.shape[1])), dtype=np.float32)
    ranks = np.arange(1, len(vectors) + 1)[~special]
    table[~special] = centred @ directions[:, ::-1][:, : table.shape[1]] * np.log1p(ranks)[:, None]
    return table


def _piece_vectors(model: Any) -> Singles:
    """The model's vector of each word piece of its vocabulary, alone between whatever begins and ends a text."""
    import torch

    graph, pieces = graph_of(model), len(model.tokenizer)
    ends = list(model.tokenizer("")["input_ids"])
    before, after = ends[: (len(ends) + 1) // 2], ends[(len(ends) + 1) // 2 :]
    found = []
    with torch.inference_mode():
        for first in range(0, pieces, _PIECES_A_BATCH):
            rows = [[*before, piece, *after] for piece in range(first, min(first + _PIECES_A_BATCH, pieces))]
            tokens = torch.tensor(rows)
            found.append(graph(tokens, torch.ones_like(tokens)).numpy())
    vectors: Singles = np.concatenate(found)
    return vectors
