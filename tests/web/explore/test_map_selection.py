"""Picking and filtering on the map: what is selected, and that everything follows it."""

import gzip
import re

from narratives.answers import NotApplicable
from tests.builders import make_answers
from tests.people import Person
from tests.web.explore.map_rows import map_of, row_of, rows_of
from tests.web.explore.telling import GLAD, SAD


def test_a_pick_narrows_everything_but_its_own_picture(world, ada):
    world.tell(3, shares=GLAD)
    world.tell(2, shares=SAD, answers=make_answers(SAD, value=0.9, role="picker"))
    page = map_of(ada, "/explore/plot?part=mood:left")
    assert rows_of(page)["Mostly “glad”"] == (3, 60), "its own picture shows all"
    assert "2 of 5 stories selected" in page
    assert row_of(page, "pick-role-2") == ("a picker", 2)
    assert row_of(page, "pick-role-1") == ("a digger", 0)
    assert page.count("mm-preview__card") == 2


def test_every_pick_is_a_link_that_lets_go_again(world, ada):
    world.tell(3, shares=GLAD)
    world.tell(2, shares=SAD)
    page = map_of(ada)
    assert 'id="zone-top" href="?part=mood:top#shape"' in page
    picked = map_of(ada, "/explore/plot?part=mood:top")
    assert 'id="zone-top" href="?#shape" aria-current="true"' in picked
    assert 'href="?part=mood:top.left' not in picked
    both = re.search(r'id="zone-left" href="\?part=mood:([^"#]+)#shape"', picked)[1]
    assert rows_of(map_of(ada, f"/explore/plot?part=mood:{both}"))["Mostly “sad”"] == (2, 40)


def test_a_row_leads_to_the_stories_of_its_own_part_whatever_is_picked_beside_it(world, ada):
    world.tell(3, shares=GLAD)
    world.tell(2, shares=SAD)
    page = map_of(ada, "/explore/plot?part=mood:top&part=role:0")
    assert 'id="read-left" href="/explore/plot/stories?part=role:0&part=mood:left"' in page.replace("&amp;", "&")


def test_chips_say_the_selection_and_each_can_be_left_out(world, ada):
    world.tell(3, group="east")
    page = map_of(ada, "/explore/plot?group=east&part=mood:top&part=role:0")
    bar = page.partition("mm-selection")[2].partition('id="shape"')[0]
    assert re.findall(r'mm-chip__text">([^<]+)<', bar) == ["east", "It left me: Mostly “glad”", "I am: a digger"]
    assert 'id="less-1" href="?part=mood:top&amp;part=role:0"' in bar
    assert 'id="less-2" href="?group=east&amp;part=role:0"' in bar
    assert 'id="clear-all" href="?"' in bar
    assert 'href="/explore/plot/stories?group=east&amp;part=mood:top&amp;part=role:0"' in bar
    assert 'name="query" value="group=east&amp;part=mood:top&amp;part=role:0"' in bar


def test_nothing_is_saved_compared_or_cleared_before_anything_is_chosen(world, ada):
    world.tell(3)
    page = map_of(ada)
    assert "All 3 stories" in page and "Pick a part of any picture" in page
    assert "clear-all" not in page and "Save this selection" not in page and "Compare with the rest" not in page


def test_a_selection_that_holds_nobody_says_so_and_leads_back(world, ada):
    world.tell(3, shares=GLAD)
    page = map_of(ada, "/explore/plot?part=mood:left")
    assert "0 of 3 stories selected" in page
    assert "Nothing to show for this choice." in page
    assert 'id="show-everything" href="?"' in page


def test_stories_in_closed_batches_are_said_to_be_left_out_of_a_fine_selection(world, ada):
    world.tell(4)
    world.tell(10, read=False)
    world.close_batches()
    page = map_of(ada, "/explore/plot?part=mood:top")
    assert "4 of 14 stories selected" in page
    assert "10 stories in closed batches are left out" in page
    assert "left out" not in map_of(ada, "/explore/plot?group=east").partition("totals")[2].partition("</div>")[0]


def test_those_who_did_not_place_it_can_be_picked(world, ada):
    unasked = (NotApplicable("mood"), *make_answers()[1:])
    world.tell(2, answers=unasked)
    world.tell(3)
    page = map_of(ada)
    assert 'href="?part=mood:na#shape">Said that it does not apply</a></th><td>2</td>' in page
    assert "2 of 5 stories selected" in map_of(ada, "/explore/plot?part=mood:na")


def test_bins_of_a_histogram_can_be_picked_and_have_a_frame(world, ada):
    world.tell(3, answers=make_answers(value=0.22))
    world.tell(2, answers=make_answers(value=0.9))
    page = map_of(ada)
    assert 'aria-label="20 to 30% towards “all the say”: 3"' in page
    assert "0 to 10%" not in page, "nobody is there"
    picked = map_of(ada, "/explore/plot?part=say:4-5")
    assert "3 of 5 stories selected" in picked
    drawn = picked.partition("mm-histogram")[2].partition("</svg>")[0]
    assert 'd="M80 100V-6H120V100z"' in drawn, "the frame"
    assert 'opacity="0.4"' in drawn, "the others are paler"


def test_contours_can_be_switched_on_and_stay_on(world, ada):
    world.tell(20, shares=GLAD)
    page = map_of(ada)
    assert 'href="?show=contours#shape">Show contours' in page and "in a hundred</li>" not in page
    shown = map_of(ada, "/explore/plot?show=contours")
    assert "Hide contours" in shown and "holds 50 in a hundred" in shown
    assert 'href="?part=mood:top&amp;show=contours#shape"' in shown


def test_no_average_is_shown_of_fewer_than_k(world, ada):
    world.tell(9)
    page = map_of(ada)
    assert "the average</li>" not in page and "Too few stories for an average" in page
    world.tell(1)
    page = map_of(ada)
    assert "the average</li>" in page and "the robust centre" in page and "The average lies 25 in a hundred" in page


def test_filters_say_how_many_stories_each_choice_holds(world, ada):
    world.tell(3, group="east", language="cy")
    world.tell(2, group="west", language="en")
    form = map_of(ada).partition("mm-filter-box")[2].partition("</form>")[0]
    assert '<option value="east">east (3)</option>' in form
    assert '<option value="all">All of all (5)</option>' in form
    assert 'name="language" value="cy"> Cymraeg (3)' in form
    narrowed = map_of(ada, "/explore/plot?language=cy")
    assert "3 of 5 stories selected" in narrowed and 'value="cy" checked' in narrowed


def test_the_filter_form_carries_what_is_picked(world, ada):
    world.tell(3)
    form = map_of(ada, "/explore/plot?part=mood:top&show=contours").partition("mm-filters")[2].partition("</form>")[0]
    assert '<input type="hidden" name="part" value="mood:top">' in form
    assert '<input type="hidden" name="show" value="contours">' in form


def test_a_protected_collection_offers_no_fine_filter_and_says_why(world, ada):
    world.tell(10, world.quiet, language="cy")
    world.tell(10, world.quiet, language="en")
    world.close_batches(world.quiet)
    page = map_of(ada, "/explore/quiet?part=mood:top&language=cy")
    assert "its closed batches cannot be taken apart" in page
    assert 'name="language"' not in page and "All 20 stories" in page
    assert "mm-preview__card" not in page


def test_an_administrator_sees_the_map_and_no_story(app, world, ada):
    world.tell(3)
    page = map_of(Person(app, "ade"))
    assert rows_of(page)["Mostly “glad”"] == (3, 100)
    assert "/stories" not in page and "mm-preview__card" not in page
    assert "Bean number" not in page


def test_the_newest_stories_lead_into_reading(world, ada):
    (story,) = world.tell(1, text="A long bean. " * 40, title="The bean")
    page = map_of(ada)
    card = page.partition("mm-preview__card")[2].partition("</li>")[0]
    assert "The bean" in card and "A long bean. A long bean." in card and "…" in card and "Mostly “glad”" in card
    assert f'href="/explore/plot/stories/{story.id}"' in card


def test_pictures_can_be_taken_along_as_files(world, ada):
    world.tell(3)
    page = map_of(ada, "/explore/plot?part=role:0")
    assert 'href="/explore/plot/pictures/mood.svg?part=role:0"' in page
    assert 'href="/explore/plot/pictures/say.csv?part=role:0"' in page


def test_the_page_is_light(world, ada):
    for place in range(60):
        world.tell(1, shares=(place / 100, 0.3, 0.7 - place / 100))
    assert len(gzip.compress(ada.get("/explore/plot").data)) < 14_000
