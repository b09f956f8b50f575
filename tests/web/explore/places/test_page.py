"""The page of places: areas or small triangles, two moments, the same in numbers, and files to take away."""

import csv
import html
import io
import json
import re
from xml.etree import ElementTree

import pytest

from narratives.boundaries import Boundary
from store.boundaries import add_boundaries, link_group
from tests.builders import TODAY, make_answers
from tests.web.explore.telling import GLAD, SAD, make_reading

SQUARE = ((0.0, 51.0), (0.0, 52.0), (1.0, 52.0), (1.0, 51.0))
NEXT = tuple((x + 1, y) for x, y in SQUARE)
PLACES = "/explore/plot/places"


@pytest.fixture
def moved(world):
    """East grew hot in the third week; west has nothing to show in the newest."""
    values = {"east": (50, 51, 71), "west": (48, 52, None), "": (50, 51, 64)}
    world.read_temperature(
        *(make_reading(week, value, group=group) for group, row in values.items() for week, value in enumerate(row))
    )
    return world


@pytest.fixture
def mapped(moved):
    areas = [Boundary("E1", "East", ((SQUARE,),)), Boundary("W1", "West", ((NEXT,),))]
    add_boundaries(moved.db, areas, "Contains <invented> data")
    return moved


def text(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def blob(page):
    return json.loads(re.search(r'id="places-data">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_says_first_what_moved_most_and_when(moved, ada):
    page = ada.get(PLACES).text
    assert "east moved most, from 50 to 71: hotter than usual since 19 January 2026." in text(page)
    assert 'mm-places__news--hot"' in page


def test_without_boundaries_there_is_a_small_triangle_for_each_place(moved, ada):
    page = ada.get(PLACES).text
    names = re.findall(r'mm-place__name">([^<]+)', page)
    assert names == ["east", "west"], "what moved most comes first, what is withheld last"
    assert "Top: glad calm Left: sad hot Right: cross hot" in text(page)
    assert "mm-areas" not in page


def test_with_boundaries_each_area_is_filled_and_named_and_leads_to_its_map(mapped, ada):
    page = ada.get(PLACES).text
    area = re.search(r'<a class="mm-area".*?aria-label="east[^"]*".*?</a>', page)[0]
    assert 'aria-label="east: 71, from 50. Hotter than usual"' in area
    assert 'fill="url(#mm-hot-5)"' in area
    assert 'href="/explore/plot?from=2026-01-19&amp;to=2026-01-25&amp;group=east"' in area
    assert 'aria-label="west: fewer than 10 stories"' in page
    assert 'fill="url(#mm-none)"' in page, "hatched"
    assert "Boundaries: Contains &lt;invented&gt; data" in page
    assert "fewer than 10 stories" in text(page)


def test_the_same_stands_in_a_table_with_links(mapped, ada):
    told = text(re.search(r"<table.*</table>", ada.get(PLACES).text, re.DOTALL)[0])
    assert "east 50 ▲71 +21 Hotter than usual 67 to 75 30" in told
    assert "west 48 – – Too few stories to say – Fewer than 10" in told
    assert "All groups together 50 ▲64 +14" in told


def test_a_group_without_an_area_is_listed_beside_the_map(moved, ada):
    add_boundaries(moved.db, [Boundary("E1", "East", ((SQUARE,),))], "")
    page = ada.get(PLACES).text
    assert "Without an area on the map west –" in text(page)


def test_a_linked_area_may_be_called_anything(moved, ada):
    add_boundaries(moved.db, [Boundary("X9", "The old harbour", ((SQUARE,),))], "")
    assert "mm-areas" not in ada.get(PLACES).text
    link_group(moved.db, moved.plot, "west", "X9")
    assert 'aria-label="west: fewer than 10 stories"' in ada.get(PLACES).text


def test_the_area_of_a_group_that_others_lie_in_does_not_cover_theirs(mapped, ada):
    add_boundaries(mapped.db, [Boundary("A1", "All", ((SQUARE,),))], "")
    assert ada.get(PLACES).text.count('<a class="mm-area"') == 2


def test_small_triangles_can_be_chosen_beside_a_map(mapped, ada):
    assert "mm-areas" not in ada.get(PLACES + "?show=triangles").text


def test_another_moment_and_another_to_compare_with(moved, ada):
    page = text(ada.get(PLACES + "?at=2026-01-14&before=2026-01-05").text)
    assert "No place is outside its usual range. west moved most, from 48 to 52, which may be chance." in page
    alone = ada.get(PLACES + "?at=2026-01-14&before=none").text
    assert ">Compared with<" not in alone and ">Change<" not in alone


@pytest.mark.parametrize("query", ["at=never&before=ever", "at=0001-01-01", "at=9999-12-31&triad=x&show=y", "before="])
def test_an_address_that_makes_no_sense_shows_the_newest(moved, ada, query):
    page = ada.get(f"{PLACES}?{query}")
    assert page.status_code == 200


def test_the_script_has_every_reading_in_one_short_text(moved, ada):
    data = blob(ada.get(PLACES).text)
    assert data["groups"] == ["east", "west", "all", "All groups together"]
    assert data["values"] == ["50,51,71", "48,52,", ",,", "50,51,64"]
    assert data["verdicts"] == ["uuH", "uu-", "---", "uuh"]
    assert data["periods"][2] == ["2026-01-19", "2026-01-25", "week of 19 January 2026"]
    assert (data["now"], data["before"]) == (2, 0)


def test_a_hundred_groups_over_a_year_are_at_most_30_kb(world, ada):
    readings = [
        make_reading(week, 50 + (week * n) % 40, group=f"Neighbourhood {n}") for n in range(100) for week in range(52)
    ]
    world.read_temperature(*readings)
    page = ada.get(PLACES).text
    assert len(re.search(r'id="places-data">(.*?)</script>', page, re.DOTALL)[1]) <= 30_000
    assert page.count('<li class="mm-place ') == 60
    assert "The table has 42 more." in text(page), "two declared groups have told nothing"


def test_a_triangle_holds_the_stories_of_its_place_and_period(moved, ada):
    day = make_reading(2, 50).starts_on
    moved.tell(12, told_on=day, shares=GLAD, group="east")
    moved.tell(4, told_on=make_reading(0, 50).starts_on, shares=SAD, group="east")
    moved.tell(3, told_on=day, shares=SAD, group="west")
    page = ada.get(PLACES).text
    east, west = re.findall(r'<svg class="mm-small".*?</svg>', page, re.DOTALL)
    assert 'fill="#c2571a"' in east, "their middle"
    assert 'stroke="#c2571a"' not in east, "four stories have no middle to come from"
    assert 'fill="#c2571a"' not in west, "three stories have none at all"
    assert west.count("<path") == 3, "but are drawn"


def test_a_protected_collection_shows_closed_batches_and_whole_k_alone(world, ada):
    world.read_temperature(*(make_reading(week, 50, n=27) for week in range(3)), collection=world.quiet)
    world.tell(25, world.quiet, told_on=make_reading(2, 50).starts_on, answers=make_answers(GLAD))
    page = ada.get("/explore/quiet/places").text
    assert '<svg class="mm-small"' in page
    assert 'fill="#c2571a"' not in page, "nothing is closed yet"
    assert "At least 20" in text(page) and "27" not in text(page)
    assert "in closed batches" in text(page)


def test_before_the_first_reading_the_page_says_what_is_missing(world, ada):
    page = ada.get(PLACES)
    assert "No reading yet" in page.text and page.status_code == 200
    assert ada.get(PLACES + ".svg").status_code == 404
    assert ada.get(PLACES + ".csv").status_code == 404


@pytest.mark.parametrize("query", ["", "?before=none", "?show=triangles", "?show=triangles&at=2026-01-05"])
def test_the_picture_is_a_whole_file(mapped, ada, query):
    answer = ada.get(f"{PLACES}.svg{query}")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    assert "The plot - Places" in answer.headers["Content-Disposition"]
    picture = ElementTree.fromstring(answer.text)
    words = " ".join(picture.itertext())
    assert "The plot" in words and "50 is how a place usually is" in words
    assert ("Boundaries: Contains <invented> data" in words) == ("triangles" not in query)


def test_the_readings_can_be_taken_away_as_a_table(mapped, ada):
    answer = ada.get(PLACES + ".csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(lines) == 9
    hot = next(line for line in lines if line["group"] == "east" and line["from"] == "2026-01-19")
    assert (hot["area code"], hot["temperature"], hot["stories"]) == ("E1", "71.0", "30")
    assert hot["in words"] == "Hotter than usual"
    few = next(line for line in lines if line["group"] == "west" and line["from"] == "2026-01-19")
    assert (few["temperature"], few["stories"], few["in words"]) == ("", "", "Fewer than 10 stories")


def test_no_cell_of_the_table_is_taken_for_a_formula(world, ada):
    world.read_temperature(make_reading(0, 50, group="=1+1"))
    assert '"\'=1+1",' in ada.get(PLACES + ".csv").text


def test_stories_of_today_are_in_no_reading_and_on_no_triangle_of_another_week(moved, ada):
    moved.tell(30, told_on=TODAY, group="east")
    east = re.search(r'<svg class="mm-small".*?</svg>', ada.get(PLACES).text, re.DOTALL)[0]
    assert east.count("<path") == 2, "the triangle and its edge"
