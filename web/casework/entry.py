"""One interaction as a practitioner types it: every problem at once, in page order, or an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from narratives.answer_fields import DYAD_STEPS, read_answers
from narratives.answers import Answer, DyadAnswer, TriadAnswer
from narratives.collection import WHOLE, Collection
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.text import MAX_STORY_CHARACTERS, clean_text
from narratives.triangle import zone_centroid, zone_of
from web.casework.day import read_day

Fields = Mapping[str, Sequence[str]]
MAX_REFERENCE_CHARACTERS = 40
CONTACTS = {"office": "Office", "phone": "Phone", "home": "Home visit", "video": "Video", "group": "Group"}
OUTCOMES = {
    "complied": "Attended, complied",
    "not_complied": "Attended, did not comply",
    "acceptable": "Acceptable absence",
    "unacceptable": "Unacceptable absence",
}
_OLDEST = timedelta(days=366)
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
    reference: str
    happened_on: date
    contact: str
    outcome: str
    notes: str

    @property
    def notes_to_keep(self) -> str:
        """The notes of the case record, with the account above them when it does not go to the stories."""
        parts = (self.notes,) if self.may_read else (self.account, self.notes)
        return "\n\n".join(part for part in parts if part)

    @property
    def coarse_answers(self) -> tuple[Answer, ...]:
        """The answers to the nearest answer of the list: the exact place would be a key between the two stores."""
        return tuple(_coarser(answer) for answer in self.answers)


def asked_of_practitioners(framework: Framework) -> Framework:
    """The part of a framework that an account is placed on: what can be answered in under a minute."""
    return replace(framework, signifiers=(*framework.triads, *framework.dyads))


def read_entry(collection: Collection, framework: Framework, fields: Fields, today: date) -> Entry:
    """The entry that a form's fields hold. Raises SubmissionError with every problem in the order of the page."""
    errors: list[FieldError] = []
    reference = " ".join(clean_text(_first(fields, "case.reference")).split())
    may_read = _first(fields, "account.read") == "yes"
    account = _read_account(fields, reference if may_read else "", errors)
    answers = read_answers(asked_of_practitioners(framework), fields, errors, by_list="practitioner")
    group = _read_group(collection, fields, errors)
    _check_reference(reference, errors)
    happened_on = _read_happened_on(fields, today, errors)
    contact = _read_choice(fields, "case.contact", CONTACTS, "Choose how you were in contact", errors)
    outcome = _read_choice(fields, "case.outcome", OUTCOMES, "Choose whether they attended", errors)
    notes = clean_text(_first(fields, "case.notes"))
    if len(notes) > MAX_STORY_CHARACTERS:
        errors.append(FieldError("case.notes", f"Notes must be {MAX_STORY_CHARACTERS:,} characters or fewer"))
    if not collection.is_open_on(today):
        errors.append(FieldError("save", f"“{collection.title}” is not open, so nothing was saved. Copy your words"))
    if errors or happened_on is None:
        raise SubmissionError(errors)
    return Entry(collection.id, group, account, may_read, answers, reference, happened_on, contact, outcome, notes)


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name) or ()), "").strip()


def _read_account(fields: Fields, reference: str, errors: list[FieldError]) -> str:
    account = clean_text(_first(fields, "story"))
    if not account:
        errors.append(FieldError("story", "Write what happened, in your own words"))
    elif len(account) > MAX_STORY_CHARACTERS:
        too_long = f"Your account must be {MAX_STORY_CHARACTERS:,} characters or fewer; it has {len(account):,}"
        errors.append(FieldError("story", too_long))
    elif len(reference) >= _LEAST_TELLING_REFERENCE and reference.casefold() in account.casefold():
        names_case = "Take the case reference out of your account, or do not let managers read it"
        errors.append(FieldError("story", names_case))
    return account


def _read_group(collection: Collection, fields: Fields, errors: list[FieldError]) -> str:
    if not collection.groups:
        return WHOLE
    group = clean_text(_first(fields, "group"))
    if group not in {one.name for one in collection.groups}:
        errors.append(FieldError("group", "Choose where this happened"))
        return WHOLE
    return group


def _check_reference(reference: str, errors: list[FieldError]) -> None:
    if not reference:
        errors.append(FieldError("case.reference", "Enter the case reference"))
    elif len(reference) > MAX_REFERENCE_CHARACTERS:
        too_long = f"Case reference must be {MAX_REFERENCE_CHARACTERS} characters or fewer"
        errors.append(FieldError("case.reference", too_long))


def _read_happened_on(fields: Fields, today: date, errors: list[FieldError]) -> date | None:
    happened_on = read_day(_first(fields, "case.date"))
    problem = None
    if happened_on is None:
        problem = "Enter the date as day, month and year, for example 27/3/2026"
    elif happened_on > today:
        problem = "Enter today’s date or an earlier one"
    elif today - happened_on > _OLDEST:
        problem = "Enter a date in the past year"
    if problem:
        errors.append(FieldError("case.date", problem))
    return happened_on


def _read_choice(fields: Fields, name: str, options: Mapping[str, str], message: str, errors: list[FieldError]) -> str:
    chosen = _first(fields, name)
    if chosen not in options:
        errors.append(FieldError(name, message))
    return chosen


def _coarser(answer: Answer) -> Answer:
    match answer:
        case TriadAnswer(shares=shares):
            return replace(answer, shares=zone_centroid(zone_of(shares)), seconds=None, order=())
        case DyadAnswer(value=value):
            step = min(DYAD_STEPS - 1, int(value * DYAD_STEPS))
            return replace(answer, value=(step + 0.5) / DYAD_STEPS, seconds=None, order=())
        case _:
            return answer
