import io

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from models.clustering import NO_CLUSTER, ThemeClusterer


def blobs(n=400, seed=0, topics=6, features=48):
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(0, 1, (topics, features))
    topic = chance.integers(0, topics, n)
    X = centres[topic] + chance.normal(0, 0.3, (n, features))
    return X / np.linalg.norm(X, axis=1, keepdims=True), topic


@parametrize_with_checks([ThemeClusterer(n_clusters=3, minimum=1)])
def test_follows_the_estimator_conventions(estimator, check):
    check(estimator)


def test_the_number_of_themes_follows_the_number_of_stories():
    assert ThemeClusterer().fit(blobs(49)[0]).n_clusters_ == 0
    assert ThemeClusterer().fit(blobs(50)[0]).n_clusters_ == 2
    assert ThemeClusterer().fit(blobs(400)[0]).n_clusters_ == 7
    assert ThemeClusterer().fit(blobs(1200)[0]).n_clusters_ == 12
    assert ThemeClusterer().fit(blobs(4000)[0]).n_clusters_ == 20


def test_too_few_stories_have_no_theme_and_are_not_unusual():
    themes = ThemeClusterer().fit(blobs(10)[0])
    found = themes.assign(blobs(5, seed=1)[0])
    assert found.label.tolist() == [NO_CLUSTER] * 5 and not found.unusual.any()


def test_a_fit_that_starts_from_the_last_one_keeps_what_the_numbers_stand_for():
    X, _ = blobs(800)
    first = ThemeClusterer().fit(X[:400])
    second = ThemeClusterer().fit(X, previous=first.to_arrays())
    assert (second.labels_[:400] == first.labels_).mean() > 0.9
    np.testing.assert_array_equal(second.components_, first.components_)


def test_a_collection_that_grew_gets_more_themes_and_the_old_ones_keep_their_numbers():
    X, _ = blobs(1200, topics=12)
    first = ThemeClusterer().fit(X[:200])
    grown = ThemeClusterer().fit(X, previous=first.to_arrays())
    assert (first.n_clusters_, grown.n_clusters_) == (5, 12)
    old = grown.labels_[:200] < 5
    assert (grown.labels_[:200][old] == first.labels_[old]).mean() > 0.9
    assert (grown.sizes_ > 0).all()
    again = ThemeClusterer().fit(X, previous=grown.to_arrays())
    assert (again.labels_ == grown.labels_).mean() > 0.98


def test_a_collection_that_grew_a_little_keeps_its_number_of_themes():
    X, _ = blobs(500)
    first = ThemeClusterer().fit(X[:300])
    assert ThemeClusterer().fit(X, previous=first.to_arrays()).n_clusters_ == first.n_clusters_ == 6


def test_a_first_fit_after_too_few_stories_is_free():
    X, _ = blobs(200)
    assert ThemeClusterer().fit(X, previous=ThemeClusterer().fit(X[:10]).to_arrays()).n_clusters_ == 5


def test_fewer_stories_than_themes_leave_the_themes_as_they_were():
    X, _ = blobs(400)
    first = ThemeClusterer().fit(X)
    again = ThemeClusterer().fit(X[:3], previous=first.to_arrays())
    np.testing.assert_array_equal(again.centroids_, first.centroids_)


def test_themes_of_another_embedding_are_refused():
    first = ThemeClusterer().fit(blobs(100)[0])
    with pytest.raises(ValueError, match="have 48 features and X has 10: they belong to another embedding"):
        ThemeClusterer().fit(blobs(100, features=10)[0], previous=first.to_arrays())


def test_saved_themes_assign_as_the_fitted_ones_do():
    X, _ = blobs(300)
    themes = ThemeClusterer().fit(X)
    file = io.BytesIO()
    np.savez(file, **themes.to_arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        loaded = ThemeClusterer.from_arrays(arrays)
    np.testing.assert_array_equal(loaded.predict(X), themes.labels_)
    assert loaded.get_params() == themes.get_params()


def test_a_story_unlike_all_others_keeps_a_theme_and_is_marked_unusual():
    X, _ = blobs(400)
    themes = ThemeClusterer().fit(X)
    far = themes.assign(-4 * X[:1])
    assert far.unusual[0] and far.label[0] >= 0
    assert themes.assign(X).unusual.mean() == pytest.approx(0.02, abs=0.01)


def test_the_same_stories_give_the_same_themes():
    X, _ = blobs(300)
    np.testing.assert_array_equal(ThemeClusterer().fit_predict(X), ThemeClusterer().fit_predict(X))
