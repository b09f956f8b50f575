"""Invitation codes: each opens a collection for one story, and says nothing about who was given it.

A code has 70 random-looking bits and a letter that gives away a slip of the pen, in three groups of five. That
letter makes the code a polynomial over GF(32) that is zero at a primitive root, whose powers differ at all fifteen
places: every single wrong letter is found, and every two letters that changed places.
"""

from __future__ import annotations

import hmac

from narratives.crockford import ALPHABET, grouped, typed_letters

MOST_AT_ONCE = 100_000
_LENGTH, _GROUP = 15, 5
_FIELD = 0b100101  # x^5 + x^2 + 1, of which 2 is a primitive root


def invitation_codes(key: str, count: int, secret: bytes) -> list[str]:
    """The codes that belong to a key: the same key gives the same ones, so that a form sent twice makes no more."""
    return [_code(hmac.digest(secret, f"invitation:{key}:{place}".encode(), "sha256")) for place in range(count)]


def read_invitation(typed: str) -> str:
    """A code as somebody typed it, in the form in which it was printed; empty when it was never one.

    >>> read_invitation("oooo0 00000-00000")
    '00000-00000-00000'
    >>> read_invitation("00000-00000-00001")
    ''
    """
    letters = typed_letters(typed)
    if len(letters) != _LENGTH or _remainder([ALPHABET.index(letter) for letter in letters]):
        return ""
    return grouped(letters, _GROUP)


def _code(digest: bytes) -> str:
    number = int.from_bytes(digest, "big")
    values = [(number >> (5 * place)) & 31 for place in range(_LENGTH - 1)]
    values.append(_double(_remainder(values)))
    return grouped("".join(ALPHABET[value] for value in values), _GROUP)


def _remainder(values: list[int]) -> int:
    found = 0
    for value in values:
        found = _double(found) ^ value
    return found


def _double(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD if doubled > 31 else doubled
