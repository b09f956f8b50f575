"""Text from outside, made safe to keep: NFC, no control or format characters, no lone surrogates."""

from __future__ import annotations

import unicodedata

MAX_STORY_CHARACTERS = 5_000
MAX_TITLE_CHARACTERS = 200
MAX_FREETEXT_CHARACTERS = 1_000

# Zero-width joiners shape emoji and several scripts; everything else of category Cf only hides things.
_KEPT_FORMAT_CHARACTERS = {"\u200c", "\u200d"}
# No script piles up more marks on a letter (Unicode Standard Annex 15, section 13). Normalising sorts each pile,
# in a time that grows with the square of its height.
_MOST_MARKS = 30


def clean_text(raw: str) -> str:
    """Normalise to NFC, turn line ends into newlines, drop what cannot be seen, strip the ends."""
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    unified = raw.replace("\r\n", "\n").replace("\r", "\n")
    # A text has few different characters, and hardly ever one to drop: look at each once.
    used = set(unified)
    dropped = {ord(character): None for character in used if not _is_kept(character)}
    kept = unified.translate(dropped) if dropped else unified
    marks = {character for character in used if _is_mark(character)}
    return unicodedata.normalize("NFC", _without_piles(kept, marks) if marks else kept).strip()


def _is_mark(character: str) -> bool:
    """Whether a character joins those before it; some do so only when they are taken apart."""
    return any(unicodedata.combining(part) for part in unicodedata.normalize("NFD", character)[:1])


def _without_piles(text: str, marks: set[str]) -> str:
    kept, pile = [], 0
    for character in text:
        pile = pile + 1 if character in marks else 0
        if pile <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _is_kept(character: str) -> bool:
    if character in "\n\t" or character in _KEPT_FORMAT_CHARACTERS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
