import pytest

from models.quantiles import chi_square_tail, t_quantile, two_tails


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062), (2, 4.3027), (2.5, 3.5747), (3, 3.1824), (4, 2.7764), (8, 2.3060), (30, 2.0423), (1e6, 1.9600)],
)
def test_students_quantiles_are_those_of_printed_tables(freedom, quantile):
    assert t_quantile(0.975, freedom) == pytest.approx(quantile, rel=1e-4)


def test_the_middle_is_nought_and_there_is_no_quantile_without_freedom():
    assert t_quantile(0.5, 7) == 0
    with pytest.raises(ValueError, match="there is no such quantile"):
        t_quantile(0.975, 0.5)


@pytest.mark.parametrize(
    ("value", "freedom", "tail"),
    [(3.8415, 1, 0.05), (21.026, 12, 0.05), (135.807, 100, 0.01), (0.1026, 2, 0.95), (0, 3, 1), (2_000, 4, 0)],
)
def test_chi_square_tails_are_those_of_printed_tables(value, freedom, tail):
    assert chi_square_tail(value, freedom) == pytest.approx(tail, abs=1e-5)


def test_two_tails_of_the_normal():
    assert two_tails(1.959964) == pytest.approx(0.05, abs=1e-6)
