"""One submission on its way from the form to the store."""

from __future__ import annotations

import secrets
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from narratives.answer_fields import asked_of
from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first
from narratives.framework import Framework
from narratives.narrative import Narrative
from narratives.receipt import holds_code, is_idempotency_key
from narratives.submission import Occasion, read_submission
from narratives.translation import gettext as _
from web.forms import NarrativeForm
from web.respond.recording import is_spoken
from web.respond.steps import ANOTHER, CHECKING, WHOLE, Step, Walk, field_names

# Words that could show who somebody is and that the teller keeps.
KEPT = "kept"
# Carried from page to page in hidden fields, beside those of the signifiers: nothing is kept on the server.
CARRIED = (
    *("prefer", "pen", "kiosk", "embed", "invitation", "seconds", CHECKING, ANOTHER, WHOLE),
    *("prompt", "story", "spoken", "title", "group", "danger", "hear", "consent", "may_contact", KEPT),
)
# How much of a story a browser lets somebody type or paste without a script, so that the body of a form is never too
# long to be read: the message about the length comes with the text, an error page would come without.
MOST_TYPED = 12_000
# What holds for a teller's next story too, beside the answers about themselves.
STABLE = ("prefer", "pen", "kiosk", "embed", "group")


@dataclass(frozen=True)
class Telling:
    """The fields that somebody posted to a collection."""

    collection: Collection
    framework: Framework
    fields: Fields

    @cached_property
    def walk(self) -> Walk:
        """The pages that these answers lead through."""
        return Walk(self.collection, self.framework, self.fields)

    def form(self, errors: Sequence[FieldError] = ()) -> NarrativeForm:
        """The form with everything that was typed, and what is wrong with it."""
        return NarrativeForm(self.framework, self.fields, tuple(errors))

    def value(self, name: str) -> str:
        """The first value of a field; empty when there is none."""
        return first(self.fields, name)

    def narrative(self, today: date) -> Narrative:
        """What was told. Raises SubmissionError with every problem in page order."""
        problems = code_in_story(self.value("story"))
        try:
            narrative = read_submission(self.collection, self.framework, self.fields, self._occasion(today))
        except SubmissionError as error:
            problems += error.errors
        problems += filled_trap(self.value("website"))
        if problems:
            raise SubmissionError(problems)
        return narrative

    def problems(self, today: date) -> tuple[FieldError, ...]:
        """Everything that is wrong with it, in page order."""
        try:
            self.narrative(today)
        except SubmissionError as error:
            return error.errors
        return ()

    def problems_on(self, step: Step, today: date) -> tuple[FieldError, ...]:
        """What is wrong with the fields of one page."""
        return tuple(problem for problem in self.problems(today) if problem.field in step.fields)

    def key(self) -> str:
        """The idempotency key that the form carried. Raises SubmissionError when it carried none."""
        key = self.value("key")
        if not is_idempotency_key(key):
            raise SubmissionError([FieldError("story", _("Check your answers once more, then press Send"))])
        return key

    def key_or_fresh(self) -> str:
        """The key of this telling: the one that it carried, so that sending twice stores once, or its first."""
        key = self.value("key")
        return key if is_idempotency_key(key) else fresh_key()

    def carried(self, but: Container[str] = ()) -> list[tuple[str, str]]:
        """Every field of this form as it was posted, but those that the next page asks for itself.

        The language is not among them: a form carries that of its page. Answers to a branch that is no longer open
        are left out: they belong to a question that was never put.
        """
        asked = [name for item in asked_of(self.framework, self.fields) for name in field_names(item)]
        names = [name for name in (*CARRIED, *asked) if name not in but]
        kept = [(name, value) for name in names for value in self.fields.get(name, ()) if value]
        return [("key", self.key_or_fresh()), *kept]

    def stable(self) -> list[tuple[str, str]]:
        """What a teller need not be asked again for their next story."""
        about_teller = [name for step in self.walk.steps if step.about_teller for name in _answers(step)]
        kept = [(name, value) for name in (*STABLE, *about_teller) for value in self.fields.get(name, ()) if value]
        return [*kept, (ANOTHER, "yes")]

    def _occasion(self, today: date) -> Occasion:
        return Occasion(told_on=today, recorded=is_spoken(self.collection, self.fields))


def code_in_story(story: str) -> list[FieldError]:
    """What is wrong with a story that holds somebody's receipt code."""
    if not holds_code(story):
        return []
    return [FieldError("story", _("Take the receipt code out of your story, so that nobody can link your stories"))]


def filled_trap(website: str) -> list[FieldError]:
    """What is said to whoever fills in the field that no teller sees."""
    if not website:
        return []
    return [FieldError("website", _("Leave “Website” empty: only programs fill it in"))]


def fresh_key() -> str:
    """An idempotency key for a form that is about to be shown."""
    return secrets.token_hex(16)


def groups_to_choose(collection: Collection) -> list[str]:
    """The reporting groups that a teller chooses from: those that hold no others."""
    parents = {group.parent for group in collection.groups}
    return [group.name for group in collection.groups if group.name not in parents]


def _answers(step: Step) -> list[str]:
    return [name for name in step.fields if not name.endswith(".seconds")]
