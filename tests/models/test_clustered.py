import numpy as np

from models.clustered import design_effect, independent


def test_batches_that_hang_together_are_worth_fewer_stories():
    together = design_effect([[10, 0], [0, 10], [10, 0], [0, 10]], np.full((4, 2), 10), [0] * 4)
    apart = design_effect([[5, 5], [5, 5], [5, 5]], np.full((3, 2), 10), [0] * 3)
    assert together[0] > 10 and apart.tolist() == [1.0, 1.0]
    assert independent([20.0], [40.0], [4.0]).tolist() == [30.0]
    assert design_effect([[10]], [[10]], [0]).tolist() == [1.0], "one batch cannot tell"
