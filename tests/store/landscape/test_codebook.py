import numpy as np

from narratives.disclosure import GRID
from narratives.triangle import FINE, cell_centroids, coarser
from store.landscape.codebook import MARKS_COUNTED, SHARE_UNITS, codebook
from tests.builders import make_framework


def test_a_triads_tables_are_its_geometry():
    entry = codebook(make_framework()).entries["mood"]
    assert entry.place[: FINE * FINE].tolist() == list(coarser(GRID))
    np.testing.assert_allclose(entry.moments[: FINE * FINE, :3] / SHARE_UNITS, cell_centroids(FINE), atol=1e-12)
    assert (entry.moments[:, 3:] == entry.moments[:, :3] ** 2).all()


def test_every_code_is_counted_somewhere():
    for entry in codebook(make_framework()).entries.values():
        if entry.place is not None:
            assert entry.place.max() < entry.places + MARKS_COUNTED == entry.length


def test_slots_are_those_of_a_story():
    assert codebook(make_framework()).slots == 5
