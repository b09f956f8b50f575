"""Tokens of programs: shown once, narrow, of one organisation, and over when somebody says so or time does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.errors import NotFoundError
from store.api_tokens import (
    ApiScope,
    OwnTokenError,
    add_token,
    agree,
    end_token,
    find_token,
    get_token,
    list_tokens,
    new_token,
    note_use,
)
from store.schema import open_accounts

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ID = "ab" * 16


@pytest.fixture
def db(tmp_path):
    return open_accounts(tmp_path / "accounts.db")


def made(db, *scopes, token_id=ID, days=30, organisation="north", collections=()):
    token = new_token()
    assert add_token(
        db,
        token,
        token_id=token_id,
        organisation=organisation,
        title="Intranet",
        scopes=scopes or (ApiScope.READ_FIGURES,),
        collections=collections,
        made_by="ade",
        at=NOW,
        ends=NOW + timedelta(days=days),
    )
    return token


def found(db, token, at=NOW, organisation="north"):
    return find_token(db, token, organisation=organisation, now=at)


def test_a_token_opens_what_it_was_made_for(db):
    token = made(db, ApiScope.READ_FIGURES, ApiScope.READ_ALERTS, collections=("plot", "plot"))
    kept = found(db, token)
    assert kept.scopes == {ApiScope.READ_FIGURES, ApiScope.READ_ALERTS}
    assert kept.collections == ("plot",)
    assert kept == get_token(db, ID, organisation="north")


def test_the_token_itself_is_not_kept(db, tmp_path):
    token = made(db)
    db.execute("pragma wal_checkpoint(truncate)")
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    assert token.encode() not in kept
    assert token.removeprefix("mm_").encode() not in kept


def test_tokens_are_never_the_same(db):
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(one) for one in tokens} == {len("mm_") + 43}


@pytest.mark.parametrize("wrong", ["", "mm_", "mm_" + "a" * 43, "\ud800", "x" * 10_000])
def test_another_token_opens_nothing(db, wrong):
    made(db)
    assert found(db, wrong) is None


def test_a_token_is_of_one_organisation(db):
    token = made(db)
    assert found(db, token, organisation="south") is None
    assert list_tokens(db, "south") == []
    with pytest.raises(NotFoundError):
        get_token(db, ID, organisation="south")


def test_a_token_ends_by_itself(db):
    token = made(db, days=30)
    assert found(db, token, NOW + timedelta(days=29, hours=23))
    assert found(db, token, NOW + timedelta(days=30)) is None


@pytest.mark.parametrize("days", [0, -1, 367])
def test_no_token_lives_for_longer_than_twelve_months_or_not_at_all(db, days):
    with pytest.raises(ValueError, match="within 12 months"):
        made(db, days=days)


def test_a_token_is_ended_at_once_and_once(db):
    token = made(db)
    assert end_token(db, ID, by="ada", at=NOW)
    assert found(db, token) is None
    assert not end_token(db, ID, by="ade", at=NOW)
    assert get_token(db, ID, organisation="north").ended_by == "ada"


def test_the_same_form_makes_one_token(db):
    made(db)
    more = {"organisation": "north", "title": "Again", "scopes": (), "collections": (), "made_by": "ade"}
    assert not add_token(db, new_token(), token_id=ID, at=NOW, ends=NOW + timedelta(days=1), **more)
    assert [one.title for one in list_tokens(db, "north")] == ["Intranet"]


def test_reading_stories_waits_for_a_second_person(db):
    token = made(db, ApiScope.READ_STORIES, ApiScope.READ_FIGURES)
    kept = found(db, token)
    assert (kept.scopes, kept.asked) == ({ApiScope.READ_FIGURES}, {ApiScope.READ_STORIES})
    with pytest.raises(OwnTokenError):
        agree(db, kept, by="ade")
    assert agree(db, kept, by="ada")
    assert not agree(db, kept, by="ada")
    kept = found(db, token)
    assert (kept.scopes, kept.asked) == ({ApiScope.READ_FIGURES, ApiScope.READ_STORIES}, frozenset())


def test_nobody_agrees_to_a_token_that_is_over(db):
    token = made(db, ApiScope.READ_STORIES)
    kept = found(db, token)
    end_token(db, ID, by="ade", at=NOW)
    assert not agree(db, kept, by="ada")


def test_the_day_of_the_last_use_is_kept_and_nothing_finer(db):
    token = made(db)
    for day in (date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 4)):
        note_use(db, found(db, token), day)
    assert found(db, token).used_on == date(2026, 3, 5)
