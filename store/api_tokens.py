"""Tokens of programs that call the interface: what each may do, where, and until when. A token is shown once."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from narratives.errors import MurmurationError, NotFoundError
from store.database import Database, Row

PREFIX = "mm_"
LONGEST = timedelta(days=366)
MOST_TITLE = 80
_BYTES = 32
_ASKED = ":asked"  # behind a scope that nobody but its maker has agreed to yet
_COLUMNS = "id, organisation, title, scopes, collections, made_by, made_at, ends, used_on, ended_by, ended_at"


class ApiScope(StrEnum):
    """What a program may do."""

    WRITE_STORIES = "stories:write"
    READ_STORIES = "stories:read"
    READ_FIGURES = "figures:read"
    READ_ALERTS = "alerts:read"
    READ_PROBES = "probes:read"
    READ_FRAMEWORKS = "frameworks:read"
    WRITE_WEBHOOKS = "webhooks:write"


# As a file of many stories: one person asks, another agrees (docs/api.md).
BY_TWO = frozenset({ApiScope.READ_STORIES})


class OwnTokenError(MurmurationError):
    """Somebody wants to agree to what they asked for themselves."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is kept of a token. `asked` are scopes that wait for a second person; no collections means all of them.

    `made_by` and `ended_by` are ids of accounts, and `used_on` the last day on which it was used.
    """

    id: str
    organisation: str
    title: str
    scopes: frozenset[ApiScope]
    asked: frozenset[ApiScope]
    collections: tuple[str, ...]
    made_by: str
    made_at: datetime
    ends: datetime
    used_on: date | None = None
    ended_by: str = ""
    ended_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.ended_at is None and now < self.ends


def new_token() -> str:
    """A token of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(_BYTES)


def add_token(
    db: Database,
    token: str,
    *,
    token_id: str,
    organisation: str,
    title: str,
    scopes: Iterable[ApiScope],
    collections: Iterable[str],
    made_by: str,
    at: datetime,
    ends: datetime,
) -> bool:
    """Keep a token as its hash; False when one with this id was made before. Raises ValueError for too long a life."""
    if not at < ends <= at + LONGEST:
        raise ValueError("a token ends within 12 months")
    kept = sorted(scope.value + (_ASKED if scope in BY_TWO else "") for scope in set(scopes))
    return (
        db.execute(
            """
            insert into api_tokens (id, organisation, title, token_hash, scopes, collections, made_by, made_at, ends)
            values (:id, :organisation, :title, :hash, :scopes, :collections, :made_by, :at, :ends)
            on conflict (id) do nothing
            """,
            id=token_id,
            organisation=organisation,
            title=title,
            hash=_hash(token),
            scopes=json.dumps(kept),
            collections=json.dumps(sorted(set(collections))),
            made_by=made_by,
            at=at.timestamp(),
            ends=ends.timestamp(),
        )
        == 1
    )


def find_token(db: Database, token: str, *, organisation: str, now: datetime) -> ApiToken | None:
    """What a token opens in an organisation; None for one that is wrong, over, or another organisation's."""
    row = db.one(
        f"select {_COLUMNS} from api_tokens where token_hash = :hash and organisation = :organisation",
        hash=_hash(token),
        organisation=organisation,
    )
    found = None if row is None else _row_to_token(row)
    return found if found is not None and found.is_live(now) else None


def note_use(db: Database, token: ApiToken, today: date) -> None:
    """Keep the day on which a token was used, and no finer time."""
    if token.used_on is not None and token.used_on >= today:
        return
    db.execute("update api_tokens set used_on = :today where id = :id", id=token.id, today=today.isoformat())


def get_token(db: Database, token_id: str, *, organisation: str) -> ApiToken:
    """Raises NotFoundError if the organisation has no token with that id."""
    row = db.one(
        f"select {_COLUMNS} from api_tokens where id = :id and organisation = :organisation",
        id=token_id,
        organisation=organisation,
    )
    if row is None:
        raise NotFoundError("token", token_id)
    return _row_to_token(row)


def list_tokens(db: Database, organisation: str) -> list[ApiToken]:
    """Every token of an organisation, the newest first, those that are over too."""
    rows = db.rows(
        f"select {_COLUMNS} from api_tokens where organisation = :organisation order by made_at desc, id",
        organisation=organisation,
    )
    return [_row_to_token(row) for row in rows]


def agree(db: Database, token: ApiToken, *, by: str) -> bool:
    """Give a token what waits for a second person; False where nothing does. Raises OwnTokenError."""
    if by == token.made_by:
        raise OwnTokenError("Somebody else has to agree: you made this token yourself")
    kept = json.dumps(sorted(scope.value for scope in token.scopes | token.asked))
    return (
        db.execute(
            """
            update api_tokens set scopes = :kept
            where id = :id and ended_at is null and scopes like '%:asked%'
            """,
            id=token.id,
            kept=kept,
        )
        == 1
    )


def end_token(db: Database, token_id: str, *, by: str, at: datetime) -> bool:
    """Let a token open nothing from now on; False where it was ended before."""
    return (
        db.execute(
            "update api_tokens set ended_by = :by, ended_at = :at where id = :id and ended_at is null",
            id=token_id,
            by=by,
            at=at.timestamp(),
        )
        == 1
    )


def _hash(token: str) -> str:
    """A fast hash is enough for 256 random bits: nobody can try them."""
    return hashlib.sha256(f"api-token:{token}".encode("utf-8", "surrogatepass")).hexdigest()


def _row_to_token(row: Row) -> ApiToken:
    kept = json.loads(row["scopes"])
    return ApiToken(
        id=row["id"],
        organisation=row["organisation"],
        title=row["title"],
        scopes=frozenset(ApiScope(one) for one in kept if not one.endswith(_ASKED)),
        asked=frozenset(ApiScope(one.removesuffix(_ASKED)) for one in kept if one.endswith(_ASKED)),
        collections=tuple(json.loads(row["collections"])),
        made_by=row["made_by"],
        made_at=_moment(row["made_at"]),
        ends=_moment(row["ends"]),
        used_on=date.fromisoformat(row["used_on"]) if row["used_on"] else None,
        ended_by=row["ended_by"] or "",
        ended_at=_moment(row["ended_at"]) if row["ended_at"] is not None else None,
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
