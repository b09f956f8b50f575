"""Words alone: the embedding that needs no language model."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer

from models.arrays import Arrays, Floats, Singles

SMALLEST_CORPUS = 50
HASHED_WORDS = 2**14
MOST_WORDS = 20_000


class LexicalEmbedder:
    """TF-IDF and truncated SVD of a given corpus; hashed words under a fixed projection when there is none.

    Deterministic. `model_id` carries the parameters and a checksum of what was learnt, so that the
    vectors of two corpora are never compared. Keep `to_arrays()` to get the same space again.

    Parameters
    ----------
    dimensions : int, default=128
        Length of the vectors.

    References
    ----------
    Deerwester et al. (1990), "Indexing by latent semantic analysis"; Achlioptas (2003),
    "Database-friendly random projections".

    Examples
    --------
    >>> words = LexicalEmbedder(dimensions=16).fit([])
    >>> words.model_id
    'lexical-hash-16384-16'
    >>> words.embed(["the bus was late", ""]).shape
    (2, 16)
    """

    def __init__(self, dimensions: int = 128) -> None:
        self.dimensions = dimensions

    def fit(self, corpus: Sequence[str]) -> Self:
        """Learn words and directions from `corpus`; from fewer than 50 distinct texts nothing is learnt."""
        texts = sorted({text.strip() for text in corpus} - {""})
        if len(texts) < SMALLEST_CORPUS:
            return self._hashed()
        try:
            vectoriser = TfidfVectorizer(
                sublinear_tf=True,
                min_df=2,
                max_df=0.5,
                max_features=MOST_WORDS,
                strip_accents="unicode",
                dtype=np.float64,
            )
            table = vectoriser.fit_transform(texts)
        except ValueError:
            return self._hashed()
        if min(table.shape) <= self.dimensions:
            return self._hashed()
        svd = TruncatedSVD(self.dimensions, algorithm="arpack", random_state=0).fit(table)
        words = vectoriser.get_feature_names_out().astype(str)
        return self._learnt(words, vectoriser.idf_, np.asarray(svd.components_))

    def embed(self, texts: Sequence[str]) -> Singles:
        """Unit vectors (n, dimensions); a text without any known word is a zero row."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = np.asarray(self._vectoriser.transform(texts) @ self.components_.T)
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 1e-12)
        return np.asarray(unit, dtype=np.float32)

    def to_arrays(self) -> Arrays:
        """What was learnt, as plain arrays without pickled objects."""
        return {
            "dimensions": np.array(self.dimensions),
            "words": self.words_,
            "idf": self.idf_,
            "components": self.components_ if len(self.words_) else np.zeros((0, 0)),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """The embedder whose `to_arrays()` these are."""
        embedder = cls(int(arrays["dimensions"]))
        if not len(arrays["words"]):
            return embedder._hashed()
        return embedder._learnt(
            arrays["words"].astype(str), arrays["idf"].astype(np.float64), arrays["components"].astype(np.float64)
        )

    def _hashed(self) -> Self:
        self.words_: NDArray[np.str_] = np.zeros(0, dtype="<U1")
        self.idf_: Floats = np.zeros(0)
        signs = np.random.default_rng(0).integers(0, 2, (self.dimensions, HASHED_WORDS))
        self.components_: Floats = np.asarray(signs * 2.0 - 1, dtype=np.float64)
        self._vectoriser = HashingVectorizer(n_features=HASHED_WORDS, alternate_sign=True, stop_words="english")
        self.model_id = f"lexical-hash-{HASHED_WORDS}-{self.dimensions}"
        return self

    def _learnt(self, words: NDArray[np.str_], idf: Floats, components: Floats) -> Self:
        self.words_, self.idf_, self.components_ = words, idf, components
        vectoriser = TfidfVectorizer(
            sublinear_tf=True,
            strip_accents="unicode",
            dtype=np.float64,
            vocabulary={str(word): i for i, word in enumerate(words)},
        )
        vectoriser.idf_ = idf
        self._vectoriser = vectoriser
        mark = hashlib.sha256("\n".join(words.tolist()).encode() + idf.round(9).tobytes())
        self.model_id = f"lexical-svd-{self.dimensions}-{mark.hexdigest()[:12]}"
        return self
