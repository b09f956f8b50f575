"""Boards: gathering readings and observations with forms alone, taking it back, and two people at once."""

import re
from html import unescape

import pytest

from narratives.board import MOST_CLUSTERS
from narratives.observation import ClusterKind, Withdrawn
from store.clusters import get_board
from store.observations import get_interpretation, withdraw
from store.probes import add_probe
from store.sense_probes import tie
from tests.gathering import AT
from tests.probes import make_probe

PUMP, GLAD, RAIN = (f"{number:032x}" for number in (11, 12, 13))


def send(who, do, **fields):
    """Send one form of the board as it is now, unless a revision says otherwise."""
    db = who.app.extensions["stores"].stories
    kind = ClusterKind(fields.pop("kind", "perspective"))
    revision = fields.pop("revision", None)
    seen = get_board(db, "plot", kind).revision if revision is None else revision
    return who.post("/boards/plot/change", {"kind": kind.value, "revision": str(seen), "do": do, **fields})


def said(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


@pytest.fixture
def trust(person, db):
    """The id of a perspective that is there already."""
    assert send(person("ada"), "begin", name="Trust", note="Who keeps their word.").status_code == 303
    return get_board(db, "plot", ClusterKind.PERSPECTIVE).clusters[0].id


def columns(db, kind=ClusterKind.PERSPECTIVE):
    return {one.name: one.members for one in get_board(db, "plot", kind).clusters}


def test_every_reading_lies_on_the_board_until_somebody_gathers_it(person):
    page = said(person("mo").get("/boards/plot"))
    assert "Not gathered yet 3 readings" in page and "On: Hardly anybody chose the middle" in page
    assert "Table 2, written down by Ada" in page


def test_a_board_without_readings_says_what_to_begin_with(person, db):
    for one in (PUMP, GLAD, RAIN):
        withdraw(db, get_interpretation(db, one), Withdrawn(AT, "mo"))
    assert "There is nothing to gather yet." in person("ada").get("/boards/plot").text


def test_a_perspective_says_how_many_people_hold_it_and_how_clearly_it_was_seen(person, db, trust):
    for card in (PUMP, GLAD, RAIN):
        send(person("ada"), "place", card=card, to=trust)
    page = said(person("mo").get("/boards/plot"))
    assert "3 readings, held by 2 people. What was seen: 1 clear, 1 faint." in page


def test_what_is_tried_because_of_a_perspective_is_linked(person, db, trust):
    add_probe(db, make_probe(id="5b" * 16, title="Ask three who left"), at=AT)
    tie(db, "5b" * 16, PUMP)
    send(person("ada"), "place", card=PUMP, to=trust)
    assert 'href="/probes/5b5b' in person("ada").get("/boards/plot").text


def test_a_card_goes_where_its_form_says_and_the_page_tells_what_was_done(person, db, trust):
    ada = person("ada")
    send(ada, "place", card=PUMP, to=trust)
    answer = send(ada, "place", card=RAIN, to=trust, place="0")
    assert columns(db) == {"Trust": (RAIN, PUMP)}
    assert "Moved “It rained” to “Trust”, place 1 of 2." in said(ada.get(answer.location))
    send(ada, "down", card=RAIN)
    assert columns(db) == {"Trust": (PUMP, RAIN)}
    send(ada, "left", card=RAIN)
    assert columns(db) == {"Trust": (PUMP,)}


def test_a_card_that_is_dropped_on_nothing_begins_a_perspective(person, db):
    send(person("ada"), "place", card=PUMP, to="new")
    assert columns(db) == {"New perspective 1": (PUMP,)}


def test_a_perspective_is_renamed_moved_and_taken_apart(person, db, trust):
    ada = person("ada")
    send(ada, "begin", name="Water")
    send(ada, "place", card=PUMP, to=trust)
    send(ada, "rename", cluster=trust, name="Keeping one’s word", note="")
    send(ada, "later", cluster=trust)
    assert list(columns(db)) == ["Water", "Keeping one’s word"]
    send(ada, "earlier", cluster=trust)
    send(ada, "dissolve", cluster=trust)
    assert columns(db) == {"Water": ()}
    assert "3 readings" in said(ada.get("/boards/plot"))


def test_every_change_can_be_taken_back_and_so_can_that(person, db, trust):
    ada = person("ada")
    send(ada, "place", card=PUMP, to=trust)
    send(ada, "undo", back="1")
    assert columns(db) == {"Trust": ()}
    send(ada, "undo", back="2")
    assert columns(db) == {"Trust": (PUMP,)}


def test_whoever_was_slower_keeps_what_they_typed_and_can_do_it_now(person, db, trust):
    send(person("mo"), "begin", name="Water")
    ada = person("ada")
    slow = send(ada, "rename", cluster=trust, name="Honesty", note="Said twice.", revision=1)
    page = said(slow)
    assert slow.status_code == 409
    assert "Mo changed this board while you had it open: Began the perspective “Water”." in page
    assert "You wrote: “Honesty”, with the note “Said twice.”." in page
    assert list(columns(db)) == ["Trust", "Water"]
    form = re.search(r'<section class="board-meanwhile".*?</form>', slow.text, re.DOTALL)[0]
    fields = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    assert ada.post("/boards/plot/change", fields).status_code == 303
    assert list(columns(db)) == ["Honesty", "Water"]


def test_a_perspective_without_a_name_is_refused_beside_its_field(person, db):
    answer = send(person("ada"), "begin", name=" ", note="Something.")
    assert answer.status_code == 422 and columns(db) == {}
    assert 'id="name-error"' in answer.text and "Something." in answer.text
    assert "Give the perspective a name, as the people who gathered it would call it" in answer.text


def test_too_long_a_note_stays_in_the_form_of_its_perspective(person, db, trust):
    answer = send(person("ada"), "rename", cluster=trust, name="Trust", note="x" * 1001)
    assert answer.status_code == 422 and f'id="note-{trust}-error"' in answer.text and "x" * 1001 in answer.text
    assert "The note may have up to 1,000 letters: it has 1,001" in answer.text


def test_a_board_is_full_at_some_number(person, db):
    ada = person("ada")
    for number in range(MOST_CLUSTERS):
        send(ada, "begin", name=str(number))
    answer = send(ada, "begin", name="One more")
    assert answer.status_code == 422 and "A board holds 40: join two before you begin another" in answer.text


def test_what_is_withdrawn_leaves_the_board_and_comes_back_to_its_place(person, db, trust):
    ada = person("ada")
    send(ada, "place", card=PUMP, to=trust)
    send(ada, "place", card=GLAD, to=trust)
    withdraw(db, get_interpretation(db, PUMP), Withdrawn(AT, "mo"))
    page = ada.get("/boards/plot").text
    assert "They are glad of the pump" not in re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert send(ada, "right", card=PUMP).status_code == 404
    withdraw(db, get_interpretation(db, PUMP), None)
    assert columns(db) == {"Trust": (PUMP, GLAD)}


def test_observations_are_gathered_into_themes_on_a_board_of_their_own(person, db):
    ada = person("ada")
    assert "2 observations" in said(ada.get("/boards/plot/themes"))
    answer = send(ada, "begin", kind="theme", name="Water", card=f"{1:032x}")
    assert answer.location.startswith("/boards/plot/themes?done=1")
    assert columns(db, ClusterKind.THEME) == {"Water": (f"{1:032x}",)} and columns(db) == {}
    assert "1 observation, noted by 1 person. What was seen: 1 clear." in said(ada.get("/boards/plot/themes"))


@pytest.mark.parametrize("fields", [{"do": "fly"}, {"do": "begin", "kind": "crowd"}, {"do": "undo", "back": "x"}])
def test_what_no_form_sends_is_refused(person, fields):
    sent = {"kind": "perspective", "revision": "0", "name": "x", **fields}
    assert person("ada").post("/boards/plot/change", sent).status_code == 400


@pytest.mark.parametrize("fields", [{"do": "up", "card": "nowhere"}, {"do": "rename", "cluster": "x", "name": "y"}])
def test_a_card_or_a_column_that_is_gone_is_not_found(person, fields):
    sent = {"kind": "perspective", "revision": "0", **fields}
    assert person("ada").post("/boards/plot/change", sent).status_code == 404


def test_a_perspective_remembers_no_more_than_its_words(person, db, trust):
    """Nothing of a story is copied onto a board: only ids and the words of the people who gathered."""
    send(person("ada"), "place", card=PUMP, to=trust)
    [row] = db.rows("select document from boards order by revision desc limit 1")
    assert "glad of the pump" not in row["document"] and PUMP in row["document"]
