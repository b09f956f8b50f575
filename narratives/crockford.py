"""Crockford's base 32: letters for codes that people copy by hand, without I, L, O and U, which are misread."""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_BETWEEN = re.compile(r"[\s\-_.,:/\u00ad\u00b7\u200b-\u200f\u2010-\u2015\u2212]")
_MOST_TYPED = 200


def typed_letters(typed: str) -> str:
    """The letters of a code as somebody typed them, in any script's digits; empty when one is no letter of codes.

    >>> typed_letters("o1l-ü٣")
    ''
    >>> typed_letters("o1l v u ٣")
    '011VV3'
    """
    plain = unicodedata.normalize("NFKC", typed[:_MOST_TYPED])
    latin = "".join(str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in plain)
    letters = _BETWEEN.sub("", latin).upper().translate(_LOOKALIKES)
    return letters if all(letter in ALPHABET for letter in letters) else ""


def grouped(letters: str, size: int, between: str = "-") -> str:
    """Letters in groups, as a code is printed."""
    return between.join(letters[start : start + size] for start in range(0, len(letters), size))
