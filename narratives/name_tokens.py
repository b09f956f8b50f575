"""A text cut into the words that may be names, each with what its place in the sentence says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narratives.name_lists import LETTERS, fold

WORD = re.compile(f"[{LETTERS}]+(?:['’ʼ`-][{LETTERS}]+)*")
# What follows a name without belonging to it: Karen's, Karen'll.
TAIL = re.compile("['’ʼ`](?:s|S|ll|d|ve|re|m)$")
SENTENCE_END = re.compile('[.!?…:;•\n\r"“„«*]')
# A full stop that ends no sentence stands behind a title or an initial.
SHORT = frozenset("mr mrs ms dr prof st rev revd sgt insp fr cllr".split())
# So many of its longer words with a capital make a sentence a headline, in which capitals say nothing.
HEADLINE_WORDS, HEADLINE_SHARE = 3, 0.7
LONGER = 4


@dataclass(slots=True)
class Token:
    """One word: where it stands, how it is written, `gap` before it, and whether it begins a sentence."""

    start: int
    end: int
    text: str
    fold: str
    gap: str
    cap: bool
    shout: bool
    first: bool
    headline: bool = False

    @property
    def initial(self) -> bool:
        """Whether it is one capital letter."""
        return self.cap and len(self.text) == 1


def tokens_of(text: str) -> list[Token]:
    """The words of a text in their order."""
    found: list[Token] = []
    last = 0
    for match in WORD.finditer(text):
        word = TAIL.sub("", match[0])
        gap = text[last : match.start()]
        found.append(_token(word, match.start(), gap, found[-1] if found else None))
        last = match.start() + len(word)
    _mark_headlines(found)
    return found


def _token(word: str, start: int, gap: str, before: Token | None) -> Token:
    cap = word[0] != word[0].lower()
    shout = cap and len(word) > 1 and word[1] != word[1].lower()
    return Token(start, start + len(word), word, fold(word), gap, cap, shout, _is_first(gap, before))


def _is_first(gap: str, before: Token | None) -> bool:
    if before is None:
        return True
    if gap[:1] == "." and gap.strip() == "." and (before.fold in SHORT or before.initial):
        return False
    return SENTENCE_END.search(gap) is not None


def _mark_headlines(tokens: list[Token]) -> None:
    start = 0
    for place in range(1, len(tokens) + 1):
        if place == len(tokens) or tokens[place].first:
            sentence = tokens[start:place]
            longer = [token for token in sentence if len(token.text) >= LONGER]
            capped = [token for token in longer if token.cap]
            if len(longer) >= HEADLINE_WORDS and len(capped) >= HEADLINE_SHARE * len(longer):
                for token in sentence:
                    token.headline = True
            start = place
