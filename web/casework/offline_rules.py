"""What a device checks before it seals an entry: the log's own sentences about what is missing.

A sealed entry cannot be mended, so that whatever the log would refuse has to be said before. Each sentence is found by
handing in a form that lacks one thing: nothing is as complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta

from narratives.collection import Collection
from narratives.contact_codes import (
    ABSENCES,
    ACCEPTED,
    NEED_REASON,
    OTHER,
    OTHER_OUTCOMES,
    QUICK_OUTCOMES,
    Attendance,
    attendance,
)
from narratives.errors import SubmissionError
from narratives.framework import Framework
from narratives.interaction import CRISS_PARTS
from narratives.text import MAX_STORY_CHARACTERS
from web.casework.case_fields import MAX_REASON_CHARACTERS, MAX_REFERENCE_CHARACTERS
from web.casework.entry import asked_of_practitioners, read_entry
from web.respond.offline_rules import Rule

_LONGEST = {"story": MAX_STORY_CHARACTERS, "case.notes": MAX_STORY_CHARACTERS}
_LONGEST |= {f"case.{part}": MAX_STORY_CHARACTERS for part in CRISS_PARTS}
_LONGEST |= {"case.reference": MAX_REFERENCE_CHARACTERS, "case.reason": MAX_REASON_CHARACTERS}
_OTHER_OUTCOMES = [code for group in OTHER_OUTCOMES.values() for code in group]
Typed = Mapping[str, str]


def rules_of(collection: Collection, framework: Framework) -> dict[str, object]:
    """What a device has to know of a collection's log form, ready to be written as JSON."""
    form = _Form(collection, framework)
    rules = (*_missing(form), *_belonging(form), *_lengths())
    return {
        "rules": [asdict(rule) for rule in rules],
        "said": form.sentences(),
        "attended": [code for code in (*QUICK_OUTCOMES, *_OTHER_OUTCOMES) if attendance(code) is Attendance.ATTENDED],
        "questions": [one.id for one in asked_of_practitioners(framework).signifiers],
    }


class _Form:
    """A collection's log form, to be handed in with this or that."""

    def __init__(self, collection: Collection, framework: Framework) -> None:
        self._collection, self._framework = collection, framework
        self._complete = {
            "story": "words",
            "group": collection.groups[0].name if collection.groups else "",
            "case.reference": "XXXX",
            "case.date": date.today().isoformat(),
            "case.contact": "COAP",
            "case.outcome": "ATTC",
        }

    def said_to(self, typed: Typed) -> dict[str, str]:
        """What is wrong with a form, by field."""
        try:
            fields = {name: [value] for name, value in typed.items()}
            read_entry(self._collection, self._framework, fields, date.today())
        except SubmissionError as error:
            return {each.field: each.message for each in error.errors if each.field != "save"}
        return {}

    def said_to_complete(self, **but: str) -> dict[str, str]:
        """What is wrong with a form that is complete but for some fields, with _ for the dot in their names."""
        return self.said_to({**self._complete, **{name.replace("_", "."): value for name, value in but.items()}})

    def sentences(self) -> dict[str, str]:
        """What is said to a form whose parts do not go together."""
        late = (date.today() + timedelta(days=1)).isoformat()
        said = {
            "late": self.said_to_complete(case_date=late).get("case.date"),
            "names": self.said_to_complete(story="about XXXX", account_read="yes").get("story"),
            "sensitive": self.said_to_complete(account_read="yes", case_sensitive="yes").get("account.read"),
            "nothing": self.said_to_complete(story="").get("story"),
        }
        return {name: sentence for name, sentence in said.items() if sentence}


def _missing(form: _Form) -> Iterator[Rule]:
    for field, message in form.said_to({}).items():
        yield Rule(field, message)


def _belonging(form: _Form) -> Iterator[Rule]:
    """What has to be answered once something else was chosen."""
    for message in form.said_to_complete(case_contact=OTHER).values():
        yield Rule("case.contact.other", message, opened_by="case.contact", options=(OTHER,))
    for outcome in (*QUICK_OUTCOMES, OTHER):
        for field, message in form.said_to_complete(case_outcome=outcome).items():
            yield Rule(field, message, opened_by="case.outcome", options=(outcome,))
    for outcome, field, codes in ((ACCEPTED, "case.absence", ABSENCES), (OTHER, "case.outcome.other", _OTHER_OUTCOMES)):
        reasons = tuple(code for code in codes if code in NEED_REASON)
        for code in reasons[:1]:
            said = form.said_to_complete(case_outcome=outcome, **{field.replace(".", "_"): code})
            if "case.reason" in said:
                yield Rule("case.reason", said["case.reason"], opened_by=field, options=reasons)


def _lengths() -> Iterator[Rule]:
    for field, most in _LONGEST.items():
        yield Rule(field, f"Shorten this to {most:,} characters or fewer", most_letters=most)
