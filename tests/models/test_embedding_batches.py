import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.embedding_batches import embed_in_batches, length_batches, padded


@given(st.lists(st.integers(1, 300), max_size=60), st.integers(1, 600))
def test_every_text_goes_once_with_others_of_like_length_and_within_the_budget(lengths, budget):
    batches = length_batches(lengths, budget)
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    ordered = [lengths[place] for batch in batches for place in batch]
    assert ordered == sorted(ordered, reverse=True)
    assert all(len(batch) == 1 or len(batch) * lengths[batch[0]] <= budget for batch in batches)


def test_short_rows_are_filled_up_and_masked():
    tokens, mask = padded([[5, 6, 7], [8]])
    assert tokens.tolist() == [[5, 6, 7], [8, 0, 0]] and mask.tolist() == [[1, 1, 1], [1, 0, 0]]
    assert padded([])[0].shape == (0, 0)


def test_vectors_come_back_in_the_order_of_the_texts_and_empty_texts_as_zeros():
    def tokenise(texts):
        return [[len(word) for word in text.split()] for text in texts]

    def run(tokens, mask):
        return np.stack([tokens.sum(axis=1), mask.sum(axis=1)], axis=1).astype(np.float32)

    found = embed_in_batches(["a bb", " ", "cccc", "a a a"], 2, tokenise, run)
    assert found.tolist() == [[3, 2], [0, 0], [4, 1], [3, 3]]
    assert embed_in_batches([], 2, tokenise, run).shape == (0, 2)
