"""Text from outside, made safe to keep: NFC, no control or format characters, no lone surrogates."""

from __future__ import annotations

import unicodedata

MAX_STORY_CHARACTERS = 5_000
MAX_TITLE_CHARACTERS = 200
MAX_FREETEXT_CHARACTERS = 1_000

# Zero-width joiners shape emoji and several scripts; everything else of category Cf only hides things.
_KEPT_FORMAT_CHARACTERS = {"\u200c", "\u200d"}


def clean_text(raw: str) -> str:
    """Normalise to NFC, turn line ends into newlines, drop what cannot be seen, strip the ends."""
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    unified = raw.replace("\r\n", "\n").replace("\r", "\n")
    # A text has few different characters, and hardly ever one to drop: look at each once.
    dropped = {ord(character): None for character in set(unified) if not _is_kept(character)}
    return unicodedata.normalize("NFC", unified.translate(dropped) if dropped else unified).strip()


def _is_kept(character: str) -> bool:
    if character in "\n\t" or character in _KEPT_FORMAT_CHARACTERS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
