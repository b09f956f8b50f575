"""A reading list: stories put aside from their cards, in an order of one's own."""

import re

import pytest

from store.erasure import withdraw
from tests.people import Person
from tests.web.explore.reading.test_stories_order import told_in

LIST = "/explore/plot/reading-list"


def change(person, story_id: str, do: str, **more):
    return person.post(LIST, {"story": story_id, "do": do, **more})


@pytest.fixture
def three(world, ada):
    told = [world.tell(text=text)[0] for text in ("One.", "Two.", "Three.")]
    for one in told:
        change(ada, one.id, "add")
    return told


def listed(person) -> list[str]:
    return told_in(person.get(LIST).text)


def test_a_story_is_put_aside_and_the_reader_stays_where_they_were(world, ada):
    (told,) = world.tell(text="Keep me.")
    back = "/explore/plot/stories?part=mood:left&page=2"
    answer = change(ada, told.id, "add", back=back)
    assert answer.status_code == 303 and answer.location == f"{back}#story-{told.id}"
    assert listed(ada) == ["Keep me."]
    page = ada.get("/explore/plot/stories").text
    assert "On my reading list" in page and "My reading list (1)" in page


def test_a_list_is_nobody_elses(app, world, ada, three):
    assert listed(Person(app, "mo")) == []


def test_stories_are_moved_up_and_down(ada, three):
    assert listed(ada) == ["One.", "Two.", "Three."]
    change(ada, three[2].id, "up")
    assert listed(ada) == ["One.", "Three.", "Two."]
    change(ada, three[0].id, "down")
    assert listed(ada) == ["Three.", "One.", "Two."]
    change(ada, three[2].id, "up")
    assert listed(ada) == ["Three.", "One.", "Two."], "the first stays the first"


def test_what_was_taken_off_is_put_back_in_its_place(ada, three):
    answer = change(ada, three[1].id, "remove")
    page = ada.get(answer.location).text
    assert "One story was taken off your list." in page and told_in(page) == ["One.", "Three."]
    (place,) = re.findall(r'name="place" value="(\d+)"', page)
    change(ada, three[1].id, "add", place=place)
    assert listed(ada) == ["One.", "Two.", "Three."]


def test_a_withdrawn_story_vanishes_and_one_that_is_narrowed_is_not_shown(world, ada, three):
    withdraw(world.db, three[0].id, b"secret")
    world.db.execute("update narratives set may_read = 0, consent = '' where id = :id", id=three[1].id)
    page = ada.get(LIST).text
    assert told_in(page) == ["Three."]
    assert "One story on your list is not shown" in page
    assert three[1].id not in page


def test_moving_past_a_story_that_is_not_shown_moves(world, ada, three):
    world.db.execute("update narratives set may_read = 0, consent = '' where id = :id", id=three[1].id)
    change(ada, three[2].id, "up")
    assert listed(ada) == ["Three.", "One."]


def test_a_story_that_may_not_be_read_cannot_be_put_aside(world, ada):
    (hidden,) = world.tell(read=False)
    assert change(ada, hidden.id, "add").status_code == 404
    (told,) = world.tell()
    assert ada.post("/explore/quiet/reading-list", {"story": told.id, "do": "add"}).status_code == 404


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/log", "/explore/plotter", "/explore/plot/stories\\x"]
)
def test_no_address_leads_away(world, ada, back):
    (told,) = world.tell()
    answer = change(ada, told.id, "add", back=back)
    assert answer.location == f"{LIST}#story-{told.id}"


def test_a_button_that_there_is_none_of_is_refused(world, ada):
    (told,) = world.tell()
    assert change(ada, told.id, "burn").status_code == 400


def test_an_empty_list_says_how_to_fill_it(ada):
    assert "Nothing put aside yet" in ada.get(LIST).text


def test_a_full_list_says_what_to_do(world, ada, three, monkeypatch):
    monkeypatch.setattr("store.reading_lists.MOST_LISTED", 3)
    (told,) = world.tell()
    answer = change(ada, told.id, "add")
    assert answer.status_code == 422
    assert "Take one off before you add another" in answer.text


def test_a_story_opened_from_the_list_has_its_neighbours_there(ada, three):
    page = ada.get(f"/explore/plot/stories/{three[1].id}?list=mine").text
    assert f"/explore/plot/stories/{three[0].id}?list=mine" in page
    assert f"/explore/plot/stories/{three[2].id}?list=mine" in page
    assert "Your reading list" in page
