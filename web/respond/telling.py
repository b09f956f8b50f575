"""One submission on its way from the form to the store."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.narrative import Narrative
from narratives.receipt import is_idempotency_key
from narratives.signifiers import Signifier, Stones
from narratives.submission import Occasion, read_submission
from web.forms import NarrativeForm

Fields = Mapping[str, Sequence[str]]
_OF_THE_PAGE = ("story", "title", "group", "consent", "key", "prefer")
# The first part looks no further than a code is long: one that may look on to the end takes a minute for 64 KiB.
_CODE_IN_TEXT = re.compile(r"\b(?=[A-Z-]{0,28}[0-9])(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Telling:
    """The fields that somebody posted to a collection."""

    collection: Collection
    framework: Framework
    fields: Fields

    def form(self, errors: Sequence[FieldError] = ()) -> NarrativeForm:
        """The form with everything that was typed, and what is wrong with it."""
        return NarrativeForm(self.framework, self.fields, tuple(errors))

    def narrative(self, today: date) -> Narrative:
        """What was told. Raises SubmissionError with every problem in page order."""
        problems = self._code_in_story()
        try:
            narrative = read_submission(self.collection, self.framework, self.fields, Occasion(told_on=today))
        except SubmissionError as error:
            problems += error.errors
        problems += self._filled_trap()
        if problems:
            raise SubmissionError(problems)
        return narrative

    def key(self) -> str:
        """The idempotency key that the form carried. Raises SubmissionError when it carried none."""
        key = self._first("key")
        if not is_idempotency_key(key):
            raise SubmissionError([FieldError("story", "Check your answers once more, then press Send")])
        return key

    def carried(self) -> list[tuple[str, str]]:
        """Every field of this form as it was posted, for the next page to carry in hidden fields."""
        names = [*_OF_THE_PAGE, *(name for item in self.framework.signifiers for name in _names(item))]
        return [(name, value) for name in names for value in self.fields.get(name, ())]

    def _first(self, name: str) -> str:
        return next(iter(self.fields.get(name) or ()), "").strip()

    def _code_in_story(self) -> list[FieldError]:
        if not _CODE_IN_TEXT.search(self._first("story")):
            return []
        return [FieldError("story", "Take the receipt code out of your story, so that nobody can link your stories")]

    def _filled_trap(self) -> list[FieldError]:
        if not self._first("website"):
            return []
        return [FieldError("website", "Leave “Website” empty: only programs fill it in")]


def fresh_key() -> str:
    """An idempotency key for a form that is about to be shown."""
    return secrets.token_hex(16)


def groups_to_choose(collection: Collection) -> list[str]:
    """The reporting groups that a teller chooses from: those that hold no others."""
    parents = {group.parent for group in collection.groups}
    return [group.name for group in collection.groups if group.name not in parents]


def _names(signifier: Signifier) -> list[str]:
    """The names of the fields that a signifier is asked with."""
    if isinstance(signifier, Stones):
        return [f"{signifier.id}.{stone.id}.{axis}" for stone in signifier.stones for axis in ("x", "y")]
    return [signifier.id, *(f"{signifier.id}.{part}" for part in ("shares", "value", "method"))]
