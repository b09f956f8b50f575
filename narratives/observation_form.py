"""The forms in which people write down what they see and how they understand it: as typed, and all that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first, read_text
from narratives.identifier_patterns import EMAIL, INSURANCE, NHS, PHONE
from narratives.identifiers import identifiers, plain
from narratives.observation import Interpretation, Remarkable, Strength

MOST_TITLE, MOST_TEXT, MOST_VOICE, MOST_REASON = 120, 2_000, 60, 200
_POINTING = {
    EMAIL: "the e-mail address",
    PHONE: "the phone number",
    NHS: "the NHS number",
    INSURANCE: "the National Insurance number",
}
_TOO_LONG = "Write %(what)s in %(most)s characters or fewer: it has %(length)s"


@dataclass(frozen=True, slots=True)
class ObservationForm:
    """What was typed about something that somebody saw, whether or not it is right."""

    title: str = ""
    text: str = ""
    remarkable: str = ""
    strength: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class InterpretationForm:
    """What was typed about how somebody understands it, whether or not it is right."""

    title: str = ""
    text: str = ""
    idea: str = ""
    questions: str = ""
    voice: str = ""


def observation_form(fields: Fields) -> ObservationForm:
    """The fields of an observation as they were typed."""
    return ObservationForm(**{name: first(fields, name) for name in ObservationForm.__slots__})


def interpretation_form(fields: Fields) -> InterpretationForm:
    """The fields of an interpretation as they were typed."""
    return InterpretationForm(**{name: first(fields, name) for name in InterpretationForm.__slots__})


def read_observation(fields: Fields) -> ObservationForm:
    """What somebody saw, safe to keep. Raises SubmissionError with everything that is wrong, in the page's order."""
    errors: list[FieldError] = []
    read = ObservationForm(
        title=_text(fields, "title", MOST_TITLE, errors, "the short name", "Give what you see a short name"),
        text=_text(fields, "text", MOST_TEXT, errors, "what you see", "Write what you see in the picture"),
        remarkable=_one_of(
            fields, "remarkable", Remarkable, errors, "Say whether it is worth talking about: yes, maybe or no"
        ),
        strength=_one_of(
            fields, "strength", Strength, errors, "Say how clearly it can be seen: clearly, somewhat or barely"
        ),
        voice=_text(fields, "voice", MOST_VOICE, errors, "for whom you write"),
    )
    if errors:
        raise SubmissionError(errors)
    return read


def read_interpretation(fields: Fields, others: Iterable[Interpretation]) -> InterpretationForm:
    """One way to understand an observation, safe to keep; `others` are those that it competes with.

    Raises SubmissionError with everything that is wrong, in the page's order.
    """
    errors: list[FieldError] = []
    read = InterpretationForm(
        title=_text(fields, "title", MOST_TITLE, errors, "the short name", "Give your reading a short name"),
        text=_text(fields, "text", MOST_TEXT, errors, "your reading", "Write how you understand it"),
        idea=_text(fields, "idea", MOST_TEXT, errors, "the idea"),
        questions=_text(fields, "questions", MOST_TEXT, errors, "the questions"),
        voice=_text(fields, "voice", MOST_VOICE, errors, "for whom you write"),
    )
    if read.text and _plain(read.text) in {_plain(one.text) for one in others}:
        errors.append(FieldError("text", "This reading is there already in the same words: write another one"))
    if errors:
        raise SubmissionError(errors)
    return read


def read_reason(fields: Fields) -> str:
    """Why somebody takes out what another wrote. Raises SubmissionError."""
    errors: list[FieldError] = []
    reason = _text(fields, "because", MOST_REASON, errors, "the reason", "Say why you take it out")
    if errors:
        raise SubmissionError(errors)
    return reason


def _text(fields: Fields, name: str, most: int, errors: list[FieldError], what: str, missing: str = "") -> str:
    text = read_text(fields, name, most, errors, too_long=_TOO_LONG, missing=missing, what=what)
    pointing = next((kind for _, _, kind in identifiers(plain(text)) if kind in _POINTING), "")
    if pointing:
        errors.append(
            FieldError(name, f"Take {_POINTING[pointing]} out: colleagues read this, and it points at somebody")
        )
    return text


def _one_of(
    fields: Fields, name: str, kind: type[Remarkable] | type[Strength], errors: list[FieldError], missing: str
) -> str:
    value = first(fields, name)
    if value not in {one.value for one in kind}:
        errors.append(FieldError(name, missing))
    return value


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
