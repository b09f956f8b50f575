import numpy as np
import pytest

from models.crosstab import _chance, _interval, _phi2, associate, associate_batches, turned
from tests.models.chances import distance_from_uniform


def drawn(chance, shares, n):
    return chance.multinomial(n, np.asarray(shares).ravel()).reshape(np.shape(shares))


def related(rows, columns, amount):
    """Shares of a table whose diagonal holds `amount` of the stories beyond what independence would have."""
    even = np.full((rows, columns), 1 / rows / columns)
    diagonal = np.zeros((rows, columns))
    diagonal[np.arange(min(rows, columns)), np.arange(min(rows, columns))] = 1 / min(rows, columns)
    return (1 - amount) * even + amount * diagonal


def test_residuals_are_habermans():
    table = np.array([[20, 30, 10], [40, 30, 70]])
    found = associate(table)
    n, row, column = table.sum(), table.sum(axis=1)[:, None], table.sum(axis=0)[None]
    expected = row * column / n
    assert found.expected == pytest.approx(expected)
    assert found.residual == pytest.approx((table - expected) / np.sqrt(expected * (1 - row / n) * (1 - column / n)))
    assert found.residual[0] == pytest.approx(-found.residual[1]), "two rows mirror each other"


def test_chi_square_is_that_of_the_textbook():
    # Snedecor and Cochran's way: 2 x 2 with 30, 10, 10, 30 has chi-square 20, and V is 0.5 with its bias.
    found = associate([[30, 10], [10, 30]])
    assert _phi2([[30, 10], [10, 30]]) == pytest.approx(20 / 80)
    assert found.chance == pytest.approx(7.744e-6, rel=1e-3)


def test_the_strength_is_bergsmas():
    # phi-square 0.25 less 1 / 79, over what is left of 2 - 1 once (2 - 1) ** 2 / 79 is taken off.
    assert associate([[30, 10], [10, 30]]).strength == pytest.approx(((20 / 80 - 1 / 79) / (1 - 1 / 79)) ** 0.5)
    assert associate([[40, 0], [0, 40]]).strength == pytest.approx(1)


def test_the_strength_lies_in_its_own_interval_and_is_small_where_there_is_none():
    chance = np.random.default_rng(7)
    scatter = []
    for rows, columns, amount, n in ((2, 2, 0, 100), (3, 7, 0, 500), (7, 12, 0, 3_000), (3, 4, 0.2, 300)):
        found = [associate(drawn(chance, related(rows, columns, amount), n), seed=seed) for seed in range(30)]
        assert all(one.low <= one.strength <= one.high for one in found), (rows, columns)
        scatter += [one.strength for one in found if not amount]
    assert np.median(scatter) < 0.02


def test_a_thin_table_is_dealt_and_its_p_is_uniform_under_independence():
    chance = np.random.default_rng(1)
    found = [_chance(drawn(chance, related(4, 5, 0), 60), seed) for seed in range(60)]
    assert distance_from_uniform(found) < 1.63
    assert _chance(drawn(chance, related(4, 5, 0.6), 60), 0) == 1 / 2_000


def test_the_interval_of_the_strength_holds_it_in_about_nineteen_of_twenty():
    chance = np.random.default_rng(2)
    for rows, columns, amount, n in ((2, 2, 0.3, 150), (3, 7, 0.3, 500)):
        shares = related(rows, columns, amount)
        true = np.sqrt(_phi2(shares) / (min(rows, columns) - 1))
        ends = [_interval(drawn(chance, shares, n), seed) for seed in range(120)]
        held = np.mean([low <= true <= high for low, high in ends])
        assert 0.9 <= held <= 0.99, (rows, columns)


def test_a_table_too_thin_has_no_interval():
    found = associate(np.full((3, 7), 4))
    assert found.strength == 0 and found.low is None and found.high is None


def test_rows_and_columns_of_few_stories_have_no_figures():
    found = associate([[40, 35, 3], [5, 4, 0], [30, 45, 4]])
    assert np.isnan(found.residual[1]).all() and np.isnan(found.residual[:, 2]).all()
    assert np.isfinite(found.residual[[0, 2]][:, :2]).all() and np.isnan(found.q[1, 0])


def test_planted_cells_are_called_and_hardly_any_others():
    chance = np.random.default_rng(3)
    planted = np.zeros((4, 6), dtype=bool)
    planted[1, 2] = True
    shares = np.full((4, 6), 1 / 24) + 0.08 * planted
    found = [associate(drawn(chance, shares / shares.sum(), 900)) for _ in range(20)]
    called = np.array([one.q <= 0.05 for one in found])
    assert called[:, planted].mean() > 0.95
    null = [associate(drawn(chance, np.full((4, 6), 1 / 24), 500)) for _ in range(60)]
    assert np.mean([(one.q <= 0.05).any() for one in null]) <= 0.1


def test_options_that_overlap_are_judged_cell_by_cell_alone():
    # Of 100 stories 60 chose A and 70 chose B; 45 of those of group one.
    found = associate([[35, 30], [25, 40]], rows=[45, 55], columns=[60, 70], total=100)
    assert found.expected == pytest.approx(np.array([[27, 31.5], [33, 38.5]]))
    assert found.strength is None and found.chance is None
    assert found.residual[0, 0] == pytest.approx((35 - 27) / np.sqrt(27 * 0.55 * 0.4))


def test_batches_are_dealt_as_wholes():
    chance = np.random.default_rng(4)
    chances, naive = [], []
    for seed in range(60):
        batches = np.stack([chance.multinomial(10, chance.dirichlet([1, 1, 1])) for _ in range(20)])
        groups = np.repeat([0, 1], 10)
        chances.append(associate_batches(batches, groups, seed=seed).chance)
        naive.append(associate(np.stack([batches[groups == row].sum(axis=0) for row in (0, 1)])).chance)
    assert distance_from_uniform(chances) < 1.63
    assert np.mean(np.array(naive) <= 0.05) > 0.2


def test_groups_with_too_few_batches_have_no_figures():
    batches = np.array([[6, 4]] * 12)
    found = associate_batches(batches + np.arange(12)[:, None] % 3, [0] * 10 + [1] * 2)
    assert np.isnan(found.residual).all() and found.chance is None


def test_a_table_can_be_turned():
    found = associate([[20, 30, 10], [40, 30, 70]])
    again = associate(np.array([[20, 30, 10], [40, 30, 70]]).T)
    assert turned(found).residual == pytest.approx(again.residual) and turned(found).q == pytest.approx(again.q)


def test_a_single_row_has_nothing_to_go_together_with():
    found = associate([[30, 40]])
    assert found.strength is None and np.isnan(found.residual).all()
