"""Competing readings by different people: what is missing, changing one's own words, and withdrawing them."""

from store.claims import list_claims
from store.observations import get_observation, list_observations
from tests.people import Person
from tests.web.sense.noting import MOOD, OTHER, READ, note, read, reading_of


def test_an_observation_waits_for_readings_by_two_different_people(ada, mo):
    page = note(ada)
    assert "it needs readings by two different people, and has none" in ada.get(page).text
    read(ada, page)
    mine = ada.get(page).text
    assert "only Ada has read it. It waits for somebody else. Ask a colleague" in mine
    assert "only Ada has read it. It waits for somebody else. Say how you read it" in mo.get(page).text
    read(ada, page, **OTHER)
    assert "only Ada has read it. It waits for somebody else." in ada.get(page).text
    read(mo, page, text="It was a warm spring.")
    assert "Read in 3 ways by 2 people." in ada.get(page).text


def test_two_tables_of_a_workshop_are_two_people_though_one_writes_for_both(ada):
    page = note(ada, voice="Table 1")
    read(ada, page, voice="Table 2")
    assert "only Table 2 has read it" in ada.get(page).text
    read(ada, page, **OTHER, voice="table 2")
    assert "It waits for somebody else" in ada.get(page).text
    read(ada, page, text="It was a warm spring.", voice="Table 3")
    assert "Read in 3 ways by 2 people." in ada.get(page).text


def test_what_is_not_remarkable_needs_no_reading(ada):
    assert "Noted as not remarkable: it needs no reading." in ada.get(note(ada, remarkable="no")).text


def test_the_same_words_are_no_other_reading(ada, mo):
    page = note(ada)
    read(ada, page)
    answer = read(mo, page, title="Mine", text="  the PUMP has worked since spring. ")
    assert answer.status_code == 422
    assert "This reading is there already in the same words: write another one" in answer.text
    assert 'value="Mine"' in answer.text


def test_a_reading_without_words_is_refused(ada):
    answer = read(ada, note(ada), title="", text="")
    assert answer.status_code == 422
    assert "Give your reading a short name" in answer.text
    assert "Write how you understand it" in answer.text


def test_changed_words_take_the_place_of_the_earlier_ones_which_are_kept(ada, mo):
    page = note(ada)
    read(ada, page)
    form = reading_of(ada, page)
    assert "The pump has worked since spring.</textarea>" in ada.get(form).text
    answer = ada.post(form, READ | {"text": "Both pumps have worked since spring.", "revision": "1"})
    assert answer.status_code == 303
    shown = mo.get(page).text
    assert shown.index("Both pumps have worked") < shown.index("Earlier words (1)")
    assert shown.index("Earlier words (1)") < shown.index("The pump has worked since spring.")


def test_an_observation_is_changed_by_who_wrote_it_and_nobody_else(ada, mo):
    page = note(mo)
    assert ada.get(f"{page}/change").status_code == 403
    assert "Hardly anybody chose the middle" in mo.get(f"{page}/change").text
    changed = {"title": "Few chose it", "text": "Two did.", "remarkable": "maybe", "strength": "weak", "revision": "1"}
    assert ada.post(f"{page}/change", changed).status_code == 403
    assert mo.post(f"{page}/change", changed).status_code == 303
    shown = ada.get(page).text
    assert "Perhaps remarkable" in shown
    assert "Earlier words (1)" in shown


def test_a_change_over_a_change_is_refused_and_nothing_typed_is_lost(mo):
    page = note(mo)
    first = {"title": "One", "text": "One.", "remarkable": "yes", "strength": "weak", "revision": "1"}
    assert mo.post(f"{page}/change", first).status_code == 303
    answer = mo.post(f"{page}/change", first | {"text": "Another."})
    assert answer.status_code == 409
    assert "Somebody changed or withdrew this while you had it open" in answer.text
    assert "Another.</textarea>" in answer.text


def test_a_withdrawn_reading_can_be_put_back_by_who_withdrew_it(ada, mo):
    page = note(ada)
    read(mo, page)
    reading = reading_of(mo, page)
    mo.post(f"{reading}/withdraw", {})
    assert "The pump has worked" not in ada.get(page).text
    assert "it needs readings by two different people, and has none" in ada.get(page).text
    assert "Undo: put it back" in mo.get(page).text
    assert ada.post(f"{reading}/restore", {}).status_code == 403
    mo.post(f"{reading}/restore", {})
    assert "The pump has worked" in ada.get(page).text


def test_a_manager_takes_anothers_reading_out_with_a_reason_that_everybody_reads(app, ada, mo):
    page = note(ada)
    read(mo, page, text="Mr Bean did it.")
    reading = reading_of(ada, page)
    assert Person(app, "ade").post(f"{reading}/withdraw", {"because": "A name"}).status_code == 403
    answer = ada.post(f"{reading}/withdraw", {"because": " "})
    assert answer.status_code == 422
    assert answer.text.count("Say why you take it out") == 2
    ada.post(f"{reading}/withdraw", {"because": "It names a person"})
    shown = mo.get(page).text
    assert "Ada withdrew this on" in shown
    assert ": It names a person." in shown
    assert "Mr Bean" not in shown
    assert mo.post(f"{reading}/restore", {}).status_code == 403


def test_a_member_takes_out_nothing_of_others(ada, mo):
    page = note(ada)
    assert "Take out" not in mo.get(page).text
    assert mo.post(f"{page}/withdraw", {"because": "I do not like it"}).status_code == 403


def test_what_was_withdrawn_can_be_deleted_with_every_earlier_word(ada, mo, world):
    page = note(ada, seen=MOOD)
    read(mo, page)
    assert ada.post(f"{page}/delete", {}).status_code == 403
    ada.post(f"{page}/withdraw", {})
    assert list_observations(world.db, "plot") == []
    assert "Withdrawn" in mo.get(page).text
    assert "Hardly anybody" not in mo.get(page).text
    assert ada.post(f"{page}/delete", {}).location == "/sense/plot?done=deleted"
    assert ada.get(page).status_code == 404
    assert world.db.one("select count(*) as n from interpretations") == {"n": 0}
    assert list_claims(world.db, "plot") == []


def test_nobody_reads_into_what_was_withdrawn(ada, mo, world):
    page = note(ada)
    ada.post(f"{page}/withdraw", {})
    assert read(mo, page).status_code == 404
    ada.post(f"{page}/restore", {})
    assert get_observation(world.db, page.rpartition("/")[2]).withdrawn is None
    assert read(mo, page).status_code == 303


def test_a_reading_belongs_to_its_observation(ada):
    one, other = note(ada), note(ada)
    read(ada, one)
    reading = reading_of(ada, one).rpartition("/")[2]
    assert ada.get(f"{other}/readings/{reading}").status_code == 404
    assert ada.get(one.replace("plot", "quiet")).status_code == 404
