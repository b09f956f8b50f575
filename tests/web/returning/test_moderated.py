from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.moderation import ANSWER_DAYS, KEPT_DAYS, WHY_WITHHELD, Kind, withheld_words
from narratives.narrative import State
from narratives.taking_out import Piece, without
from store.collections import get_collection
from store.moderation import hold, list_waiting_for_moderation
from store.moderation_history import list_events, list_unread_answers, standing_of
from store.redactions import purge_redactions, redact
from tests.people import Person, stores_of

TEXT = "Karen of the old mill rang me."
TAKEN = (Piece("Karen", "[name]"), Piece("the old mill", "[words taken out]"))


@pytest.fixture
def db(app):
    return stores_of(app).stories


@pytest.fixture
def held(app, db, tell, stored):
    """A story that a moderator gave back or withheld, and its teller."""

    def hold_it(kind=Kind.RETURNED, reason="names", note="Who is Karen?", days_ago=0):
        teller = tell(state=State.WAITING, text=TEXT)
        at = datetime.now(UTC) - timedelta(days=days_ago)
        plot = get_collection(db, "plot")
        assert hold(db, plot, stored().id, kind, reason=reason, note=note, actor="mina", at=at)
        return teller

    return hold_it


@pytest.fixture
def redacted(app, db, tell, stored):
    teller = tell(state=State.WAITING, text=TEXT)
    before = stored()
    more = {"reason": "names", "note": "We know her too.", "drop_recording": False, "actor": "mina"}
    plot = get_collection(db, "plot")
    assert redact(db, plot, before, without(before, TAKEN), TAKEN, at=datetime.now(UTC), **more)
    return teller


def waiting(db):
    return [one.text for one in list_waiting_for_moderation(db, get_collection(db, "plot"))]


def test_a_teller_sees_why_a_story_came_back_changes_it_and_it_is_in_the_queue(db, held, stored):
    teller = held(days_ago=3)
    page = teller.post().text
    assert "A moderator asks you to change something" in page
    assert "It names somebody else. Please take the name out" in page and "Who is Karen?" in page
    assert f"It waits for {ANSWER_DAYS - 3} more days" in page
    assert "mina" not in page.lower()
    page = teller.post("save:story", story="Somebody rang me.").text
    assert "Your change is kept." in page and "asks you to change" not in page
    assert "Your story waits for a moderator." in page
    assert waiting(db) == ["Somebody rang me."]
    assert standing_of(db, stored().id) is None
    assert list_events(db, stored().id)[-1].kind is Kind.CORRECTED


def test_a_teller_may_send_a_story_again_as_it_is(db, held, stored):
    teller = held()
    page = teller.post("send-again").text
    assert "Your story is with the moderators again, as it is." in page
    assert waiting(db) == [TEXT]
    last = list_events(db, stored().id)[-1]
    assert (last.kind, last.actor, last.at.time().minute) == (Kind.SENT_AGAIN, "", 59)
    assert "This can no longer be changed." in teller.post("send-again").text


def test_a_story_that_waited_too_long_can_still_be_changed(db, held):
    teller = held(days_ago=ANSWER_DAYS + 2)
    purge_redactions(db, date.today())
    page = teller.post().text
    assert "It is not too late" in page and "Who is Karen?" in page
    assert "more day" not in page and "You can still change it." in page
    teller.post("send-again")
    assert waiting(db) == [TEXT]


@pytest.mark.parametrize("reason", WHY_WITHHELD)
def test_the_teller_of_a_withheld_story_reads_a_humane_sentence_and_no_note_of_a_moderator(held, reason):
    page = held(Kind.WITHHELD, reason, "The note of a moderator.").post().text
    assert withheld_words(reason) in page
    assert "The note of a moderator." not in page
    assert "Send it again" not in page


def test_a_teller_sees_what_was_taken_out_and_why_until_it_is_deleted(db, redacted):
    page = redacted.post().text
    assert "Words were taken out of your story" in page and "We know her too." in page
    assert '<del dir="auto">Karen</del> <ins dir="auto">[name]</ins>' in page
    purge_redactions(db, date.today() + timedelta(days=KEPT_DAYS + 1))
    page = redacted.post().text
    assert "They have been deleted since." in page and "Karen" not in page
    assert "[name] of [words taken out] rang me." in page


def test_a_teller_who_says_it_in_other_words_ends_what_could_be_put_back(db, redacted, stored):
    page = redacted.post("save:story", story="A neighbour rang me.").text
    assert "Words were taken out" not in page
    assert db.rows("select narrative_id from redactions") == []
    assert stored().text == "A neighbour rang me."


def test_a_teller_answers_and_a_moderator_reads_it(app, db, redacted, stored):
    page = redacted.post("answer", answer="She agreed to be named.").text
    assert "Your answer is sent. A moderator reads it." in page and "She agreed to be named." in page
    redacted.post("answer", answer="She agreed to be named.")
    assert list_unread_answers(db, ["plot"]) == [("plot", stored().id)]
    mina = Person(app, "mina")
    assert "1 teller has answered what you decided" in mina.get("/moderate").text
    address = f"/moderate/plot/{stored().id}"
    page = mina.get(address).text
    assert "She agreed to be named." in page and page.count("The teller answered") == 1
    page = mina.get(mina.post(address, {"decision": "read"}).location).text
    assert "Mina read what its teller answered" in page
    assert "has answered" not in mina.get("/moderate").text
    assert ":59" not in page.split("The teller answered")[1][:40]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [("", "Write your answer, then press Send"), ("x" * 1_001, "Shorten your message to 1,000 characters or fewer")],
)
def test_an_answer_that_cannot_be_sent_is_said_at_its_field_and_kept(redacted, answer, problem):
    page = redacted.post("answer", answer=answer)
    assert page.status_code == 422
    assert f'<a href="#answer">{problem}</a>' in page.text and answer in page.text


def test_a_story_that_nobody_decided_about_says_nothing_of_moderators(db, tell, stored):
    teller = tell(text=TEXT)
    assert "Answer the moderators" not in teller.post().text
    teller.post("save:story", story="Somebody rang me.")
    assert list_events(db, stored().id) == []
