"""The page on which tellers check their answers before they send them."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.answers import TriadAnswer
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Narrative
from narratives.triangle import HEIGHT, to_xy
from web.respond.consent import consent_choices
from web.words import answer_words

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One answer on the page; `dot` is where it lies in a picture of the triangle, in the picture's units."""

    field: str
    question: str
    answer: str
    dot: tuple[float, float] | None = None
    is_story: bool = False


def rows_to_check(collection: Collection, framework: Framework, narrative: Narrative) -> list[Row]:
    """Every answer in the order in which it was asked."""
    rows = [Row("story", "Your story", narrative.text, is_story=True)]
    rows.append(Row("title", "Title", narrative.title or "No title"))
    if collection.groups:
        rows.append(Row("group", "Where it happened", narrative.group))
    for signifier in framework.signifiers:
        answer = narrative.answer(signifier.id)
        dot = _dot(answer) if isinstance(answer, TriadAnswer) else None
        rows.append(Row(signifier.id, signifier.title, answer_words(signifier, answer), dot))
    chosen = "read" if narrative.may_be_read else "count"
    words = next(choice.label for choice in consent_choices(collection) if choice.value == chosen)
    rows.append(Row("consent", "Who may read it", words))
    return rows


def _dot(answer: TriadAnswer) -> tuple[float, float]:
    x, y = to_xy(answer.shares)
    return round(_WIDTH * x, 1), round(_WIDTH * (HEIGHT - y), 1)
