"""Every filter of the map and of the pages round it: no number on them is of one to nine people only counted."""

import random

import pytest

from narratives.roles import Grant, Role
from store import batches
from tests.attacks.filtered import GROUPS, every_filter, fill, numbers_of_news, numbers_of_page, small
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import open_world
from tests.web.far_and_near import add_limited

MAP = ("", "/live", "/crosstab?rows=mood&columns=group", "/compare?split=2026-03-02")
ROUND_IT = (
    "/summary",
    "/places",
    "/temperature",
    "/themes",
    "/common-ground",
    "/stories",
    "/stories/words",
    "/association?first=mood&second=say",
    "/conditions",
    "/promise",
    "/patterns",
    "/weak-signals",
    "/expect",
)
# Whose pages: a collection, and the group that somebody sees of it alone.
LOOKERS = {"protected": ("quiet", ""), "open": ("plot", ""), "one group": ("quiet", "east"), "part": ("plot", "east")}


def addresses(collection):
    """Each page with each filter; those round the map with each group."""
    for pages, filters in ((MAP, list(every_filter())), (ROUND_IT, GROUPS)):
        for page in pages:
            for chosen in filters:
                yield f"/explore/{collection}{page}{'&' if '?' in page else '?'}{chosen}"


@pytest.mark.slow
@pytest.mark.parametrize("looker", LOOKERS)
def test_no_page_shows_a_number_of_fewer_than_k(tmp_path, looker, promised):
    """Nobody here lets staff read a story by itself, so that every number is about people who are only counted."""
    collection, group = LOOKERS[looker]
    app, chance = make_app(tmp_path), random.Random(7)
    world = open_world(stores_of(app).stories)
    batches.waits = lambda: chance.random() < 0.5
    fill(world, getattr(world, collection), chance, read=collection == "quiet")
    if group:
        add_limited(app, "lim", Grant(Role.MANAGER, collection, group))
    person, found = Person(app, "lim" if group else "ada"), []
    for address in addresses(collection):
        answer = person.get(address)
        assert answer.status_code in {200, 403, 404, 422}, address
        if answer.status_code in {200, 422}:
            found.append(small(numbers_of_news(answer.json) if answer.is_json else numbers_of_page(answer.text)))
    tried, failures = (sum(one) for one in zip(*found, strict=True))
    said = "no page round the map, whatever is filtered and whoever looks, says a number of 1 to 9 people only counted"
    promised("T4", said, tried=tried, failures=failures)


@pytest.mark.parametrize(
    "html",
    [
        "<p>3 stories, all counted in closed batches</p>",
        "<p>30 answered · 4 left it out.</p>",
        "<table><tr><th>a digger</th><td>5</td></tr></table>",
        '<table><tr><td><a href="/">7<span class="govuk-visually-hidden"> stories: a, b</span></a></td></tr></table>',
        "<label>east (6)</label>",
        '<div role="img" aria-label="Triangle of 8 placed stories."></div>',
        "<svg><title>nearer glad: 9</title></svg>",
        "<p>1 story</p>",
    ],
)
def test_the_same_look_finds_a_number_of_one_to_nine_on_a_page(html):
    # Else the test above could not fail.
    assert small(numbers_of_page(html)) in {(1, 1), (2, 1)}
