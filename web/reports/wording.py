"""The words that somebody may type into a report: they name and lead on, and no number stands in them."""

from __future__ import annotations

import re

from narratives.errors import FieldError
from narratives.number_check import strays
from narratives.report import LONGEST_PURPOSE, LONGEST_TITLE
from narratives.text import clean_text

# A year says when, and asserts nothing.
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_words(typed: str) -> str:
    """What was typed, on one line."""
    return " ".join(clean_text(typed).split())


def title_errors(title: str, field: str = "title") -> list[FieldError]:
    """What is wrong with the title of a report or a heading in it."""
    if not title:
        return [FieldError(field, "Write what it is called")]
    return _wrong(title, field, LONGEST_TITLE)


def purpose_errors(purpose: str) -> list[FieldError]:
    """What is wrong with the sentence that says what a report is for."""
    if not purpose:
        return [FieldError("purpose", "Write what the report is for, and who will read it")]
    return _wrong(purpose, "purpose", LONGEST_PURPOSE)


def _wrong(text: str, field: str, longest: int) -> list[FieldError]:
    if len(text) > longest:
        return [FieldError(field, f"Shorten this to {longest} characters or fewer; it has {len(text)}")]
    found = strays(_YEAR.sub(" ", text), {})
    if not found:
        return []
    said = f"“{found[0].text}” is a number that nothing stands behind here. Make a claim of it, and add the claim"
    return [FieldError(field, said)]
