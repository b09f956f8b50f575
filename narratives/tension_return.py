"""Tension returns in the EEP form that councils and police use: experienced, evidenced, potential.

Experienced is how it feels to the people concerned, evidenced what can be shown, potential what may come of it. A
return names nobody: what is typed is looked through for names, addresses and numbers before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from narratives.errors import FieldError
from narratives.form_fields import Fields, chosen, first
from narratives.identifier_patterns import BIRTH
from narratives.redaction import NAME, spot
from narratives.text import clean_text

PARTS = ("experienced", "evidenced", "potential")
MOST_LINE, MOST_TEXT = 120, 2_000
MOST_QUOTED = 240  # characters of one story: what shows it, and never the story itself
# What is often something else: who writes may say that it is.
_LIKELY: Mapping[str, str] = {NAME: "somebody’s name", BIRTH: "a date of birth"}


class Grade(StrEnum):
    """How tense it is, from the least to the most; forms differ in their numbers, and words can be read by all."""

    USUAL = "usual"
    A_LITTLE = "a-little"
    RAISED = "raised"
    HIGH = "high"
    VERY_HIGH = "very-high"
    IMMINENT = "imminent"


GRADES: Mapping[str, str] = {
    Grade.USUAL.value: "As usual",
    Grade.A_LITTLE.value: "A little above usual",
    Grade.RAISED.value: "Raised",
    Grade.HIGH.value: "High",
    Grade.VERY_HIGH.value: "Very high",
    Grade.IMMINENT.value: "Harm is imminent",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the form: what it is called, what to write, and what to do where nothing stands in it."""

    label: str
    hint: str
    missing: str
    most: int = MOST_TEXT


# In the order of the form. A field without a `missing` may stay empty.
FIELDS: Mapping[str, Asked] = {
    "recipient": Asked(
        "Who is this return for?",
        "An office, as “Community safety partnership”.",
        "Say which office this return is for",
        MOST_LINE,
    ),
    "place": Asked(
        "Where?",
        "An area that many people live or work in: no street and no building.",
        "Say which area this is about",
        MOST_LINE,
    ),
    "community": Asked(
        "Who is affected?", "A community or a group of many people, never a person.", "Say who is affected", MOST_LINE
    ),
    "experienced": Asked(
        "What do people experience?",
        "How it feels to those who tell, in your words. What the alert says stands here to begin with.",
        "Say what people experience",
    ),
    "evidenced": Asked(
        "What else shows it?",
        "The figures of the alert are added by themselves. Add what is known from elsewhere, as complaints or reports.",
        "",
    ),
    "potential": Asked(
        "What may come of it?",
        "What could happen next, to whom and by when? What would make it worse, and what would calm it?",
        "Say what may come of it",
    ),
    "proposed": Asked("What is tried or proposed?", "What you do already, and what you ask the others to do.", ""),
}


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """A return as it stands in the form. `quoted` are ids of stories, `looked` says that nothing likely is so."""

    typed: Mapping[str, str]
    grades: Mapping[str, str]
    quoted: tuple[str, ...] = ()
    looked: bool = False
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str:
        """The message beside a field; empty when it is fine."""
        return next((error.message for error in self.errors if error.field == name), "")

    def to_json(self) -> dict[str, Any]:
        """As it is kept; what is quoted lies elsewhere, where it goes with its story."""
        return {"typed": dict(self.typed), "grades": dict(self.grades), "looked": self.looked}

    @property
    def unfinished(self) -> tuple[FieldError, ...]:
        """What a finished return needs and this one does not say yet."""
        return tuple(_missing(self))


def begun(experienced: str, place: str, community: str) -> ReturnForm:
    """A form as an alert begins it."""
    typed = dict.fromkeys(FIELDS, "") | {"experienced": experienced, "place": place, "community": community}
    return ReturnForm(typed, dict.fromkeys(PARTS, ""))


def form_from_json(kept: Mapping[str, Any], quoted: tuple[str, ...]) -> ReturnForm:
    """What `to_json` wrote, with what is quoted."""
    return ReturnForm(kept["typed"], kept["grades"], quoted, kept["looked"])


def read_form(fields: Fields, quotable: tuple[str, ...]) -> ReturnForm:
    """What was sent, with everything that is wrong with it. An unfinished one is fine: it is a draft."""
    ticked = chosen(fields, "quote")
    form = ReturnForm(
        typed={name: clean_text(first(fields, name)) for name in FIELDS},
        grades={part: grade if (grade := first(fields, f"{part}-grade")) in GRADES else "" for part in PARTS},
        quoted=tuple(one for one in quotable if one in ticked),
        looked=bool(first(fields, "looked")),
    )
    return replace(form, errors=tuple(_wrong(form)))


def _wrong(form: ReturnForm) -> Iterator[FieldError]:
    for name, asked in FIELDS.items():
        words = form.typed[name]
        if len(words) > asked.most:
            long = f"Shorten this to {asked.most:,} characters or fewer. It has {len(words):,} now"
            yield FieldError(name, long)
        elif (message := _points_at(words, form.looked)) != "":
            yield FieldError(name, message)


def _points_at(words: str, looked: bool) -> str:
    """What in some words could show who somebody is, and what to do; empty where nothing could."""
    found = spot(words)
    sure = next((one.words for one in found if one.kind not in _LIKELY), "")
    if sure:
        return f"“{sure}” could show who somebody is. Say it without that"
    likely = next(iter(found), None)
    if likely and not looked:
        return f"“{likely.words}” could be {_LIKELY[likely.kind]}. Say it without, or tick below that nobody is named"
    return ""


def _missing(form: ReturnForm) -> Iterator[FieldError]:
    for name, asked in FIELDS.items():
        if asked.missing and not form.typed[name]:
            yield FieldError(name, asked.missing)
        if name in PARTS and not form.grades[name]:
            yield FieldError(f"{name}-grade", f"Choose how tense it is, as {name}")
