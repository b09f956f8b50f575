"""What a correction adds that could show who somebody is."""

from __future__ import annotations

from collections.abc import Iterator

from narratives.answers import ChoiceAnswer, FreetextAnswer
from narratives.narrative import Narrative
from narratives.redaction import sameness, spot


def newly_noticed(before: Narrative, after: Narrative) -> tuple[str, ...]:
    """Words of the corrected story that could show who somebody is and were not in it before, each once."""
    known = {sameness(one.words) for text in _texts(before) for one in spot(text)}
    found = {sameness(one.words): one.words for text in _texts(after) for one in spot(text)}
    return tuple(words for key, words in found.items() if key not in known)


def _texts(narrative: Narrative) -> Iterator[str]:
    yield narrative.text
    yield narrative.title
    for answer in narrative.answers:
        if isinstance(answer, FreetextAnswer):
            yield answer.text
        elif isinstance(answer, ChoiceAnswer):
            yield answer.other
