from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.collection import Policy
from narratives.narrative import Scope, State
from store.collections import add_collection
from store.intake import CHANGED
from store.urgency import list_urgent, mark
from tests.builders import make_collection
from tests.people import Person, stores_of

TODAY = datetime.now(UTC).date()
NOW = datetime.now(UTC)
AFRAID = "I am afraid to go home."
DANGER = {"danger": True, "told_on": TODAY}


def db_of(app):
    return stores_of(app).stories


def test_an_empty_queue_says_what_would_come_up(mina):
    page = mina.get("/urgent").text
    assert "Nothing urgent waits" in page
    assert "the moment its teller says that somebody may be in danger" in page


def test_a_moderator_sees_every_urgent_story_with_its_words_and_where_help_is(mina, keep):
    keep(State.HELD, text=AFRAID, consent=frozenset(), **DANGER)
    page = mina.get("/urgent").text
    assert "1 urgent story" in page
    assert AFRAID in page
    assert "The teller says that somebody may be in danger." in page
    assert "its teller wants it counted and not read by staff" in page
    assert "116 123" in page and "Call 999." in page


def test_the_oldest_comes_first_with_its_day_and_how_long_it_waits(mina, keep):
    keep(text="New.", **DANGER)
    keep(text="Old.", danger=True, told_on=TODAY - timedelta(days=4))
    keep(text="Younger.", danger=True, told_on=TODAY - timedelta(days=1))
    page = mina.get("/urgent").text
    assert page.index("Old.") < page.index("Younger.") < page.index("New.")
    assert ": 4 days" in page and ": 1 day<" in page and "Told today" in page
    assert "Nobody has seen 3 of them yet." in page


def test_who_has_seen_a_story_stands_beside_it_and_can_be_undone(app, mina, keep):
    story = keep(**DANGER)
    page = mina.get(mina.post(f"/urgent/{story}/see", {}).location).text
    assert "Noted that you have seen it." in page
    assert "Mina has seen it, at " in page
    assert "Somebody has seen it." in page
    assert "Somebody else has done that already" in mina.get(mina.post(f"/urgent/{story}/see", {}).location).text
    page = mina.get(mina.post(f"/urgent/{story}/unsee", {}).location).text
    assert "I have seen it" in page and "Mina has seen it" not in page


def test_a_story_is_done_with_what_was_done_and_put_back(app, mina, keep):
    story = keep(text=AFRAID, **DANGER)
    page = mina.get(mina.post(f"/urgent/{story}/done", {"how": " Passed to  the duty desk "}).location).text
    assert "Nothing urgent waits" in page
    assert "Done by Mina at " in page and ": Passed to the duty desk" in page
    page = mina.get(mina.post(f"/urgent/{story}/reopen", {}).location).text
    assert "1 urgent story" in page and "Back in the queue." in page
    assert db_of(app).tuples("select kind from urgency_events order by at, id") == [("done",), ("reopened",)]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("  ", "Write what was done, without names of people"),
        ("x" * 501, "Shorten this to 500 characters or fewer; it has 501"),
    ],
)
def test_what_is_wrong_with_a_note_is_said_at_its_story_and_the_note_is_kept(mina, keep, how, message):
    story, other = keep(**DANGER), keep(**DANGER)
    page = mina.post(f"/urgent/{story}/done", {"how": how})
    assert page.status_code == 422
    assert f'<a href="#how-{story}">{message}</a>' in page.text
    assert f'id="how-{story}-error"' in page.text
    assert f'id="how-{other}-error"' not in page.text
    assert f">{how.strip()}</textarea>" in page.text


def test_nothing_happens_to_a_story_that_is_not_urgent_or_not_there(app, mina, keep):
    for story in (keep(), "nowhere"):
        for decision in ("see", "unsee", "reopen", "unmark"):
            assert "done=moved" in mina.post(f"/urgent/{story}/{decision}", {}).location
        assert "done=moved" in mina.post(f"/urgent/{story}/done", {"how": "Called"}).location
    assert mina.get("/urgent/nowhere/recording").status_code == 404
    assert db_of(app).rows("select id from urgency_events") == []


# --- the moderator's own mark ---


def test_a_moderator_marks_a_story_from_the_queue_with_a_reason(app, mina, keep):
    story = keep(State.WAITING, text=AFRAID)
    address = f"/moderate/plot/{story}/urgent"
    assert address in mina.get("/moderate").text
    assert AFRAID in mina.get(address).text
    wrong = mina.post(address, {"reason": ""})
    assert wrong.status_code == 422
    assert '<a href="#reason">Write in a few words why this cannot wait</a>' in wrong.text
    page = mina.get(mina.post(address, {"reason": "A child alone"}).location).text
    assert "Marked as urgent." in page and "Mina marked it: A child alone" in page
    assert "It stands in the urgent queue" in mina.get("/moderate").text
    page = mina.get(mina.post(f"/urgent/{story}/unmark", {}).location).text
    assert "Nothing urgent waits" in page
    assert address in mina.get("/moderate").text


def test_a_released_story_can_be_marked_too(app, mina, keep):
    story = keep()
    db_of(app).execute(CHANGED, collection_id="plot", day=TODAY.toordinal())
    assert f"/moderate/plot/{story}/urgent" in mina.get("/moderate/plot/released").text


def test_a_story_that_only_a_moderator_marked_did_not_wait_since_it_was_told(mina, keep):
    story = keep(told_on=date(2026, 3, 2))
    page = mina.get(mina.post(f"/moderate/plot/{story}/urgent", {"reason": "A child alone"}).location).text
    assert "Told on 2 March 2026<" in page and "Waiting since" not in page


def test_a_story_is_not_marked_through_another_collection(app, mina, keep):
    add_collection(db_of(app), make_collection(id="other"))
    story = keep()
    assert mina.get(f"/moderate/other/{story}/urgent").status_code == 404
    assert mina.post(f"/moderate/other/{story}/urgent", {"reason": "x"}).status_code == 404
    assert list_urgent(db_of(app), "plot") == []


def test_what_a_moderator_writes_is_shown_as_text(mina, keep):
    story, script = keep(**DANGER), "<script>window.ran = 1</script>"
    mina.post(f"/moderate/plot/{story}/urgent", {"reason": script})
    assert "&lt;script&gt;window.ran" in mina.get("/urgent").text
    mina.post(f"/urgent/{story}/done", {"how": script})
    assert "<script>window.ran" not in mina.get("/urgent").text


# --- managers ---


def test_a_manager_sees_what_may_be_read_and_only_that_more_waits(app, keep):
    keep(text="Readable.", **DANGER)
    for number in range(3):
        keep(State.HELD, text=f"Held {number}.", **DANGER)
    keep(text="Counted only.", consent=frozenset(), **DANGER)
    page = Person(app, "ada").get("/urgent").text
    assert "Readable." in page and "Week of" in page and "No moderator has seen it yet" in page
    assert "Held" not in page and "Counted only." not in page
    assert page.count("Something urgent that staff may not read waits with the moderators.") == 1
    for number in ("3 ", "4 ", "5 "):
        assert f"{number}urgent" not in page and f"{number}stories" not in page


def test_a_manager_reads_neither_a_moderators_reason_nor_a_name_and_has_no_buttons(app, keep):
    story = keep(told_on=TODAY)
    mark(db_of(app), story, actor="mina", reason="A child alone", at=NOW)
    ada = Person(app, "ada")
    page = ada.get("/urgent").text
    assert "A moderator marked it as urgent.</strong> Nobody has said yet that they are on it" in page
    assert "child" not in page and "Mina" not in page and "What was done?" not in page
    assert ada.post(f"/urgent/{story}/see", {}).status_code == 403


def test_of_a_protected_collection_a_manager_learns_that_something_waits_and_no_words(app, keep):
    add_collection(db_of(app), make_collection(id="closed", policy=Policy.PROTECTED, title="The ward"))
    keep(collection="closed", text=AFRAID, consent=frozenset({Scope.READ}), **DANGER)
    db_of(app).execute("update narratives set counted = 1")
    page = Person(app, "ada").get("/urgent").text
    assert "The ward" in page and "Something urgent that staff may not read waits with the moderators" in page
    assert AFRAID not in page


def test_when_nothing_waits_a_manager_is_told_so(app):
    assert "Nothing urgent waits" in Person(app, "ada").get("/urgent").text
