"""The newest stories of the selection, each as a few lines with its dot: the way from a picture into reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from narratives.answers import TriadAnswer
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.triangle import zone_of
from store.release import Story
from web.explore.triangle import dot_at
from web.words import zone_words

STORIES = 3
_CHARACTERS = 190


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """A story in a few lines; `dot` is where it lies in the large triad, None where it was not placed there."""

    id: str
    title: str
    text: str
    language: str
    where: str
    placed: str
    dot: tuple[int, int] | None
    href: str


def preview_cards(
    collection: Collection, framework: Framework, stories: Sequence[Story], triad_id: str | None
) -> tuple[PreviewCard, ...]:
    """Cards in the order of the stories."""
    return tuple(_card(collection, framework, story, triad_id) for story in stories)


def _card(collection: Collection, framework: Framework, story: Story, triad_id: str | None) -> PreviewCard:
    answer = next((one for one in story.answers if one.signifier == triad_id), None)
    dot, placed = None, ""
    if isinstance(answer, TriadAnswer):
        triad = next(one for one in framework.triads if one.id == triad_id)
        dot, placed = dot_at(answer.shares), zone_words(triad)[zone_of(answer.shares)]
    week = f"Week of {spoken(story.week_of)}" if story.week_of else ""
    return PreviewCard(
        id=story.id,
        title=story.title,
        text=_cut(story.text) or "A story that was spoken.",
        language=story.language,
        where=" · ".join(part for part in (story.group, week) if part),
        placed=placed,
        dot=dot,
        href=url_for("explore.story", collection_id=collection.id, story_id=story.id),
    )


def _cut(text: str) -> str:
    """The beginning of a text, at the end of a word."""
    plain = " ".join(text.split())
    if len(plain) <= _CHARACTERS:
        return plain
    return plain[:_CHARACTERS].rpartition(" ")[0].rstrip(",;:–- ") + "…"
