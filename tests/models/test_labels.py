import numpy as np
import pytest

from models.labels import cluster_terms, typical

BUSES = ["The bus was late again", "Waited for the bus in the rain", "No bus came tonight", "Late bus, cold night"]
NURSES = ["The nurse was kind", "A kind nurse listened", "My nurse explained it", "Kind words from Priya the nurse"]


def test_a_theme_is_named_by_the_words_that_set_it_apart():
    terms = cluster_terms(BUSES + NURSES, [0] * 4 + [1] * 4, 2)
    assert terms[0][0] == "bus" and terms[1][0] == "nurse"


def test_a_word_of_fewer_stories_than_asked_for_is_never_a_name():
    terms = cluster_terms(BUSES + NURSES, [0] * 4 + [1] * 4, 2, at_least=3, stop_words={"the", "was"})
    assert terms == [("bus",), ("nurse", "kind")]
    assert cluster_terms(BUSES, [0] * 4, 1, at_least=5) == [()]
    assert cluster_terms(BUSES + NURSES, [0] * 4 + [1] * 4, 2, at_least_everywhere=5) == [(), ()]


def test_words_that_every_spoken_story_is_made_of_and_numbers_and_short_words_are_no_names():
    mine = ["He said it just goes like that at 10 or 2024, I got one, didn’t I, and then he came to the gate"] * 4
    assert cluster_terms(mine + ["The dog barked"] * 4, [0] * 4 + [1] * 4, 2) == [("gate",), ("barked", "dog")]


def test_forms_of_one_word_are_one_name_and_the_commonest_form_is_shown():
    lights = ["lamp", "lamps", "lamps", "lamps lamp"]
    assert cluster_terms([*lights, *["nurse"] * 4], [0] * 4 + [1] * 4, 2) == [("lamps",), ("nurse",)]
    crossings = ["crossing", "crossing", "crossed"]
    assert cluster_terms([*crossings, *["nurse"] * 4], [0] * 3 + [1] * 4, 2)[0] == ("crossing",)


def test_two_words_that_go_together_are_one_name_where_enough_stories_say_them():
    buses = [f"the bus shelter was {colour}" for colour in ("red", "wet", "cold", "full", "dry", "dark")]
    others = ["a gentle nurse"] * 3 + ["the nurse was gentle"] * 3
    terms = cluster_terms(buses + others, [0] * 6 + [1] * 6, 2, pairs_at_least=5)
    assert terms == [("bus shelter",), ("gentle", "nurse")]
    assert cluster_terms(buses + others, [0] * 6 + [1] * 6, 2, pairs_at_least=7)[0] == ("bus", "shelter")


def test_a_word_that_is_as_frequent_elsewhere_names_nothing():
    assert cluster_terms(["the garden"] * 8, [0, 0, 0, 0, 1, 1, 1, 1], 2) == [(), ()]


def test_labels_for_other_texts_are_refused():
    with pytest.raises(ValueError, match="there are 1 texts and 2 labels"):
        cluster_terms(["one"], [0, 1], 2)


def test_no_stories_or_no_words_have_no_names():
    assert cluster_terms([], [], 0) == []
    assert cluster_terms(["...", "!!"], [0, 1], 2) == [(), ()]
    assert cluster_terms(BUSES, [-1] * 4, 2, at_least=1) == [(), ()]


def test_typical_stories_are_the_nearest_to_the_centroid_of_their_own_theme():
    points = np.array([[0.0], [1.0], [0.2], [5.0], [5.5]])
    found = typical(points, [0, 0, 0, 1, 1], [[0.1], [5.4]], count=2)
    assert [rows.tolist() for rows in found] == [[0, 2], [4, 3]]


@pytest.mark.parametrize("least", [1, 2, 3, 5, 8, 13])
def test_whatever_is_passed_a_shown_term_is_in_as_many_stories_as_asked_for(least):
    chance = np.random.default_rng(least)
    words = ["lamp", "lamps", "lamping", "gate", "gates", "slug", "slugs", "water", "watered", "shed"]
    texts = [" ".join(chance.choice(words, 3, replace=False)) for _ in range(60)]
    labels = chance.integers(-1, 3, 60)
    named = cluster_terms(texts, labels, 3, at_least=1, at_least_everywhere=least, pairs_at_least=1, count=9)
    for term in (term for terms in named for term in terms):
        assert sum(f" {term} " in f" {text} " for text in texts) >= least


def test_a_form_that_few_use_is_not_shown_though_many_use_its_other_forms():
    texts = ["the lamp", "the lamps", "some lamping", "a nurse"]
    assert cluster_terms(texts, [0, 0, 0, 1], 2, at_least=1, at_least_everywhere=2) == [(), ()]
