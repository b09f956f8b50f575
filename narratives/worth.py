"""What anchors are worth to whoever reads them: where one is plainly the good one, tellers choose it, not their place.

A word list decides (`data/worth.txt`): it knows no irony and no trade, and what it does not know counts as neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "worth.txt"
_WORTHS = {"++": 2, "+": 1, "-": -1, "--": -2}
_TURN, _SPOIL = "turns", "spoils"
_REACH = 3  # words before: as far as "not at all helpful"
_WORDS = re.compile(r"[\w'-]+")
_PLAIN = 2


@dataclass(frozen=True, slots=True)
class WorthWords:
    """A language's list: what finds its words, each pattern with its worth, and what turns or spoils them."""

    worths: tuple[tuple[re.Pattern[str], int], ...]
    turns: re.Pattern[str] | None
    spoils: re.Pattern[str] | None


@cache
def worth_words(language: str) -> WorthWords:
    """The list of a language; an empty one where there is none."""
    worths: list[tuple[re.Pattern[str], int]] = []
    special: dict[str, re.Pattern[str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(rf"\[(turns|spoils)\] {language}: (.+)", line):
            special[found[1]] = _pattern(found[2])
        elif found := re.fullmatch(rf"{language} (\+\+?|--?) (.+)", line):
            worths.append((_pattern(found[2]), _WORTHS[found[1]]))
    return WorthWords(tuple(worths), special.get(_TURN), special.get(_SPOIL))


def worth_of(label: str, language: str = "en") -> int:
    """From -2, plainly bad, over 0, which says nothing, to 2, plainly good.

    >>> [worth_of(label) for label in ("a good idea", "not helpful at all", "money", "too kind")]
    [2, -1, 0, -1]
    """
    text = label.casefold().replace("’", "'")
    words = worth_words(language.partition("-")[0])
    found = [_turned(worth, text[: match.start()], words) for match, worth in _matches(text, words)]
    if any(one > 0 for one in found) and any(one < 0 for one in found):
        return 0  # it says both
    return max(found, key=abs, default=0)


def is_uneven(labels: Sequence[str], language: str = "en") -> bool:
    """Whether one anchor is plainly better or worse than those beside it.

    A good one beside a bad one always is; of three, one that ends in a plainly good or bad word is also beside two
    that say neither ("staff were brilliant", but not "a home in good repair").
    """
    worths = [worth_of(label, language) for label in labels]
    if any(one > 0 for one in worths) and any(one < 0 for one in worths):
        return True
    told = [label for label, one in zip(labels, worths, strict=True) if one]
    return len(worths) > 2 and len(told) == 1 and _ends_plainly(told[0], language)


def _ends_plainly(label: str, language: str) -> bool:
    """In Welsh an adjective follows its noun, so that there only a word alone says no more than its worth."""
    words = _WORDS.findall(label.casefold())
    if language.startswith("cy") and len(words) > 1:
        return False
    return abs(worth_of(words[-1], language)) >= _PLAIN


def _matches(text: str, words: WorthWords) -> Iterator[tuple[re.Match[str], int]]:
    for pattern, worth in words.worths:
        yield from ((match, worth) for match in pattern.finditer(text))


def _turned(worth: int, before: str, words: WorthWords) -> int:
    near = " ".join(_WORDS.findall(before)[-_REACH:])
    if words.turns is not None and words.turns.search(near):
        return -1 if worth > 0 else 1
    if words.spoils is not None and worth > 0 and words.spoils.search(" ".join(near.split()[-2:])):
        return -1
    return worth


def _pattern(listed: str) -> re.Pattern[str]:
    words = (re.escape(word.strip()).replace(r"\*", r"\w*") for word in listed.split(","))
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![\w'-])")
