import numpy as np
import pytest

from models.lattice import lattice_of
from narratives.triangle import cell_corners

GRID = 20


def test_the_lattice_has_the_cells_that_stories_are_counted_in():
    lattice = lattice_of(GRID)
    for cell, corners in enumerate(cell_corners(GRID)):
        assert sorted(map(tuple, lattice.shares[lattice.cells[cell]].round(9).tolist())) == sorted(
            tuple(round(share, 9) for share in corner) for corner in corners
        )


def test_neighbours_exchange_as_much_as_they_get_and_an_even_spread_stays():
    lattice = lattice_of(GRID)
    assert lattice.rates[0] == pytest.approx(0, abs=1e-9) and lattice.rates[1] > 1e-4, "all cells hang together"
    assert np.abs(lattice.modes[:, 0]) == pytest.approx(1 / GRID)
    assert lattice.to_vertices.sum(axis=1) == pytest.approx(1)


def test_the_border_goes_round_once():
    border = lattice_of(GRID).border
    assert len(border) == 3 * GRID and (border[:, 1] == np.roll(border[:, 0], -1)).all()
    assert len(set(border[:, 0].tolist())) == 3 * GRID
