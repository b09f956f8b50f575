"""Claims as a way to figures that no page shows: fewer than k, another's collection, words of a protected one."""

from itertools import combinations
from urllib.parse import quote

import pytest

from narratives.frozen_query import Chart, FrozenQuery
from narratives.selection import View
from store.claims import list_claims
from store.landscape import Landscape
from store.release_claims import run_query
from tests.builders import TODAY
from tests.people import Person, make_app, stores_of
from tests.store.sides import close, keep, told
from tests.web.explore.telling import open_world


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def world(app):
    """An open plot with 9 stories in the east and 40 in the west; a protected one with the same, in batches."""
    world = open_world(stores_of(app).stories)
    for number, collection in enumerate((world.plot, world.quiet)):
        plot = (collection, world.framework)
        heaps = [told(10 * number + 1, 9, "east", collection=collection.id)]
        heaps.append(told(10 * number + 2, 40, "west", collection=collection.id))
        keep(world.db, plot, *heaps)
    close(world.db, (world.quiet, world.framework))
    return world


@pytest.mark.parametrize(
    "chart",
    [
        "/explore/plot?group=east",
        "/explore/plot?group=east&picture=say",
        "/explore/plot?group=east&area=east",
        "/explore/plot?group=east&picture=line",
        "/explore/plot/compare?a=group:east&b=group:west",
        "/explore/plot/crosstab?rows=role&columns=mood&group=east",
        "/explore/plot/themes/7",
        "/explore/quiet?group=east",
        "/explore/quiet?group=east&picture=say",
        "/explore/quiet/themes/7",
    ],
)
def test_fewer_than_k_stories_are_in_no_form_and_in_no_claim(app, world, chart):
    ada, of = Person(app, "ada"), chart.split("/")[2].partition("?")[0]
    page = ada.get(f"/claims/in/{of}/new?chart={quote(chart)}")
    assert "<textarea" not in page.text and 'name="seen"' not in page.text
    sent = ada.post(f"/claims/in/{of}/new", {"chart": chart, "seen": "ab" * 32, "text": "Most are sad"})
    assert sent.status_code == 422 and list_claims(world.db, of) == []


def test_no_two_claims_of_a_protected_collection_subtract_to_fewer_than_k(world):
    """Whatever groups and periods are asked for, claims are unions of whole batches."""
    views = [
        View(groups=groups, first=first, last=TODAY)
        for groups in ((), ("east",), ("west",), ("all", "east", "west"))
        for first in (None, *(TODAY.replace(month=1, day=day) for day in (5, 12, 19, 26)))
    ]
    landscape = Landscape()
    found = []
    for view in views:
        query = FrozenQuery("quiet", Chart.PICTURE, ("mood",), view)
        result = run_query(world.db, landscape, world.quiet, world.framework, query)
        assert result.stories == () and (result.n >= world.quiet.k or not result.is_told)
        found.append(result)
    told = [one for one in found if one.is_told]
    assert len(told) > 2
    for one, other in combinations(told, 2):
        apart = set(one.batches) ^ set(other.batches)
        assert abs(one.n - other.n) in {0, *range(10, 100)} and (apart or one.figures == other.figures)


def test_a_chart_of_another_collection_makes_no_claim_here(app, world):
    ada = Person(app, "ada")
    for chart in ("/explore/plot?group=west", "/explore/plot/crosstab?rows=role&columns=mood"):
        assert "<textarea" in ada.get(f"/claims/in/plot/new?chart={quote(chart)}").text
        assert "<textarea" not in ada.get(f"/claims/in/quiet/new?chart={quote(chart)}").text


def test_days_finer_than_a_week_cannot_be_asked_for(app, world):
    """Two claims that end on two days of a week ask the same."""
    ada = Person(app, "ada")
    for day in range(23, 30):
        chart = f"/explore/plot?group=west&to=2026-02-{day}" if day < 29 else "/explore/plot?group=west&to=2026-03-01"
        assert "told to 1 March 2026" in ada.get(f"/claims/in/plot/new?chart={quote(chart)}").text


def test_words_somebody_puts_into_a_claim_stay_words(app, world):
    ada, text = Person(app, "ada"), "<script>alert()</script> Most {{ are }} sad"
    chart = "/explore/plot?group=west"
    form = ada.get(f"/claims/in/plot/new?chart={quote(chart)}").text
    seen = form.partition('name="seen" value="')[2][:64]
    made = ada.post("/claims/in/plot/new", {"chart": chart, "seen": seen, "text": text})
    page = ada.get(made.location).text
    assert "<script>alert" not in page and "&lt;script&gt;alert()&lt;/script&gt; Most {{ are }} sad" in page
