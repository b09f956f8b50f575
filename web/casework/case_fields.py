"""The fields of a case record: who it was about, how and when, what came of it, and the notes that stay with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from narratives.contact_codes import ABSENCES, ACCEPTED, NEED_REASON, OTHER, contact_code, outcome_code
from narratives.errors import FieldError
from narratives.form_fields import Fields, first, read_text
from narratives.interaction import CRISS_PARTS, Criss, clean_reference
from narratives.text import MAX_STORY_CHARACTERS, clean_text
from web.casework.day import read_day, read_time

MAX_REFERENCE_CHARACTERS = 40
MAX_REASON_CHARACTERS = 200
MAX_TASKS = 10
MAX_TASK_CHARACTERS = 200
USUAL_DAYS = 7
_OLDEST = timedelta(days=366)
_FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class CaseFields:
    """What was typed into the case record."""

    reference: str
    happened_on: date
    happened_at: str
    contact: str
    outcome: str
    reason: str
    notes: str
    criss: Criss
    sensitive: bool


@dataclass(frozen=True, slots=True)
class SetTask:
    """Something to do, until a day."""

    text: str
    due_on: date


def read_case(fields: Fields, today: date, errors: list[FieldError]) -> CaseFields | None:
    """The case record that a form's fields hold; every problem joins `errors`, in the order of the page."""
    reference = clean_reference(first(fields, "case.reference"))
    _check_reference(reference, errors)
    happened_on = _read_happened_on(fields, today, errors)
    happened_at = _read_happened_at(fields, errors)
    contact = _read_contact(fields, errors)
    outcome = _read_outcome(fields, errors)
    reason = _read_reason(fields, outcome, errors)
    notes = _read_text(fields, "case.notes", "Notes", errors)
    criss = Criss(**{part: _read_text(fields, f"case.{part}", CRISS_PARTS[part][0], errors) for part in CRISS_PARTS})
    if errors or happened_on is None:
        return None
    sensitive = first(fields, "case.sensitive") == "yes"
    return CaseFields(reference, happened_on, happened_at, contact, outcome, reason, notes, criss, sensitive)


def read_tasks(fields: Fields, today: date, errors: list[FieldError]) -> tuple[SetTask, ...]:
    """The tasks that a session set: one a line, all until the same day."""
    lines = [" ".join(line.split()) for line in clean_text(first(fields, "case.tasks")).splitlines()]
    tasks = [line for line in lines if line]
    if not tasks:
        return ()
    if len(tasks) > MAX_TASKS:
        errors.append(FieldError("case.tasks", f"Set {MAX_TASKS} tasks or fewer, one on each line"))
    elif max(len(task) for task in tasks) > MAX_TASK_CHARACTERS:
        errors.append(FieldError("case.tasks", f"Each task must be {MAX_TASK_CHARACTERS} characters or fewer"))
    due_on = read_day(first(fields, "case.due"))
    if due_on is None:
        errors.append(FieldError("case.due", "Enter the day the tasks are for, for example 27/3/2026"))
        return ()
    if not today <= due_on <= today + _FURTHEST:
        errors.append(FieldError("case.due", "Enter a day from today to a year from now"))
    return tuple(SetTask(task, due_on) for task in tasks)


def _check_reference(reference: str, errors: list[FieldError]) -> None:
    if not reference:
        errors.append(FieldError("case.reference", "Enter the case reference"))
    elif len(reference) > MAX_REFERENCE_CHARACTERS:
        too_long = f"Case reference must be {MAX_REFERENCE_CHARACTERS} characters or fewer"
        errors.append(FieldError("case.reference", too_long))


def _read_happened_on(fields: Fields, today: date, errors: list[FieldError]) -> date | None:
    happened_on = read_day(first(fields, "case.date"))
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


def _read_happened_at(fields: Fields, errors: list[FieldError]) -> str:
    typed = first(fields, "case.time")
    happened_at = read_time(typed) if typed else ""
    if happened_at is None:
        errors.append(
            FieldError("case.time", "Enter the time as hours and minutes, for example 14:30, or leave it empty")
        )
        return ""
    return happened_at


def _read_contact(fields: Fields, errors: list[FieldError]) -> str:
    typed = first(fields, "case.contact")
    contact = contact_code(first(fields, "case.contact.other") if typed == OTHER else typed)
    if not contact:
        which = "Choose which other kind of contact it was" if typed == OTHER else "Choose how you were in contact"
        errors.append(FieldError("case.contact", which))
    return contact


def _read_outcome(fields: Fields, errors: list[FieldError]) -> str:
    typed = first(fields, "case.outcome")
    asked = {OTHER: ("case.outcome.other", "Choose which other outcome it was")}
    asked[ACCEPTED] = ("case.absence", "Choose why the absence was acceptable")
    field, message = asked.get(typed, ("", "Choose whether they attended"))
    outcome = outcome_code(first(fields, field) if field else typed)
    if not outcome or (typed == ACCEPTED and outcome not in ABSENCES):
        errors.append(FieldError(field or "case.outcome", message))
        return ""
    return outcome


def _read_reason(fields: Fields, outcome: str, errors: list[FieldError]) -> str:
    reason = " ".join(clean_text(first(fields, "case.reason")).split())
    if len(reason) > MAX_REASON_CHARACTERS:
        errors.append(FieldError("case.reason", f"The reason must be {MAX_REASON_CHARACTERS} characters or fewer"))
    elif not reason and outcome in NEED_REASON:
        errors.append(FieldError("case.reason", "Say in a few words why: this outcome needs a reason"))
    return reason


def _read_text(fields: Fields, name: str, title: str, errors: list[FieldError]) -> str:
    too_long = f"{title} must be %(most)s characters or fewer"
    return read_text(fields, name, MAX_STORY_CHARACTERS, errors, too_long=too_long)
