"""A story's own page: its places, its neighbours, and the notes that staff leave beside it."""

import re

import pytest

from tests.attacks.hostile import SCRIPTS, VALUES
from tests.people import Person, stores_of
from tests.web.explore.telling import GLAD, SAD


@pytest.fixture
def mo(app, world) -> Person:
    return Person(app, "mo")


def page_of(person, story_id: str, query: str = "", collection: str = "plot") -> str:
    answer = person.get(f"/explore/{collection}/stories/{story_id}{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def leave(person, story_id: str, note: str, collection: str = "plot"):
    return person.post(f"/explore/{collection}/stories/{story_id}/notes", {"note": note})


def test_every_answer_leads_to_its_place_on_the_map(world, ada):
    (told,) = world.tell(shares=SAD)
    page = page_of(ada, told.id)
    for part in ("part=mood:left&amp;triad=mood", "part=say:5", "part=role:0", "part=wish:1.13"):
        assert f'href="/explore/plot?{part}"' in page, part


def test_a_note_is_read_by_colleagues_with_who_left_it(world, ada, mo):
    (told,) = world.tell()
    answer = leave(ada, told.id, "The pump again.\r\n<b>Ask</b> the east.")
    assert answer.status_code == 303 and f"/stories/{told.id}#note-" in answer.location
    page = page_of(mo, told.id)
    assert "The pump again.\n&lt;b&gt;Ask&lt;/b&gt; the east." in page
    assert "Ada, " in page
    assert "Delete<span" not in page, "it is not theirs to delete"
    assert ">1 note<" in mo.get("/explore/plot/stories").text


def test_a_note_is_deleted_by_who_left_it_and_can_be_put_back(world, ada, mo):
    (told,) = world.tell()
    leave(ada, told.id, "The pump again.")
    (path,) = re.findall(r'action="(/[^"]*/delete)"', page_of(ada, told.id))
    assert mo.post(path, {}).status_code == 404
    assert "The pump again." in page_of(mo, told.id)
    page = ada.post(path, {}).text
    assert "Your note was deleted." in page
    assert '<input type="hidden" name="note" value="The pump again.">' in page
    assert "The pump again." not in page_of(mo, told.id)
    assert ada.post(path, {}).status_code == 404, "it is gone"


@pytest.mark.parametrize(
    ("note", "message"),
    [("", "Write the note first"), (" \u200b ", "Write the note first"), ("x" * 1001, "it has 1,001")],
)
def test_a_note_that_cannot_be_kept_is_named_at_its_field(world, ada, note, message):
    (told,) = world.tell()
    answer = leave(ada, told.id, note)
    assert answer.status_code == 422
    assert message in answer.text and 'id="note-error"' in answer.text
    assert "<title>Error: " in re.sub(r"\s+", " ", answer.text).replace("<title> ", "<title>")


def test_no_note_is_left_where_no_story_may_be_read(world, ada):
    (hidden,) = world.tell(read=False)
    assert leave(ada, hidden.id, "Who is it?").status_code == 404
    (told,) = world.tell()
    assert leave(ada, told.id, "Elsewhere.", "quiet").status_code == 404
    assert world.db.one("select count(*) as n from story_notes") == {"n": 0}


def test_notes_are_hidden_with_a_story_whose_teller_allows_less(world, ada):
    (told,) = world.tell()
    leave(ada, told.id, "The pump again.")
    world.db.execute("update narratives set may_read = 0, consent = '' where id = :id", id=told.id)
    assert ada.get(f"/explore/plot/stories/{told.id}").status_code == 404


@pytest.mark.parametrize("note", [*VALUES, *SCRIPTS], ids=lambda note: ascii(note)[:40])
def test_whatever_is_typed_as_a_note_is_kept_as_words_or_named(world, ada, note):
    (told,) = world.tell()
    assert leave(ada, told.id, note).status_code in {303, 422}
    assert "<" not in note or note not in page_of(ada, told.id), "it was shown as markup"


def test_somebody_who_left_is_not_named(app, world, ada):
    (told,) = world.tell()
    leave(ada, told.id, "The pump again.")
    world.db.execute("update story_notes set account = 'gone'")
    assert "somebody who has left" in page_of(ada, told.id)


def test_a_story_knows_its_neighbours_in_the_list_it_was_opened_from(world, ada):
    world.tell(3, shares=SAD)
    world.tell(3, shares=GLAD)
    listed = ada.get("/explore/plot/stories?part=mood:left").text
    hrefs = re.findall(r'href="(/explore/plot/stories/[0-9a-f]+\?[^"#]*)">Open', listed)
    assert len(hrefs) == 3
    first, middle, last = (ada.get(href.replace("&amp;", "&")).text for href in hrefs)
    assert "Story before" not in first and "Story after" in first
    assert hrefs[0] in middle and hrefs[2] in middle
    assert "Story before" in last and "Story after" not in last
    assert re.search(r'href="/explore/plot/stories\?part=mood:left#story-[0-9a-f]+">Back to the stories', middle)


def test_a_story_opened_by_its_address_alone_leads_to_all_stories(world, ada):
    (told, _) = world.tell(2)
    page = page_of(ada, told.id)
    assert "All stories of The plot" in page and "Story after" not in page


def test_leaving_a_note_keeps_the_list_that_the_story_was_opened_from(world, ada):
    (told,) = world.tell(shares=SAD)
    page = page_of(ada, told.id, "?part=mood:left&at=0")
    (path,) = re.findall(r'action="(/[^"]*/notes[^"]*)#notes"', page)
    answer = ada.post(path.replace("&amp;", "&"), {"note": "The pump."})
    assert f"/explore/plot/stories/{told.id}?part=mood:left&at=0#note-" in answer.location


@pytest.mark.parametrize(
    "query", ["?at=x", "?at=9999999999", "?at=500", "?list=mine", "?collection_id=x&_anchor=y&at=0"]
)
def test_an_address_that_means_no_list_still_shows_the_story(world, ada, query):
    (told,) = world.tell(text="Here I am.")
    assert "Here I am." in page_of(ada, told.id, query)


def test_a_note_never_reaches_the_store_of_another_organisation(app, world, ada):
    (told,) = world.tell()
    leave(ada, told.id, "The pump again.")
    assert stores_of(app).stories.rows("select account from story_notes") == [{"account": "ada"}]
