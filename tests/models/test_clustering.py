import io

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from models.clustering import NO_CLUSTER, ThemeClusterer


def blobs(n=400, seed=0, topics=6, features=48):
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(0, 1, (topics, features))
    topic = chance.integers(0, topics, n)
    X = centres[topic] + chance.normal(0, 0.3, (n, features))
    return X / np.linalg.norm(X, axis=1, keepdims=True), topic


def one_blob(n=300, seed=0, features=48, widest=3.0):
    chance = np.random.default_rng(seed)
    return chance.normal(size=(n, features)) * np.geomspace(widest, 0.3, features)


def six():
    return ThemeClusterer(n_clusters=6)


@pytest.fixture
def few_worlds(monkeypatch):
    """Worlds to beat are most of what choosing a number of so few stories takes."""
    monkeypatch.setattr("models.theme_number.WORLDS", 3)


def stored_by_the_first_version(X, k=4, p=16):
    """What a fit of the version before this one kept: a longer basis, points at their own length, no middles."""
    mean = X.mean(axis=0)
    components = np.linalg.svd(X - mean, full_matrices=False)[2][:p]
    centroids = ((X - mean) @ components.T)[:k]
    return {
        "settings": np.array([0.0, float(p), 50.0, 0.98, 0.0]),
        "mean": mean,
        "components": components,
        "centroids": centroids,
        "sizes": np.full(k, len(X) // k),
        "measures": np.array([0.5, 0.1]),
    }


@parametrize_with_checks([ThemeClusterer(n_clusters=3, minimum=1)])
def test_follows_the_estimator_conventions(estimator, check):
    check(estimator)


@pytest.mark.usefixtures("few_worlds")
def test_there_are_as_many_themes_as_other_stories_show_again():
    X, topic = blobs(100, topics=4)
    themes = ThemeClusterer().fit(X)
    assert themes.n_clusters_ == 4 and adjusted_rand_score(topic, themes.labels_) > 0.99
    assert themes.chosen_.stability > 0.99 and themes.chosen_.loosest > 0.95
    assert themes.firm_ and ThemeClusterer.from_arrays(themes.to_arrays()).firm_
    later = ThemeClusterer().fit(X, previous=themes.to_arrays())
    assert later.firm_ and not six().fit(X).firm_


@pytest.mark.usefixtures("few_worlds")
def test_fewer_than_fifty_stories_have_no_themes():
    assert ThemeClusterer().fit(blobs(49, topics=3)[0]).n_clusters_ == 0
    assert ThemeClusterer().fit(blobs(60, topics=3)[0]).n_clusters_ == 3


@pytest.mark.parametrize("widest", [0.3, 3.0, 9.0], ids=["a ball", "an egg", "a cigar"])
def test_one_blob_has_no_themes(widest):
    found = [ThemeClusterer().fit(one_blob(100, seed, 24, widest)).n_clusters_ for seed in range(3)]
    assert found == [0] * 3


@pytest.mark.nightly
@pytest.mark.parametrize("widest", [0.3, 3.0, 9.0], ids=["a ball", "an egg", "a cigar"])
def test_themes_are_found_in_one_blob_at_most_one_time_in_ten(widest):
    found = sum(ThemeClusterer(random_state=n).fit(one_blob(300, n, 48, widest)).n_clusters_ > 0 for n in range(60))
    assert found <= 6


def test_too_few_stories_have_no_theme_and_are_not_unusual():
    themes = ThemeClusterer().fit(blobs(10)[0])
    found = themes.assign(blobs(5, seed=1)[0])
    assert found.label.tolist() == [NO_CLUSTER] * 5 and not found.unusual.any()
    assert ThemeClusterer.from_arrays(themes.to_arrays()).predict(blobs(5)[0]).tolist() == [NO_CLUSTER] * 5


def test_a_fit_that_starts_from_the_last_one_keeps_what_the_numbers_stand_for():
    X, _ = blobs(800)
    first = six().fit(X[:400])
    second = ThemeClusterer().fit(X, previous=first.to_arrays())
    assert (second.labels_[:400] == first.labels_).mean() > 0.99
    np.testing.assert_array_equal(second.components_, first.components_)


def test_a_fit_that_starts_from_the_last_one_never_changes_how_many_themes_there_are():
    X, topic = blobs(1600, topics=12)
    first = six().fit(X[topic < 6])
    assert ThemeClusterer().fit(X, previous=first.to_arrays()).n_clusters_ == 6


def test_a_theme_that_no_story_lies_in_any_more_stays_where_it_was():
    X, _ = blobs(600)
    first = six().fit(X)
    later = ThemeClusterer().fit(X[first.labels_ != 2], previous=first.to_arrays())
    assert later.sizes_[2] == 0
    np.testing.assert_array_equal(later.centroids_[2], first.centroids_[2])
    np.testing.assert_allclose(later.centres_[2], first.centres_[2])
    assert (later.predict(X) == first.labels_).mean() > 0.99


@pytest.mark.usefixtures("few_worlds")
def test_a_first_fit_after_too_few_stories_is_free():
    X, _ = blobs(60, topics=3)
    assert ThemeClusterer().fit(X, previous=ThemeClusterer().fit(X[:10]).to_arrays()).n_clusters_ == 3


def test_fewer_stories_than_themes_leave_the_themes_as_they_were():
    X, _ = blobs(400)
    first = six().fit(X)
    again = ThemeClusterer().fit(X[:3], previous=first.to_arrays())
    np.testing.assert_array_equal(again.centroids_, first.centroids_)


def test_themes_of_another_embedding_are_refused():
    first = six().fit(blobs(100)[0])
    with pytest.raises(ValueError, match="have 48 features and X has 10: they belong to another embedding"):
        ThemeClusterer().fit(blobs(100, features=10)[0], previous=first.to_arrays())


def test_saved_themes_assign_as_the_fitted_ones_do():
    X, _ = blobs(300)
    themes = six().fit(X, language=["en", "cy", ""] * 100)
    file = io.BytesIO()
    np.savez(file, **themes.to_arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        loaded = ThemeClusterer.from_arrays(arrays)
    np.testing.assert_array_equal(loaded.predict(X, ["en", "cy", ""] * 100), themes.labels_)
    assert loaded.get_params() == themes.get_params()
    assert loaded.unusual_distance_ == themes.unusual_distance_ and loaded.firm_ is False


def test_a_fit_that_the_first_version_stored_still_places_stories_and_is_carried_on():
    X, _ = blobs(400)
    arrays = stored_by_the_first_version(X)
    held = ThemeClusterer.from_arrays(arrays)
    assert not held.firm_
    points = (X - arrays["mean"]) @ arrays["components"].T
    apart = np.linalg.norm(points[:, None] - arrays["centroids"], axis=2)
    found = held.assign(X, language=["en"] * 400)
    np.testing.assert_array_equal(found.label, apart.argmin(axis=1))
    np.testing.assert_allclose(found.distance, apart.min(axis=1), atol=1e-6)
    np.testing.assert_array_equal(found.unusual, found.distance > 0.5)
    later = ThemeClusterer().fit(X, previous=held.to_arrays())
    assert later.n_clusters_ == 4 and later.centres_.shape == (4, 48)
    np.testing.assert_array_equal(later.components_, arrays["components"])
    again = ThemeClusterer().fit(X, previous=later.to_arrays())
    assert (again.labels_ == later.labels_).all()


def test_a_story_unlike_all_others_keeps_a_theme_and_is_marked_unusual():
    X, _ = blobs(400)
    themes = six().fit(X)
    far = themes.assign(-4 * X[:1])
    assert far.unusual[0] and far.label[0] >= 0


@pytest.mark.nightly
def test_of_new_stories_about_as_many_are_unusual_as_promised():
    shares = []
    for seed in range(12):
        X, _ = blobs(900, seed=seed)
        shares.append(six().fit(X[:150]).assign(X[150:]).unusual.mean())
    assert 0.01 < np.mean(shares) < 0.03


@pytest.mark.usefixtures("few_worlds")
def test_the_same_stories_give_the_same_themes():
    X, _ = blobs(60, topics=3)
    np.testing.assert_array_equal(ThemeClusterer().fit_predict(X), ThemeClusterer().fit_predict(X))


def test_one_text_told_by_everybody_has_no_themes_and_says_nothing_of_it():
    assert ThemeClusterer().fit(np.tile(np.eye(1, 12), (80, 1))).n_clusters_ == 0
