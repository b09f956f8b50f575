"""Several processes give what one gives."""

import pytest

from benchmarks.in_parallel import each


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_items(processes):
    assert each(abs, [-3, 2, -1], processes) == [3, 2, 1]
