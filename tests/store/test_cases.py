from datetime import UTC, date, datetime

import pytest

from narratives.errors import NotFoundError
from store.cases import Interaction, add_interaction, get_own_interaction, list_own_interactions, open_cases

SECRET = b"a secret that is long enough for this"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LOGGED = Interaction(
    "ada", "PX1", date(2026, 3, 1), "office", "complied", "Talked of beans.", "plot", {"say": {"na": True}}
)


@pytest.fixture
def db(tmp_path):
    database = open_cases(tmp_path / "cases.db")
    yield database
    database.close()


def test_an_interaction_is_logged_once(db):
    assert add_interaction(db, LOGGED, idempotency_key="ab" * 16, secret=SECRET)
    assert not add_interaction(db, LOGGED, idempotency_key="ab" * 16, secret=SECRET)
    (own,) = list_own_interactions(db, "ada", at=NOON)
    assert (own.reference, own.notes, own.answers) == ("PX1", "Talked of beans.", {"say": {"na": True}})


def test_somebody_elses_interaction_is_as_absent_as_none_and_the_attempt_is_recorded(db):
    add_interaction(db, LOGGED, idempotency_key="ab" * 16, secret=SECRET)
    (own,) = list_own_interactions(db, "ada", at=NOON)
    with pytest.raises(NotFoundError):
        get_own_interaction(db, "ben", own.id, at=NOON)
    assert get_own_interaction(db, "ada", own.id, at=NOON).reference == "PX1"
    reads = db.rows("select actor, action from reads order by actor, action")
    assert [(row["actor"], row["action"]) for row in reads] == [("ada", "list"), ("ada", "read"), ("ben", "refused")]
