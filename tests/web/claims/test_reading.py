"""The question that a chart's page answers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import g

from narratives.frozen_query import Chart, read_query
from narratives.roles import Reach
from narratives.selection import Part, zone_cells
from store.alerts import add_alert
from tests.builders import TODAY
from tests.web.claims.conftest import NOW
from tests.web.explore.telling import make_finding
from web.claims.reading import address_of, last_day, query_of_address

SUNDAY = TODAY + timedelta(days=6)
ASKED = {
    "/explore/plot": (Chart.PICTURE, ("mood",)),
    "/explore/plot?triad=mood": (Chart.PICTURE, ("mood",)),
    "/explore/plot?picture=say": (Chart.PICTURE, ("say",)),
    "/explore/plot?picture=line": (Chart.LINE, ()),
    "/explore/plot/pictures/role.svg?group=east": (Chart.PICTURE, ("role",)),
    "/explore/plot/pictures/line.svg": (Chart.LINE, ()),
    "/explore/plot/compare?a=group:east&b=group:west": (Chart.COMPARISON, ()),
    "/explore/plot/compare?group=east": (Chart.COMPARISON, ()),
    "/explore/plot/crosstab?rows=role&columns=mood": (Chart.CROSSTAB, ("role", "mood")),
    "/explore/plot/themes/7": (Chart.THEME, ("7",)),
}
NO_QUESTIONS = (
    "/explore/plot/temperature",
    "/explore/quiet",
    "/explore/plot/pictures/nothing.svg",
    "/explore/plot?picture=nothing",
    "/explore/plot?from=yesterday",
    "/explore/plot?part=mood:nowhere",
    "/explore/plot/compare",
    "/explore/plot/crosstab?rows=role&columns=role",
    "/explore/plot/themes/seven",
    "/changed/nowhere",
    "//evil.example/explore/plot",
    "https://evil.example/explore/plot",
    "explore/plot",
    "",
    "/explore/plot?" + "x" * 5_000,
)


@pytest.fixture
def read(app, world):
    """Reads an address of the plot as a page does."""
    context = app.test_request_context("/", base_url="https://localhost")
    with context:
        g.reach = Reach()
        yield lambda address: query_of_address(world.plot, world.framework, address, NOW)


@pytest.mark.parametrize(("address", "what"), ASKED.items())
def test_a_charts_address_says_what_it_asks(read, address, what):
    query = read(address)
    assert (query.chart, query.subject) == what


@pytest.mark.parametrize("address", NO_QUESTIONS)
def test_what_is_no_chart_of_the_collection_asks_nothing(read, address):
    assert read(address) is None


def test_what_is_open_ends_with_the_week_and_no_later(read):
    assert read("/explore/plot").view.last == SUNDAY == last_day(TODAY) == last_day(SUNDAY)
    assert read("/explore/plot?to=2026-02-11").view.last == date(2026, 2, 15), "a day is finer than what is released"
    assert read("/explore/plot?to=2099-01-01").view.last == SUNDAY
    both = read("/explore/plot/compare?a=group:east&b=weeks:4")
    assert both.view.last == both.beside.last == SUNDAY and both.beside.first is not None


def test_filters_and_what_is_picked_are_part_of_the_question(read):
    query = read("/explore/plot?group=all&area=east&from=2026-02-03&part=mood:top&picture=say")
    assert query.view.groups == ("all", "east", "west") and query.view.areas == ("east",)
    assert query.view.first == date(2026, 2, 2) and query.view.parts == (Part("mood", zone_cells("top")),)


@pytest.mark.parametrize(
    "address",
    [
        *(one for one in ASKED if "compare" not in one),
        "/explore/plot/compare?a=group:east&b=group:west",
        "/explore/plot/compare?group=east",
        "/explore/plot/compare?split=2026-02-16",
        "/explore/plot?group=all&area=east&from=2026-02-03&part=mood:top&picture=say&kind=practitioner",
    ],
)
def test_the_address_of_a_question_asks_it_again(read, world, address):
    query = read(address)
    kept = read_query(query.to_json(), world.framework)
    assert read(address_of(kept)) == query


def test_an_alert_is_asked_about_as_it_was_found(read, world):
    finding = make_finding(raised_on=TODAY)
    alert = add_alert(
        world.db, "plot", finding, sentence="Something moved.", exemplars=[], at=datetime(2026, 3, 2, tzinfo=UTC)
    )
    query = read(f"/changed/{alert}")
    assert (query.chart, query.subject, query.view.last) == (Chart.ALERT, (alert,), SUNDAY)
    assert address_of(query) == f"/changed/{alert}"
