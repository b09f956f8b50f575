from datetime import timedelta

import pytest

from narratives.narrative import Scope
from store.messages import Author, leave_message, list_messages
from tests.builders import TODAY, make_narrative
from tests.people import stores_of

TALKING = frozenset({Scope.READ, Scope.CONTACT})


def tell(app, plot, key="ab" * 16, **changes):
    narrative = make_narrative(**{"consent": TALKING, **changes})
    stores_of(app).intake.submit(*plot, narrative, key)
    return narrative.id


def messages_of(app, story):
    return [(one.author, one.text) for one in list_messages(stores_of(app).stories, story)]


def test_a_story_whose_teller_asked_for_messages_says_so_in_the_queue_and_among_those_released(app, plot, mina):
    story = tell(app, plot, told_on=TODAY - timedelta(days=1))  # the queue shows one at a time, the oldest first
    tell(app, plot, "cd" * 16, text="Peas.", consent=frozenset({Scope.READ}))
    link = f"/moderate/plot/{story}/message"
    for page in ("/moderate", "/moderate/plot/released"):
        assert mina.get(page).text.count("Leave its teller a message") == 1
        assert link in mina.get(page).text
        stores_of(app).stories.execute("update narratives set state = 'released'")


def test_a_message_is_left_by_role_and_the_page_says_so(app, plot, mina):
    story = tell(app, plot)
    page = f"/moderate/plot/{story}/message"
    assert "The beans came up twice." in mina.get(page).text
    answer = mina.post(page, {"message": " Which pump? "})
    assert answer.status_code == 303
    shown = mina.get(answer.location).text
    assert "Your message is left." in shown and "Which pump?" in shown
    assert messages_of(app, story) == [(Author.STAFF, "Which pump?")]
    stored = str(stores_of(app).stories.rows("select * from messages"))
    assert "mina" not in stored.lower()


def test_a_story_held_back_can_still_be_talked_about(app, plot, mina):
    story = tell(app, plot)
    mina.post(f"/moderate/plot/{story}", {"decision": "hold"})
    assert mina.post(f"/moderate/plot/{story}/message", {"message": "Leave Jo out."}).status_code == 303


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("", "Write your message"),
        ("   ", "Write your message"),
        ("x" * 2_001, "Shorten your message to 2,000 characters"),
    ],
)
def test_a_message_that_cannot_be_left_is_said_at_its_field(app, plot, mina, message, problem):
    story = tell(app, plot)
    page = mina.post(f"/moderate/plot/{story}/message", {"message": message})
    assert page.status_code == 422
    assert problem in page.text
    assert messages_of(app, story) == []


@pytest.mark.parametrize("consent", [frozenset(), frozenset({Scope.READ})])
def test_who_wants_no_messages_is_left_none(app, plot, mina, consent):
    story = tell(app, plot, consent=consent)
    assert mina.get(f"/moderate/plot/{story}/message").status_code == 404
    assert mina.post(f"/moderate/plot/{story}/message", {"message": "Hello?"}).status_code == 404
    assert messages_of(app, story) == []


def test_a_story_is_not_reached_through_another_collection(app, plot, mina):
    from store.collections import add_collection
    from tests.builders import make_collection

    story = tell(app, plot)
    add_collection(stores_of(app).stories, make_collection(id="other"))
    assert mina.get(f"/moderate/other/{story}/message").status_code == 404


def test_tellers_who_wait_for_an_answer_come_first_and_are_counted_in_the_queue(app, plot, mina):
    db = stores_of(app).stories
    assert "Nothing was written yet." in mina.get("/moderate/messages").text
    waiting, answered = tell(app, plot), tell(app, plot, "cd" * 16)
    leave_message(db, answered, Author.STAFF, "Thank you.", TODAY)
    assert "waits for your answer" not in mina.get("/moderate").text
    leave_message(db, waiting, Author.TELLER, "The old one.", TODAY)
    assert "1 teller waits for your answer" in mina.get("/moderate").text
    page = mina.get("/moderate/messages").text
    assert page.index("The old one.") < page.index("Thank you.")
    assert page.count("Waits for your answer") == 1
    assert "week of 2 March 2026" in page


def test_what_a_teller_writes_is_shown_as_text(app, plot, mina):
    story = tell(app, plot)
    leave_message(stores_of(app).stories, story, Author.TELLER, "<script>window.ran = 1</script>", TODAY)
    for page in ("/moderate/messages", f"/moderate/plot/{story}/message"):
        assert "<script>window.ran" not in mina.get(page).text
        assert "&lt;script&gt;window.ran" in mina.get(page).text
