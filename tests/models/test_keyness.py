import numpy as np
import pytest

from models.keyness import _log_odds, contrast_terms, words_of
from models.quietwords import QUIET_WORDS

VOCABULARY = [
    a + b for a in ("ba", "co", "du", "fe", "gi", "ho", "ju", "ka", "lo", "mu") for b in ("nd", "rt", "lm", "sk")
]


def stories(chance, n, planted=None, share=0.0, length=15):
    """Stories of words whose frequencies fall as they do in language."""
    weights = 1 / np.arange(1, len(VOCABULARY) + 1)
    found = []
    for _ in range(n):
        words = chance.choice(VOCABULARY, length, p=weights / weights.sum()).tolist()
        found.append(" ".join([*words, planted] if planted and chance.random() < share else words))
    return found


def test_planted_words_are_found_on_their_sides_with_intervals_that_leave_out_nought():
    chance = np.random.default_rng(1)
    first = [
        f"{a} {b}" for a, b in zip(stories(chance, 150, "damp", 0.4), stories(chance, 150, "stairs", 0.05), strict=True)
    ]
    second = [
        f"{a} {b}" for a, b in zip(stories(chance, 300, "damp", 0.08), stories(chance, 300, "stairs", 0.3), strict=True)
    ]
    found = contrast_terms(first, second)
    assert [term.word for term in found.first] == ["damp"] and [term.word for term in found.second] == ["stairs"]
    damp = found.first[0]
    assert damp.n_first == sum("damp" in one for one in first) and damp.n_second == sum("damp" in one for one in second)
    assert 0 < damp.low < damp.log_odds < damp.high and damp.q < 0.001
    assert found.second[0].high < 0


def test_shuffled_stories_have_no_terms():
    chance = np.random.default_rng(2)
    with_terms = 0
    for _ in range(40):
        everything = stories(chance, 150)
        found = contrast_terms(everything[:50], everything[50:])
        with_terms += bool(found.first or found.second)
    assert found.tried > 20
    assert with_terms <= 4, "in one of twenty, in the long run, chance finds a term"


def test_one_wordy_teller_makes_no_term():
    chance = np.random.default_rng(3)
    first, second = stories(chance, 60), stories(chance, 60)
    first[0] += " ferret" * 500
    assert all(term.word != "ferret" for term in contrast_terms(first, second).first)


def test_a_word_of_fewer_than_k_stories_is_not_looked_at():
    first, second = ["a damp wall"] * 9 + ["a dry wall"] * 31, ["a dry wall"] * 400
    assert "damp" not in [term.word for term in contrast_terms(first, second, 10).first]
    assert [term.word for term in contrast_terms([*first, "damp"], second, 10).first] == ["damp"]


def test_fewer_than_k_stories_on_a_side_have_no_terms():
    found = contrast_terms(["a damp wall"] * 9, ["a dry wall"] * 400)
    assert (found.first, found.second, found.tried) == ((), (), 0)


def test_intervals_hold_the_true_log_odds():
    chance = np.random.default_rng(4)
    sizes = np.array([250.0, 500.0])
    true = np.log(0.3 / 0.7) - np.log(0.15 / 0.85)
    # As many words, all as frequent as each other.
    counts = np.stack([chance.binomial(250, 0.3, 4_000), chance.binomial(500, 0.15, 4_000)]).astype(float)
    log_odds, error = _log_odds(counts, sizes)
    # The prior draws towards no difference: a little fewer than 95 of 100 where there is one this large.
    assert 0.92 <= np.mean(np.abs(log_odds - true) <= 1.96 * error) <= 0.97
    counts = np.stack([chance.binomial(250, 0.2, 4_000), chance.binomial(500, 0.2, 4_000)]).astype(float)
    log_odds, error = _log_odds(counts, sizes)
    assert 0.95 <= np.mean(np.abs(log_odds) <= 1.96 * error) <= 0.98


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dw i’n hoffi’r tŷ gyda’ch mam, a’i gardd", ["dw", "i", "hoffi", "tŷ", "gyda", "mam", "a", "gardd"]),
        ("The nurses' keys, she'd've said — don't!", ["the", "nurses", "keys", "she", "said", "don't"]),
        ("WELL-BEING and café", ["well", "being", "and", "café"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("42 x_y 3rd", ["x", "y", "rd"]),
        ("", []),
    ],
)
def test_texts_are_cut_into_words(text, words):
    assert words_of(text) == words


def test_letters_with_loose_accents_are_the_same_word():
    assert words_of("ty\u0302") == words_of("t\u0177")


def test_quiet_words_of_both_languages_mark_nothing():
    assert {"the", "was", "mae", "yn", "roedd", "don't"} <= QUIET_WORDS
    found = contrast_terms(["the lamp"] * 30, ["mae lamp"] * 30)
    assert found.first == found.second == ()
