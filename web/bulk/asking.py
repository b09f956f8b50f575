"""What somebody writes who asks for an export or a deletion, or decides about one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.text import clean_text
from store.release_export_kinds import EXPORTS

MOST_CHARACTERS = 500
_LEAST_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields as they were typed, the collection that they name, and what is wrong with them."""

    fields: Mapping[str, str]
    collection: Collection | None
    errors: tuple[FieldError, ...] = ()


def read_asked(given: Mapping[str, str], offered: Sequence[Collection], *, is_deletion: bool) -> Asked:
    """Which collection, as which kind of file, and why; who asks for a deletion types its title instead."""
    fields = {name: clean_text(given.get(name, ""))[:2_000] for name in ("collection", "reason", "title", "kind")}
    chosen = next((one for one in offered if one.id == fields["collection"]), None)
    errors = []
    if chosen is None:
        errors.append(FieldError("collection", "Choose a collection"))
    if not is_deletion and fields["kind"] not in EXPORTS:
        errors.append(FieldError("kind", "Choose the kind of file"))
    errors += _reason(fields["reason"], "reason", "Say why, in a sentence that the other person can decide by")
    if is_deletion and chosen and fields["title"].casefold() != chosen.title.casefold():
        errors.append(FieldError("title", f"Type the collection’s title as it is written here: {chosen.title}"))
    return Asked(fields, chosen, tuple(errors))


def read_decision(given: Mapping[str, str]) -> tuple[bool, str, tuple[FieldError, ...]]:
    """Whether it is approved, why, and what is wrong: who declines says why."""
    decision, because = given.get("decision", ""), clean_text(given.get("because", ""))[:2_000]
    if decision not in {"approve", "decline"}:
        return False, because, (FieldError("decision", "Choose whether you approve or decline"),)
    if len(because) > MOST_CHARACTERS:
        return False, because, (FieldError("because", f"Shorten it to {MOST_CHARACTERS} characters"),)
    if decision == "decline" and len(because) < _LEAST_CHARACTERS:
        return False, because, (FieldError("because", "Say why, so that the other person knows what would help"),)
    return decision == "approve", because, ()


def _reason(text: str, field: str, advice: str) -> list[FieldError]:
    if len(text) < _LEAST_CHARACTERS:
        return [FieldError(field, advice)]
    if len(text) > MOST_CHARACTERS:
        return [FieldError(field, f"Shorten it to {MOST_CHARACTERS} characters")]
    return []
