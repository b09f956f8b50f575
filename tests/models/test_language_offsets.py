import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from models.clustering import ThemeClusterer
from models.language_offsets import LanguageOffsets


def two_languages(n=600, seed=0, share=0.3, apart=2.0, topics=4):
    """Stories of a few topics, of which some are told in a language that moves every vector the same way."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(7).normal(0, 1, (topics, 32))
    topic = chance.integers(0, topics, n)
    welsh = chance.random(n) < share
    X = centres[topic] + chance.normal(0, 0.5, (n, 32)) + welsh[:, None] * apart * np.ones(32)
    return X, topic, ["cy" if one else "en" for one in welsh]


def test_themes_cross_languages_and_are_not_them():
    X, topic, language = two_languages()
    spoken = np.array(language) == "cy"
    blind, told = ThemeClusterer(n_clusters=4).fit(X), ThemeClusterer(n_clusters=4).fit(X, language=language)
    assert adjusted_rand_score(topic, told.labels_) > 0.95 > adjusted_rand_score(topic, blind.labels_)
    assert abs(adjusted_rand_score(spoken, told.labels_)) < 0.02
    for theme in range(4):
        assert 0.2 < spoken[told.labels_ == theme].mean() < 0.4


def test_a_stored_fit_takes_the_language_out_of_new_stories_too():
    X, topic, language = two_languages()
    themes = ThemeClusterer.from_arrays(ThemeClusterer(n_clusters=4).fit(X, language=language).to_arrays())
    new, new_topic, spoken = two_languages(200, seed=1)
    assert adjusted_rand_score(new_topic, themes.assign(new, language=spoken).label) > 0.95
    assert themes.languages_.codes == ("cy", "en")


def test_one_language_changes_nothing():
    X, _, _ = two_languages(share=0)
    np.testing.assert_array_equal(
        ThemeClusterer(n_clusters=4).fit(X, language=["en"] * len(X)).labels_,
        ThemeClusterer(n_clusters=4).fit(X).labels_,
    )


def test_a_language_that_nobody_knew_is_left_as_it_is_and_learnt_by_the_next_fit():
    X, topic, language = two_languages()
    english = np.array(language) == "en"
    first = ThemeClusterer(n_clusters=4).fit(X[english], language=["en"] * int(english.sum()))
    as_told = first.assign(X, language=language)
    np.testing.assert_array_equal(as_told.label, first.assign(X).label)
    later = ThemeClusterer().fit(X, previous=first.to_arrays(), language=language)
    assert set(later.languages_.codes) == {"cy", "en"}
    assert adjusted_rand_score(topic, later.labels_) > 0.9
    assert (later.labels_[english] == first.labels_).mean() > 0.98


def test_the_offset_of_a_language_with_few_stories_is_mostly_that_of_none():
    rows = np.vstack([np.zeros((99, 2)), np.full((1, 2), 10.0)])
    learnt = LanguageOffsets.learnt(rows, ["en"] * 99 + ["cy"], np.zeros(2), LanguageOffsets.none(2))
    assert learnt.offsets[learnt.codes.index("cy")].max() < 0.5


def test_an_offset_stays_until_a_language_has_twice_the_stories():
    rows = np.vstack([np.zeros((40, 1)), np.full((40, 1), 4.0)])
    first = LanguageOffsets.learnt(rows, ["en"] * 40 + ["cy"] * 40, np.zeros(1), LanguageOffsets.none(1))
    moved = LanguageOffsets.learnt(rows + 1, ["en"] * 40 + ["cy"] * 40, np.zeros(1), first)
    np.testing.assert_array_equal(moved.offsets, first.offsets)
    doubled = LanguageOffsets.learnt(np.vstack([rows, rows + 1]), (["en"] * 40 + ["cy"] * 40) * 2, np.zeros(1), first)
    assert (doubled.offsets != first.offsets).all()


def test_stories_without_a_language_are_left_as_they_are():
    rows = np.arange(8.0).reshape(4, 2)
    learnt = LanguageOffsets.learnt(rows, ["en", "cy", "", None], rows.mean(axis=0), LanguageOffsets.none(2))
    np.testing.assert_array_equal(learnt.without(rows, ["", None, "fr", "en"])[:3], rows[:3])
    assert learnt.codes == ("cy", "en")


def test_a_language_too_few_is_refused():
    with pytest.raises(ValueError, match="there are 3 rows and 2 languages: give one a row"):
        LanguageOffsets.none(2).without(np.zeros((3, 2)), ["en", "cy"])
