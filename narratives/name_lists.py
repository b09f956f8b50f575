"""The word lists behind the search for names, read from the plain text files in `narratives/data/`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
LISTS = ("given_names", "surnames", "ordinary_words", "place_names")
# Letters that the Unicode decomposition does not take apart.
PLAIN = str.maketrans("łøđħıßæœþð", "lodhisaotd")
# The scripts in which a capital says something. The browser reads the same ranges, so that both see the same words.
LETTERS = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
MARKS = re.compile("[\u0300-\u036f]")
APOSTROPHES = re.compile("['’ʼ`]")

# Names built in ways that no list holds all of. Each must match the whole word.
GIVEN_SHAPE = (
    "abd(?:[aeu]l|i)[a-z]{3,}|ade[bdfgjkmotwy][aeiou][a-z]{2,}|olu[bdfjkmnstwy][a-z]{2,}|ola[djmntwy][aeiou][a-z]{2,}"
    "|chukwu[a-z]*|ayo[bdkmt][aeiou][a-z]+|m[ou]ham[a-z]{2,}"
    "|[a-z]{3,}(?:preet|jeet|jit|winder|jinder|vinder|pinder|deep|slaw|slava|ullah|rahman)"
)
SURNAME_SHAPE = (
    "ma?c[bcdfgklmnpqrst][a-z]{4,}|(?:ogun|oye|nwa|okon|oko|akin)[a-z]{3,}"
    "|[a-z]{3,}(?:[nw]ski|ska|cki|cka|wicz|czyk|czuk|chuk|niak|szak|czak|enko|escu|oglu|opoulos|idou|iou|adou|auskas"
    "|ovic|evic|stein|baum|blatt|berg|feld|thal|[dnqr]u?ez|ashvili|arajah|asinghe)"
)
# Endings of words that are listed only in their base form, and endings that hardly any name has.
ENDINGS = ("s", "es", "ed", "ing", "d", "er", "ers", "ly", "y")
ORDINARY_SHAPE = (
    "[a-z]{2,}(?:tions?|sions?|ments?|ness|ings?|ities|ity|ously|ous|isms?|ists?|ships?|ology|able|ible|ful|less|ively"
    "|ive|ical|ised|ized|ising|izing|ances?|ences?|ary|cy|ies|ied|ators?|tics?|[gmf]ics?|thic|ish)"
    "|[a-z]{2,}(?:therapy|iatry|graphy|itis|osis|idine|azole|cillin|zepam|statin)|[a-z]{4,}(?:ly|ed|[inrtuc]al|wards?)|[a-z]{5,}ate"
)


@dataclass(frozen=True, slots=True)
class NameLists:
    """What is known of words, all folded: see `fold`."""

    given: frozenset[str]
    surnames: frozenset[str]
    ordinary: frozenset[str]
    places: frozenset[str]
    contexts: dict[str, frozenset[str]]

    def is_given(self, word: str) -> bool:
        """Whether a word is a given name, perhaps an ordinary word too."""
        return word in self.given or bool(_GIVEN.fullmatch(word))

    def is_surname(self, word: str) -> bool:
        """Whether a word is a family name, perhaps an ordinary word too."""
        return word in self.surnames or bool(_SURNAME.fullmatch(word))

    def is_place(self, word: str) -> bool:
        """Whether a word is a place, a people, a language, or part of the name of a body."""
        return word in self.places or (word.endswith("s") and word[:-1] in self.places)

    def is_ordinary(self, word: str) -> bool:
        """Whether a word, or the word it is a form of, is one of everyday language."""
        return self._is_listed(word) or bool(_ORDINARY.fullmatch(word))

    def is_sure(self, word: str) -> bool:
        """Whether a word is a name and hardly ever anything else."""
        if len(word) < 3 or word in self.ordinary or word in self.places:
            return False
        if self.is_given(word):
            return True
        return len(word) > 3 and self.is_surname(word) and not self._is_listed(word)

    def _is_listed(self, word: str) -> bool:
        if word in self.ordinary:
            return True
        for ending in ENDINGS:
            base = word[: -len(ending)]
            if len(base) > 2 and word.endswith(ending) and self._is_base(base):
                return True
        return False

    def _is_base(self, base: str) -> bool:
        undoubled = base[:-1] if base[-1] == base[-2] else base
        return base in self.ordinary or base + "e" in self.ordinary or undoubled in self.ordinary


_GIVEN, _SURNAME, _ORDINARY = re.compile(GIVEN_SHAPE), re.compile(SURNAME_SHAPE), re.compile(ORDINARY_SHAPE)


def fold(word: str) -> str:
    """A word in small letters without accents and apostrophes, as the lists hold it.

    >>> fold("Siân"), fold("O’Connor"), fold("Łukasz")
    ('sian', 'oconnor', 'lukasz')
    """
    if word.isascii():
        return APOSTROPHES.sub("", word.lower())
    bare = MARKS.sub("", unicodedata.normalize("NFD", word.lower().translate(PLAIN)))
    return APOSTROPHES.sub("", bare)


@lru_cache(maxsize=1)
def name_lists() -> NameLists:
    """The lists, read once a process."""
    given, surnames, ordinary, places = (frozenset(read_words(DATA / f"{name}.txt")) for name in LISTS)
    return NameLists(given, surnames, ordinary, places, read_contexts(DATA / "name_contexts.txt"))


def read_words(file: Path) -> list[str]:
    """The words of a list, without its comments."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def read_contexts(file: Path) -> dict[str, frozenset[str]]:
    """The lists of a file that has several, each under a heading in brackets."""
    found: dict[str, set[str]] = {}
    for word in read_words(file):
        if word.startswith("["):
            words = found.setdefault(word.strip("[]"), set())
        else:
            words.add(APOSTROPHES.sub("", word))
    return {name: frozenset(words) for name, words in found.items()}
