"""A sentence model as one graph from token numbers to unit vectors, for programs other than PyTorch to run."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.artefacts import ArtefactError, file_checksum

DESCRIPTION = "made-of.json"
TOKENISER = "tokenizer.json"
_MAKING, _STALE_SECONDS = ".making-", 3_600


class EmbedderUnavailableError(Exception):
    """The sentence model cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a kept model was made of: the model's id, its limits, and the checksum of every file."""

    model_id: str
    dimensions: int
    most_tokens: int
    prefix: str
    files: Mapping[str, str]


def graph_of(model: Any) -> Any:
    """A torch module that takes token numbers and their mask, both (n, t), and gives unit vectors (n, d)."""
    import torch

    class Graph(torch.nn.Module):  # type: ignore[misc]  # torch's own types are not read
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            found = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return torch.nn.functional.normalize(found["sentence_embedding"], dim=1)

    return Graph().eval()


def example_batch() -> tuple[Any, Any]:
    """Token numbers and their mask, to trace a graph with."""
    import torch

    return torch.ones((2, 7), dtype=torch.int64), torch.ones((2, 7), dtype=torch.int64)


def prefix_of(model: Any) -> str:
    """What the model wants before every text; usually nothing."""
    name = getattr(model, "default_prompt_name", None)
    return str(model.prompts[name]) if name else ""


def write_tokeniser(model: Any, path: Path) -> None:
    """Keep the model's tokeniser as one file. Raises EmbedderUnavailableError for one that has no such file."""
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise EmbedderUnavailableError(
            "the tokeniser of this model is only known to PyTorch. Set MURMURATION_EMBEDDING_BACKEND=torch"
        )
    backend.save(str(path))


def read_tokeniser(path: Path, most_tokens: int, prefix: str) -> Callable[[Sequence[str]], list[list[int]]]:
    """Texts to token numbers, as the model's own tokeniser does, cut at `most_tokens`."""
    from tokenizers import Tokenizer

    tokeniser = Tokenizer.from_file(str(path))
    tokeniser.no_padding()
    tokeniser.enable_truncation(most_tokens)
    return lambda texts: [one.ids for one in tokeniser.encode_batch([prefix + text for text in texts])]


def kept_or_made(
    folder: Path, model_id: str, load: Callable[[], Any], make: Callable[[Any, Path], None]
) -> Description:
    """What lies in `folder`, made first if there is nothing made of this model.

    `load` gives the sentence model and is only called when something is to be made; `make` writes its files into a
    folder of its own, which takes its place when all is written: a kill leaves nothing half made. Raises ArtefactError
    when a file is not the one that was written.
    """
    if not (folder / DESCRIPTION).is_file():
        _make(folder, model_id, load(), make)
    kept = Description(**json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))
    changed = [name for name, expected in kept.files.items() if not _is(folder / name, expected)]
    if kept.model_id != model_id or changed:
        raise ArtefactError(f"{folder} does not hold what was written there. Delete the folder: it is made again")
    return kept


def _make(folder: Path, model_id: str, model: Any, make: Callable[[Any, Path], None]) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for killed in folder.parent.glob(f"{_MAKING}*"):
        if time.time() - killed.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(killed, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_MAKING, dir=folder.parent) as name:
        made = Path(name) / "made"
        made.mkdir(mode=0o700)
        write_tokeniser(model, made / TOKENISER)
        make(model, made)
        description = Description(
            model_id=model_id,
            dimensions=int(model.get_embedding_dimension()),
            most_tokens=int(model.max_seq_length or 512),
            prefix=prefix_of(model),
            files={path.name: file_checksum(path) for path in sorted(made.iterdir())},
        )
        (made / DESCRIPTION).write_text(json.dumps(asdict(description), indent=1), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)


def _is(path: Path, expected: str) -> bool:
    return path.is_file() and file_checksum(path) == expected
