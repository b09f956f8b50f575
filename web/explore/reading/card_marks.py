"""Where a teller placed their story, as it is drawn small on a card: in a triangle or along a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratives.answers import Answer, DyadAnswer, TriadAnswer
from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad
from web.explore.triangle import dot_at
from web.words import answer_words

MOST_MARKS = 3  # as many as lie side by side on the smallest card


@dataclass(frozen=True, slots=True)
class CardMark:
    """One mark: the labels of the ends, where it lies in a triangle (hundredths of its width) or along a line."""

    title: str
    words: str
    labels: tuple[str, ...]
    dot: tuple[int, int] | None = None
    along: int | None = None


def card_marks(framework: Framework, answers: Sequence[Answer]) -> tuple[CardMark, ...]:
    """The first answers that can be drawn, in the framework's order; none where only words are released."""
    given = {answer.signifier: answer for answer in answers}
    found = []
    for signifier in framework.told:
        answer = given.get(signifier.id)
        if isinstance(signifier, Triad | Dyad) and isinstance(answer, TriadAnswer | DyadAnswer):
            labels = tuple(anchor.label for anchor in signifier.anchors)
            dot = dot_at(answer.shares) if isinstance(answer, TriadAnswer) else None
            along = round(100 * answer.value) if isinstance(answer, DyadAnswer) else None
            found.append(CardMark(signifier.title, answer_words(signifier, answer), labels, dot, along))
    return tuple(found[:MOST_MARKS])
