"""One paper form as it is keyed: read with every problem at once, and what the next form takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first
from narratives.framework import Framework
from narratives.narrative import Narrative, Pen
from narratives.submission import Occasion, read_submission
from web.casework.day import read_day
from web.keying.typed import as_posted

_OLDEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Sitting:
    """What stays from one form to the next: the day on the forms, where they come from, how many were keyed."""

    told: str
    group: str
    language: str
    keyed: int

    def after_one_more(self) -> Sitting:
        """The sitting when another form is saved."""
        return Sitting(self.told, self.group, self.language, self.keyed + 1)


def read_sitting(form: Mapping[str, str], framework: Framework, today: date) -> Sitting:
    """The sitting that a form carries; a new one begins today."""
    keyed = form.get("keyed", "")
    language = form.get("told_in", "")
    return Sitting(
        told=form.get("told", today.isoformat())[:20],
        group=form.get("group", ""),
        language=language if language in framework.languages else framework.language,
        keyed=int(keyed) if keyed.isascii() and keyed.isdigit() and len(keyed) <= 5 else 0,
    )


def read_keyed(collection: Collection, framework: Framework, fields: Fields, language: str, today: date) -> Narrative:
    """The story on a form. Raises SubmissionError with every problem, in the order of the page."""
    errors: list[FieldError] = []
    told_on = _read_told(collection, first(fields, "told"), today, errors)
    posted = as_posted(framework, fields, errors)
    occasion = Occasion(told_on=told_on, mode="paper", method="paper", pen=Pen.KEYED, language=language)
    try:
        narrative = read_submission(collection, framework, posted, occasion)
    except SubmissionError as error:
        said = {one.field for one in errors}
        errors += [one for one in error.errors if one.field not in said]
    if errors:
        raise SubmissionError(_in_page_order(framework, errors))
    return narrative


def _read_told(collection: Collection, typed: str, today: date, errors: list[FieldError]) -> date:
    told_on = read_day(typed)
    problem = ""
    if told_on is None:
        problem = "Enter the day on the form as day, month and year, for example 27/3/2026"
    elif told_on > today:
        problem = "Enter today’s date or an earlier one"
    elif today - told_on > _OLDEST:
        problem = "Enter a date in the past year"
    elif not collection.is_open_on(told_on):
        problem = f"Enter a day on which “{collection.title}” took stories"
    if problem:
        errors.append(FieldError("told", problem))
    return told_on or today


def _in_page_order(framework: Framework, errors: list[FieldError]) -> list[FieldError]:
    order = ["told", "story", "title", "group", *(one.id for one in framework.signifiers), "consent"]
    places = {name: place for place, name in enumerate(order)}
    return sorted(errors, key=lambda one: places.get(one.field, len(order)))
