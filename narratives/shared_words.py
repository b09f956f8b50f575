"""What texts have in common, to be marked where they stand side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
RUN = 3  # words in a row that two texts share
LONG = 4  # letters of a word that says something by itself


def shared_parts(texts: Sequence[str]) -> list[tuple[tuple[str, bool], ...]]:
    """Each text in parts, with whether they are shared: runs of three words that another text has too, and longer
    words that stand in more than half of the texts. The parts of a text joined are the text.

    >>> shared_parts(["They shut the hut on us.", "So they shut the hut!"])[1]
    (('So ', False), ('they shut the hut', True), ('!', False))
    """
    found = [list(_WORD.finditer(text)) for text in texts]
    words = [[one.group().casefold() for one in matches] for matches in found]
    runs = Counter(run for own in words for run in {tuple(own[at : at + RUN]) for at in range(len(own) - RUN + 1)})
    often = Counter(word for own in words for word in set(own) if len(word) >= LONG)
    common = {word for word, n in often.items() if n > 1 and n * 2 > len(texts)}
    marked = [_shared(own, runs, common) for own in words]
    return [_parts(text, matches, own) for text, matches, own in zip(texts, found, marked, strict=True)]


def _shared(words: Sequence[str], runs: Counter[tuple[str, ...]], common: set[str]) -> list[bool]:
    shared = [word in common for word in words]
    for at in range(len(words) - RUN + 1):
        if runs[tuple(words[at : at + RUN])] > 1:
            shared[at : at + RUN] = [True] * RUN
    return shared


def _parts(text: str, words: Sequence[re.Match[str]], shared: Sequence[bool]) -> tuple[tuple[str, bool], ...]:
    """Words and what is between them; what is between two shared words is shared with them."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for place, (word, mine) in enumerate(zip(words, shared, strict=True)):
        _add(parts, text[end : word.start()], mine and place > 0 and shared[place - 1])
        _add(parts, word.group(), mine)
        end = word.end()
    _add(parts, text[end:], False)
    return tuple(parts)


def _add(parts: list[tuple[str, bool]], piece: str, shared: bool) -> None:
    if parts and parts[-1][1] == shared:
        parts[-1] = (parts[-1][0] + piece, shared)
    elif piece:
        parts.append((piece, shared))
