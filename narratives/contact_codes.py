"""Kinds of contact and outcomes as the probation service of England and Wales codes them (docs/adr/0041-case-store.md).

A code is never taken out or given another meaning: records keep the code, and this is what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

OTHER = "other"
ACCEPTED = "acceptable"


class Attendance(Enum):
    """What an outcome says of the session itself."""

    ATTENDED = "attended"
    ACCEPTED = "absent with an accepted reason"
    ABSENT = "absent"
    MOVED = "moved to another time"
    NO_SAYING = "says nothing of it"


QUICK_CONTACTS: Mapping[str, str] = {"COAP": "Office visit", "COPT": "Telephone", "CHVS": "Home visit", "COVC": "Video"}
OTHER_CONTACTS: Mapping[str, Mapping[str, str]] = {
    "Planned": {
        "COAI": "First appointment in the office",
        "COOO": "Somewhere other than the office",
        "CODC": "Doorstep",
        "C084": "Three-way meeting",
        "APAT": "Group or programme session",
        "COSR": "Interview for a report",
    },
    "Not planned": {
        "COUP": "Unplanned contact from the person",
        "CTOA": "Telephone, from the person",
        "CTOB": "Telephone, to the person",
        "CMOA": "Text or email, from the person",
        "CMOB": "Text or email, to the person",
        "CLOA": "Letter, from the person",
        "CLOB": "Letter, to the person",
    },
}
QUICK_OUTCOMES: Mapping[str, str] = {
    "ATTC": "Attended, complied",
    "AFTC": "Attended, did not comply",
    ACCEPTED: "Acceptable absence",
    "UAAB": "Unacceptable absence",
    "AFTA": "Failed to attend",
}
ABSENCES: Mapping[str, str] = {
    "AACL": "Court or legal",
    "AAEM": "Employment",
    "AAFC": "Family or childcare",
    "AAHO": "Holiday",
    "AAME": "Medical",
    "AARE": "Religious",
    "AARC": "Remanded in custody",
    "AASD": "Stood down",
    "CO05": "Professional judgement",
    "CO10": "None in the 12 months before",
    "AAAA": "Another reason",
}
OTHER_OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "Attended": {
        "ATSH": "Attended, sent home: behaviour",
        "ATSS": "Attended, sent home: service issues",
        "AFDA": "Attended, did not comply, accepted",
    },
    "Moved to another time": {"RSSR": "Rescheduled by the service", "RSOF": "Rescheduled as the person asked"},
    "Other": {"ATFI": "Did not comply with another instruction", "CO40": "Suspended"},
}
# What records from before the codes say.
_EARLIER = {
    "office": "Office",
    "phone": "Phone",
    "home": "Home visit",
    "video": "Video",
    "group": "Group",
    "complied": "Attended, complied",
    "not_complied": "Attended, did not comply",
    "acceptable": "Acceptable absence",
    "unacceptable": "Unacceptable absence",
}
# The words that links and forms used before the codes, and still may.
_WORDS = {
    "office": "COAP",
    "phone": "COPT",
    "home": "CHVS",
    "video": "COVC",
    "group": "APAT",
    "complied": "ATTC",
    "not_complied": "AFTC",
    "unacceptable": "UAAB",
}
# Outcomes whose code leaves open why: a few words have to say it.
NEED_REASON = frozenset({"AAAA", "CO05", "ATSH", "ATSS", "ATFI"})
_CONTACTS = {**QUICK_CONTACTS, **{code: label for group in OTHER_CONTACTS.values() for code, label in group.items()}}
_OTHERS = {code: label for group in OTHER_OUTCOMES.values() for code, label in group.items()}
_OUTCOMES = {
    **{code: label for code, label in QUICK_OUTCOMES.items() if code != ACCEPTED},
    **{code: f"Acceptable absence: {label[0].lower()}{label[1:]}" for code, label in ABSENCES.items()},
    **_OTHERS,
}
_ATTENDED = {"ATTC", "AFTC", "ATSH", "ATSS", "AFDA", "complied", "not_complied"}


def contact_label(code: str) -> str:
    """What a kind of contact is called; a code that is not known says itself."""
    return _CONTACTS.get(code) or _EARLIER.get(code, code)


def outcome_label(code: str) -> str:
    """What an outcome is called; a code that is not known says itself."""
    return _OUTCOMES.get(code) or _EARLIER.get(code, code)


def contact_code(typed: str) -> str:
    """The code that a link or a form means by what it says; empty when there is none."""
    code = _WORDS.get(typed, typed.upper())
    return code if code in _CONTACTS else ""


def outcome_code(typed: str) -> str:
    """The code that a link or a form means by what it says; empty when there is none, as for an absence as such."""
    code = _WORDS.get(typed, typed.upper())
    return code if code in _OUTCOMES else ""


def attendance(code: str) -> Attendance:
    """What an outcome says of whether a session took place."""
    if code in _ATTENDED:
        return Attendance.ATTENDED
    if code in ABSENCES or code == ACCEPTED:
        return Attendance.ACCEPTED
    if code in {"UAAB", "AFTA", "unacceptable"}:
        return Attendance.ABSENT
    return Attendance.MOVED if code in {"RSSR", "RSOF"} else Attendance.NO_SAYING
