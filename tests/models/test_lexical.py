import io

import numpy as np
import pytest

from models.lexical import LexicalEmbedder

PLACES = ["bus", "clinic", "park", "school", "office", "street", "market", "library"]
MOODS = ["late", "kind", "noisy", "closed", "helpful", "dark", "busy", "clean"]
PEOPLE = ["driver", "nurse", "warden", "teacher", "officer", "neighbour", "trader", "librarian"]
CORPUS = [
    f"The {p} was {m} and the {w} saw it at number {i % 9}" for i, p in enumerate(PLACES) for m in MOODS for w in PEOPLE
]


@pytest.fixture(scope="module")
def fitted():
    return LexicalEmbedder(dimensions=12).fit(CORPUS)


def test_vectors_have_unit_length_and_the_declared_size(fitted):
    vectors = fitted.embed(CORPUS[:10])
    assert vectors.shape == (10, 12) and vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_texts_that_share_words_are_nearer(fitted):
    a, b, c = fitted.embed(["the bus was late", "a late bus", "the clinic was kind"])
    assert a @ b > 0.9 > a @ c


def test_a_text_without_known_words_is_a_zero_row(fitted):
    assert not fitted.embed(["", "zzz qqq"]).any()


def test_the_order_of_the_corpus_does_not_matter_and_another_corpus_is_another_space(fitted):
    assert LexicalEmbedder(12).fit(CORPUS[::-1]).model_id == fitted.model_id
    assert LexicalEmbedder(12).fit(CORPUS[:300]).model_id != fitted.model_id
    assert fitted.model_id.startswith("lexical-svd-12-")


def test_a_saved_embedder_gives_the_same_vectors_in_the_same_space(fitted):
    file = io.BytesIO()
    np.savez(file, **fitted.to_arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        loaded = LexicalEmbedder.from_arrays(arrays)
    assert loaded.model_id == fitted.model_id
    np.testing.assert_allclose(loaded.embed(CORPUS[:5]), fitted.embed(CORPUS[:5]), atol=1e-6)


def test_a_small_corpus_falls_back_to_hashed_words_that_need_none():
    few = LexicalEmbedder(64).fit(["one story"])
    a, b, c = few.embed(["the bus was late", "a late bus", "the clinic was kind"])
    assert few.model_id == LexicalEmbedder(64).fit([]).model_id == "lexical-hash-16384-64"
    assert a @ b > a @ c
    assert LexicalEmbedder.from_arrays(few.to_arrays()).model_id == few.model_id
