import numpy as np

from models.labels import cluster_terms, typical

BUSES = ["The bus was late again", "Waited for the bus in the rain", "No bus came tonight", "Late bus, cold night"]
NURSES = ["The nurse was kind", "A kind nurse listened", "My nurse explained it", "Kind words from Priya the nurse"]


def test_a_theme_is_named_by_the_words_that_set_it_apart():
    terms = cluster_terms(BUSES + NURSES, [0] * 4 + [1] * 4, 2)
    assert terms[0][0] == "bus" and terms[1][0] == "nurse"


def test_a_word_of_fewer_stories_than_asked_for_is_never_a_name():
    terms = cluster_terms(BUSES + NURSES, [0] * 4 + [1] * 4, 2, at_least=3)
    assert terms == [("bus",), ("nurse", "kind")]
    assert cluster_terms(BUSES, [0] * 4, 1, at_least=5) == [()]


def test_no_stories_or_no_words_have_no_names():
    assert cluster_terms([], [], 0) == []
    assert cluster_terms(["...", "!!"], [0, 1], 2) == [(), ()]
    assert cluster_terms(BUSES, [-1] * 4, 2, at_least=1) == [(), ()]


def test_typical_stories_are_the_nearest_to_the_centroid_of_their_own_theme():
    points = np.array([[0.0], [1.0], [0.2], [5.0], [5.5]])
    found = typical(points, [0, 0, 0, 1, 1], [[0.1], [5.4]], count=2)
    assert [rows.tolist() for rows in found] == [[0, 2], [4, 3]]
