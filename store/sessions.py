"""Sessions of staff: revocable, because the server keeps them, and in two stages where a second step is due."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from store.account_rows import Account, grants_of, plain_username, row_to_account
from store.back_off import forget_failures, note_failure
from store.database import Database, Row
from store.organisations import is_two_step_required
from store.passwords import is_password, nobodys_hash

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 60 * 60
HALFWAY_SECONDS = 15 * 60
AHEAD_SECONDS = 5 * 60  # that clocks may differ by: what began later than that from now, a wrong clock has dated


class Stage(StrEnum):
    """How far somebody has signed in. Only `IN` opens anything but the second step."""

    IN = "in"
    CODE = "code"
    SET_UP = "set-up"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in account and the token that its forms carry."""

    account: Account
    form_token: str


@dataclass(frozen=True, slots=True)
class Halfway:
    """Somebody whose password was right and whose second step is still due."""

    account: Account
    form_token: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of somebody's open sessions, as its owner sees it."""

    began: datetime
    seen: datetime
    is_this: bool


def sign_in(
    db: Database, username: str, password: str, *, now: float, organisation: str = "", tries: str = ""
) -> str | None:
    """The token of a new session, or None when the username and password do not fit together.

    The session is halfway in where a second step is due. With an organisation, only its own people fit. A wrong
    try is counted for the username, or under the name `tries`.
    """
    username = plain_username(username)
    row = db.one(
        "select id, password_hash, disabled, organisation from accounts where username = :username", username=username
    )
    # The hash is computed for unknown usernames too, so that timing does not tell which ones exist.
    fits = is_password(password, row["password_hash"] if row else nobodys_hash())
    elsewhere = row is not None and organisation not in {"", row["organisation"]}
    if row is None or not fits or row["disabled"] or elsewhere:
        note_failure(db, tries or username, now=now)
        return None
    with db.write():
        # Checking took a while: a password that was changed meanwhile, or an account switched off, opens nothing.
        same = "select 1 as found from accounts where id = :id and password_hash = :hash and disabled = 0"
        if db.one(same, id=row["id"], hash=row["password_hash"]) is None:
            return None
        return begin_session(db, row["id"], first_stage(db, row["id"]), now=now)


def first_stage(db: Database, account_id: str) -> Stage:
    """What is due after somebody's password: their code, setting a second step up, or nothing."""
    if db.one("select 1 as found from second_steps where account_id = :id", id=account_id):
        return Stage.CODE
    row = db.one("select organisation from accounts where id = :id", id=account_id)
    return Stage.SET_UP if row is None or is_two_step_required(db, row["organisation"]) else Stage.IN


def begin_session(db: Database, account_id: str, stage: Stage, *, now: float) -> str:
    """The token of a new session at this stage."""
    token = secrets.token_hex(32)
    with db.write():
        db.execute(
            "delete from sessions where began < :oldest or began > :latest",
            oldest=now - ABSOLUTE_SECONDS,
            latest=now + ABSOLUTE_SECONDS,
        )
        db.execute(
            """
            insert into sessions (token_hash, account_id, form_token, began, seen, stage)
            values (:token_hash, :account_id, :form_token, :now, :now, :stage)
            """,
            token_hash=token_hash(token),
            account_id=account_id,
            form_token=secrets.token_hex(16),
            now=now,
            stage=stage.value,
        )
        if stage is Stage.IN:
            _is_in(db, account_id, now)
    return token


def go_in(db: Database, halfway_token: str, *, now: float) -> str | None:
    """The token of a full session in place of a halfway one, after the second step; None when that has ended."""
    with db.write():
        halfway = get_halfway(db, halfway_token, now=now)
        if halfway is None:
            return None
        sign_out(db, halfway_token)
        return begin_session(db, halfway.account.id, Stage.IN, now=now)


def get_session(db: Database, token: str, *, now: float, renew: bool = True) -> Session | None:
    """The live session of a token; None when it is halfway in, idle too long, too old, signed out or disabled.

    A page that polls by itself passes `renew=False`: nobody is at the keyboard.
    """
    row = _find(db, token, idle=now - IDLE_SECONDS, oldest=now - ABSOLUTE_SECONDS, latest=now + AHEAD_SECONDS)
    if row is None or row["stage"] != Stage.IN:
        return None
    if renew and now - float(row["seen"]) > 60:  # written at most once a minute: pages that poll would write all day
        db.execute("update sessions set seen = :now where token_hash = :hash", now=now, hash=token_hash(token))
    account = row_to_account(row, grants_of(db, row["id"]))
    return Session(account, row["form_token"]) if account.grants else None


def get_halfway(db: Database, token: str, *, now: float) -> Halfway | None:
    """Who is halfway in with a token; None when nobody is, or no longer."""
    row = _find(db, token, idle=now - HALFWAY_SECONDS, oldest=now - HALFWAY_SECONDS, latest=now + AHEAD_SECONDS)
    if row is None or row["stage"] == Stage.IN:
        return None
    account = row_to_account(row, grants_of(db, row["id"]))
    return Halfway(account, row["form_token"], Stage(row["stage"])) if account.grants else None


def list_sessions(db: Database, account_id: str, *, this: str, now: float) -> tuple[OpenSession, ...]:
    """Somebody's open sessions, the newest first; `this` is the token of the one that asks."""
    rows = db.rows(
        """
        select token_hash, began, seen from sessions
        where account_id = :id and stage = 'in' and seen between :idle and :latest
            and began between :oldest and :latest
        order by began desc
        """,
        id=account_id,
        idle=now - IDLE_SECONDS,
        oldest=now - ABSOLUTE_SECONDS,
        latest=now + AHEAD_SECONDS,
    )
    own = token_hash(this)
    return tuple(
        OpenSession(
            datetime.fromtimestamp(row["began"], UTC),
            datetime.fromtimestamp(row["seen"], UTC),
            row["token_hash"] == own,
        )
        for row in rows
    )


def sign_out(db: Database, token: str) -> None:
    """End a session for good."""
    db.execute("delete from sessions where token_hash = :token_hash", token_hash=token_hash(token))


def end_sessions(db: Database, account_id: str, *, but: str = "") -> int:
    """End all sessions of an account, but that of a token; how many."""
    return db.execute(
        "delete from sessions where account_id = :id and token_hash <> :own", id=account_id, own=token_hash(but)
    )


def token_hash(token: str) -> str:
    """What is kept of a token: two hundred random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _find(db: Database, token: str, *, idle: float, oldest: float, latest: float) -> Row | None:
    """After a clock was set back, a session must not live until its time comes round again."""
    return db.one(
        """
        select a.id, a.username, a.name, a.organisation, s.form_token, s.seen, s.stage
        from sessions as s join accounts as a on a.id = s.account_id
        where s.token_hash = :token_hash and a.disabled = 0 and s.seen between :idle and :latest
            and s.began between :oldest and :latest
        """,
        token_hash=token_hash(token),
        idle=idle,
        oldest=oldest,
        latest=latest,
    )


def _is_in(db: Database, account_id: str, now: float) -> None:
    row = db.one("select username from accounts where id = :id", id=account_id)
    if row is not None:
        forget_failures(db, row["username"])
    db.execute("update accounts set seen_week = :week where id = :id", week=monday_of(now).isoformat(), id=account_id)


def monday_of(now: float) -> date:
    """The Monday of a time: when somebody was last here is kept no finer."""
    day = datetime.fromtimestamp(now, UTC).date()
    return day - timedelta(days=day.weekday())
