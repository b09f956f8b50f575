"""Others' records open for one account, one reference and one hour; their owners learn who it was and why."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from narratives.errors import NotFoundError
from store.break_glass import (
    FREE_TRIES,
    NothingToOpenError,
    WaitError,
    get_opening,
    list_open,
    list_openings,
    list_unseen,
    mark_seen,
    open_others,
    opened_records,
)
from store.case_key import CaseKey
from store.case_rows import Interaction
from store.cases import add_interaction, open_cases
from store.database import SqliteDatabase

KEY = CaseKey(b"s" * 32, b"m" * 32)
NOW = datetime(2026, 3, 3, 14, 10, tzinfo=UTC)
WHY = "Cy is ill and she is at the front desk now."
RECORD = Interaction("cy", "PX1042987", date(2026, 3, 2), "CHVS", "ATTC", "The beans are up.", "plot", {})


@pytest.fixture
def cases(tmp_path: Path) -> SqliteDatabase:
    db = open_cases(tmp_path / "cases.db", KEY)
    for number, one in enumerate([RECORD, replace(RECORD, practitioner="eve"), replace(RECORD, reference="QX7")]):
        add_interaction(db, KEY, one, idempotency_key=f"{number:032x}", at=NOW)
    return db


def opened(db, opener="di", reference="PX1042987", at=NOW):
    return open_others(db, KEY, opener, reference, "cover", WHY, at=at)


def test_the_records_of_others_with_this_reference_open_and_no_more(cases):
    opening = opened(cases, opener="cy")
    assert opening.records == 1
    assert [one.practitioner for one in opened_records(cases, KEY, opening)] == ["eve"]


def test_what_somebody_logs_meanwhile_who_is_not_told_of_the_opening_stays_shut(cases):
    opening = opened(cases, opener="cy")
    for practitioner, key in (("eve", "a" * 32), ("fay", "b" * 32)):
        add_interaction(cases, KEY, replace(RECORD, practitioner=practitioner), idempotency_key=key, at=NOW)
    assert [one.practitioner for one in opened_records(cases, KEY, opening)] == ["eve", "eve"]
    assert list_unseen(cases, KEY, "fay") == []
    assert {one.practitioner for one in opened_records(cases, KEY, opened(cases, opener="cy"))} == {"eve", "fay"}
    assert len(list_unseen(cases, KEY, "fay")) == 1


def test_a_reference_is_the_same_however_it_is_spaced_and_capitalised(cases):
    assert opened(cases, reference="px 1042987").records == 2


def test_an_opening_closes_after_sixty_minutes(cases):
    opening = opened(cases)
    last = NOW + timedelta(minutes=59, seconds=59)
    assert get_opening(cases, KEY, "di", opening.id, at=last) == opening
    assert list_open(cases, KEY, "di", at=last) == [opening]
    with pytest.raises(NotFoundError):
        get_opening(cases, KEY, "di", opening.id, at=NOW + timedelta(minutes=60))
    assert list_open(cases, KEY, "di", at=NOW + timedelta(minutes=60)) == []


def test_an_opening_is_for_the_account_that_asked_alone(cases):
    opening = opened(cases)
    with pytest.raises(NotFoundError):
        get_opening(cases, KEY, "eve", opening.id, at=NOW)


@pytest.mark.parametrize(("opener", "reference"), [("di", "PX1042986"), ("di", ""), ("cy", "QX7")])
def test_a_wrong_reference_and_one_of_the_openers_own_are_answered_alike(cases, opener, reference):
    with pytest.raises(NothingToOpenError):
        opened(cases, opener, reference)
    assert list_openings(cases) == []


def test_repeated_failures_have_to_wait_longer_and_longer(cases):
    at = NOW
    waits = []
    for _ in range(FREE_TRIES):
        with pytest.raises(NothingToOpenError):
            opened(cases, reference="wrong", at=at)
    for _ in range(8):
        with pytest.raises(WaitError) as refused:
            opened(cases, at=at)  # even the right one
        waits.append((refused.value.until - at).total_seconds() / 60)
        at = refused.value.until
        with pytest.raises(NothingToOpenError):
            opened(cases, reference="wrong", at=at)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_failures_of_one_account_keep_nobody_else_waiting_and_are_forgotten_after_a_day(cases):
    for _ in range(FREE_TRIES):
        with pytest.raises(NothingToOpenError):
            opened(cases, reference="wrong")
    assert opened(cases, opener="fay").records == 2
    assert opened(cases, at=NOW + timedelta(hours=25)).records == 2


def test_every_owner_is_told_until_they_have_seen_it(cases):
    opening = opened(cases)
    assert list_unseen(cases, KEY, "cy") == list_unseen(cases, KEY, "eve") == [opening]
    assert (opening.opener, opening.reference, opening.category, opening.reason) == ("di", "PX1042987", "cover", WHY)
    mark_seen(cases, "cy", opening.id, at=NOW)
    assert (list_unseen(cases, KEY, "cy"), list_unseen(cases, KEY, "eve")) == ([], [opening])
    with pytest.raises(NotFoundError):
        mark_seen(cases, "di", opening.id, at=NOW)


def test_administrators_learn_who_when_what_kind_of_reason_and_how_many_alone(cases):
    opened(cases)
    (event,) = list_openings(cases)
    assert (event.opener, event.opened_at, event.category, event.records) == ("di", NOW, "cover", 2)
    assert not hasattr(event, "reference")


def test_neither_the_reference_nor_the_reason_lies_open_in_the_file(cases, tmp_path):
    opened(cases, opener="di-at-the-desk")
    held = b"".join(path.read_bytes() for path in tmp_path.glob("cases.db*"))
    assert b"di-at-the-desk" in held
    for words in ("PX1042987", WHY, "front desk"):
        assert words.encode() not in held


def test_many_tries_at_once_are_no_more_than_the_free_ones(cases):
    def guess(number):
        with suppress(NothingToOpenError, WaitError):
            opened(cases, reference=f"guess {number}")

    with ThreadPoolExecutor(8) as many:
        list(many.map(guess, range(16)))
    assert cases.one("select count(*) as n from opening_refusals")["n"] == FREE_TRIES
