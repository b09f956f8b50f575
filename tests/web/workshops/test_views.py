"""Workshops: planned from a ready agenda, packed, held and recorded, with forms alone."""

import re
from html import unescape

import pytest

from store.covered import set_readers
from store.observations import list_observations
from store.workshops import get_record, get_workshop, list_workshops
from web.workshops import files

PLAN = {
    "title": "What spring tells us",
    "held_on": "2031-05-09",
    "begins": "09:30",
    "place": "The hall",
    "facilitator": "Two of the panel",
    "purpose": "To see.\nTo decide.",
    "minutes": ["20", "40"],
    "part": ["Look", "Talk"],
    "how": ["In silence.", ""],
    "step": "save",
}
MIDDLE = f"{1:032x}"


def said(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


@pytest.fixture
def planned(person):
    """The address of a workshop that ada planned."""
    answer = person("ada").post("/workshops/plot/new", PLAN)
    assert answer.status_code == 303
    return answer.location.partition("?")[0]


@pytest.fixture
def typeset_data(monkeypatch):
    """What is handed to the typesetter, instead of a file."""
    handed = []
    monkeypatch.setattr(files, "typeset", lambda name, data, *more, at: handed.append((name, data, *more)) or b"%PDF")
    return handed


def test_a_collection_without_workshops_says_how_to_plan_one(person):
    assert "No workshops yet." in person("mo").get("/workshops/plot").text


def test_there_are_agendas_for_ninety_minutes_half_a_day_and_a_day(person):
    page = said(person("ada").get("/workshops/plot/new"))
    assert all(words in page for words in ("1 hour 30 minutes:", "3 hours 30 minutes:", "7 hours 30 minutes:"))
    form = person("ada").get("/workshops/plot/new?agenda=ninety-minutes").text
    assert form.count('name="minutes"') == 6 and "1 hour 30 minutes together." in form
    assert person("ada").get("/workshops/plot/new?agenda=empty").text.count('name="minutes"') == 1


def test_a_line_is_added_and_moved_before_anything_is_kept(person, db):
    ada = person("ada")
    more = ada.post("/workshops/plot/new", {**PLAN, "step": "add"}).text
    assert more.count('name="minutes"') == 3 and 'value="What spring tells us"' in more
    moved = ada.post("/workshops/plot/new", {**PLAN, "step": "up-1"}).text
    assert re.findall(r'name="part"[^>]*value="([^"]*)"', moved) == ["Talk", "Look"]
    assert re.findall(r'shop-row__time">([^<]*)', moved) == ["09:30", "10:10"]
    assert list_workshops(db, "plot") == []


def test_a_plan_that_cannot_be_kept_says_why_and_keeps_what_was_typed(person):
    answer = person("ada").post("/workshops/plot/new", {**PLAN, "title": "", "minutes": ["ten", "40"]})
    assert answer.status_code == 422 and "Give the workshop a name" in answer.text
    assert "Line 1 of the agenda needs a number of minutes from 1 to 600: found &#39;ten&#39;" in answer.text
    assert 'href="#minutes-0"' in answer.text and 'value="The hall"' in answer.text


def test_a_workshop_is_listed_and_shows_its_times(person, planned):
    ada = person("ada")
    assert "9 May 2031, 09:30 to 10:30 (1 hour), The hall" in said(ada.get("/workshops/plot"))
    page = said(ada.get(f"{planned}?done=planned"))
    assert "The workshop is planned." in page and "Agenda: 1 hour" in page and "09:50 to 10:30 Talk" in page


def test_a_member_may_plan_and_an_administrator_who_reads_no_story_may_not(person, planned):
    assert person("mo").get(planned).status_code == 200
    assert person("ade").get(planned).status_code == 403


def test_two_people_who_change_a_plan_lose_nothing(person, db, planned):
    ada = person("ada")
    assert ada.post(f"{planned}/change", {**PLAN, "place": "The barn", "revision": "1"}).status_code == 303
    slow = person("mo").post(f"{planned}/change", {**PLAN, "place": "The shed", "revision": "1"})
    assert slow.status_code == 409 and 'value="The shed"' in slow.text
    assert "Somebody changed this plan while you had it open." in slow.text
    assert list_workshops(db, "plot")[0].place == "The barn"
    again = person("mo").post(f"{planned}/change", {**PLAN, "place": "The shed", "revision": "2"})
    assert again.status_code == 303 and list_workshops(db, "plot")[0].place == "The shed"


def test_only_what_may_be_handed_round_can_be_taken_along(person, db, planned, story):
    page = said(person("ada").get(f"{planned}/take"))
    assert "Bean 2 came up twice." in page and "Bean 3 came up twice." not in page
    fields = {"revision": "1", "charts": ["mood", "nothing"], "observations": [MIDDLE, "nowhere"]}
    fields["stories"] = [story("Bean 2"), story("Bean 3")]
    assert person("ada").post(f"{planned}/take", fields).status_code == 303
    taken = list_workshops(db, "plot")[0].taken
    assert (taken.charts, taken.observations, taken.stories) == (("mood",), (MIDDLE,), (story("Bean 2"),))
    assert "1 story on cards" in said(person("ada").get(planned))


def test_who_reads_no_stories_by_a_decision_sees_none_and_leaves_what_others_chose(person, db, planned, story):
    person("mo").post(f"{planned}/take", {"revision": "1", "stories": [story("Bean 2")]})
    set_readers(db, "plot", "member")
    ada = person("ada")
    assert "came up twice" not in ada.get(f"{planned}/take").text + ada.get(planned).text
    assert ada.post(f"{planned}/take", {"revision": "2"}).status_code == 303
    assert get_workshop(db, planned.rsplit("/", 1)[1]).taken.stories == (story("Bean 2"),)


def test_choices_that_came_too_late_are_still_ticked(person, planned):
    answer = person("ada").post(f"{planned}/take", {"revision": "7", "charts": ["mood"]})
    assert answer.status_code == 409 and "Your choices are still here" in answer.text
    assert re.search(r'value="mood" checked', answer.text)


def test_a_pack_holds_what_was_chosen_and_nothing_whose_teller_changed_their_mind(
    person, db, planned, story, typeset_data
):
    chosen = {"revision": "1", "charts": ["mood"], "observations": [MIDDLE], "stories": [story("Bean 2")]}
    chosen["stories"].append(story("Bean 4"))
    person("ada").post(f"{planned}/take", chosen)
    db.execute("update narratives set consent = 'read' where title = 'Bean 4'")
    answer = person("mo").get(f"{planned}/pack.pdf")
    assert (
        answer.mimetype == "application/pdf" and "What spring tells us - pack" in answer.headers["Content-Disposition"]
    )
    [(name, data, pictures)] = typeset_data
    assert name == "pack" and [part["begins"] for part in data["agenda"]] == ["09:30", "09:50"]
    assert [chart["title"] for chart in data["charts"]] == ["It left me…"] and b"<svg" in pictures["chart-0.svg"]
    assert data["observations"][0]["by"] == "Table 2, written down by Ada"
    [[card]] = data["sheets"]
    assert card["text"] == "Bean 2 came up twice." and card["marks"] == ()


@pytest.mark.slow
def test_a_pack_and_a_record_are_files_that_a_screen_reader_can_read(person, planned, story):
    ada = person("ada")
    chosen = {"revision": "1", "charts": ["mood", "say"], "observations": [MIDDLE], "stories": [story("Bean 2")]}
    ada.post(f"{planned}/take", chosen)
    ada.post(f"{planned}/record", {"revision": "0", "seat": "Table 1", "people": "6", "noticed": "Much. 🙂"})
    for file in ("pack", "record"):
        answer = ada.get(f"{planned}/{file}.pdf")
        assert answer.data.startswith(b"%PDF") and b"/StructTreeRoot" in answer.data and b"pdfuaid" in answer.data


def test_a_record_has_seats_and_numbers_and_is_read_on_the_page(person, db, planned):
    ada = person("ada")
    fields = {"revision": "0", "seat": ["Table 1", "Table 2"], "people": ["6", "5"], "decided": "Ask.\nListen."}
    assert ada.post(f"{planned}/record", {**fields, "next_steps": "By June."}).status_code == 303
    page = said(ada.get(planned))
    assert "11 people: Table 1 (6), Table 2 (5)." in page and "What was decided Ask. Listen." in page
    assert "Written by Ada" in page and "No names:" in said(ada.get(f"{planned}/record"))
    workshop = list_workshops(db, "plot")[0]
    assert get_record(db, workshop.id).people == 11


def test_a_seat_without_a_number_is_refused_beside_its_field(person, planned):
    answer = person("ada").post(
        f"{planned}/record", {"revision": "0", "seat": "Table 1", "people": "", "noticed": "X."}
    )
    assert answer.status_code == 422 and 'id="people-0-error"' in answer.text and "X." in answer.text
    assert "Line 1 needs a number of people: none is written" in answer.text


def test_two_people_who_write_the_record_lose_nothing(person, db, planned):
    person("ada").post(f"{planned}/record", {"revision": "0", "noticed": "Much."})
    slow = person("mo").post(f"{planned}/record", {"revision": "0", "noticed": "Little."})
    assert slow.status_code == 409 and "Little." in slow.text and 'name="revision" value="1"' in slow.text
    assert get_record(db, list_workshops(db, "plot")[0].id).noticed == "Much."


def test_what_is_noted_in_a_workshop_carries_it_and_the_table(person, db, planned):
    ada, workshop = person("ada"), planned.rpartition("/")[2]
    form = ada.get(f"/sense/plot/note?workshop={workshop}&voice=Table+1").text
    assert f'name="workshop" value="{workshop}"' in form and 'value="Table 1"' in form
    seen = {"title": "Quiet", "text": "Two weeks.", "remarkable": "yes", "strength": "weak", "voice": "Table 1"}
    ada.post("/sense/plot/note", {**seen, "seen": "", "workshop": workshop})
    noted = next(one for one in list_observations(db, "plot") if one.title == "Quiet")
    assert (noted.workshop, noted.voice) == (workshop, "Table 1")
    page = said(ada.get(planned))
    assert "Quiet Table 1. Nobody in this workshop has read it yet." in page and "Hardly anybody" not in page


def test_a_reading_of_what_was_taken_along_belongs_to_the_workshop(person, planned, typeset_data):
    mo, workshop = person("mo"), planned.rpartition("/")[2]
    mo.post(f"{planned}/take", {"revision": "1", "observations": [MIDDLE]})
    assert "Hardly anybody chose the middle" in said(mo.get(planned))
    assert f'name="workshop" value="{workshop}"' in mo.get(f"/sense/plot/{MIDDLE}?workshop={workshop}").text
    read = {"title": "Only the glad tell", "text": "The others left.", "idea": "Ask them.", "questions": "Who left?"}
    assert mo.post(f"/sense/plot/{MIDDLE}/readings", {**read, "voice": "", "workshop": workshop}).status_code == 303
    assert "1 reading by 1 person" in said(mo.get(planned))
    mo.get(f"{planned}/record.pdf")
    [(_, data)] = typeset_data
    assert [one["title"] for one in data["observations"][0]["readings"]] == ["Only the glad tell"]


def test_a_workshop_is_deleted_and_what_was_seen_there_stays(person, db, planned):
    ada = person("ada")
    assert "Delete this workshop?" in ada.get(f"{planned}/delete").text
    answer = ada.post(f"{planned}/delete", {})
    assert "The workshop is deleted with its record." in ada.get(answer.location).text
    assert list_workshops(db, "plot") == [] and list_observations(db, "plot")
    assert ada.get(planned).status_code == 404


def test_a_workshop_of_another_collection_is_not_found(person, db, planned):
    workshop = get_workshop(db, planned.rpartition("/")[2])
    assert person("ada").get(f"/workshops/orchard/{workshop.id}").status_code == 404
