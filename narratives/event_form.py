"""The form that opens an event: what was typed, kept as it was, and the plan that it makes or all that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from narratives.collection import Moderation, Policy, Signpost, read_signpost
from narratives.errors import FieldError, SubmissionError
from narratives.event import (
    LEAST_PERSPECTIVES,
    MOST_PERSPECTIVES,
    MOST_PREDICTED,
    MOST_QUESTIONS,
    USUAL_PERSPECTIVES,
    EventPlan,
    questions_of,
)
from narratives.form_fields import Fields, chosen, first
from narratives.framework import Framework
from narratives.redaction import spot
from narratives.text import clean_text

MOST_TITLE, MOST_HAPPENED, MOST_CONTACT, MOST_NAME = 120, 600, 200, 40
MOST_SIGNPOSTS = 6
LONGEST = timedelta(days=730)
_TEXTS = ("title", "happened", "happened_on", "contact", "closes_on", "signposts")


@dataclass(frozen=True, slots=True)
class EventForm:
    """What was typed; `perspectives` are as many as there is room for, empty ones too."""

    texts: dict[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    predicted: frozenset[str] = frozenset()
    perspectives: tuple[str, ...] = ()
    is_week: bool = False
    policy: str = Policy.PROTECTED.value
    moderation: str = Moderation.BEFORE.value
    sensitive: bool = True

    def text(self, name: str) -> str:
        """One of the texts; empty where nothing was typed."""
        return self.texts.get(name, "")


def fresh_form(base: Framework) -> EventForm:
    """The form as it is first shown: the first questions, the usual perspectives, and the careful choices."""
    asked = frozenset(one.id for one in questions_of(base)[:MOST_QUESTIONS])
    empty = ("",) * (MOST_PERSPECTIVES - len(USUAL_PERSPECTIVES))
    return EventForm(asked=asked, perspectives=(*USUAL_PERSPECTIVES, *empty))


def read_form(fields: Fields) -> EventForm:
    """What was typed, whether or not it is right."""
    named = [clean_text(one) for one in fields.get("perspective", ())][:MOST_PERSPECTIVES]
    return EventForm(
        texts={name: clean_text(first(fields, name)) for name in _TEXTS},
        asked=frozenset(chosen(fields, "asked")),
        predicted=frozenset(chosen(fields, "predicted")),
        perspectives=(*named, *([""] * (MOST_PERSPECTIVES - len(named)))),
        is_week=first(fields, "is_week") == "yes",
        policy=first(fields, "policy"),
        moderation=first(fields, "moderation"),
        sensitive=first(fields, "sensitive") == "yes",
    )


def make_plan(form: EventForm, base: Framework, today: date) -> EventPlan:
    """The plan that a form makes. Raises SubmissionError with everything that is wrong, in the order of the page."""
    errors: list[FieldError] = []
    title = _text(form, "title", MOST_TITLE, "Give the event a name", errors)
    happened = _text(form, "happened", MOST_HAPPENED, "Say what happened, in neutral words", errors)
    happened_on = _happened_on(form, today, errors)
    _text(form, "contact", MOST_CONTACT, "Say whom somebody can ask about this event", errors)
    asked = _asked(form, base, errors)
    perspectives = _perspectives(form, errors)
    closes_on = _closes_on(form, today, errors)
    signposts = _signposts(form, errors)
    if form.policy not in set(Policy):
        errors.append(FieldError("policy", "Choose what staff may see"))
    if form.moderation not in set(Moderation):
        errors.append(FieldError("moderation", "Choose whether a moderator reads first"))
    if errors:
        raise SubmissionError(errors)
    return EventPlan(
        title=title,
        happened=happened,
        happened_on=happened_on,
        is_week=form.is_week,
        base=base,
        asked=asked,
        predicted=tuple(one for one in asked if one in form.predicted),
        perspectives=perspectives,
        policy=Policy(form.policy),
        moderation=Moderation(form.moderation),
        sensitive=form.sensitive,
        signposts=signposts,
        closes_on=closes_on,
    )


def likely_names(form: EventForm) -> tuple[str, ...]:
    """Words that could show who somebody is, in what tellers will read: to look at again, not an error."""
    texts = (form.text("title"), form.text("happened"), *form.perspectives)
    return tuple(dict.fromkeys(one.words for text in texts for one in spot(text)))


def _text(form: EventForm, name: str, most: int, missing: str, errors: list[FieldError]) -> str:
    text = form.text(name)
    if not text:
        errors.append(FieldError(name, missing))
    elif len(text) > most:
        errors.append(FieldError(name, f"Shorten it to {most} characters or fewer; it has {len(text)}"))
    return text


def _happened_on(form: EventForm, today: date, errors: list[FieldError]) -> date:
    found = _day(form.text("happened_on"))
    if found is None:
        errors.append(FieldError("happened_on", "Give the day on which it happened, such as 2026-05-27"))
    elif found > today:
        errors.append(FieldError("happened_on", "Give a day that is over: an event is opened once it has happened"))
    elif form.is_week:
        return found - timedelta(days=found.weekday())
    return found or today


def _closes_on(form: EventForm, today: date, errors: list[FieldError]) -> date | None:
    typed = form.text("closes_on")
    found = _day(typed)
    if typed and (found is None or not today <= found <= today + LONGEST):
        errors.append(FieldError("closes_on", "Give a day from today to two years from now, or leave it empty"))
    return found


def _asked(form: EventForm, base: Framework, errors: list[FieldError]) -> tuple[str, ...]:
    asked = tuple(one.id for one in questions_of(base) if one.id in form.asked)
    if not 1 <= len(asked) <= MOST_QUESTIONS:
        errors.append(FieldError("asked", f"Choose from 1 to {MOST_QUESTIONS} questions"))
    strangers = form.predicted - set(asked)
    if strangers:
        errors.append(FieldError("predicted", "Choose guesses among the questions that are asked"))
    elif len(form.predicted) > MOST_PREDICTED:
        errors.append(FieldError("predicted", f"Choose at most {MOST_PREDICTED} questions to guess about"))
    return asked


def _perspectives(form: EventForm, errors: list[FieldError]) -> tuple[str, ...]:
    named = tuple(one for one in form.perspectives if one)
    if len({one.casefold() for one in named}) < len(named):
        errors.append(FieldError("perspective", "Give each perspective a name of its own"))
    elif len(named) < LEAST_PERSPECTIVES:
        errors.append(FieldError("perspective", f"Name from {LEAST_PERSPECTIVES} to {MOST_PERSPECTIVES} perspectives"))
    elif any(len(one) > MOST_NAME for one in named):
        errors.append(FieldError("perspective", f"Shorten each name to {MOST_NAME} characters or fewer"))
    return named


def _signposts(form: EventForm, errors: list[FieldError]) -> tuple[Signpost, ...]:
    lines = [line for line in form.text("signposts").splitlines() if line.strip()]
    found = tuple(one for line in lines if (one := read_signpost(line)) is not None)
    if len(found) < len(lines):
        errors.append(FieldError("signposts", "Write each as: name | number or address | when, one a line"))
    elif len(found) > MOST_SIGNPOSTS:
        errors.append(FieldError("signposts", f"Give at most {MOST_SIGNPOSTS}"))
    return found


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
