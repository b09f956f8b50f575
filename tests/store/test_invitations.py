"""Invitations: spent once, in the commit of the story, and never a way from a code to a story."""

from collections.abc import Iterator

import pytest

from narratives.collection import Policy
from narratives.errors import BusyError
from narratives.invitation import invitation_codes
from store.collections import add_collection
from store.database import SqliteDatabase
from store.intake import Intake, Outcome
from store.invitations import InvitationCounts, Standing, add_invitations, count_invitations, standing
from tests.builders import make_collection, make_narrative, open_plot

SECRET = b"a secret that is long enough for this"
CODES = invitation_codes("ab" * 16, 30, SECRET)


@pytest.fixture
def intake(db: SqliteDatabase) -> Iterator[Intake]:
    writer = Intake(db.path, SECRET)
    yield writer
    writer.close()


@pytest.fixture
def plot(db):
    collection, framework = open_plot(db, invited=True)
    add_invitations(db, collection, CODES, SECRET)
    return collection, framework


def tell(intake, plot, number, code, **story):
    return intake.submit(*plot, make_narrative(**story), f"{number:032x}", invitation=code).outcome


def test_a_new_code_is_good_here_and_unknown_elsewhere(db, plot):
    elsewhere = make_collection(id="other")
    add_collection(db, elsewhere)
    assert standing(db, plot[0], CODES[0], SECRET) is Standing.GOOD
    assert standing(db, elsewhere, CODES[0], SECRET) is Standing.UNKNOWN
    assert standing(db, plot[0], CODES[0], SECRET + b"!") is Standing.UNKNOWN


def test_making_the_same_codes_again_makes_none(db, plot):
    assert add_invitations(db, plot[0], CODES, SECRET) == 0
    assert add_invitations(db, plot[0], [*CODES, *invitation_codes("ac" * 16, 2, SECRET)], SECRET) == 2
    assert count_invitations(db, plot[0]).made == 32


def test_a_spent_code_stays_spent_when_it_is_made_again(db, intake, plot):
    tell(intake, plot, 1, CODES[0])
    add_invitations(db, plot[0], CODES, SECRET)
    assert standing(db, plot[0], CODES[0], SECRET) is Standing.SPENT


def test_a_code_stores_one_story_and_the_second_is_told_so(db, intake, plot):
    assert tell(intake, plot, 1, CODES[0], text="First.") is Outcome.STORED
    assert standing(db, plot[0], CODES[0], SECRET) is Standing.SPENT
    assert tell(intake, plot, 2, CODES[0], text="Second.") is Outcome.INVITATION_SPENT
    assert [row["text"] for row in db.rows("select text from narratives")] == ["First."]


def test_sending_the_same_story_again_spends_no_second_code(db, intake, plot):
    story = make_narrative()
    assert intake.submit(*plot, story, "ab" * 16, invitation=CODES[0]).outcome is Outcome.STORED
    assert intake.submit(*plot, make_narrative(), "ab" * 16, invitation=CODES[0]).outcome is Outcome.REPEATED
    assert count_invitations(db, plot[0]).spent == 1


@pytest.mark.parametrize("code", ["", "00000-00000-00000", invitation_codes("ff" * 16, 1, SECRET)[0]])
def test_a_code_that_nobody_made_stores_nothing(db, intake, plot, code):
    assert tell(intake, plot, 1, code) is Outcome.INVITATION_SPENT
    assert db.rows("select id from narratives") == []


def test_a_story_that_cannot_be_stored_leaves_its_code_good(db, intake, plot):
    db.execute("create trigger full before insert on narratives begin select raise(abort, 'full'); end")
    with pytest.raises(BusyError):
        tell(intake, plot, 1, CODES[0])
    assert standing(db, plot[0], CODES[0], SECRET) is Standing.GOOD


def test_nothing_in_the_store_leads_from_a_code_to_its_story(db, intake, plot):
    """The table holds a hash and a mark; its rows lie in the order of the hashes, whatever was spent when."""
    for number, code in enumerate(reversed(CODES[:20])):
        tell(intake, plot, number, code, text=f"Story {number}.")
    columns = [row["name"] for row in db.rows("select name from pragma_table_info('invitations')")]
    assert columns == ["code_hash", "collection_id", "spent"]
    (table,) = db.rows("select sql from sqlite_master where name = 'invitations'")
    assert "without rowid" in table["sql"].lower()
    spent = db.rows("select code_hash from invitations where spent = 1")
    assert len(spent) == 20
    assert [row["code_hash"] for row in spent] == sorted(row["code_hash"] for row in spent)
    stories = db.rows("select * from narratives")
    for row in spent:
        assert all(row["code_hash"] not in str(value) for story in stories for value in story.values())


def test_no_code_is_in_any_byte_of_the_store(db, intake, plot):
    tell(intake, plot, 1, CODES[0])
    db.execute("pragma wal_checkpoint(truncate)")
    with open(db.path, "rb") as file:
        stored = file.read()
    for code in CODES:
        assert code.encode() not in stored
        assert code.replace("-", "").encode() not in stored


def test_an_open_collection_counts_in_ones_and_a_protected_one_in_whole_groups(db, intake, plot):
    quiet = make_collection(id="quiet", policy=Policy.PROTECTED, invited=True)
    add_collection(db, quiet)
    codes = invitation_codes("ac" * 16, 30, SECRET)
    add_invitations(db, quiet, codes, SECRET)
    told = []
    for number in range(21):
        tell(intake, plot, number, CODES[number])
        tell(intake, (quiet, plot[1]), 100 + number, codes[number], collection="quiet")
        told.append(count_invitations(db, quiet).spent)
    assert count_invitations(db, plot[0]) == InvitationCounts(30, 21)
    assert told == [0] * 9 + [10] * 10 + [20] * 2
