import threading

import pytest

from store.collections import add_collection
from store.database import SqliteDatabase, connect
from store.intake import Intake, Outcome, Recording, invitation_hash
from store.narratives import count_narratives
from tests.builders import make_collection, make_narrative, open_plot

SECRET = b"a secret that is long enough for this"
KEY = "ab" * 16


@pytest.fixture
def plot(db: SqliteDatabase):
    return open_plot(db)


@pytest.fixture
def intake(db: SqliteDatabase):
    writer = Intake(db.path, SECRET)
    yield writer
    writer.close()


@pytest.fixture
def invited(db, plot):
    hashed = invitation_hash("good", SECRET)
    db.execute("insert into invitations (code_hash, collection_id) values (:hash, 'plot')", hash=hashed)


def spent(db):
    return db.one("select sum(spent) as n from invitations")["n"]


def test_an_invitation_is_spent_by_the_story_that_it_was_for_and_by_no_other(db, plot, intake, invited):
    assert intake.submit(*plot, make_narrative(), KEY, invitation="good").outcome is Outcome.STORED
    assert spent(db) == 1
    again = intake.submit(*plot, make_narrative(), "cd" * 16, invitation="good")
    assert again.outcome is Outcome.INVITATION_SPENT
    assert count_narratives(db, "plot") == 1


def test_a_story_with_a_spent_invitation_that_is_sent_again_gets_its_receipt(db, plot, intake, invited):
    first = intake.submit(*plot, make_narrative(), KEY, invitation="good")
    again = intake.submit(*plot, make_narrative(), KEY, invitation="good")
    assert (again.code, again.outcome) == (first.code, Outcome.REPEATED)


def test_an_unknown_invitation_or_one_of_another_collection_stores_nothing(db, plot, intake, invited):
    assert intake.submit(*plot, make_narrative(), KEY, invitation="bad").outcome is Outcome.INVITATION_SPENT
    other = make_collection(id="other")
    add_collection(db, other)
    told = make_narrative(collection="other")
    assert intake.submit(other, plot[1], told, KEY, invitation="good").outcome is Outcome.INVITATION_SPENT
    assert (count_narratives(db, "plot"), count_narratives(db, "other"), spent(db)) == (0, 0, 0)


def test_nothing_stored_leads_from_an_invitation_to_its_story(db, plot, intake, invited):
    intake.submit(*plot, make_narrative(), KEY, invitation="good")
    (story,), (invitation,) = db.rows("select * from narratives"), db.rows("select * from invitations")
    assert set(invitation) == {"code_hash", "collection_id", "spent"}
    assert invitation["code_hash"] not in story.values()
    assert invitation["code_hash"] not in db.rows("select * from changes")[0].values()


def test_one_invitation_in_many_hands_lets_one_story_in(db, plot, intake, invited):
    outcomes = []
    threads = [
        threading.Thread(
            target=lambda key=f"{number:032x}": outcomes.append(
                intake.submit(*plot, make_narrative(), key, invitation="good").outcome
            )
        )
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [*[Outcome.INVITATION_SPENT] * 7, Outcome.STORED]
    assert count_narratives(db, "plot") == 1


def test_a_recording_is_stored_with_its_story_or_not_at_all(db, plot, intake, invited):
    spoken = Recording("audio/webm", b"\1\2\3")
    narrative = make_narrative(text="")
    assert intake.submit(*plot, narrative, KEY, recording=spoken).outcome is Outcome.STORED
    intake.submit(*plot, make_narrative(text=""), "cd" * 16, recording=spoken, invitation="bad")
    assert db.rows("select narrative_id, media_type, bytes from recordings") == [
        {"narrative_id": narrative.id, "media_type": "audio/webm", "bytes": b"\1\2\3"}
    ]


def test_stories_that_go_alone_and_together_are_all_answered(db, plot, invited):
    release = threading.Event()

    def opened_late(path):
        release.wait(10)
        return connect(path)

    writer = Intake(db.path, SECRET, opened=opened_late)
    outcomes: list[Outcome] = []
    more = [{}, {"invitation": "good"}, {"recording": Recording("audio/ogg", b"x")}, {}]
    threads = [
        threading.Thread(
            target=lambda place=place, extra=extra: outcomes.append(
                writer.submit(*plot, make_narrative(), f"{place:032x}", **extra).outcome
            )
        )
        for place, extra in enumerate(more)
    ]
    for thread in threads:
        thread.start()
    release.set()
    for thread in threads:
        thread.join()
    writer.close()
    assert outcomes == [Outcome.STORED] * 4
    assert count_narratives(db, "plot") == 4
    assert db.one("select serial from changes")["serial"] == 4
