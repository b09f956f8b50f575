import re
from datetime import timedelta

import pytest

from narratives.answers import FreetextAnswer
from narratives.collection import Moderation
from narratives.narrative import Kind
from store.collections import add_collection
from store.frameworks import add_framework
from store.release import View, list_stories
from tests.builders import FRAMEWORK, TODAY, make_collection, make_framework, make_narrative, open_plot
from tests.people import Person, stores_of


@pytest.fixture
def plot(app):
    return open_plot(stores_of(app).stories, moderation=Moderation.BEFORE)


@pytest.fixture
def mina(app):
    return Person(app, "mina")


def tell(app, plot, key="ab" * 16, **changes):
    narrative = make_narrative(**changes)
    stores_of(app).intake.submit(*plot, narrative, key)
    return narrative.id


def readable(app, plot):
    return [story.text for story in list_stories(stores_of(app).stories, plot[0], View())]


def test_an_empty_queue_says_so(mina):
    page = mina.get("/moderate").text
    assert "Nothing to read" in page
    assert "New ones appear here as they arrive." in page


def test_a_story_waits_with_its_words_and_its_week_and_without_its_placements(app, plot, mina):
    tell(app, plot, title="Beans")
    page = mina.get("/moderate").text
    assert "1 story to read" in page
    assert "The beans came up twice." in page
    assert "Beans" in page
    assert "Week of 2 March 2026" in page
    assert "east" in page
    assert "0.2" not in page
    assert readable(app, plot) == []


def test_the_oldest_story_comes_first(app, plot, mina):
    from datetime import date

    tell(app, plot, "ab" * 16, text="Second.", told_on=date(2026, 3, 9))
    tell(app, plot, "cd" * 16, text="First.", told_on=date(2026, 3, 2))
    page = mina.get("/moderate").text
    assert page.index("First.") < page.index("Second.")


def test_a_released_story_can_be_read_by_staff_and_the_release_undone(app, plot, mina):
    story = tell(app, plot)
    answer = mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    assert answer.status_code == 303
    assert readable(app, plot) == ["The beans came up twice."]
    ada = Person(app, "ada")
    assert "The beans came up twice." in ada.get("/explore/plot/stories").text
    page = mina.get(answer.location).text
    assert "Released." in page
    assert re.search(r'name="decision" value="unrelease"[^>]*>Undo', page)
    mina.post(f"/moderate/plot/{story}", {"decision": "unrelease"})
    assert readable(app, plot) == []
    assert "The beans came up twice." not in ada.get("/explore/plot/stories").text
    assert "1 story to read" in mina.get("/moderate").text


def test_a_story_held_back_can_be_read_by_nobody(app, plot, mina):
    story = tell(app, plot)
    answer = mina.post(f"/moderate/plot/{story}", {"decision": "hold"})
    assert "Held back. Nobody can read it." in mina.get(answer.location).text
    assert readable(app, plot) == []
    assert "The beans came up twice." not in mina.get("/moderate").text


def test_a_released_story_can_be_held_back_later(app, plot, mina):
    story = tell(app, plot)
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    assert "The beans came up twice." in mina.get("/moderate/plot/released").text
    answer = mina.post(f"/moderate/plot/{story}", {"decision": "withhold"})
    page = mina.get(answer.location).text
    assert "Staff can no longer read it." in page
    assert "Staff can read no story of this collection yet." in page
    assert readable(app, plot) == []


def test_the_second_moderator_is_told_and_changes_nothing(app, plot, mina):
    story = tell(app, plot)
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    answer = mina.post(f"/moderate/plot/{story}", {"decision": "hold"})
    assert "Somebody else has dealt with that story already." in mina.get(answer.location).text
    assert readable(app, plot) == ["The beans came up twice."]


def test_a_story_that_is_only_counted_says_that_nobody_else_reads_it(app, plot, mina):
    story = tell(app, plot, consent=frozenset())
    page = mina.get("/moderate").text
    assert "Only you read this one." in page
    assert "I have read it" in page
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    assert readable(app, plot) == []


def test_an_account_without_words_does_not_wait(app, plot, mina):
    tell(app, plot, text="", consent=frozenset(), kind=Kind.PRACTITIONER)
    assert "Nothing to read" in mina.get("/moderate").text


def test_a_practitioners_account_is_called_one(app, plot, mina):
    tell(app, plot, kind=Kind.PRACTITIONER)
    assert "Practitioner’s account" in mina.get("/moderate").text


@pytest.mark.parametrize(
    ("path", "decision", "status"),
    [
        ("/moderate/plot/nowhere", "release", 303),
        ("/moderate/nowhere/nowhere", "release", 404),
        ("/moderate/plot/nowhere", "burn", 400),
        ("/moderate/plot/nowhere", "", 400),
    ],
)
def test_a_decision_about_nothing_changes_nothing(plot, mina, path, decision, status):
    assert mina.post(path, {"decision": decision}).status_code == status


def test_the_address_can_not_make_the_page_say_what_was_not_done(plot, mina):
    page = mina.get("/moderate?done=<script>alert(1)</script>&story=x&collection=y").text
    assert "<script>alert" not in page
    assert "Undo" not in page


def test_short_answers_in_the_tellers_own_words_are_read_before_staff_read_them(app, mina):
    short = {"type": "freetext", "id": "fix", "title": "What would help?", "required": False}
    framework = make_framework(id="open", signifiers=[*FRAMEWORK["signifiers"], short])
    collection = make_collection(framework_id="open", moderation=Moderation.BEFORE)
    add_framework(stores_of(app).stories, framework)
    add_collection(stores_of(app).stories, collection)
    story = tell(app, (collection, framework), answers=(FreetextAnswer("fix", "Ask Jo Bean of plot 9."),))
    page = mina.get("/moderate").text
    assert "What would help?" in page and "Jo Bean</mark> of plot 9." in page
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    assert "Ask Jo Bean of plot 9." in Person(app, "ada").get("/explore/plot/stories").text
    assert "Jo Bean</mark> of plot 9." in mina.get("/moderate/plot/released").text


def test_a_story_about_danger_is_read_first_even_where_no_moderator_reads_the_others(app, mina):
    plot = open_plot(stores_of(app).stories, moderation=Moderation.AFTER)
    assert "somebody may be in danger</strong>" not in mina.get("/moderate").text
    story = tell(app, plot, text="The gate shut behind her.", danger=True, told_on=TODAY - timedelta(days=7))
    for number in range(51):
        tell(app, plot, f"{number:032x}", text=f"Later {number}.")
    queue = mina.get("/moderate").text
    assert "The gate shut behind her." in queue and "Later 3." not in queue
    assert queue.count("The teller says that somebody may be in danger.") == 1
    assert "The gate shut" not in Person(app, "ada").get("/explore/plot/stories?page=3").text
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    assert "1 teller says that somebody may be in danger" in mina.get("/moderate").text
    page = mina.get("/moderate/plot/released").text
    assert page.index("The gate shut behind her.") < page.index("Later ")
    listed = Person(app, "ada").get("/explore/plot/stories?page=3").text
    assert listed.count("Its teller says that somebody may be in danger") == 1


def test_a_story_about_danger_that_is_only_counted_is_read_by_a_moderator_and_nobody_else(app, mina):
    plot = open_plot(stores_of(app).stories, moderation=Moderation.AFTER)
    story = tell(app, plot, text="The gate shut behind her.", danger=True, consent=frozenset())
    assert "The gate shut" in mina.get("/moderate").text
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    for page in ("/moderate", "/moderate/plot/released"):
        assert "The gate shut" not in mina.get(page).text
    assert readable(app, plot) == []
