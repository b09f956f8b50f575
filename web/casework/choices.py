"""Contact and outcome as a form shows them: the few most used as radio buttons, every other code in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from narratives.contact_codes import (
    ABSENCES,
    ACCEPTED,
    NEED_REASON,
    OTHER,
    OTHER_CONTACTS,
    OTHER_OUTCOMES,
    QUICK_CONTACTS,
    QUICK_OUTCOMES,
    contact_code,
    outcome_code,
)
from narratives.form_fields import Fields, first
from narratives.interaction import CRISS_PARTS
from store.case_rows import Interaction
from web.casework.case_fields import MAX_REASON_CHARACTERS, USUAL_DAYS

_NOTES = ("case.notes", *(f"case.{part}" for part in CRISS_PARTS), "case.tasks")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which radio button is chosen, and which entries of the lists that belong to it."""

    radio: str = ""
    other: str = ""
    absence: str = ""


@dataclass(frozen=True, slots=True)
class CaseForm:
    """What the page needs of the case record beside the fields themselves."""

    contact: Chosen
    outcome: Chosen
    needed: str
    has_notes: bool

    contacts = {**QUICK_CONTACTS, OTHER: "Another kind"}
    other_contacts = OTHER_CONTACTS
    outcomes = {**QUICK_OUTCOMES, OTHER: "Another outcome"}
    other_outcomes = OTHER_OUTCOMES
    absences = ABSENCES
    criss = CRISS_PARTS
    need_reason = " ".join(sorted(NEED_REASON))
    longest_reason = MAX_REASON_CHARACTERS


def case_form(fields: Fields) -> CaseForm:
    """The case record of a form's fields, as typed, prefilled by a link or read from a record."""
    contact, outcome = _contact(fields), _outcome(fields)
    needed = {"case.reference": first(fields, "case.reference"), "case.contact": contact.radio}
    needed["case.outcome"] = outcome.radio
    return CaseForm(
        contact,
        outcome,
        next((name for name, value in needed.items() if not value), "story"),
        any(first(fields, name) for name in _NOTES) or first(fields, "case.sensitive") == "yes",
    )


def default_fields(now: datetime) -> dict[str, list[str]]:
    """What a form says before anything is typed: today, now, and a week for what is to be done."""
    return {
        "case.date": [now.date().isoformat()],
        "case.time": [f"{now:%H:%M}"],
        "case.due": [(now.date() + timedelta(days=USUAL_DAYS)).isoformat()],
    }


def fields_of(interaction: Interaction) -> dict[str, list[str]]:
    """A record as the fields of the form that corrects it."""
    return {
        "story": [interaction.account],
        "case.reference": [interaction.reference],
        "case.date": [interaction.happened_on.isoformat()],
        "case.time": [interaction.happened_at],
        "case.contact": [interaction.contact],
        "case.outcome": [interaction.outcome],
        "case.reason": [interaction.reason],
        "case.notes": [interaction.notes],
        "case.sensitive": ["yes" if interaction.sensitive else ""],
        **{f"case.{part}": [text] for part, text in interaction.criss.written.items()},
    }


def _contact(fields: Fields) -> Chosen:
    typed = first(fields, "case.contact")
    if typed == OTHER:
        return Chosen(OTHER, contact_code(first(fields, "case.contact.other")))
    code = contact_code(typed)
    return Chosen(code) if code in QUICK_CONTACTS or not code else Chosen(OTHER, code)


def _outcome(fields: Fields) -> Chosen:
    typed = first(fields, "case.outcome")
    code = outcome_code(typed)
    if typed == ACCEPTED or code in ABSENCES:
        return Chosen(ACCEPTED, absence=code or outcome_code(first(fields, "case.absence")))
    if typed == OTHER:
        return Chosen(OTHER, outcome_code(first(fields, "case.outcome.other")))
    return Chosen(code) if code in QUICK_OUTCOMES or not code else Chosen(OTHER, code)
