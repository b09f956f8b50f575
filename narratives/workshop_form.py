"""The forms of a workshop: its plan with the parts of the agenda, and the record of the session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import zip_longest

from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first, read_text
from narratives.text import clean_text
from narratives.workshop import AgendaPart, Seat, SessionRecord, Workshop, timetable

MOST_PARTS, MOST_SEATS = 30, 40
_MOST_MINUTES, _MOST_PEOPLE = 600, 500
_MOST_TITLE, _MOST_LINE, _MOST_WORDS = 120, 200, 4000
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_STEP = re.compile(r"(up|down|remove)-([0-9]{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedPart:
    """One line of the agenda as it was typed."""

    minutes: str
    title: str
    how: str

    @property
    def is_blank(self) -> bool:
        return not (self.minutes or self.title or self.how)


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The plan of a workshop as it was typed."""

    title: str = ""
    held_on: str = ""
    begins: str = "10:00"
    place: str = ""
    facilitator: str = ""
    purpose: str = ""
    parts: tuple[TypedPart, ...] = ()

    @property
    def times(self) -> tuple[str, ...]:
        """When each part begins, as far as the numbers above it can be read."""
        begins = _time(self.begins) or time(0, 0)
        lengths = [AgendaPart(_whole(part.minutes) or 0, part.title) for part in self.parts]
        return tuple(one.begins for one in timetable(lengths, begins))

    @property
    def minutes(self) -> int:
        """How long all parts take that can be read."""
        return sum(_whole(part.minutes) or 0 for part in self.parts)


def plan_form(workshop: Workshop) -> PlanForm:
    """The form of a workshop as it is planned."""
    return PlanForm(
        title=workshop.title,
        held_on=workshop.held_on.isoformat(),
        begins=f"{workshop.begins:%H:%M}",
        place=workshop.place,
        facilitator=workshop.facilitator,
        purpose=workshop.purpose,
        parts=typed_parts(workshop.agenda),
    )


def typed_parts(agenda: Sequence[AgendaPart]) -> tuple[TypedPart, ...]:
    """The lines of an agenda."""
    return tuple(TypedPart(str(part.minutes), part.title, part.how) for part in agenda)


def read_plan_form(fields: Fields) -> PlanForm:
    """What was typed, without a judgement."""
    lines = zip_longest(fields.get("minutes", ()), fields.get("part", ()), fields.get("how", ()), fillvalue="")
    return PlanForm(
        title=first(fields, "title"),
        held_on=first(fields, "held_on"),
        begins=first(fields, "begins"),
        place=first(fields, "place"),
        facilitator=first(fields, "facilitator"),
        purpose=first(fields, "purpose"),
        parts=tuple(TypedPart(*(value.strip() for value in line)) for line in list(lines)[:MOST_PARTS]),
    )


def arranged(form: PlanForm, step: str) -> PlanForm:
    """The form with a line more, a line less, or two lines changed over; the same for anything else."""
    parts = list(form.parts)
    if step == "add" and len(parts) < MOST_PARTS:
        return replace(form, parts=(*parts, TypedPart("", "", "")))
    found = _STEP.fullmatch(step)
    if found is None or int(found[2]) >= len(parts):
        return form
    place = int(found[2])
    part = parts.pop(place)
    if found[1] != "remove":
        parts.insert(max(0, place + (1 if found[1] == "down" else -1)), part)
    return replace(form, parts=tuple(parts))


def planned(blank: Workshop, form: PlanForm, fields: Fields) -> Workshop:
    """A workshop with what was typed. Raises SubmissionError."""
    errors: list[FieldError] = []
    title = read_text(
        fields,
        "title",
        _MOST_TITLE,
        errors,
        too_long="The name may have up to %(most)s letters: this one has %(length)s",
        missing="Give the workshop a name",
    )
    held_on, begins = _day(form.held_on, errors), _time(form.begins)
    if begins is None:
        errors.append(FieldError("begins", f"Write when it begins as 09:30: {form.begins[:20]!r} is no time of day"))
    place, facilitator = (_line(fields, name, errors) for name in ("place", "facilitator"))
    purpose = read_text(fields, "purpose", _MOST_WORDS, errors, too_long=_TOO_LONG)
    agenda = _agenda(form.parts, errors)
    if errors or held_on is None or begins is None:
        raise SubmissionError(errors)
    return replace(
        blank,
        title=title,
        held_on=held_on,
        begins=begins,
        place=place,
        facilitator=facilitator,
        purpose=purpose,
        agenda=agenda,
    )


_TOO_LONG = "This may have up to %(most)s letters: it has %(length)s"


def _line(fields: Fields, name: str, errors: list[FieldError]) -> str:
    return read_text(fields, name, _MOST_LINE, errors, too_long=_TOO_LONG)


def _agenda(parts: Sequence[TypedPart], errors: list[FieldError]) -> tuple[AgendaPart, ...]:
    found = []
    for place, typed in enumerate(parts):
        if typed.is_blank:
            continue
        minutes, title, how = _whole(typed.minutes), clean_text(typed.title), clean_text(typed.how)
        if minutes is None or not 1 <= minutes <= _MOST_MINUTES:
            said = f"found {typed.minutes[:20]!r}" if typed.minutes else "none is written"
            wanted = f"Line {place + 1} of the agenda needs a number of minutes from 1 to {_MOST_MINUTES}: {said}"
            errors.append(FieldError(f"minutes-{place}", wanted))
        if not title or len(title) > _MOST_TITLE:
            wanted = f"Line {place + 1} of the agenda needs a name of up to {_MOST_TITLE} letters"
            errors.append(FieldError(f"part-{place}", wanted))
        if len(how) > _MOST_WORDS:
            errors.append(
                FieldError(f"how-{place}", f"Line {place + 1} of the agenda is too long: {len(how):,} letters")
            )
        found.append(AgendaPart(minutes or 0, title, how))
    if not found:
        errors.append(FieldError("minutes-0", "The agenda is empty: write at least one part with its minutes"))
    return tuple(found)


def read_record(fields: Fields) -> SessionRecord:
    """What came of a session. Raises SubmissionError."""
    errors: list[FieldError] = []
    seats = _seats(fields, errors)
    noticed, decided, next_steps = (
        read_text(fields, name, _MOST_WORDS, errors, too_long=_TOO_LONG)
        for name in ("noticed", "decided", "next_steps")
    )
    if errors:
        raise SubmissionError(errors)
    return SessionRecord(seats, noticed, decided, next_steps)


def typed_seats(fields: Fields) -> list[tuple[str, str]]:
    """The lines of who was there, as typed."""
    lines = zip_longest(fields.get("seat", ()), fields.get("people", ()), fillvalue="")
    return [(name.strip(), people.strip()) for name, people in list(lines)[:MOST_SEATS]]


def _seats(fields: Fields, errors: list[FieldError]) -> tuple[Seat, ...]:
    found = []
    for place, (name, people) in enumerate(typed_seats(fields)):
        if not name and not people:
            continue
        number = _whole(people)
        if number is None or not 1 <= number <= _MOST_PEOPLE:
            said = f"found {people[:20]!r}" if people else "none is written"
            errors.append(FieldError(f"people-{place}", f"Line {place + 1} needs a number of people: {said}"))
        if not name or len(name) > _MOST_TITLE:
            errors.append(FieldError(f"seat-{place}", f"Line {place + 1} needs a seat, as “Table 2”, and no name"))
        found.append(Seat(clean_text(name), number or 0))
    return tuple(found)


def _whole(typed: str) -> int | None:
    return int(typed) if _NUMBER.fullmatch(typed) else None


def _day(typed: str, errors: list[FieldError]) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        said = f"found {typed[:20]!r}" if typed else "none is written"
        errors.append(FieldError("held_on", f"Give the day of the workshop: {said}"))
        return None


def _time(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed) if len(typed) == 5 else None
    except ValueError:
        return None
