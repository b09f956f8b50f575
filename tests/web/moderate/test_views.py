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


def tell(app, plot, key="ab" * 16, **changes):
    narrative = make_narrative(**changes)
    stores_of(app).intake.submit(*plot, narrative, key)
    return narrative.id


def readable(app, plot):
    return [story.text for story in list_stories(stores_of(app).stories, plot[0], View())]


def undo_in(page):
    return re.search(r'name="event" value="([0-9a-f]{32})"', page).group(1)


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
    assert "First." in page and "Second." not in page
    assert "Story 1 of 2" in page
    (later,) = re.findall(r'href="(/moderate\?after=[0-9a-f]+)"', page)
    page = mina.get(later).text
    assert "Second." in page and "First." not in page and "Story 2 of 2" in page
    (later,) = re.findall(r'href="(/moderate\?after=[0-9a-f]+)"', page)
    page = mina.get(later).text
    assert "First." in page and "You have seen all that wait. This is the first one again." in page


def test_a_released_story_can_be_read_by_staff_and_the_release_undone(app, plot, mina):
    story = tell(app, plot)
    answer = mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    assert answer.status_code == 303
    assert readable(app, plot) == ["The beans came up twice."]
    ada = Person(app, "ada")
    assert "The beans came up twice." in ada.get("/explore/plot/stories").text
    page = mina.get(answer.location).text
    assert "Approved." in page and "You decided about 1 today." in page
    undone = mina.post(f"/moderate/plot/{story}", {"decision": "undo", "event": undo_in(page)})
    assert readable(app, plot) == []
    assert "The beans came up twice." not in ada.get("/explore/plot/stories").text
    page = mina.get(undone.location).text
    assert "Undone." in page and "1 story to read" in page
    assert "Mina approved it" in page and "Mina put it back into the queue" in page


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("withhold", "Withheld. Nobody else can read it."),
        ("give-back", "Given back. Its teller sees why when they come back with their code."),
    ],
)
def test_a_story_is_held_with_a_reason_and_then_read_by_nobody(app, plot, mina, decision, said):
    address = f"/moderate/plot/{tell(app, plot)}/{decision}"
    form = mina.get(address).text
    assert "The beans came up twice." in form and "Its teller reads: “" in form
    answer = mina.post(address, {"reason": "names", "note": "The note of a moderator."})
    page = mina.get(answer.location).text
    assert said in page and "The beans came up twice." not in page
    assert readable(app, plot) == []
    listed = mina.get("/moderate/decided").text
    assert "The plot: It names" in listed and "Since today, by Mina" in listed and "The note of a moderator." in listed
    undone = mina.post(address.rsplit("/", 1)[0], {"decision": "undo", "event": undo_in(page)})
    assert "1 story to read" in mina.get(undone.location).text


@pytest.mark.parametrize("decision", ["withhold", "give-back"])
def test_a_reason_has_to_be_one_of_the_list_and_another_needs_words(app, plot, mina, decision):
    address = f"/moderate/plot/{tell(app, plot)}/{decision}"
    for sent, said in (
        ({"reason": ""}, '<a href="#reason">Choose a reason</a>'),
        ({"reason": "dislike"}, '<a href="#reason">Choose a reason</a>'),
        ({"reason": "other"}, '<a href="#note">Write in a few words what the reason is</a>'),
        ({"reason": "names", "note": "x" * 1_001}, "Shorten this to 1,000 characters or fewer; it has 1,001"),
    ):
        wrong = mina.post(address, sent)
        assert wrong.status_code == 422 and said in wrong.text
        assert sent.get("note", "") in wrong.text
    assert "1 story to read" in mina.get("/moderate").text


def test_a_story_without_a_code_is_not_given_back(app, plot, mina):
    story = tell(app, plot)
    stores_of(app).stories.execute("update narratives set receipt_hash = null")
    address = f"/moderate/plot/{story}/give-back"
    assert address not in mina.get("/moderate").text
    assert "Nobody has a code for this story" in mina.get(address).text
    assert mina.post(address, {"reason": "names"}).status_code == 422


def test_a_released_story_can_be_withheld_later(app, plot, mina):
    story = tell(app, plot)
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    page = mina.get("/moderate/plot/released").text
    assert "The beans came up twice." in page and f"/moderate/plot/{story}/withhold" in page
    answer = mina.post(f"/moderate/plot/{story}/withhold", {"reason": "danger"})
    page = mina.get(answer.location).text
    assert "Withheld. Nobody else can read it." in page
    assert "Staff can read no story of this collection yet." in page
    assert readable(app, plot) == []
    mina.post(f"/moderate/plot/{story}", {"decision": "undo", "event": undo_in(page)})
    assert readable(app, plot) == ["The beans came up twice."]


def test_an_escalated_story_is_with_the_safeguarding_lead_and_the_next_one_comes(app, plot, mina):
    tell(app, plot)
    tell(app, plot, "cd" * 16, text="Another.")
    link, story = re.search(r'"(/moderate/plot/([0-9a-f]+)/urgent\?from=queue)"', mina.get("/moderate").text).groups()
    answer = mina.post(link, {"reason": "A child alone"})
    page = mina.get(answer.location).text
    assert "Escalated. The safeguarding lead finds it in the urgent queue." in page
    assert "With the safeguarding lead" in page and "A child alone" in page and "1 story to read" in page
    assert "A child alone" in mina.get("/urgent").text
    assert "It waits to be read" in mina.get(f"/moderate/plot/{story}").text
    mina.post(f"/moderate/plot/{story}", {"decision": "undo", "event": undo_in(page)})
    assert "2 stories to read" in mina.get("/moderate").text
    assert "A child alone" not in mina.get("/urgent").text


def test_what_was_held_can_be_put_back_into_the_queue_from_its_own_page(app, plot, mina):
    story = tell(app, plot)
    mina.post(f"/moderate/plot/{story}/withhold", {"reason": "hateful"})
    page = mina.get(f"/moderate/plot/{story}").text
    assert "Nobody else can read it" in page and "Mina withheld it" in page and "It is hateful" in page
    answer = mina.post(f"/moderate/plot/{story}", {"decision": "queue"})
    assert "1 story to read" in mina.get(answer.location).text
    assert "Somebody else" in mina.get(mina.post(f"/moderate/plot/{story}", {"decision": "queue"}).location).text


def test_undo_of_another_decision_than_the_last_changes_nothing(app, plot, mina):
    story = tell(app, plot)
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    answer = mina.post(f"/moderate/plot/{story}", {"decision": "undo", "event": "ab" * 16})
    assert "Somebody else has dealt with that story already." in mina.get(answer.location).text
    assert readable(app, plot) == ["The beans came up twice."]


def test_the_second_moderator_is_told_and_changes_nothing(app, plot, mina):
    story = tell(app, plot)
    mina.post(f"/moderate/plot/{story}", {"decision": "release"})
    answer = mina.post(f"/moderate/plot/{story}", {"decision": "release"})
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
