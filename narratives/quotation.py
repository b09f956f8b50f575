"""Words that somebody typed and that stand in a story: quoting is for the teller to allow.

Compared are words alone: without capitals, apostrophes and marks, and however they are spaced. In scripts that put
no spaces between words every character counts as one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LEAST_WORDS = 6  # so many in a row are a quotation; fewer are how people speak
APOSTROPHES = "'’"
_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in what was typed."""

    plain: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text, in their order."""
    found: list[Word] = []
    start, letters = 0, ""
    for place, character in enumerate(text):
        if character in APOSTROPHES:
            continue
        spaceless = _stands_alone(character)
        if not spaceless and _is_part_of_word(character):
            start = start if letters else place
            letters += character
            continue
        if letters:
            found.append(Word(letters.casefold(), start, _end(text, start, letters, place)))
            letters = ""
        if spaceless:
            found.append(Word(character, place, place + 1))
    if letters:
        found.append(Word(letters.casefold(), start, _end(text, start, letters, len(text))))
    return found


class _Plain(dict[int, str]):
    """What takes a character's place between plain words, worked out once for each character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in APOSTROPHES:
            plain = ""
        elif _stands_alone(character):
            plain = f" {character} "
        else:
            plain = character if _is_part_of_word(character) else " "
        self[code] = plain
        return plain


_PLAIN = _Plain()


def plain_words(text: str) -> list[str]:
    """The words of a text as they are compared: what `words_of` finds, where nobody asks for their places."""
    return text.translate(_PLAIN).casefold().split()


@dataclass(frozen=True, slots=True)
class Typed:
    """Some texts that somebody typed, to be looked for in many stories.

    `runs` are all their words `LEAST_WORDS` by `LEAST_WORDS`, `rare` words of which every run holds at least one, each
    with the pairs that it makes with its neighbours.
    """

    texts: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    rare: tuple[tuple[str, frozenset[str]], ...]

    def may_stand_in(self, story: str) -> bool:
        """Whether a story is worth comparing: quick, and never wrong where it says no."""
        plain = story.replace("'", "").replace("’", "").casefold()
        there = [pairs for word, pairs in self.rare if word in plain]
        if not there:
            return False
        spaced = " ".join(plain_words(story))
        return any(pair in spaced for pairs in there for pair in pairs)

    def longest_in(self, story: str) -> str:
        """The longest part of the texts that stands in a story, as it was typed; empty when that is no quotation."""
        theirs = self.runs.intersection(_windows(plain_words(story)))
        if not theirs:
            return ""
        return max((_longest(text, theirs) for text in self.texts), key=len, default="")


def typed(texts: Sequence[str]) -> Typed:
    """Texts made ready to be looked for."""
    runs: set[tuple[str, ...]] = set()
    rare: dict[str, frozenset[str]] = {}
    for text in texts:
        plain = [word.plain for word in words_of(text)]
        runs.update(_windows(plain))
        for place in _rarest(plain) if len(plain) >= LEAST_WORDS else ():
            pairs = pairwise(plain[max(0, place - 1) : place + 2])
            rare[plain[place]] = rare.get(plain[place], frozenset()) | {f"{one} {other}" for one, other in pairs}
    return Typed(tuple(texts), frozenset(runs), tuple(rare.items()))


def _longest(text: str, theirs: Container[tuple[str, ...]]) -> str:
    words = words_of(text)
    best, first = (0, 0), None
    for place, window in enumerate(_windows([word.plain for word in words])):
        if window not in theirs:
            first = None
            continue
        first = place if first is None else first
        best = max(best, (first, place + LEAST_WORDS), key=lambda run: run[1] - run[0])
    return text[words[best[0]].start : words[best[1] - 1].end] if best[1] else ""


def _rarest(plain: Sequence[str]) -> list[int]:
    """Places of words that are likely to be rare, with at least one among any `LEAST_WORDS` in a row.

    Long words are rare: each costs less the longer it is, and of all such choices this one costs least.
    """
    costs: list[float] = []
    before: list[int] = []
    for place, word in enumerate(plain):
        reachable = range(max(0, place - LEAST_WORDS), place)
        came_from = min(reachable, key=lambda at: costs[at]) if place >= LEAST_WORDS else -1
        costs.append((costs[came_from] if came_from >= 0 else 0.0) + 4.0 ** -min(len(word), 9))
        before.append(came_from)
    place = min(range(len(plain) - LEAST_WORDS, len(plain)), key=lambda at: costs[at])
    chosen = []
    while place >= 0:
        chosen.append(place)
        place = before[place]
    return chosen


def _windows(plain: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(plain[place:] for place in range(LEAST_WORDS)), strict=False)


def _is_part_of_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _stands_alone(character: str) -> bool:
    return character > "\u0e00" and unicodedata.name(character, "").startswith(_SPACELESS)


def _end(text: str, start: int, letters: str, after: int) -> int:
    """Where a word ends, without the apostrophes that follow it."""
    return start + len(text[start:after].rstrip(APOSTROPHES)) if letters else after
