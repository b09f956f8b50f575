"""Receipt codes: what a teller keeps to come back to their story without an account.

A code is 80 random-looking bits, derived from the submission's idempotency key, so that sending again gives the
same code. The store keeps a keyed hash of it at first, and soon a slow hash of that one: with fewer than 112 bits
a fast hash is not enough (OWASP ASVS 5.0, 6.5.2). Codes of 120 bits, which were given out before, keep theirs.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from narratives.crockford import ALPHABET, grouped, typed_letters

_LENGTH, _FORMER_LENGTH, _GROUP_LENGTH = 16, 24, 4
_KEY = re.compile(r"[0-9a-f]{32,64}")
# The first part looks no further than a code is long: one that may look on to the end takes a minute for 64 KiB.
_GROUP = "[0-9A-Z]{4}"
_IN_TEXT = re.compile(
    rf"\b(?=[A-Z-]{{0,28}}[0-9])(?=[0-9-]{{0,28}}[A-Z])(?:{_GROUP}-){{3}}(?:{_GROUP}-{_GROUP}-)?{_GROUP}\b", re.ASCII
)
# As people copy it: in small letters, with blanks, dots or nothing between its parts.
_LOOSE = re.compile(
    rf"(?<![0-9A-Za-z])(?:[{ALPHABET}]{{4}}[ ._-]{{0,2}}){{3}}[{ALPHABET}]{{4}}(?![0-9A-Za-z])", re.IGNORECASE
)
_FEWEST_MIXED = 2

FAST, SLOW = "fast:", "slow:"  # which hash a kept one is; codes of 120 bits are kept without either
# 64 MiB and a quarter of a second of one core: docs/adr/0006-receipts.md.
_WORK = {"n": 2**16, "r": 8, "p": 1, "maxmem": 96 * 2**20, "dklen": 32}


def is_idempotency_key(key: str) -> bool:
    """Whether a key has the form that clients make: 32 to 64 lower-case hex digits."""
    return _KEY.fullmatch(key) is not None


def receipt_code(idempotency_key: str, secret: bytes) -> str:
    """The code for a submission, in four groups of four."""
    return _code(hmac.digest(secret, b"receipt:" + idempotency_key.encode(), "sha256"))


def sealed_code(idempotency_key: str) -> str:
    """The code for a story that was sealed on a device without signal: it follows from the key alone.

    The teller has to see it before the server knows of the story. The key is random, stays inside the envelope
    and is kept as a hash only, so that this code is no easier to come by than one that needs the secret.

    >>> sealed_code("0123456789abcdef" * 2)
    'BCBG-Z2HK-BE2T-TS98'
    """
    digest = hashlib.sha256(f"sealed receipt:{idempotency_key}".encode()).digest()
    return _code(digest)


def normalise_code(typed: str) -> str:
    """A code as somebody typed it, in the form that was printed; empty when it cannot be one."""
    letters = typed_letters(typed)
    return grouped(letters, _GROUP_LENGTH) if len(letters) in {_LENGTH, _FORMER_LENGTH} else ""


def holds_code(text: str) -> bool:
    """Whether somebody wrote a receipt code into a text, which would link their stories."""
    return _IN_TEXT.search(text) is not None or any(_is_mixed(one[0]) for one in _LOOSE.finditer(text))


def _is_mixed(words: str) -> bool:
    """Two parts or more of nearly every code (96 of 100) mix letters and digits; what people write hardly ever does."""
    letters = re.sub("[^0-9A-Za-z]", "", words)
    parts = [letters[place : place + 4] for place in range(0, _LENGTH, 4)]
    return sum(not part.isalpha() and not part.isdigit() for part in parts) >= _FEWEST_MIXED


def keyed_hash(purpose: str, value: str, secret: bytes) -> str:
    """What the store keeps in place of a code or a key: an HMAC that is useless without the secret."""
    return hmac.digest(secret, f"{purpose}:{value}".encode(), "sha256").hex()


def key_hash(idempotency_key: str, secret: bytes) -> str:
    """What the store keeps of an idempotency key: a story with the same one is the same sending."""
    return keyed_hash("key", idempotency_key, secret)


def source_hash(collection_id: str, source_format: str, source_id: str, secret: bytes) -> str:
    """What the store keeps, in the place of a key's hash, of where an imported story came from."""
    return keyed_hash(f"source in {collection_id}", f"{source_format}:{source_id}", secret)


def fast_hash(code: str, secret: bytes) -> str:
    """What is kept of a code, in the form that was printed, while a story is being stored."""
    kept = keyed_hash("receipt", code, secret)
    return kept if _is_former(code) else FAST + kept


def slow_hash(fast: str, secret: bytes) -> str:
    """What replaces a fast hash: scrypt of it, salted for the whole deployment, since a code names nobody.

    Takes a quarter of a second and 64 MiB.
    """
    salt = hmac.digest(secret, b"salt of receipts", "sha256")
    return SLOW + hashlib.scrypt(fast.removeprefix(FAST).encode(), salt=salt, **_WORK).hex()


def kept_hashes(code: str, secret: bytes) -> tuple[str, ...]:
    """Everything that the store may keep of a code in the form that was printed; as slow as `slow_hash`."""
    fast = fast_hash(code, secret)
    return (fast,) if _is_former(code) else (fast, slow_hash(fast, secret))


def _is_former(code: str) -> bool:
    return len(code.replace("-", "")) == _FORMER_LENGTH


def _code(digest: bytes) -> str:
    number = int.from_bytes(digest[:10], "big")
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(_LENGTH)))
    return grouped(letters, _GROUP_LENGTH)
