import numpy as np

from models.neighbourhoods import Basis, neighbours, principal, shared_directions, unit


def strips(n=300, features=20, seed=0):
    """Two groups along one axis, and a wider axis along which everybody is somewhere."""
    chance = np.random.default_rng(seed)
    group = np.repeat([0, 1], n // 2)
    X = chance.normal(0, 0.3, (n, features))
    X[:, 0] += np.where(group, 2.0, -2.0)
    return X, group


def test_averaging_over_neighbours_brings_groups_together():
    X, group = strips()
    _, points, averaged = shared_directions(X, 3, np.random.default_rng(0))
    for found in (points, averaged):
        assert found.shape == (300, 3)
    within = [one[group == 0].std(axis=0).sum() for one in (points, averaged)]
    assert within[1] < 0.5 * within[0]


def test_a_story_is_its_own_neighbour():
    X, _ = strips()
    near = neighbours(X, np.random.default_rng(0))
    assert near.near.shape == (300, 30)
    assert all(row in near.anchors[near.near[row]] for row in range(300))


def test_principal_components_are_those_of_the_covariance_and_their_signs_are_settled():
    X, _ = strips()
    mean, components, variance = principal(X, 4)
    np.testing.assert_allclose(variance, np.sort(np.linalg.eigvalsh(np.cov(X.T, bias=True)))[::-1][:4])
    np.testing.assert_allclose(components @ components.T, np.eye(4), atol=1e-9)
    assert (components[np.arange(4), np.abs(components).argmax(axis=1)] > 0).all()
    np.testing.assert_allclose(mean, X.mean(axis=0))


def test_a_point_in_the_very_middle_stays_there():
    assert unit(np.array([[0.0, 0.0], [3.0, 4.0]])).tolist() == [[0.0, 0.0], [0.6, 0.8]]
    assert Basis(np.ones(2), np.eye(2), unit=False).points(np.array([[4.0, 5.0]])).tolist() == [[3.0, 4.0]]
