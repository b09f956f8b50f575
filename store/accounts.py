"""Staff accounts and their sessions: revocable, because the server keeps them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from store.database import Database, Row

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 60 * 60
# scrypt at 32 MiB: about a tenth of a second, the least that makes guessing dear without a denial of service.
_N, _R, _P = 2**15, 8, 1
_MOST_DELAY_SECONDS = 60.0


class Role(StrEnum):
    """What somebody may do; docs/who-sees-what.md has the table."""

    MANAGER = "manager"
    PRACTITIONER = "practitioner"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in."""

    id: str
    username: str
    name: str
    role: Role
    organisation: str


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in account and the token that its forms carry."""

    account: Account
    form_token: str


def hash_password(password: str) -> str:
    """A salted scrypt hash (RFC 7914) with its parameters."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_scrypt(password, salt, _N, _R, _P).hex()}"


def is_password(password: str, stored: str) -> bool:
    """Whether a password is the one that was hashed."""
    _, n, r, p, salt, digest = stored.split("$")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt), int(n), int(r), int(p)).hex(), digest)


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=2 * 128 * n * r, dklen=32)


@cache
def _nobodys_hash() -> str:
    return hash_password(secrets.token_hex(16))


def add_account(db: Database, *, username: str, name: str, password: str, role: Role, organisation: str) -> bool:
    """Add an account; False when the username is taken."""
    return (
        db.execute(
            """
            insert into accounts (id, username, name, password_hash, role, organisation)
            values (:id, :username, :name, :password_hash, :role, :organisation)
            on conflict (username) do nothing
            """,
            id=secrets.token_hex(16),
            username=username.strip().lower(),
            name=name,
            password_hash=hash_password(password),
            role=role.value,
            organisation=organisation,
        )
        == 1
    )


def delay_before(db: Database, username: str, *, now: float) -> float:
    """Seconds that a username has to wait after wrong passwords: doubling from the third, at most a minute."""
    row = db.one("select count, last from failures where username = :name", name=_failing(username))
    if row is None or row["count"] < 3:
        return 0.0
    failures, last = int(row["count"]), float(row["last"])
    wait = min(2.0 ** min(failures - 3, 10), _MOST_DELAY_SECONDS)
    return max(0.0, last + wait - now)


def sign_in(db: Database, username: str, password: str, *, now: float) -> str | None:
    """The token of a new session, or None when the username and password do not fit together."""
    username = username.strip().lower()
    row = db.one("select id, password_hash, disabled from accounts where username = :username", username=username)
    # The hash is computed for unknown usernames too, so that timing does not tell which ones exist.
    fits = is_password(password, row["password_hash"] if row else _nobodys_hash())
    if row is None or not fits or row["disabled"]:
        db.execute("delete from failures where last < :oldest", oldest=now - ABSOLUTE_SECONDS)
        db.execute(
            """
            insert into failures (username, count, last) values (:name, 1, :now)
            on conflict (username) do update set count = count + 1, last = excluded.last
            """,
            name=_failing(username),
            now=now,
        )
        return None
    token = secrets.token_hex(32)
    with db.write():
        db.execute("delete from failures where username = :name", name=_failing(username))
        db.execute("delete from sessions where began < :oldest", oldest=now - ABSOLUTE_SECONDS)
        db.execute(
            """
            insert into sessions (token_hash, account_id, form_token, began, seen)
            values (:token_hash, :account_id, :form_token, :now, :now)
            """,
            token_hash=_token_hash(token),
            account_id=row["id"],
            form_token=secrets.token_hex(16),
            now=now,
        )
    return token


def get_session(db: Database, token: str, *, now: float, renew: bool = True) -> Session | None:
    """The live session of a token; None when it is idle too long, too old, signed out or disabled.

    A page that polls by itself passes `renew=False`: nobody is at the keyboard.
    """
    row = db.one(
        """
        select a.id, a.username, a.name, a.role, a.organisation, s.form_token, s.seen
        from sessions as s join accounts as a on a.id = s.account_id
        where s.token_hash = :token_hash and a.disabled = 0 and s.seen >= :idle and s.began >= :oldest
        """,
        token_hash=_token_hash(token),
        idle=now - IDLE_SECONDS,
        oldest=now - ABSOLUTE_SECONDS,
    )
    if row is None:
        return None
    if renew and now - float(row["seen"]) > 60:  # written at most once a minute: pages that poll would write all day
        db.execute("update sessions set seen = :now where token_hash = :hash", now=now, hash=_token_hash(token))
    return Session(_row_to_account(row), row["form_token"])


def sign_out(db: Database, token: str) -> None:
    """End a session for good."""
    db.execute("delete from sessions where token_hash = :token_hash", token_hash=_token_hash(token))


def disable_account(db: Database, username: str) -> bool:
    """Close an account and every session of it; False when there is no such username."""
    with db.write():
        row = db.one("select id from accounts where username = :username", username=username.strip().lower())
        if row is None:
            return False
        db.execute("update accounts set disabled = 1 where id = :id", id=row["id"])
        db.execute("delete from sessions where account_id = :id", id=row["id"])
    return True


def list_accounts(db: Database, organisation: str) -> list[Account]:
    """An organisation's accounts that are not disabled, by username."""
    rows = db.rows(
        """
        select id, username, name, role, organisation from accounts
        where organisation = :organisation and disabled = 0 order by username
        """,
        organisation=organisation,
    )
    return [_row_to_account(row) for row in rows]


def _failing(username: str) -> str:
    """What is kept of a username that was tried: people type their passwords into that field too."""
    return hashlib.sha256(username.strip().lower().encode()).hexdigest()


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _row_to_account(row: Row) -> Account:
    return Account(row["id"], row["username"], row["name"], Role(row["role"]), row["organisation"])
