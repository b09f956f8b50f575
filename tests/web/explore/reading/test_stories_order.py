"""Orders to read in, the parts of pictures that choose stories, and the ways on from a page of them."""

import re

import pytest

from narratives.narrative import scopes_up_to
from store import vectors
from store.erasure import withdraw
from tests.web.explore.reading.test_stories import stories_of
from tests.web.explore.telling import GLAD, SAD


def told_in(page: str) -> list[str]:
    return re.findall(r"<blockquote[^>]*>([^<]*)</blockquote>", page)


def test_a_draw_by_chance_has_an_address_that_shows_the_same_to_everybody(world, ada):
    world.tell(30)
    drawn = ada.get("/explore/plot/stories?order=random&group=east")
    assert drawn.status_code == 303
    assert re.fullmatch(r"/explore/plot/stories\?group=east&order=random&seed=\d+", drawn.location)
    first, again = stories_of(ada, "order=random&seed=5"), stories_of(ada, "order=random&seed=5")
    assert told_in(first) == told_in(again)
    assert told_in(first) != told_in(stories_of(ada, "order=random&seed=6"))


def test_shuffling_again_leads_to_another_draw(world, ada):
    world.tell(3)
    page = stories_of(ada, "order=random&seed=5")
    (seed,) = re.findall(r"order=random&amp;seed=(\d+)\">Shuffle again", page)
    assert seed != "5"
    assert "Shuffle again" not in stories_of(ada)


def test_turning_the_pages_of_a_draw_shows_every_story_once(world, ada):
    told = world.tell(45)
    found = [text for page in (1, 2, 3) for text in told_in(stories_of(ada, f"order=random&seed=9&page={page}"))]
    assert sorted(found) == sorted(one.text for one in told)


def embed(world, told, vectors_of) -> None:
    for one, vector in zip(told, vectors_of, strict=True):
        row = world.db.one("select text_hash from narratives where id = :id", id=one.id)
        packed = b"".join(half(value) for value in vector)
        vectors.add_vectors(world.db, "words", [(row["text_hash"], packed)])


def half(value: int) -> bytes:
    return {0: b"\x00\x00", 1: b"\x00\x3c"}[value]


def test_the_typical_is_told_by_words_where_they_are_known(world, ada):
    told = world.tell(11)
    (odd,) = world.tell(1, text="The one about the fox.", shares=GLAD)
    embed(world, [*told, odd], [(1, 0)] * 11 + [(0, 1)])
    page = stories_of(ada, "order=atypical")
    assert told_in(page)[0] == "The one about the fox."
    assert "by their words" in page
    assert told_in(stories_of(ada, "order=typical"))[-1] == "The one about the fox."


def test_the_typical_is_told_by_placements_where_no_words_are_known(world, ada):
    world.tell(11, shares=GLAD)
    world.tell(1, text="The sad one.", shares=SAD)
    page = stories_of(ada, "order=atypical")
    assert told_in(page)[0] == "The sad one."
    assert "by where their tellers placed them" in page


def test_nothing_is_called_typical_of_fewer_than_k_stories(world, ada):
    world.tell(9)
    page = stories_of(ada, "order=typical")
    assert len(told_in(page)) == 9
    assert "none can be called typical" in page


def test_the_typical_of_protected_stories_is_never_told_by_placements(world, ada):
    told = world.tell(20, world.quiet)
    world.close_batches(world.quiet)
    page = stories_of(ada, "order=typical", "quiet")
    assert len(told_in(page)) == 20
    assert "none can be called typical" in page and "placed" not in page.replace("their placements", "")
    embed(world, told, [(1, 0)] * 20)
    assert "by their words" in stories_of(ada, "order=typical", "quiet")
    assert "Newest" not in page, "an order in time would tell the week"


def test_parts_of_several_pictures_words_and_use_are_wanted_together(world, ada):
    quote = scopes_up_to("quote")
    world.tell(text="The frost made me sad.", shares=SAD, consent=quote)
    world.tell(text="The frost made me sad too.", shares=SAD)
    world.tell(text="The frost made me glad.", shares=GLAD, consent=quote)
    world.tell(text="The slugs made me sad.", shares=SAD, consent=quote)
    world.index_words()
    page = stories_of(ada, "part=mood:left&part=say:5&words=frost&use=quote")
    assert told_in(page) == ["The frost made me sad."]
    assert told_in(stories_of(ada, "part=mood:left&part=say:6&words=frost&use=quote")) == []


def test_the_form_keeps_what_it_has_no_field_for(world, ada):
    world.tell(shares=SAD)
    page = stories_of(ada, "part=mood:left&language=en&order=typical")
    for name, value in (("part", "mood:left"), ("language", "en"), ("order", "typical")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


def test_a_part_that_no_picture_has_is_named_and_left_out(world, ada):
    world.tell(text="Here I am.")
    page = stories_of(ada, "part=weather:1")
    assert "Nothing can be picked in" in page and "Here I am." in page


def test_every_story_leads_to_its_place_on_the_map_of_the_same_group(world, ada):
    world.tell(shares=SAD)
    page = stories_of(ada, "group=east")
    assert 'href="/explore/plot?group=east&amp;part=mood:left&amp;triad=mood">Where is this on the map' in page


def test_a_protected_story_leads_to_no_place(world, ada):
    told = world.tell(10, world.quiet)
    world.close_batches(world.quiet)
    assert "Where is this on the map" not in stories_of(ada, "", "quiet")
    assert "part=" not in ada.get(f"/explore/quiet/stories/{told[0].id}").text


def test_a_selection_leads_back_to_its_map(world, ada):
    world.tell(shares=SAD)
    assert 'href="/explore/plot?part=mood:left">See these stories on the map' in stories_of(ada, "part=mood:left")


def test_a_withdrawn_story_is_in_no_order(world, ada):
    (told,) = world.tell(text="Take me out.")
    world.tell(12)
    withdraw(world.db, told.id, b"secret")
    for query in ("", "order=random&seed=1", "order=typical", "order=atypical"):
        assert "Take me out." not in stories_of(ada, query)


@pytest.mark.parametrize("query", ["order=best", "seed=x&order=random", "order=random&seed=99999999", "order="])
def test_an_order_that_there_is_none_of_is_left_out(world, ada, query):
    world.tell(text="Here I am.")
    answer = ada.get(f"/explore/plot/stories?{query}", follow_redirects=True)
    assert "Here I am." in answer.text
