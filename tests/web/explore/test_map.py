"""The map page and what it asks for while it is open."""

import gzip
import re
from datetime import date

import pytest

from narratives.narrative import Kind
from tests.people import Person
from tests.web.explore.map_rows import map_of, rows_of
from tests.web.explore.telling import GLAD, SAD


def test_the_table_counts_the_stories_in_each_part_of_the_triangle(world, ada):
    world.tell(3, shares=GLAD)
    world.tell(1, shares=SAD)
    rows = rows_of(map_of(ada))
    assert rows["Mostly “glad”"] == (3, 75)
    assert rows["Mostly “sad”"] == (1, 25)
    assert rows["All three about equally"] == (0, 0)


def test_a_part_with_open_stories_leads_to_them_and_an_empty_part_does_not(world, ada):
    world.tell(3, shares=GLAD)
    page = map_of(ada)
    assert 'href="/explore/plot/stories?part=mood:top"' in page
    assert "part=mood:left" not in page


def test_the_picture_is_complete_without_a_script(world, ada):
    world.tell(4, shares=GLAD)
    drawn = map_of(ada).partition("data-drawn")[2].partition("</svg>")[0]
    assert 'fill="#0b4a51"' in drawn, "the cell's colour"
    assert drawn.count("h0") == 4, "a dot for each open story"


def test_stories_that_wait_for_a_batch_are_never_counted_below_k(world, ada):
    world.tell(12)
    world.tell(13, read=False)
    world.close_batches()
    page = map_of(ada)
    assert "22 stories: 12 that can be read one by one and 10 counted in closed batches of at least 10." in page
    assert "Fewer than 10 more are withheld for now." in page
    assert rows_of(page)["Mostly “glad”"][0] == 22


def test_more_than_k_withheld_stories_are_said_in_whole_k(world, ada):
    world.tell(6, group="east", read=False)
    world.tell(6, group="west", read=False)
    page = map_of(ada)
    assert "At least 10 more are withheld for now." in page
    world.tell(1, group="west", read=False)
    assert "At least 10 more are withheld for now." in map_of(ada)


def test_a_page_left_open_does_not_tell_when_somebody_tells_in_a_protected_collection(world, ada):
    world.tell(12, world.quiet)
    world.close_batches(world.quiet)
    serial = ada.get("/explore/quiet/live").json["serial"]
    world.tell(1, world.quiet)
    assert ada.get(f"/explore/quiet/live?since={serial}").status_code == 204
    world.tell(20, world.quiet)
    world.close_batches(world.quiet)
    assert ada.get(f"/explore/quiet/live?since={serial}").json["serial"] > serial


def test_a_group_or_its_parent_narrows_the_map(world, ada):
    world.tell(3, group="east")
    world.tell(2, group="west", shares=SAD)
    assert rows_of(map_of(ada, "/explore/plot?group=west"))["Mostly “sad”"] == (2, 100)
    assert rows_of(map_of(ada, "/explore/plot?group=all"))["Mostly “glad”"] == (3, 60)


def test_a_period_narrows_the_map(world, ada):
    world.tell(3, told_on=date(2026, 1, 5))
    world.tell(2, told_on=date(2026, 2, 5), shares=SAD)
    rows = rows_of(map_of(ada, "/explore/plot?from=2026-02-01&to=2026-02-28"))
    assert rows["Mostly “sad”"] == (2, 100)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=yesterday", "From must be a date such as 2026-11-03"),
        ("to=2026-02-30", "To must be a date such as 2026-11-03"),
        ("from=2026-02-02&to=2026-01-01", "From must be on the same day as To, or earlier"),
        ("group=moon", "Choose a group from the list"),
        ("kind=gossip", "Choose whose stories from the list"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named_at_its_field(world, ada, query, message):
    page = map_of(ada, f"/explore/plot?{query}")
    assert page.count(message) == 2, "in the summary and at the field"


def test_practitioners_accounts_are_another_picture(world, ada):
    world.tell(3)
    world.tell(2, kind=Kind.PRACTITIONER, shares=SAD)
    assert sum(n for n, _ in rows_of(map_of(ada)).values()) == 3
    page = map_of(ada, "/explore/plot?kind=practitioner")
    assert rows_of(page)["Mostly “sad”"] == (2, 100)
    assert "Practitioners’ accounts" in page


def test_a_collection_without_stories_says_so(world, ada):
    assert "No answers yet" in map_of(ada)


def test_an_unknown_collection_is_not_found(world, ada):
    for page in ("", "/live", "/temperature", "/themes", "/stories"):
        assert ada.get(f"/explore/moon{page}").status_code == 404


def test_dyads_and_choices_are_told_as_numbers(world, ada):
    world.tell(4)
    page = map_of(ada)
    assert "I had…" in page and "Nearer “no say”" in page
    assert "a digger" in page and "Several answers could be chosen" in page


def test_a_protected_collection_shows_no_dot_and_leads_to_no_story(world, ada):
    told = world.tell(12, world.quiet)
    world.close_batches(world.quiet)
    page = map_of(ada, "/explore/quiet")
    assert rows_of(page)["Mostly “glad”"] == (10, 100)
    assert ">Read</a>" not in page and "data-stories" not in page and "data-dots" not in page
    assert "part=" not in page, "nothing can be picked"
    assert "this collection is protected" in page
    assert not any(story.text in page for story in told)


def test_a_protected_group_that_fills_no_batch_is_not_seen(world, ada):
    world.tell(9, world.quiet, group="east")
    world.close_batches(world.quiet)
    page = map_of(ada, "/explore/quiet?group=east")
    assert "No batch of stories is closed yet. Fewer than 10 more are withheld for now." in page
    assert all(n == 0 for n, _ in rows_of(page).values())


def test_nothing_is_sent_while_nothing_changed(world, ada):
    world.tell(1)
    serial = re.search(r'data-serial="(\d+)"', map_of(ada))[1]
    answer = ada.get(f"/explore/plot/live?since={serial}")
    assert answer.status_code == 204
    assert answer.data == b""
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_new_story_is_sent_with_the_figures_and_the_changed_parts(world, ada):
    world.tell(1)
    serial = re.search(r'data-serial="(\d+)"', map_of(ada))[1]
    world.tell(1, shares=SAD)
    news = ada.get(f"/explore/plot/live?since={serial}").json
    assert news["serial"] > int(serial)
    assert sum(news["shape"]["cells"]) == 2
    assert "2 stories." in news["regions"]["totals"]
    assert rows_of(news["regions"]["zones"])["Mostly “sad”"] == (1, 50)
    assert news["alerts"] == {"n": 0, "newest": ""}


def test_the_live_map_keeps_to_its_filters(world, ada):
    world.tell(2, group="east")
    world.tell(3, group="west")
    news = ada.get("/explore/plot/live?since=0&group=west&triad=mood").json
    assert sum(news["shape"]["cells"]) == 3


def test_the_live_map_of_a_protected_collection_holds_no_dot(world, ada):
    world.tell(10, world.quiet)
    world.close_batches(world.quiet)
    news = ada.get("/explore/quiet/live?since=0").json
    assert sum(news["shape"]["cells"]) == 10
    assert not news["shape"]["dots"]


def test_somebody_who_was_signed_out_is_told_so_and_not_led_elsewhere(app, world):
    assert app.test_client().get("/explore/plot/live", base_url="https://localhost").status_code == 401


def test_the_menu_stays_in_the_collection_and_asks_elsewhere(world, ada):
    assert 'href="/explore/quiet/temperature"' in map_of(ada, "/explore/quiet")
    elsewhere = ada.get("/changed").text
    assert 'href="/explore"' in elsewhere and 'href="/temperature"' not in elsewhere


def test_the_menu_marks_the_map_on_whatever_page_lies_beside_it(world, ada):
    marked = re.compile(r'mm-navigation__link" href="/explore[^"]*" aria-current="(\w+)"')
    assert marked.search(ada.get("/explore/quiet/temperature").text)[1] == "true"
    assert marked.search(ada.get("/explore/quiet").text)[1] == "page"
    assert not marked.search(ada.get("/changed").text)


def test_the_way_to_a_summary_for_print_and_to_pngs_is_on_the_map(world, ada):
    world.tell(1)
    page = map_of(ada, "/explore/plot")
    assert 'href="/explore/plot/summary">Summary to print</a>' in page
    assert re.search(r'src="/static/js/map/png\.js\?', page)


def test_several_collections_are_offered_to_choose_from(world, ada):
    for address, page in (("/explore", ""), ("/temperature", "/temperature"), ("/themes", "/themes")):
        offered = ada.get(address)
        assert offered.status_code == 200
        assert f'href="/explore/plot{page}"' in offered.text
        assert f'href="/explore/quiet{page}"' in offered.text


def test_plotly_is_served_from_here_and_may_be_kept_for_a_year(world, ada):
    address = re.search(r'data-plotly="([^"]+)"', map_of(ada))[1]
    answer = ada.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert gzip.decompress(answer.data) == ada.get(address).data


def test_somebody_who_reads_no_stories_gets_no_answer_made_for_somebody_who_does(app, world, ada):
    world.tell(2)
    path = "/explore/plot/live?since=0"
    assert "/stories?" in ada.get(path).json["regions"]["zones"]
    assert "/stories?" not in Person(app, "ade").get(path).json["regions"]["zones"]
