"""Why something was decided: the reasons to choose from, and what is wrong with the one that was sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from narratives.errors import FieldError
from narratives.moderation import (
    MOST_NOTE,
    OTHER,
    Kind,
    is_reason,
    reasons,
    redacted_words,
    returned_words,
    withheld_words,
)

_READS: Mapping[Kind, Callable[[str], str]] = {
    Kind.REDACTED: redacted_words,
    Kind.RETURNED: returned_words,
    Kind.WITHHELD: withheld_words,
}


def reason_choices(kind: Kind) -> list[tuple[str, str, str]]:
    """The reasons of a decision: what the form sends, in words, and what the teller reads."""
    return [(value, words, _READS[kind](value)) for value, words in reasons(kind).items()]


def reason_problems(kind: Kind, reason: str, note: str, *, no_reason: str, no_note: str) -> list[FieldError]:
    """What is wrong with a reason and the words beside it.

    `no_reason` is said where none is chosen, and `no_note` where the words alone could say it.
    """
    found = []
    if not is_reason(kind, reason):
        found.append(FieldError("reason", no_reason))
    elif reason == OTHER and not note:
        found.append(FieldError("note", no_note))
    if len(note) > MOST_NOTE:
        found.append(FieldError("note", f"Shorten this to {MOST_NOTE:,} characters or fewer; it has {len(note):,}"))
    return found
