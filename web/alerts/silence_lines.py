"""Silences in words, and the form that makes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from narratives.alert import Signal
from narratives.alert_message import SIGNALS
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.silence import Silence, check_silence
from web.alerts.lines import AlertLine

EVERY = "*"  # every group; an empty name is that of the stories without a group


@dataclass(frozen=True, slots=True)
class SilenceLine:
    """A silence as a list says it, with the alerts that it keeps from ringing."""

    id: str
    what: str
    reason: str
    until: str
    made_by: str
    lines: tuple[AlertLine, ...]


@dataclass(frozen=True, slots=True)
class SilenceForm:
    """What was typed into the form, and what is wrong with it; `reason` and `until` are its fields."""

    group: str = EVERY
    signal: str = ""
    reason: str = ""
    until: str = ""
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


def silence_line(silence: Silence, names: Mapping[str, str], lines: Sequence[AlertLine] = ()) -> SilenceLine:
    """A silence in words; `names` are people's names by username."""
    return SilenceLine(
        id=silence.id,
        what=silence_words(silence),
        reason=silence.reason,
        until=spoken(silence.until),
        made_by=names.get(silence.made_by, silence.made_by),
        lines=tuple(lines),
    )


def silence_words(silence: Silence) -> str:
    """What is silenced, for instance "Temperature in East" or "Everything in every group"."""
    what = "Everything" if silence.signal is None else SIGNALS[silence.signal]
    if silence.group is None:
        return f"{what} in every group"
    return f"{what} in {silence.group}" if silence.group else f"{what} among stories without a group"


def group_choices(collection: Collection) -> tuple[tuple[str, str], ...]:
    """The groups that can be silenced, as (value, words)."""
    parents = {group.parent for group in collection.groups if group.parent}
    names = sorted({group.name for group in collection.groups} | parents, key=str.casefold)
    return ((EVERY, "Every group"), *((name, name) for name in names), ("", "Stories without a group"))


def signal_choices() -> tuple[tuple[str, str], ...]:
    """The signals that can be silenced, as (value, words)."""
    return (("", "Everything"), *((signal.value, words) for signal, words in SIGNALS.items()))


def read_silence(form: SilenceForm, draft: Silence, collection: Collection, today: date) -> tuple[Silence, SilenceForm]:
    """The silence that a form asks for, and the form with its errors; `draft` has what no form says."""
    until = _day(form.until)
    made = replace(
        draft,
        group=None if form.group == EVERY else form.group,
        signal=Signal(form.signal) if form.signal in set(Signal) else None,
        reason=form.reason.strip(),
        until=until or today,
    )
    errors = _unknown(form, collection)
    try:
        check_silence(made.reason, until, today)
    except SubmissionError as error:
        errors = (*errors, *error.errors)
    return made, replace(form, errors=errors)


def _unknown(form: SilenceForm, collection: Collection) -> tuple[FieldError, ...]:
    asked = (
        ("group", form.group, group_choices(collection), "Choose one of the groups"),
        ("signal", form.signal, signal_choices(), "Choose what to silence"),
    )
    return tuple(
        FieldError(name, words) for name, value, choices, words in asked if value not in {one for one, _ in choices}
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
