"""The story store's part of a supervised person's page. This module knows nothing of the case record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from narratives.answers import answer_to_json
from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first
from narratives.framework import Framework
from narratives.narrative import Narrative
from narratives.pair_places import Place, compared_of, places_of
from narratives.redaction import spot
from narratives.submission import Occasion, read_submission
from narratives.text import clean_text
from narratives.translation import gettext as _
from store.collections import framework_of, list_collections
from store.intake import Outcome
from web.casework.entry import asked_of_practitioners
from web.forms import NarrativeForm
from web.language import worded_both
from web.respond.telling import code_in_story, filled_trap
from web.stores import stores
from web.words import listed


@dataclass(frozen=True, slots=True)
class Account:
    """What was posted about one meeting, to the collection and the team that its code leads to."""

    collection: Collection
    framework: Framework
    group: str
    fields: Fields

    def narrative(self, today: date) -> Narrative:
        """The story that is told. Raises SubmissionError with every problem in page order."""
        narrative: Narrative | None = None
        text = first(self.fields, "story")
        problems = code_in_story(text)
        try:
            narrative = read_submission(
                self.collection,
                self.framework,
                {**self.fields, "group": [self.group]},
                Occasion(told_on=today, recorded=True),  # words are welcome, and not needed
            )
        except SubmissionError as error:
            problems += error.errors
        problems += (
            filled_trap(first(self.fields, "website")) + self._names_somebody(text) + self._says_nothing(narrative)
        )
        if problems or narrative is None:
            raise SubmissionError(problems)
        return narrative

    def form(self, errors: Sequence[FieldError] = ()) -> NarrativeForm:
        """The form with everything that was typed, and what is wrong with it."""
        return NarrativeForm(self.framework, self.fields, tuple(errors))

    def _names_somebody(self, text: str) -> list[FieldError]:
        found = tuple(dict.fromkeys(one.words for one in spot(clean_text(text))))
        if not found or first(self.fields, "keep_words") == "yes":
            return []
        said = _("Take these words out, or tick the box to keep them: %(words)s", words=listed(found))
        return [FieldError("story", said)]

    def _says_nothing(self, narrative: Narrative | None) -> list[FieldError]:
        if narrative is None or narrative.text or narrative.answers:
            return []
        return [FieldError("story", _("Answer one of the questions, or tell us what happened"))]


def account_of(collection_id: str, group: str, fields: Fields) -> Account:
    """What was posted about a meeting. Raises NotFoundError when the collection is no longer there."""
    collection, framework = worded_both(*stores().opened(collection_id))
    return Account(replace(collection, audio=False), asked_of_practitioners(framework), group, fields)


def compared_places(account: Account, narrative: Narrative) -> Mapping[str, Place]:
    """Where the teller placed the meeting, coarsely, if they let it be compared."""
    if first(account.fields, "compare") != "yes":
        return {}
    return places_of({answer.signifier: answer_to_json(answer) for answer in narrative.answers})


def tell(account: Account, narrative: Narrative, key: str) -> str | None:
    """Hand the story in and return its code; the same key again stores nothing and gives the same code.

    None when the key was sent before with other answers, or its story was taken out. Raises BusyError.
    """
    framework = framework_of(stores().stories, account.collection)
    own_key = hashlib.sha256(f"pair:{key}".encode()).hexdigest()
    receipt = stores().intake.submit(account.collection, framework, narrative, own_key)
    return receipt.code if receipt.outcome in {Outcome.STORED, Outcome.REPEATED} else None


def comparable_signifiers() -> tuple[str, ...]:
    """Every question of every collection that two accounts can be compared on."""
    db = stores().stories
    frameworks = [framework_of(db, collection) for collection in list_collections(db)]
    return tuple(sorted({one.signifier for framework in frameworks for one in compared_of(framework)}))


def any_sensitive() -> bool:
    """Whether a page needs the way out before it is known which collection a code leads to."""
    return any(one.sensitive for one in list_collections(stores().stories))
