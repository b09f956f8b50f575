"""What somebody looks for in the record, as the address of the page says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from narratives.errors import FieldError
from store.audit_rows import Wanted

_SUBJECT = re.compile(r"[a-z0-9_/-]{0,200}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields as they were typed, what they mean, and what is wrong with them."""

    fields: Mapping[str, str]
    wanted: Wanted
    errors: tuple[FieldError, ...]
    before: int | None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is looked for in particular."""
        return self.wanted != Wanted()


def read_asked(given: Mapping[str, str], actor: str | None = None) -> Asked:
    """What the fields ask for; `actor` overrules who is looked for."""
    fields = {name: given.get(name, "").strip()[:200] for name in ("person", "action", "subject", "first", "last")}
    fields["refused"] = "yes" if given.get("refused") == "yes" else ""
    errors: list[FieldError] = []
    first, last = _day(fields["first"], "first", errors), _day(fields["last"], "last", errors)
    subject = fields["subject"].lower()
    if not _SUBJECT.fullmatch(subject):
        errors.append(FieldError("subject", "Copy the id as it stands in the record: letters, digits and dashes"))
        subject = ""
    if first and last and first > last:
        errors.append(FieldError("last", "Give a last day that is not before the first"))
    wanted = Wanted(
        actor=fields["person"] if actor is None else actor,
        action=fields["action"],
        subject=subject,
        outcome="refused" if fields["refused"] else "",
        first=first,
        last=last,
    )
    before = given.get("before", "")
    return Asked(fields, wanted, tuple(errors), int(before) if re.fullmatch(r"[0-9]{1,15}", before) else None)


def _day(typed: str, name: str, errors: list[FieldError]) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        errors.append(FieldError(name, "Give the day as year-month-day, for instance 2026-11-23"))
        return None
