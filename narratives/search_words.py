"""What people type into a search box: words, "words in this order", begin*, -without; and what that asks for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

MOST_CHARACTERS = 200
SHORTEST_BEGINNING = 2  # letters before a star
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"', "＊": "*"})
_MINUS = "-−–‐‑"  # a minus, and what telephones make of one
_NOT = "NOT"

OPEN_QUOTE = 'A quotation mark is not closed. Put one at the end of the words that belong together: "school bus".'
NOTHING_AFTER_NOT = "Write a word after NOT, or leave NOT out: school NOT bus."
ONLY_WITHOUT = "Say what to look for as well as what to leave out: school -bus."
LONE_STAR = "Put the star after the first letters of a word, at least two: bull* finds bully and bullies."
STAR_INSIDE = "Put the star at the end of a word, not inside it: bull* finds bully and bullies."
STAR_IN_QUOTES = 'Leave the star out of the quotation marks: "school bus" -driv*.'


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand beside each other in this order, most often one; with `begins`, words that begin so."""

    words: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for: every one of `wanted` and none of `unwanted`; `problem` is a sentence where it is unclear."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that asks for anything, and nothing is wrong with it."""
        return not (self.wanted or self.problem)

    @property
    def meaning(self) -> str:
        """The words to look for by meaning: the wanted ones, in their order, in one spelling of case and spaces."""
        said = " ".join(term.words for term in self.wanted)
        return " ".join(unicodedata.normalize("NFKC", said).casefold().split())


def read_search(typed: str) -> Search:
    """Understand what somebody typed, whatever it is; what cannot be meant is said in `problem`.

    Words are all wanted, in any order. In quotation marks they are wanted side by side. A star ends a beginning. A
    minus before a word or a quotation, or NOT before it, leaves out stories that hold it. Everything else is a word
    or parts two of them: AND, OR and brackets mean nothing.
    """
    wanted: list[Term] = []
    unwanted: list[Term] = []
    left, negated = clean(typed).translate(_QUOTES), False
    while left := left.lstrip():
        if left == _NOT or left.startswith(f"{_NOT} "):
            left, negated = left[len(_NOT) :], True
            continue
        marked = left.lstrip(_MINUS)
        minus, left = marked != left and bool(marked) and not marked[0].isspace(), marked
        piece, left, problem = _piece(left)
        if problem:
            return Search(problem=problem)
        if piece is not None:
            (unwanted if negated or minus else wanted).append(piece)
            negated = False
    problem = _unclear(wanted, unwanted, negated=negated)
    return Search(problem=problem) if problem else Search(tuple(wanted), tuple(unwanted))


def clean(typed: str) -> str:
    """Typed text without anything that cannot be printed, in one line of at most MOST_CHARACTERS."""
    return " ".join("".join(one if one.isprintable() else " " for one in typed).split())[:MOST_CHARACTERS]


def _unclear(wanted: list[Term], unwanted: list[Term], *, negated: bool) -> str:
    if negated:
        return NOTHING_AFTER_NOT
    return ONLY_WITHOUT if unwanted and not wanted else ""


def _piece(left: str) -> tuple[Term | None, str, str]:
    """The first term of some text, what follows it, and what is wrong with it; no term where nothing is said."""
    if left.startswith('"'):
        said, closed, rest = left[1:].partition('"')
        if not closed:
            return None, "", OPEN_QUOTE
        if "*" in said:
            return None, "", STAR_IN_QUOTES
        return _term(said), rest, ""
    end = next((place for place, letter in enumerate(left) if letter in ' "'), len(left))
    word, rest = left[:end], left[end:]
    begins = word.endswith("*")
    bare = word.rstrip("*")
    if "*" in bare and any(letter.isalnum() for letter in bare):
        return None, "", STAR_INSIDE
    if begins and sum(letter.isalnum() for letter in bare) < SHORTEST_BEGINNING:
        return None, "", LONE_STAR
    return _term(bare, begins=begins), rest, ""


def _term(said: str, *, begins: bool = False) -> Term | None:
    """A term, unless it holds neither letter nor digit: such signs stand in no index of words."""
    return Term(" ".join(said.split()), begins) if any(_is_word_sign(one) for one in said) else None


def _is_word_sign(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LN" or unicodedata.category(letter) == "Co"
