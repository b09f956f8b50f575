from datetime import date

import pytest

from narratives.narrative import Scope
from store.messages import Author, leave_message, list_messages
from tests.people import stores_of

TALKING = frozenset({Scope.READ, Scope.CONTACT})


def test_a_message_of_staff_is_read_and_answered_with_the_code(app, tell, stored):
    teller = tell(consent=TALKING)
    db = stores_of(app).stories
    assert "Nobody has left you a message yet." in teller.post().text
    leave_message(db, stored().id, Author.STAFF, "Which pump?", date(2026, 3, 4))
    page = teller.post().text
    assert "Which pump?" in page and "Staff, week of 2 March 2026" in page
    page = teller.post("reply", message="The old one.").text
    assert "Your message is sent. A moderator reads it." in page and "The old one." in page
    assert [one.author for one in list_messages(db, stored().id)] == [Author.STAFF, Author.TELLER]


@pytest.mark.parametrize(
    ("message", "problem"),
    [("", "Write your message, then press Send"), ("x" * 2_001, "Shorten your message to 2,000 characters or fewer")],
)
def test_a_message_that_cannot_be_sent_is_said_at_its_field(app, tell, stored, message, problem):
    teller = tell(consent=TALKING)
    leave_message(stores_of(app).stories, stored().id, Author.STAFF, "Which pump?", date(2026, 3, 4))
    page = teller.post("reply", message=message)
    assert page.status_code == 422
    assert problem in page.text
    assert len(list_messages(stores_of(app).stories, stored().id)) == 1


def test_who_wanted_no_messages_can_write_none(app, tell, stored):
    teller = tell()
    assert "Messages" not in teller.post().text
    assert teller.post("reply", message="Hello?").status_code == 422
    assert list_messages(stores_of(app).stories, stored().id) == []
