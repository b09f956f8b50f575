"""The second step of signing in: codes of an authenticator app (RFC 6238), and recovery codes for a lost phone."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from narratives.crockford import ALPHABET, grouped, typed_letters
from narratives.errors import MurmurationError
from store.database import Database
from store.sessions import end_sessions, token_hash

STEP_SECONDS = 30
DIGITS = 6
RECOVERY_CODES = 10
_RECOVERY_LETTERS = 12  # sixty bits, kept as a keyed hash
_NONCE = 12
_KEY_BYTES = 20  # as long as the hash of the codes, as RFC 4226 asks for
_log = logging.getLogger(__name__)


class AlreadyOnError(MurmurationError):
    """A first second step was to be set up where there is one."""


def is_on(db: Database, account_id: str) -> bool:
    """Whether an account has a second step."""
    return db.one("select 1 as found from second_steps where account_id = :id", id=account_id) is not None


def key_to_set_up(db: Database, account_id: str, token: str, secret: bytes) -> bytes:
    """The key that an account's authenticator app is given in this session.

    It follows from the session, so that showing it stores nothing and showing it again shows the same; after it was
    taken into use the next one is another.
    """
    row = db.one("select sealed from second_steps where account_id = :id", id=account_id)
    message = b"\x00".join([account_id.encode(), token_hash(token).encode(), row["sealed"] if row else b""])
    return hmac.new(_derived(secret, b"set up"), message, hashlib.sha256).digest()[:_KEY_BYTES]


def address_of(key: bytes, username: str, issuer: str) -> str:
    """What an authenticator app reads from the square: otpauth://..."""
    # Some apps show the plus that stands for a space.
    return _totp(key).get_provisioning_uri(username, issuer).replace("+", "%20")


def set_up(
    db: Database,
    account_id: str,
    key: bytes,
    code: str,
    *,
    secret: bytes,
    now: float,
    token: str = "",
    is_first: bool = False,
) -> tuple[str, ...]:
    """Turn the second step on with a first code and return the recovery codes; nothing when the code is wrong.

    Every other session of the account ends, since it had begun without that step; that of the token goes on.
    With `is_first` nothing takes the place of a step that is on: whoever knows no more than a password sets up none
    beside it. Raises AlreadyOnError.
    """
    step = _step_of(key, code, now)
    if step is None:
        return ()
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(_derived(secret, b"seal")).encrypt(nonce, key, account_id.encode())
    with db.write():
        if is_first and is_on(db, account_id):
            raise AlreadyOnError("A second step was set up in the meantime. Sign in again, with a code of that one.")
        db.execute(
            """
            insert into second_steps (account_id, sealed, last_step) values (:id, :sealed, :step)
            on conflict (account_id) do update set sealed = excluded.sealed, last_step = excluded.last_step
            """,
            id=account_id,
            sealed=sealed,
            step=step,
        )
        end_sessions(db, account_id, but=token)
        return renew_recovery_codes(db, account_id, secret)


def is_code(db: Database, account_id: str, typed: str, *, secret: bytes, now: float) -> bool:
    """Whether it is a code of the account's app, or one of its recovery codes; either is then used up."""
    letters = typed_letters(typed)
    if len(letters) == _RECOVERY_LETTERS:
        spent = db.execute(
            "delete from recovery_codes where code_hash = :hash and account_id = :id",
            hash=_code_hash(account_id, letters, secret),
            id=account_id,
        )
        return spent == 1
    row = db.one("select sealed from second_steps where account_id = :id", id=account_id)
    key = _opened(row["sealed"], account_id, secret) if row else None
    step = _step_of(key, typed, now) if key else None
    if step is None:
        return False
    # One statement: of two browsers that send the same code at once, one is let in.
    return (
        db.execute(
            "update second_steps set last_step = :step where account_id = :id and last_step < :step",
            step=step,
            id=account_id,
        )
        == 1
    )


def renew_recovery_codes(db: Database, account_id: str, secret: bytes) -> tuple[str, ...]:
    """New recovery codes in place of all that were left; they are kept as hashes, so this is when they can be shown."""
    made = ["".join(secrets.choice(ALPHABET) for _ in range(_RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]
    with db.write():
        db.execute("delete from recovery_codes where account_id = :id", id=account_id)
        db.many(
            "insert into recovery_codes (code_hash, account_id) values (:hash, :id)",
            [{"hash": _code_hash(account_id, letters, secret), "id": account_id} for letters in made],
        )
    return tuple(grouped(letters, 4) for letters in made)


def count_recovery_codes(db: Database, account_id: str) -> int:
    """How many recovery codes are left."""
    row = db.one("select count(*) as n from recovery_codes where account_id = :id", id=account_id)
    return int(row["n"]) if row else 0


def turn_off(db: Database, account_id: str, *, but: str = "") -> bool:
    """Take an account's second step away and end its sessions, but that of a token; False when it has none."""
    with db.write():
        had = db.execute("delete from second_steps where account_id = :id", id=account_id)
        db.execute("delete from recovery_codes where account_id = :id", id=account_id)
        end_sessions(db, account_id, but=but)
    return had == 1


def _totp(key: bytes) -> TOTP:
    # SHA-1 is what every authenticator app can do; its collisions do not matter to RFC 4226's use of it.
    return TOTP(key, DIGITS, hashes.SHA1(), STEP_SECONDS)


def _step_of(key: bytes, typed: str, now: float) -> int | None:
    """The half minute whose code was typed: the present one, or one before or after for clocks that are out."""
    code = "".join(typed_letters(typed).split())
    if len(code) != DIGITS or not code.isdecimal():
        return None
    present, totp = int(now // STEP_SECONDS), _totp(key)
    steps = [step for step in (present, present - 1, present + 1) if step >= 0]
    fitting = [step for step in steps if hmac.compare_digest(totp.generate(step * STEP_SECONDS), code.encode())]
    return fitting[0] if fitting else None


def _opened(sealed: bytes, account_id: str, secret: bytes) -> bytes | None:
    try:
        return AESGCM(_derived(secret, b"seal")).decrypt(sealed[:_NONCE], sealed[_NONCE:], account_id.encode())
    except InvalidTag:
        _log.error("A second step was sealed with another MURMURATION_SECRET. Put the right one back, or reset it.")
        return None


def _code_hash(account_id: str, letters: str, secret: bytes) -> str:
    message = f"{account_id}:{letters}".encode()
    return hmac.new(_derived(secret, b"recovery"), message, hashlib.sha256).hexdigest()


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """A key of its own for each purpose (HKDF, RFC 5869)."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"murmuration second step " + purpose).derive(secret)
