"""Receipt codes: what a teller keeps to come back to their story without an account.

A code has 120 random-looking bits, above the 112 under which a slow hash would be needed (OWASP ASVS
5.0, 6.5.2), and is derived from the submission's idempotency key, so that sending again gives the
same code. The store keeps only a keyed hash of it.
"""

from __future__ import annotations

import hashlib
import hmac
import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O or U to misread
_LENGTH = 24
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_KEY = re.compile(r"[0-9a-f]{32,64}")


def is_idempotency_key(key: str) -> bool:
    """Whether a key has the form that clients make: 32 to 64 lower-case hex digits."""
    return _KEY.fullmatch(key) is not None


def receipt_code(idempotency_key: str, secret: bytes) -> str:
    """The code for a submission, in six groups of four."""
    digest = hmac.new(secret, b"receipt:" + idempotency_key.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:15], "big")
    letters = "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def normalise_code(typed: str) -> str:
    """A code as somebody typed it, in the form that was printed; empty when it cannot be one."""
    letters = re.sub(r"[\s-]", "", typed).upper().translate(_LOOKALIKES)
    if len(letters) != _LENGTH or any(letter not in _ALPHABET for letter in letters):
        return ""
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def keyed_hash(purpose: str, value: str, secret: bytes) -> str:
    """What the store keeps in place of a code or a key: an HMAC that is useless without the secret."""
    return hmac.new(secret, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()
