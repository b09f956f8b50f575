from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from narratives.errors import NotFoundError
from store.case_key import CaseKey
from store.caseload import get_person, list_open_tasks, list_own_timeline, list_people, list_tasks, tick_task
from store.cases import Interaction, add_interaction, mark_of, open_cases

KEY = CaseKey(b"s" * 32, b"m" * 32)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LOGGED = Interaction("ada", "PX1", date(2026, 3, 1), "COAP", "ATTC", "", "plot", {})


@pytest.fixture
def db(tmp_path):
    database = open_cases(tmp_path / "cases.db", KEY)
    yield database
    database.close()


def log(db, day, reference="PX1", practitioner="ada", hour="", tasks=()):
    interaction = replace(
        LOGGED, practitioner=practitioner, reference=reference, happened_on=date(2026, 3, day), happened_at=hour
    )
    key = f"{practitioner}{reference}{day}{hour}"
    return add_interaction(db, KEY, interaction, idempotency_key=key, at=NOON, tasks=tasks).id


def test_the_own_caseload_has_everybody_once_with_first_and_last_contact_and_the_next_task(db):
    log(db, 1, tasks=[("Later", None), ("Ring", date(2026, 3, 9)), ("Write", date(2026, 3, 4))])
    log(db, 5, reference="px 1")
    log(db, 3, reference="QX7")
    log(db, 8, reference="PX1", practitioner="ben", tasks=[("Not yours", date(2026, 3, 1))])
    first, second = list_people(db, KEY, "ada")
    assert (first.reference, first.first_on.day, first.last_on.day, first.number) == ("px 1", 1, 5, 2)
    assert first.next_task is not None
    assert (first.next_task.text, first.next_task.due_on) == ("Write", date(2026, 3, 4))
    assert (second.reference, second.number, second.next_task) == ("QX7", 1, None)


def test_a_person_is_found_by_their_mark_in_the_own_caseload_alone(db):
    log(db, 1, tasks=[("Later", None), ("Write", date(2026, 3, 4))])
    log(db, 2, reference="px 1")
    log(db, 1, reference="QX7", practitioner="ben")
    (own,), (other,) = list_people(db, KEY, "ada"), list_people(db, KEY, "ben")
    assert get_person(db, KEY, "ada", own.mark) == own
    with pytest.raises(NotFoundError):
        get_person(db, KEY, "ada", other.mark)


def test_one_persons_timeline_is_ones_own_interactions_with_them_newest_first_and_in_pages(db):
    for day, hour in ((1, "09:00"), (1, "15:00"), (4, "")):
        log(db, day, hour=hour)
    log(db, 2, reference="QX7")
    log(db, 3, practitioner="ben")
    found = list_own_timeline(db, KEY, "ada", mark_of(KEY, "px1"))
    assert [(one.happened_on.day, one.happened_at) for one in found] == [(4, ""), (1, "15:00"), (1, "09:00")]
    (last,) = list_own_timeline(db, KEY, "ada", mark_of(KEY, "PX1"), limit=1, offset=2)
    assert last.happened_at == "09:00"


def test_a_task_is_ticked_and_taken_back_by_its_own_practitioner_alone(db):
    logged = log(db, 1, tasks=[("Ring", date(2026, 3, 4)), ("Write", None)])
    ring, write = list_tasks(db, KEY, "ada", [logged])
    assert (ring.text, write.text, write.due_on) == ("Ring", "Write", None)
    tick_task(db, "ada", ring.id, date(2026, 3, 3))
    assert [task.text for task in list_open_tasks(db, KEY, "ada", mark_of(KEY, "PX1"))] == ["Write"]
    with pytest.raises(NotFoundError):
        tick_task(db, "ben", ring.id, None)
    tick_task(db, "ada", ring.id, None)
    assert [task.text for task in list_open_tasks(db, KEY, "ada", mark_of(KEY, "PX1"))] == ["Ring", "Write"]
    assert list_tasks(db, KEY, "ben", [logged]) == []
    assert list_tasks(db, KEY, "ada", []) == []


def test_a_task_is_overdue_from_the_day_after_until_it_is_done(db):
    logged = log(db, 1, tasks=[("Ring", date(2026, 3, 4)), ("Write", None)])
    ring, write = list_tasks(db, KEY, "ada", [logged])
    assert [ring.is_overdue(date(2026, 3, day)) for day in (4, 5)] == [False, True]
    assert not write.is_overdue(date(2026, 3, 5))
    assert not replace(ring, done_on=date(2026, 3, 5)).is_overdue(date(2026, 3, 5))
