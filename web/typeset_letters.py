"""What a printed page says where no font has a letter: the name of a sign, nothing for what is not seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
# What colours the sign before it, or joins two: of no use once they are words.
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_REGIONAL = "REGIONAL INDICATOR SYMBOL LETTER "


def missing_letters(diagnostic: str) -> set[str]:
    """The letters that a compiler says it has no font for."""
    return {letter for said in _MISSING.findall(diagnostic) for letter in _ESCAPED.sub(_letter, said)}


def _letter(escaped: re.Match[str]) -> str:
    code, letter = escaped.groups()
    return chr(int(code, 16)) if code else str(letter)


def stand_ins(letters: Iterable[str]) -> dict[str, str]:
    """What is written instead of each sign; the letters of a script have nothing that could stand for them."""
    return {letter: _stand_in(letter) for letter in letters if unicodedata.category(letter)[0] in "CSPZ"}


def _stand_in(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind.startswith("Z"):
        return " "
    if kind in {"Cc", "Cf", "Co", "Cs"} or ord(sign) in _SKIN_TONES:
        return ""
    name = unicodedata.name(sign, "sign")
    return name.removeprefix(_REGIONAL) if name.startswith(_REGIONAL) else f"[{name.lower()}]"


def spelt_out(text: str, said: Mapping[str, str]) -> str:
    """A text, which may be XML, with what is said instead of each letter that is missing."""
    return text.translate({ord(sign): words for sign, words in said.items()})


def scripts_of(letters: Iterable[str]) -> str:
    """The scripts of letters as Unicode names them, in words: "Han, Kannada"."""
    return ", ".join(sorted({_script(letter) for letter in letters}))


def _script(letter: str) -> str:
    first = unicodedata.name(letter, "unknown").split()[0]
    return "Chinese" if first == "CJK" else first.capitalize()
