"""What a triad's picture is made of."""

from narratives.answers import TriadAnswer
from narratives.narrative import Source
from store import release
from store.landscape import Landscape
from store.narratives import import_narratives
from store.release import View
from tests.builders import make_narrative, open_plot


def told(db, n, **rules):
    collection, framework = open_plot(db, **rules)
    tops = [(0.2 + place / 50, 0.1 + place * 7 % 12 / 40) for place in range(n)]
    places = [(top, 1 - top - right, right) for top, right in tops]
    stories = [
        make_narrative(answers=(TriadAnswer("mood", shares, "tap"),), source=Source("test", str(n), str(n)))
        for n, shares in enumerate(places)
    ]
    import_narratives(db, collection, framework, stories, {})
    return collection, framework


def test_a_whole_shape_has_its_middles_contours_and_dots(db):
    collection, framework = told(db, 12)
    shape = release.triad(db, Landscape(), collection, framework, "mood", View())
    assert shape.mean is not None and shape.region is not None and shape.centre is not None
    assert [round(line.mass, 2) for line in shape.contours] == [0.5, 0.75, 0.9]
    assert shape.dots is not None and len(shape.dots) == 12


def test_a_small_shape_has_the_same_cells_and_mean_and_nothing_that_takes_long(db):
    collection, framework = told(db, 12)
    whole = release.triad(db, Landscape(), collection, framework, "mood", View())
    small = release.triad(db, Landscape(), collection, framework, "mood", View(), small=True)
    assert (small.cells, small.mean, small.counts) == (whole.cells, whole.mean, whole.counts)
    assert (small.dots, small.region, small.centre, small.contours) == (None, None, None, ())


def test_of_fewer_than_k_there_is_no_middle_and_no_contour(db):
    collection, framework = told(db, 9)
    shape = release.triad(db, Landscape(), collection, framework, "mood", View())
    assert (shape.mean, shape.region, shape.centre, shape.contours) == (None, None, None, ())


def test_where_k_is_larger_more_are_needed(db):
    collection, framework = told(db, 19, k=20)
    shape = release.triad(db, Landscape(), collection, framework, "mood", View())
    assert (shape.mean, shape.region, shape.centre, shape.contours) == (None, None, None, ())
