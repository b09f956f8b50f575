"""One interaction as a practitioner types it: every problem at once, in page order, or an entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from narratives.answer_fields import read_answers
from narratives.answers import Answer
from narratives.collection import WHOLE, Collection
from narratives.contact_codes import Attendance, attendance
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first
from narratives.framework import Framework
from narratives.interaction import clean_reference
from narratives.pair_places import coarse
from narratives.text import MAX_STORY_CHARACTERS, clean_text
from web.casework.case_fields import CaseFields, SetTask, read_case, read_tasks

# A shorter reference would be found inside ordinary words.
_LEAST_TELLING_REFERENCE = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """What a practitioner logged. `account` is kept in exactly one of the two stores, by `may_read`."""

    collection: str
    group: str
    account: str
    may_read: bool
    answers: tuple[Answer, ...]
    case: CaseFields
    tasks: tuple[SetTask, ...]

    @property
    def account_to_keep(self) -> str:
        """The words of the account that stay with the case record: those that do not go to the stories."""
        return "" if self.may_read else self.account

    @property
    def coarse_answers(self) -> tuple[Answer, ...]:
        """The answers to the nearest answer of the list: the exact place would be a key between the two stores."""
        return tuple(coarse(answer) for answer in self.answers)


def asked_of_practitioners(framework: Framework) -> Framework:
    """The part of a framework that an account is placed on: what can be answered in under a minute."""
    return replace(framework, signifiers=(*framework.triads, *framework.dyads))


def read_entry(collection: Collection, framework: Framework, fields: Fields, today: date) -> Entry:
    """The entry that a form's fields hold. Raises SubmissionError with every problem in the order of the page."""
    errors: list[FieldError] = []
    case = read_case(fields, today, errors)
    tasks = read_tasks(fields, today, errors)
    account, may_read = _read_account(fields, errors)
    answers = read_answers(asked_of_practitioners(framework), fields, errors, by_list="practitioner")
    group = _read_group(collection, fields, errors)
    if not collection.is_open_on(today):
        errors.append(FieldError("save", f"“{collection.title}” is not open, so nothing was saved. Copy your words"))
    if case is not None and not errors and not (account or answers or _says_something(case)):
        errors.append(FieldError("story", "Write what happened, add a note, or place it on one of the questions"))
    if errors or case is None:
        raise SubmissionError(errors)
    return Entry(collection.id, group, account, may_read, answers, case, tasks)


def _read_account(fields: Fields, errors: list[FieldError]) -> tuple[str, bool]:
    """The words and whether managers may read them. The words may be left out: notes or placements are enough."""
    account = clean_text(first(fields, "story"))
    may_read = bool(account) and first(fields, "account.read") == "yes"
    reference = clean_reference(first(fields, "case.reference"))
    if len(account) > MAX_STORY_CHARACTERS:
        too_long = f"Your account must be {MAX_STORY_CHARACTERS:,} characters or fewer; it has {len(account):,}"
        errors.append(FieldError("story", too_long))
    elif may_read and len(reference) >= _LEAST_TELLING_REFERENCE and reference.casefold() in account.casefold():
        names_case = "Take the case reference out of your account, or do not let managers read it"
        errors.append(FieldError("story", names_case))
    if may_read and first(fields, "case.sensitive") == "yes":
        one_of_both = "A sensitive record keeps its words: untick this, or untick “Sensitive”"
        errors.append(FieldError("account.read", one_of_both))
    return account, may_read


def _says_something(case: CaseFields) -> bool:
    """Whether the record alone is worth keeping: that somebody did not come is all there is to say of it."""
    return bool(case.notes or case.criss) or attendance(case.outcome) is not Attendance.ATTENDED


def _read_group(collection: Collection, fields: Fields, errors: list[FieldError]) -> str:
    if not collection.groups:
        return WHOLE
    group = clean_text(first(fields, "group"))
    if group not in {one.name for one in collection.groups}:
        errors.append(FieldError("group", "Choose where this happened"))
        return WHOLE
    return group
