"""A story's words with those marked that could show who somebody is, for the moderator who decides."""

from __future__ import annotations

from narratives.redaction import kind_words, spot


def spotted_parts(text: str) -> list[tuple[str, str]]:
    """A text in pieces, each with what it seems to be; empty where it seems to be nothing."""
    parts, last = [], 0
    for one in spot(text):
        parts += [(text[last : one.start], ""), (one.words, kind_words(one.kind))]
        last = one.end
    return [(words, kind) for words, kind in [*parts, (text[last:], "")] if words]
