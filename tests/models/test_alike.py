import numpy as np
import pytest

from models.alike import HASHES, Bars, alike, gather, ordinary_bars, same_letters, signatures

HUT = "They locked the hut on the allotment again and nobody was told why, we stood in the rain."
NONE = np.full((1, 4), np.nan, dtype=np.float32)


def runs(text):
    letters = "".join(one if one.isalnum() else " " for one in text.casefold())
    letters = " ".join(letters.split())
    return {letters[at : at + 5] for at in range(len(letters) - 4)}


def test_signatures_estimate_how_many_runs_of_letters_two_texts_share():
    chance, words = np.random.default_rng(0), HUT.split()
    texts = [HUT, *(" ".join(np.where(chance.random(len(words)) < share, "pump", words)) for share in (0.1, 0.3, 0.6))]
    found = same_letters(signatures(texts), signatures(texts))
    for a, one in enumerate(texts):
        for b, other in enumerate(texts):
            true = len(runs(one) & runs(other)) / len(runs(one) | runs(other))
            assert found[a, b] == pytest.approx(true, abs=0.2)


def test_case_and_punctuation_make_no_difference_and_other_words_do():
    one, shouted, other = signatures([HUT, HUT.upper().replace(",", " !!"), "The beans came up twice this year."])
    assert same_letters([one], [shouted])[0, 0] == 1
    assert same_letters([one], [other])[0, 0] < 0.1


def test_a_text_without_letters_is_like_none():
    empty = signatures(["", "!!", "abc"])
    assert not same_letters(empty, empty).any()
    assert signatures([]).shape == (0, HASHES)


def test_texts_are_alike_by_their_letters_or_by_their_meaning():
    signed = signatures([HUT, HUT + " Again!", "Somebody shut the shed.", "Beans came up."])
    vectors = np.array([[1, 0], [np.nan, np.nan], [0.8, 0.6], [0, 1]], dtype=np.float32)
    found = alike((signed, vectors), (signed, vectors), Bars())
    assert found.tolist() == [
        [True, True, True, False],
        [True, True, False, False],
        [True, False, True, False],
        [False, False, False, True],
    ]


def ordinary(n, cosine, seed=0, dimensions=96):
    """Texts of one collection whose meanings are about so alike, with nothing to compare the letters of."""
    chance = np.random.default_rng(seed)
    centre = chance.normal(size=dimensions)
    noise = chance.normal(size=(n, dimensions))
    rows = np.sqrt(cosine) * centre / np.linalg.norm(centre) + np.sqrt(1 - cosine) * noise / np.sqrt(dimensions)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def bar(vectors):
    return ordinary_bars((np.zeros((len(vectors), HASHES), dtype=np.uint32), vectors)).meaning


def test_where_people_often_say_similar_things_texts_have_to_be_more_alike():
    assert bar(ordinary(200, 0.2)) == 0.65
    assert 0.75 < bar(ordinary(200, 0.65)) < 0.9
    assert bar(ordinary(29, 0.65)) == 0.65


def test_a_tenth_of_planted_texts_hardly_moves_the_bar():
    honest = ordinary(180, 0.6)
    planted = ordinary(20, 0.95, seed=1)
    assert bar(np.concatenate([honest, planted])) == pytest.approx(bar(honest), abs=0.03)


def test_where_a_form_gives_the_words_its_letters_are_no_likeness():
    chance = np.random.default_rng(0)
    texts = [
        f"On ward {chance.integers(99)} the bell of bed {n} was answered after {n % 7} minutes." for n in range(60)
    ]
    signed, vectors = signatures(texts), np.full((60, 4), np.nan)
    bars = ordinary_bars((signed, vectors))
    assert bars.letters > 0.6 and bars.meaning == 0.65
    links = alike((signed, vectors), (signed, vectors), bars)
    np.fill_diagonal(links, False)
    assert links.any(axis=1).mean() < 0.2


def links(n, *pairs):
    found = np.eye(n, dtype=bool)
    for one, other in pairs:
        found[one, other] = found[other, one] = True
    return found


def test_what_says_the_same_comes_together_as_it_arrives():
    assert gather(links(4, (0, 1), (1, 2), (0, 2)), np.zeros(0, dtype=int)).tolist() == [0, 0, 0, -1]
    assert gather(links(4, (1, 3))[2:], np.array([7, -1])).tolist() == [7, 8, -1, 8]


def test_a_text_joins_the_group_that_it_is_most_like():
    near = links(6, (5, 0), (5, 1), (5, 2), (5, 3))
    assert gather(near[5:], np.array([0, 0, 0, 1, 1])).tolist()[-1] == 0


def test_a_chain_of_texts_that_each_resemble_the_next_is_no_voice():
    chain = links(9, *((n, n + 1) for n in range(8)))
    found = gather(chain, np.zeros(0, dtype=int))
    assert np.bincount(found[found >= 0]).max() <= 4
