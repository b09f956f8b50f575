"""The language model run by OpenVINO: the same vectors sooner, or nearly the same ones much sooner."""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from models.arrays import Singles
from models.embedding_batches import Tokens, embed_in_batches
from models.embedding_graph import (
    TOKENISER,
    EmbedderUnavailableError,
    example_batch,
    graph_of,
    prefix_of,
    read_tokeniser,
    write_tokeniser,
)


class OpenVinoEmbedder:
    """OpenVINO on the full weights, converted straight from the torch module at each start.

    Vectors agree with PyTorch's to about 1e-6 in every coordinate, a hundredth of what is lost in storing them, so
    that both share a `model_id`. With `halved` numbers, of sixteen bits, they are a space of their own.
    """

    def __init__(self, model: Any, source_id: str, *, threads: int, halved: bool = False) -> None:
        """Raises EmbedderUnavailableError without OpenVINO, or for `halved` on a processor that cannot do it."""
        openvino = _imported()
        core = openvino.Core()
        if halved and "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
            raise EmbedderUnavailableError(
                "this processor does not calculate with sixteen bits. Set MURMURATION_EMBEDDING_BACKEND=openvino"
            )
        self.model_id = f"{source_id}+bf16" if halved else source_id
        self.dimensions = int(model.get_embedding_dimension())
        tokens, mask = example_batch()
        free = openvino.PartialShape([-1, -1])
        graph = openvino.convert_model(
            graph_of(model),
            example_input={"input_ids": tokens, "attention_mask": mask},
            input=[(name, free, openvino.Type.i64) for name in ("input_ids", "attention_mask")],
        )
        # Precision is asked for by name: some processors would round to sixteen bits by themselves.
        precision = "bf16" if halved else "f32"
        how = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": precision}
        self._compiled = core.compile_model(graph, "CPU", how)
        with TemporaryDirectory() as folder:
            path = Path(folder) / TOKENISER
            write_tokeniser(model, path)
            self._tokenise = read_tokeniser(path, int(model.max_seq_length or 512), prefix_of(model))

    def embed(self, texts: Sequence[str]) -> Singles:
        """Unit vectors (n, d); an empty text is a zero row."""
        return embed_in_batches(texts, self.dimensions, self._tokenise, self._run)

    def _run(self, tokens: Tokens, mask: Tokens) -> Singles:
        found: Singles = self._compiled({"input_ids": tokens, "attention_mask": mask})[0]
        return found


def _imported() -> Any:
    """OpenVINO, kept from telling its makers about it: it does so at import, unless that part cannot be imported."""
    unheard: dict[str, Any] = sys.modules
    unheard["openvino_telemetry"] = None
    try:
        import openvino
    except ImportError as error:
        raise EmbedderUnavailableError(
            "openvino is not installed. Install it with: pip install -r requirements-fast.txt"
        ) from error
    return openvino
