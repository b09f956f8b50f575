"""What lies inside a part is found in a column, however far apart its codes are."""

import numpy as np
import pytest

from narratives.codes import NOT_APPLICABLE
from store.landscape.choosing import Table
from store.landscape.codebook import CODES


@pytest.mark.parametrize(
    "inside",
    [range(59_000, 59_040), [7, 9_000, 16_391], [7, 30_000, NOT_APPLICABLE], [0], [CODES - 1], []],
    ids=["a corner", "some way apart", "far apart", "the first code", "the last code", "none"],
)
def test_a_column_is_looked_through_as_code_by_code(inside):
    flags = np.zeros(CODES, bool)
    flags[list(inside)] = True
    column = np.random.default_rng(5).integers(0, CODES, 200_000).astype(np.uint16)
    column[:3] = [*inside, 1, 2, 3][:3]
    assert Table.of(3, flags).find(column).tolist() == np.flatnonzero(flags[column]).tolist()
