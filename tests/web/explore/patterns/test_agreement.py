"""Do words and answers tell the same story: the line and the table."""

import pytest
from flask import Flask

from tests.people import stores_of
from tests.store.pattern_fits import fit_planted
from tests.store.placed import keep_placed
from tests.store.test_release_pattern_themes import theme
from web.explore.patterns import agreement_line


@pytest.fixture
def tell(world):
    def told(theme_of):
        plot = (world.plot, world.framework)
        theme(world.db, keep_placed(world.db, plot, 200), theme_of)
        fit_planted(world.db, plot)

    return told


def line(app: Flask, world):
    with app.test_request_context():
        return agreement_line(stores_of(app), world.plot, world.framework)


def test_themes_that_go_with_patterns_are_told_and_shaded(app, world, ada, tell):
    tell(lambda number, kind: kind)
    page = ada.get("/explore/plot/patterns").text
    assert "Words and answers agree closely" in page and "goes with the pattern mostly" in page
    assert "mm-cell--more-3" in page and 'id="agreement"' in page
    assert line(app, world).said.startswith("Words and answers agree closely")
    assert line(app, world).href == "/explore/plot/patterns#agreement"


def test_themes_that_have_nothing_to_do_with_patterns_are_a_finding(app, world, ada, tell):
    tell(lambda number, kind: number % 4)
    page = ada.get("/explore/plot/patterns").text
    assert "words and answers tell different stories" in page
    assert "Placed in every way that others are, whatever the words" in page
    assert "mm-cell--more-" not in page.split("mm-legend")[0]


def test_without_themes_there_is_no_line_and_no_table(app, world, ada):
    keep_placed(world.db, (world.plot, world.framework), 120)
    fit_planted(world.db, (world.plot, world.framework))
    assert line(app, world) is None
    assert 'id="agreement"' not in ada.get("/explore/plot/patterns").text


def test_a_protected_collection_has_no_line(app, world):
    with app.test_request_context():
        assert agreement_line(stores_of(app), world.quiet, world.framework) is None
