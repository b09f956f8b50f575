"""The temperature page: what is drawn, in which order, and what is said beside it."""

import re

import pytest

from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import FRAMEWORK, make_collection, make_framework
from tests.web.explore.telling import make_reading
from web.explore.temperature_page import temperature_page, verdict


def test_the_furthest_from_its_usual_comes_first(world):
    readings = [make_reading(0, 52), make_reading(0, 75, group="west"), make_reading(0, 30, group="north")]
    page = temperature_page(world.plot, readings)
    assert [chart.name for chart in page.groups] == ["west", "north", "east"]


def test_the_whole_collection_stands_apart_from_its_groups(world):
    page = temperature_page(world.plot, [make_reading(0, 50, group=""), make_reading(0, 50)])
    assert page.whole.name == "All groups together"
    assert [chart.name for chart in page.groups] == ["east"]


@pytest.mark.parametrize(
    ("reading", "tone", "words"),
    [
        (make_reading(0, 70), "hot", "Hotter than usual"),
        (make_reading(0, 62), "hot", "Perhaps hotter than usual"),
        (make_reading(0, 50), "usual", "Within its usual range"),
        (make_reading(0, 38), "calm", "Perhaps calmer than usual"),
        (make_reading(0, 30), "calm", "Calmer than usual"),
        (make_reading(0, None), "none", "Too few stories to say"),
    ],
)
def test_a_reading_is_held_against_its_own_usual_range(reading, tone, words):
    assert (verdict(reading).tone, verdict(reading).words) == (tone, words)


def test_a_line_never_crosses_a_period_that_nobody_may_see(world):
    series = [make_reading(week, value) for week, value in enumerate([50, 51, None, 52, 53])]
    (chart,) = temperature_page(world.plot, series).groups
    assert chart.line.count("M") == 2
    assert chart.spread.count("Z") == 2
    assert chart.gaps.count("h0") == 1


def test_a_hotter_reading_is_drawn_higher(world):
    (chart,) = temperature_page(world.plot, [make_reading(0, 50), make_reading(1, 70)]).groups
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", chart.line)]
    assert heights[1] < heights[0]


def test_the_page_says_the_numbers_and_what_temperature_is_not(world, ada):
    world.read_temperature(*(make_reading(week, value) for week, value in enumerate([48, 50, 52, 51, 66])))
    page = ada.get("/explore/plot/temperature").text
    assert "66" in page and "62 to 70" in page and "40 to 60" in page
    assert "It does not say why, and it judges nobody" in page
    assert "2 February 2026 to 8 February 2026" in page


def test_a_period_with_fewer_than_k_stories_has_no_number_even_if_one_was_stored(world, ada):
    world.read_temperature(make_reading(0, 50), make_reading(1, 77, n=9))
    page = ada.get("/explore/plot/temperature").text
    assert "77" not in page.partition("<main")[2]
    assert "Fewer than 10" in page and "Within its usual range, up to " in page
    assert "gap: fewer than 10 stories" in page


def test_while_a_period_has_too_few_stories_the_one_before_it_is_judged_and_named(world):
    (chart,) = temperature_page(world.plot, [make_reading(0, 50), make_reading(1, 70), make_reading(2, None)]).groups
    assert (chart.value, chart.verdict.tone) == ("70", "hot")
    assert chart.verdict.words == f"Hotter than usual, {chart.when}"
    assert chart.when.startswith("up to ")


def test_an_older_reading_than_that_is_not_taken_for_news(world):
    series = [make_reading(0, 70), make_reading(1, None), make_reading(2, None)]
    (chart,) = temperature_page(world.plot, series).groups
    assert (chart.value, chart.verdict.words) == ("–", "Too few stories to say")


def test_before_the_first_reading_the_page_says_when_one_comes(world, ada):
    assert "A reading appears once the analysis has run" in ada.get("/explore/plot/temperature").text


def test_a_framework_without_hot_or_calm_ends_says_why_there_is_none(world, ada):
    add_framework(
        world.db, make_framework(id="bare", signifiers=[{**FRAMEWORK["signifiers"][0], "hot": [], "cold": []}])
    )
    add_collection(world.db, make_collection(id="bare", framework_id="bare"))
    assert "declare no corner or end as hot or calm" in ada.get("/explore/bare/temperature").text
