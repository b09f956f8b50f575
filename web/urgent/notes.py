"""Short notes that moderators write beside an urgent story."""

from __future__ import annotations

from flask import request

from narratives.text import clean_text

MOST_CHARACTERS = 500


def read_note(name: str, missing: str) -> tuple[str, str]:
    """A note from the form that was sent, and what is wrong with it; `missing` is said where there is none."""
    typed = " ".join(clean_text(request.form.get(name, "")).split())
    if not typed:
        return typed, missing
    if len(typed) > MOST_CHARACTERS:
        return typed, f"Shorten this to {MOST_CHARACTERS} characters or fewer; it has {len(typed):,}"
    return typed, ""
