"""Pictures as files: whole by themselves, the same figures as rows, and all of them on one page."""

import csv
import gzip
import random
import re
from collections import Counter
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from flask import render_template

from narratives.answers import StonesAnswer
from narratives.disclosure import GRID
from narratives.landscape import Counts, TriadShape
from narratives.narrative import Kind
from narratives.triangle import cell_of, zone_of
from store.collections import add_collection
from store.frameworks import add_framework
from tests.attacks.hostile import queries
from tests.builders import FRAMEWORK, TODAY, make_answers, make_collection, make_framework
from tests.people import Person
from tests.web.explore.telling import GLAD, SAD, World
from web.explore.pictures.facts import Facts
from web.explore.pictures.sheet import sheet
from web.explore.pictures.triad_svg import triad_picture

SVG = "{http://www.w3.org/2000/svg}"
STONES = {
    "type": "stones",
    "id": "where",
    "title": "Where was everybody?",
    "required": False,
    "x_anchors": [{"id": "far", "label": "far off"}, {"id": "near", "label": "close by"}],
    "y_anchors": [{"id": "low", "label": "quiet"}, {"id": "high", "label": "loud"}],
    "stones": [{"id": "me", "label": "Me"}, {"id": "them", "label": "The others"}],
}


def svg(person: Person, name: str = "mood", query: str = "", collection: str = "plot") -> str:
    answer = person.get(f"/explore/{collection}/pictures/{name}.svg?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def said(text: str) -> str:
    """Every word of a picture, as its lines follow one another."""
    root = ElementTree.fromstring(text)
    return " ".join("".join(element.itertext()) for element in root.iter(f"{SVG}tspan"))


def table(person: Person, name: str = "mood", query: str = "", collection: str = "plot"):
    """The facts above the empty line, and the rows below it."""
    answer = person.get(f"/explore/{collection}/pictures/{name}.csv?{query}")
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeff")
    rows = list(csv.reader(answer.text.lstrip("\ufeff").splitlines()))
    gap = rows.index([])
    return dict(rows[:gap]), rows[gap + 1 :]


def test_a_file_says_everything_about_itself(world, ada):
    world.tell(12, shares=GLAD)
    world.tell(4, shares=SAD)
    words = said(svg(ada))
    for part in (
        "The plot",
        "It left me…",
        "glad",
        "sad",
        "cross",
        "16 answered.",
        "Selection: People’s own stories.",
        "16 stories. Fewer than 10 more are withheld for now.",
        "the average",
        "Drawn on ",
    ):
        assert part in words


@pytest.mark.parametrize("name", ["mood", "say", "role", "wish", "line"])
def test_a_file_needs_nothing_else_and_runs_nothing(world, ada, name):
    world.tell(12, shares=GLAD)
    text = svg(ada, name)
    root = ElementTree.fromstring(text)
    assert root.find(f"{SVG}title").text and root.find(f"{SVG}desc").text
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "g", "path", "text", "tspan"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"style", "class", "href", "onload"}
    assert text.count("http") == 1, "only the namespace"


def test_two_thousand_different_dots_stay_small(app):
    lots = random.Random(4)
    drawn = [[lots.expovariate(1) for _ in range(3)] for _ in range(2_000)]
    dots = tuple(tuple(share / sum(shares) for share in shares) for shares in drawn)
    cells = Counter(cell_of(dot, GRID) for dot in dots)
    zones = Counter(zone_of(dot) for dot in dots)
    shape = TriadShape(Counts(2_000, 30, 4), tuple(cells[n] for n in range(GRID * GRID)), zones, dots[0], dots)
    picture = triad_picture(make_framework().triads[0], shape)
    facts = Facts("The plot", "People’s own stories", "2,034 stories.", TODAY)
    with app.test_request_context():
        text = render_template("explore/pictures/file.svg", sheet=sheet(picture, facts))
    assert text.count("h0") >= 2_000
    assert len(gzip.compress(text.encode(), 6)) <= 12_000


def test_a_label_is_wrapped_and_never_markup(world, ada):
    long = "<script>window.ran = 1</script> & " + "what the neighbours said about it later " * 3
    changed = make_framework(id="long", signifiers=[FRAMEWORK["signifiers"][0] | {"title": long}])
    add_framework(world.db, changed)
    add_collection(world.db, make_collection(id="long", framework_id="long", title=long, stratum_choice=None))
    text = svg(ada, collection="long")
    assert "<script" not in text
    lines = ["".join(span.itertext()) for span in ElementTree.fromstring(text).iter(f"{SVG}tspan")]
    assert max(map(len, lines)) < 110
    assert "window.ran = 1" in " ".join(lines)


def test_a_mean_of_fewer_than_k_is_not_drawn(world, ada):
    world.tell(9, shares=GLAD)
    assert "the average" not in said(svg(ada))
    assert "#c2571a" not in svg(ada)
    assert "the average" not in table(ada)[0]
    world.tell(1, shares=GLAD)
    assert "the average" in said(svg(ada))


def test_what_waits_for_a_batch_is_in_no_figure(world, ada):
    world.tell(12, world.quiet, shares=GLAD)
    facts, rows = table(ada, collection="quiet")
    assert facts["answers"] == "No answers yet"
    assert sum(int(row[3]) for row in rows[1:]) == 0
    world.close_batches(world.quiet)
    facts, rows = table(ada, collection="quiet")
    assert facts["answers"] == "10 answered"
    # A share of 12 % may stand there; a number of 12 stories may not.
    assert not re.search(r"\b12\b(?!%)", " ".join(facts.values()))
    assert "h0" not in svg(ada, collection="quiet"), "no dot where nobody may be told apart"


def test_a_picked_part_is_marked_and_its_picture_shows_the_rest_as_well(world, ada):
    world.tell(12, shares=GLAD)
    world.tell(3, shares=SAD)
    words = said(svg(ada, query="part=mood:top"))
    assert "15 answered." in words and "picked" in words
    assert "Selection: People’s own stories; It left me: Mostly “glad”." in words
    assert "What is picked is marked; the stories beside it are shown as well." in words
    other = said(svg(ada, "role", "part=mood:top"))
    assert "12 answered." in other and "What is picked" not in other


def test_stories_that_cannot_follow_are_said_to_be_left_out(world, ada):
    world.tell(12, shares=GLAD)
    world.tell(10, shares=GLAD, read=False)
    world.close_batches()
    words = said(svg(ada, "say", "part=mood:top"))
    assert "12 answered." in words
    assert "10 stories in closed batches are left out" in words


def test_the_table_holds_the_picture_s_figures_and_names_the_selection(world, ada):
    world.tell(12, shares=GLAD, group="east")
    world.tell(4, shares=SAD, group="east")
    world.tell(5, shares=SAD, group="west")
    facts, rows = table(ada, query="group=east")
    assert facts["picture"] == "It left me…"
    assert facts["collection"] == "The plot"
    assert facts["selection"] == "People’s own stories in east"
    assert facts["answers"] == "16 answered"
    assert rows[0] == ["kind of place", "place", "label", "stories", "per cent", "picked"]
    assert ["part of the triangle", "top", "Mostly “glad”", "12", "75.0", ""] in rows
    cells = [row for row in rows if row[0] == "small triangle"]
    assert len(cells) == 400
    assert sum(int(row[3]) for row in cells) == 16


def test_the_table_holds_counts_and_no_story(world, ada):
    told = world.tell(12, shares=GLAD, text="The heron took the last of the goldfish.")
    answer = ada.get("/explore/plot/pictures/mood.csv")
    assert "heron" not in answer.text
    assert not any(story.id in answer.text for story in told)


def test_dyad_and_choice_have_their_own_rows(world, ada):
    world.tell(12)
    _, rows = table(ada, "say", "part=say:5")
    assert ["place", "5", "25% to 30% of the way", "12", "100.0", "yes"] in rows
    _, rows = table(ada, "role")
    assert ["option", "digger", "a digger", "12", "100.0", ""] in rows


def test_no_cell_is_a_formula(world, ada):
    option = {"id": "x", "label": "=HYPERLINK(1)"}
    choice = FRAMEWORK["signifiers"][2] | {"title": "@SUM(A1)", "options": [option, {"id": "y", "label": "-2+3"}]}
    add_framework(world.db, make_framework(id="sums", signifiers=[choice]))
    add_collection(world.db, make_collection(id="sums", framework_id="sums", title="+1", stratum_choice=None))
    facts, rows = table(ada, "role", collection="sums")
    assert facts["picture"] == "'@SUM(A1)"
    assert facts["collection"] == "'+1"
    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)", "'-2+3"]


def test_files_are_called_by_what_they_are(world, ada):
    world.tell(1)
    named = ada.get("/explore/plot/pictures/mood.svg?group=east").headers["Content-Disposition"]
    assert re.fullmatch(r'inline; filename="The plot - It left me - east - 20\d\d-\d\d-\d\d\.svg"', named)
    assert ada.get("/explore/plot/pictures/mood.csv").headers["Content-Disposition"].startswith("attachment; filename=")
    assert ada.get("/explore/plot/pictures/mood.svg").mimetype == "image/svg+xml"


def test_the_line_breaks_where_a_week_has_fewer_than_k(world, ada):
    for week, n in enumerate((12, 4, 11)):
        world.tell(n, shares=SAD, told_on=TODAY + timedelta(weeks=week))
    words = said(svg(ada, "line"))
    assert "27 stories with a hot score in 3 weeks." in words
    assert "fewer than 10 stories" in words
    _, rows = table(ada, "line")
    assert [row[3] for row in rows[1:]] == ["12", "4", "11"]
    assert rows[2][4:] == ["", "", ""]
    assert float(rows[1][4]) == pytest.approx(float(rows[3][4]))


def test_the_line_has_no_open_story_to_draw_in_a_protected_collection(world, ada):
    world.tell(20, world.quiet)
    world.close_batches(world.quiet)
    assert "No story with a hot score." in said(svg(ada, "line", collection="quiet"))


def test_stones_have_a_square_each(world, ada):
    framework = make_framework(id="stony", signifiers=[STONES])
    add_framework(world.db, framework)
    stony = make_collection(id="stony", framework_id="stony", stratum_choice=None)
    add_collection(world.db, stony)
    places = StonesAnswer("where", (("me", 0.95, 0.95), ("them", 0.05, 0.5)), "tap")
    World(world.db, framework, stony, stony).tell(12, answers=(places,))
    words = said(svg(ada, "where", collection="stony"))
    assert "The others" in words and "↑ loud" in words and "far off" in words
    _, rows = table(ada, "where", collection="stony")
    assert ["part of the square", "me 8", "Me: near “close by”, near “loud”", "12", "100.0", ""] in rows
    assert [
        "small square",
        "them 50",
        "The others: column 1 from the left, row 6 from below",
        "12",
        "100.0",
        "",
    ] in rows


def test_there_is_no_picture_of_what_is_not_asked(world, ada):
    assert ada.get("/explore/plot/pictures/nowhere.svg").status_code == 404
    assert ada.get("/explore/plot/pictures/nowhere.csv").status_code == 404
    assert ada.get("/explore/nowhere/pictures/mood.svg").status_code == 404


def test_one_page_holds_every_picture_and_the_ways_to_take_each_away(world, ada):
    world.tell(12, shares=GLAD, kind=Kind.RESPONDENT)
    page = ada.get("/explore/plot/summary?group=east").text
    assert "People’s own stories in east." in page
    assert page.count('class="mm-summary__one') == 5, "four signifiers and the line"
    assert "12 stories. Fewer than 10 more are withheld for now." in page
    assert page.count("pictures/mood.svg?group=east") == 2, "a link, and the button that makes a PNG of it"
    assert 'href="/explore/plot/pictures/mood.csv?group=east"' in page
    assert "<li hidden><button" in page, "no button is seen that would do nothing"


def test_a_hostile_query_gets_a_file(world, ada):
    world.tell(2, answers=make_answers(GLAD))
    for query in list(queries())[::5]:
        for name in ("mood.svg", "say.csv"):
            answer = ada.get(f"/explore/plot/pictures/{name}?{query}")
            assert answer.status_code == 200, query[:80]
            assert "<script" not in answer.text
