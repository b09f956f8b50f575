import pytest

from narratives.danger import Danger, Sign
from store.safeguarding import raise_flag
from store.safeguarding_clocks import hours_of
from tests.people import Person, stores_of
from tests.web.urgent.test_views import DANGER, NOW

AFRAID = "He hits me at home."


@pytest.fixture
def sana(app):
    return Person(app, "sana")


@pytest.fixture
def flagged(app, keep):
    def made(text=AFRAID, score=0.7, **changes):
        story = keep(text=text, told_on=DANGER["told_on"], **changes)
        raise_flag(stores_of(app).stories, story, Sign(score, (Danger.HOME,)), "test", NOW)
        return story

    return made


@pytest.mark.parametrize("username", ["mina", "sana"])
def test_who_acts_sees_what_may_tell_of_danger_with_a_sign_and_an_hour(app, flagged, username):
    flagged()
    page = Person(app, username).get("/urgent").text
    assert "No story is marked as urgent" in page and "1 story below may tell of danger" in page
    assert "May tell of violence or control at home. Clear sign." in page and AFRAID in page
    assert "To be seen by " in page
    assert "Urgent (1" in page


@pytest.mark.parametrize("username", ["ada", "mo", "ade", "cy"])
def test_nobody_else_sees_a_flag(app, flagged, username):
    story = flagged(score=0.9)
    person = Person(app, username)
    assert "May tell of" not in person.get("/urgent", follow_redirects=True).text
    assert person.post(f"/urgent/{story}/nothing", {}).status_code in {403, 404}


def test_somebody_looks_finds_no_danger_and_takes_that_back(sana, flagged):
    story = flagged()
    page = sana.get(sana.post(f"/urgent/{story}/nothing", {}).location).text
    assert "Noted that you looked and found no danger." in page and "Sana found no danger in it on " in page
    assert f"/urgent/{story}/look-again" in page
    page = sana.get(sana.post(f"/urgent/{story}/look-again", {}).location).text
    assert "Back among those to look at." in page and "I looked: no danger" in page


def test_to_act_puts_a_story_among_the_urgent_ones_taken_on(sana, flagged):
    story = flagged()
    page = sana.get(sana.post(f"/urgent/{story}/act", {}).location).text
    assert "It is among the urgent stories now" in page and "1 urgent story" in page
    assert "Sana marked it: It may tell of violence or control at home" in page and "Sana has seen it" in page
    assert "Somebody else has done that already" in sana.get(sana.post(f"/urgent/{story}/act", {}).location).text


def test_what_waits_too_long_is_said_at_the_story_and_in_the_menu(app, sana, flagged):
    flagged()
    stores_of(app).stories.execute("update safeguarding_clocks set due_at = '2026-03-02T13:00:00+00:00'")
    page = sana.get("/urgent").text
    assert "Nobody has looked in time: it was due by 13:00 on 2 March 2026" in page
    assert "(1, overdue<" in page


def test_hours_are_changed_and_wrong_ones_are_said_at_their_field(app, sana):
    good = {"within": "2,5", "opens": "8:00", "closes": "24:00", "days": ["0", "5"]}
    page = sana.get(sana.post("/urgent/hours/plot", good).location).text
    assert "Within 2.5 working hours, on Monday and Saturday between 08:00 and 24:00." in page
    assert "Nobody outside is told when nobody looks." in page
    for field, value, words in (
        ("within", "many", "Write how many working hours"),
        ("within", "nan", "Write how many working hours"),
        ("closes", "07:00", "Write a closing time that is later than the opening time"),
        ("opens", "soon", "Write both times as hours and minutes"),
        ("days", [], "Choose at least one day of the week"),
    ):
        wrong = sana.post("/urgent/hours/plot", {**good, field: value})
        assert wrong.status_code == 422 and f'<a href="#{field}">{words}' in wrong.text
    assert hours_of(stores_of(app).stories, "plot").within == 2.5


def test_what_an_import_flags_comes_ten_at_a_time_and_makes_room(sana, flagged):
    stories = [flagged(f"{AFRAID} Day {day}.") for day in range(12)]
    page = sana.get("/urgent").text
    assert "12 stories below may tell of danger" in page and page.count("I looked: no danger") == 10
    assert "the first 10 of 12. The others follow as you look at these." in page
    shown = next(story for story in stories if f"/urgent/{story}/nothing" in page)
    sana.post(f"/urgent/{shown}/nothing", {})
    page = sana.get("/urgent").text
    assert "the first 10 of 11" in page and page.count("I looked: no danger") == 10
