"""The figures of a claim are those that the chart's own page shows."""

import html
import re

import pytest

from store.landscape import Landscape
from store.release_claims import run_query
from tests.store.asking import EVERY
from tests.web.claims.test_reading import SUNDAY

PAGES = {
    "a triad": "/explore/plot",
    "a dyad": "/explore/plot",
    "a choice": "/explore/plot",
    "two sides": "/explore/plot/compare?a=group:east&b=group:west",
    "two questions": "/explore/plot/crosstab?rows=role&columns=mood",
    "the line": "/explore/plot",
}
PICTURES = "/explore/plot/summary"


@pytest.mark.parametrize("name", EVERY)
def test_every_figure_stands_on_the_page(ada, world, name):
    assert EVERY[name].view.last == SUNDAY
    result = run_query(world.db, Landscape(), world.plot, world.framework, EVERY[name])
    shown = words_of(ada, PAGES[name]) + words_of(ada, PICTURES)
    assert len(result.figures) > 3
    for figure in result.figures.values():
        number = re.escape(figure.removesuffix("%"))  # some tables have the sign in their head
        assert re.search(rf"(?<![\d.,]){number}(?![\d,]|\.\d)", shown), f"{name}: {figure} is not shown"


def words_of(ada, path):
    """What a page says, without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", " ", ada.get(path).text))
