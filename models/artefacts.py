"""Which files a model consists of, and their checksums: nothing is loaded that was not checked."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

MINILM_ID = "all-MiniLM-L6-v2"

MINILM_FILES: Mapping[str, str] = {
    ".gitattributes": "98ccb431c012ebfe976280fbd45aea4cec7409935868ccecf3954370f96732a1",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "README.md": "7dfc82496ec33f906b5b0d6750c1e2397da6530c74d1ae3568c55bc2739125e7",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
    "data_config.json": "32edcb108fc2516b920734a862ae0692bcae1c5d45d5f8d972cb0d53434a4c54",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}

# Pickles under their usual names, what embeds one, and code.
RUNS_WHEN_READ = frozenset(
    ".bin .ckpt .dill .dll .dylib .h5 .joblib .keras .pickle .pkl .pt .pth .py .pyc .pyd .so".split()
)


class ArtefactError(Exception):
    """A model's files are not the ones that were reviewed, or could run code; nothing of them is loaded."""


def check_files(folder: Path, checksums: Mapping[str, str]) -> None:
    """Compare every file under `folder` with its sha256.

    Raises ArtefactError, naming the file, when one is missing, differs, or is not in the table:
    an extra file could be code.
    """
    found = {str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(found - set(checksums)):
        raise ArtefactError(f"{name} does not belong to the language model: install it again")
    for name, expected in sorted(checksums.items()):
        if name not in found:
            raise ArtefactError(f"{name} of the language model is missing: install it again")
        if file_checksum(folder / name) != expected:
            raise ArtefactError(f"{name} of the language model is not the file that was reviewed: install it again")


def refuse_code(folder: Path) -> None:
    """Weights are read from safetensors alone: other formats, and Python beside them, run what is in them.

    Raises ArtefactError, naming the first such file.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in RUNS_WHEN_READ:
            raise ArtefactError(
                f"{path.relative_to(folder).as_posix()} of the language model could run code when it is read. "
                "Keep model.safetensors and the .json and .txt files beside it, and delete the others"
            )


def file_checksum(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
