"""Themes beside patterns: do words and answers agree, and which go together."""

from dataclasses import replace

import pytest

from narratives.collection import Policy
from store import results, theming
from store.erasure import withdraw
from store.landscape import Landscape
from store.release_pattern_themes import theme_pattern_table
from tests.builders import TODAY, open_plot
from tests.people import SECRET
from tests.store.pattern_fits import IDS, fit_planted
from tests.store.placed import keep_placed


@pytest.fixture
def plot(db):
    return open_plot(db)


def theme(db, stories, theme_of):
    """Put each story where `theme_of` says: (number, kind) of a story to the number of its theme."""
    placed = {one: theme_of(number, kind) for number, (one, kind) in enumerate(stories.items())}
    themes = [
        results.Theme(number, f"theme {number}", (f"word{number}",), list(placed.values()).count(number), TODAY)
        for number in sorted(set(placed.values()))
    ]
    fit = results.ThemeFit("fit", len(placed), b"")
    results.replace_themes(db, "plot", "words", fit, fitted_on=TODAY, themes=themes)
    theming.add_assignments(
        db, "plot", "fit", [theming.Assignment(one, number, 0.5, False) for one, number in placed.items()]
    )


def table(db, plot, landscape=None):
    return theme_pattern_table(db, landscape or Landscape(), *plot)


def test_themes_that_go_with_patterns_agree_beyond_chance(db, plot):
    theme(db, keep_placed(db, plot), lambda number, kind: kind)
    fit_planted(db, plot)
    found = table(db, plot)
    assert found.agreement.is_beyond_chance and found.agreement.value > 0.7
    assert found.patterns == IDS and sum(n for _, _, n in found.themes) == found.n
    for row, (number, _, _) in enumerate(found.themes):
        told = [cell.is_told and cell.residual > 5 for cell in found.cells[row]]
        assert told == [place == number for place in range(3)]


def test_themes_that_have_nothing_to_do_with_patterns_lie_inside_the_band(db, plot):
    theme(db, keep_placed(db, plot), lambda number, kind: number % 4)
    fit_planted(db, plot)
    found = table(db, plot)
    assert not found.agreement.is_beyond_chance
    assert not any(cell.is_told for cells in found.cells for cell in cells)


def test_a_cell_of_fewer_than_k_stories_has_no_figure(db, plot):
    theme(db, keep_placed(db, plot), lambda number, kind: kind if number % 40 else 0)
    fit_planted(db, plot)
    cells = [cell for cells in table(db, plot).cells for cell in cells]
    few = [cell for cell in cells if cell.n is None]
    assert few and all((cell.share, cell.residual, cell.is_told) == (0.0, None, False) for cell in few)
    assert all(cell.n is None or cell.n == 0 or cell.n >= 10 for cell in cells)


def test_a_withdrawn_story_leaves_the_table_at_once(db, plot):
    stories = keep_placed(db, plot)
    theme(db, stories, lambda number, kind: number % 3)
    fit_planted(db, plot)
    landscape = Landscape()
    before = table(db, plot, landscape)
    for one in list(stories)[:20]:
        withdraw(db, one, SECRET)
    assert before.n - 20 <= table(db, plot, landscape).n < before.n


def test_without_themes_without_patterns_and_in_a_protected_collection_there_is_no_table(db, plot):
    stories = keep_placed(db, plot, 120)
    assert table(db, plot) is None
    fit_planted(db, plot)
    assert table(db, plot) is None
    theme(db, stories, lambda number, kind: number % 2)
    assert table(db, plot) is not None
    assert table(db, (replace(plot[0], policy=Policy.PROTECTED), plot[1])) is None
