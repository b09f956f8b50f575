"""The language model in whole numbers of eight bits: smaller and faster, in a space of its own."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.arrays import Singles
from models.embedding_batches import Tokens, embed_in_batches
from models.embedding_graph import (
    TOKENISER,
    EmbedderUnavailableError,
    example_batch,
    graph_of,
    kept_or_made,
    read_tokeniser,
)

MISSING = "{name} is not installed. Install it with: pip install -r requirements-fast.txt"
_OPSET = 17
_FILE = "int8.onnx"


class Int8Embedder:
    """ONNX Runtime on weights of eight bits, one scale a channel; made once of the sentence model and kept.

    Neighbours are mostly but not wholly those of the model that it was made of, so that `model_id` is another one.

    References
    ----------
    Jacob et al. (2018), "Quantization and training of neural networks for efficient integer-arithmetic-only
    inference", CVPR.
    """

    def __init__(self, folder: Path, source_id: str, load: Callable[[], Any], *, threads: int) -> None:
        """Raises EmbedderUnavailableError without ONNX Runtime, ArtefactError for files that were changed."""
        try:
            import onnxruntime
        except ImportError as error:
            raise EmbedderUnavailableError(MISSING.format(name="onnxruntime")) from error
        self.model_id = f"{source_id}+int8"
        kept = kept_or_made(folder, self.model_id, load, _make)
        self.dimensions = kept.dimensions
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        self._session = onnxruntime.InferenceSession(str(folder / _FILE), options, providers=["CPUExecutionProvider"])
        self._tokenise = read_tokeniser(folder / TOKENISER, kept.most_tokens, kept.prefix)

    def embed(self, texts: Sequence[str]) -> Singles:
        """Unit vectors (n, d); an empty text is a zero row."""
        return embed_in_batches(texts, self.dimensions, self._tokenise, self._run)

    def _run(self, tokens: Tokens, mask: Tokens) -> Singles:
        found: Singles = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})[0]
        return found


def _make(model: Any, folder: Path) -> None:
    """Takes some seconds."""
    try:
        import onnx  # noqa: F401  torch.onnx and the quantiser need it
        import torch
        from onnxruntime.quantization import QuantType, quantize_dynamic
    except ImportError as error:
        raise EmbedderUnavailableError(MISSING.format(name=error.name or "onnx")) from error
    whole = folder / "whole.onnx"
    torch.onnx.export(
        graph_of(model),
        example_batch(),
        str(whole),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_axes={"input_ids": {0: "n", 1: "t"}, "attention_mask": {0: "n", 1: "t"}, "vectors": {0: "n"}},
        dynamo=False,
        opset_version=_OPSET,
    )
    quantize_dynamic(str(whole), str(folder / _FILE), per_channel=True, weight_type=QuantType.QInt8)
    whole.unlink()
