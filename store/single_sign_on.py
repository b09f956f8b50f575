"""Single sign-on: sign-ins that are under way at a provider, and whose identity there is whose account here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from narratives.errors import BusyError
from store.account_invitations import accept_for
from store.account_rows import plain_username
from store.database import Database, Row
from store.sessions import token_hash

UNDER_WAY_SECONDS = 10 * 60
_MOST_UNDER_WAY = 10_000


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What a sign-in at a provider is checked against when it comes back."""

    nonce: str
    verifier: str
    following: str


def begin_sign_on(db: Database, following: str, *, now: float) -> tuple[str, UnderWay]:
    """A state for the address of the provider, with what stays here."""
    state = secrets.token_urlsafe(32)
    begun = UnderWay(secrets.token_urlsafe(32), secrets.token_urlsafe(48), following)
    with db.write():
        db.execute("delete from single_sign_ons where began < :oldest", oldest=now - UNDER_WAY_SECONDS)
        row = db.one("select count(*) as n from single_sign_ons")
        if row is not None and row["n"] >= _MOST_UNDER_WAY:
            raise BusyError("Too many people are signing in. Try again in a moment.")
        db.execute(
            """
            insert into single_sign_ons (state_hash, nonce, verifier, following, began)
            values (:state_hash, :nonce, :verifier, :following, :now)
            """,
            state_hash=token_hash(state),
            nonce=begun.nonce,
            verifier=begun.verifier,
            following=following,
            now=now,
        )
    return state, begun


def take_sign_on(db: Database, state: str, *, now: float) -> UnderWay | None:
    """What was begun with a state, once; None when it was taken, is too old or never was."""
    with db.write():
        row = db.one(
            "select nonce, verifier, following from single_sign_ons where state_hash = :hash"
            " and began between :oldest and :latest",
            hash=token_hash(state),
            oldest=now - UNDER_WAY_SECONDS,
            latest=now + UNDER_WAY_SECONDS,
        )
        db.execute("delete from single_sign_ons where state_hash = :hash", hash=token_hash(state))
    return UnderWay(row["nonce"], row["verifier"], row["following"]) if row else None


def account_of(
    db: Database, *, issuer: str, subject: str, verified_email: str, organisation: str, now: float
) -> str | None:
    """The id of the account of somebody at a provider; None when there is none.

    The first time it is the account or the open invitation whose username is their verified e-mail address; from then
    on they are known by the provider's own name for them, which no later owner of the address has.
    """
    with db.write():
        row = db.one(
            """
            select a.id, a.organisation, a.disabled from bound_identities as b join accounts as a on a.id = b.account_id
            where b.issuer = :issuer and b.subject = :subject
            """,
            issuer=issuer,
            subject=subject,
        )
        if row is None and verified_email:
            accept_for(db, verified_email, organisation=organisation, now=now)
            row = _unbound(db, issuer, verified_email)
        if row is None or row["disabled"] or row["organisation"] != organisation:
            return None
        db.execute(
            """
            insert into bound_identities (issuer, subject, account_id) values (:issuer, :subject, :id)
            on conflict do nothing
            """,
            issuer=issuer,
            subject=subject,
            id=row["id"],
        )
    return str(row["id"])


def _unbound(db: Database, issuer: str, verified_email: str) -> Row | None:
    return db.one(
        """
        select a.id, a.organisation, a.disabled from accounts as a
        where a.username = :username
            and not exists (select 1 from bound_identities as b where b.account_id = a.id and b.issuer = :issuer)
        """,
        username=plain_username(verified_email),
        issuer=issuer,
    )
