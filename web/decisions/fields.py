"""The fields of a proposal: the value of a setting as it would be, and a charter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.charter import CONSTITUENCY_WORDS, Charter, Constituency
from narratives.covered import MOVES, READING_ROLES, WORDS, Setting

MOST_CHARACTERS = 1_000
LEAST_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class ValueField:
    """One field: a number, a text, ticks, radios, or a value that is fixed where the change was begun.

    `options` are (value, label, whether it is chosen).
    """

    kind: str
    label: str
    hint: str
    value: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class ConstituencyFields:
    """Weight and quorum of one constituency as they were typed."""

    name: str
    title: str
    spoken: str
    weight: str
    quorum: str


@dataclass(frozen=True, slots=True)
class CoveredField:
    """One thing that members may decide about."""

    name: str
    title: str
    about: str
    is_covered: bool


@dataclass(frozen=True, slots=True)
class CharterForm:
    """A charter's fields."""

    constituencies: tuple[ConstituencyFields, ...]
    days: str
    majority: str
    settings: tuple[CoveredField, ...]


_MOVED = "They are told when stories of these collections moved, as a question, a direction and a month"
_ROLE_LABELS = {"manager": "Managers", "member": "Members"}
_SWITCHES: Mapping[Setting, tuple[tuple[str, str], ...]] = {
    Setting.PUBLIC_PAGE: (("on", "On: everybody can read it"), ("off", "Off: nobody can")),
    Setting.TOLD_OUTSIDE: (("yes", "Yes, new addresses may be added"), ("no", "No, none is added")),
}
_LABELS: Mapping[Setting, tuple[str, str]] = {
    Setting.SMALLEST_GROUP: ("The fewest people", "A whole number, 10 or more."),
    Setting.MONTHS_KEPT: ("Months", "1 to 120. Once somebody has told a story it can only be made shorter."),
    Setting.FALSE_ALARMS: ("Alarms a year", "A number such as 2 or 0.5."),
    Setting.READERS: ("Who reads them?", "Tick none where nobody should."),
    Setting.SHARED_WITH: ("What do they see?", "The others see figures of the collections that you tick."),
    Setting.PUBLIC_PAGE: ("Should the public page be on?", "It shows released figures and never a story."),
    Setting.TOLD_OUTSIDE: ("May alerts be sent to new addresses?", "By e-mail, feed or webhook."),
    Setting.WORDING: ("The new words", "They have to ask the same. Another question needs another version."),
}


def value_field(setting: Setting, chosen: Sequence[str], collections: Mapping[str, str]) -> ValueField:
    """The field of a setting, filled in with what is chosen; `collections` are titles by id."""
    if setting is Setting.QUESTIONS:
        value = "".join(chosen)
        return ValueField("fixed", "", f"Proposed: open them as they stand now, in revision {value}.", value)
    label, hint = _LABELS[setting]
    if setting is Setting.READERS:
        return ValueField(
            "ticks", label, hint, "", _options([(one, _ROLE_LABELS[one]) for one in READING_ROLES], chosen)
        )
    if setting is Setting.SHARED_WITH:
        return ValueField("ticks", label, hint, "", _options([*collections.items(), (MOVES, _MOVED)], chosen))
    if setting in _SWITCHES:
        return ValueField("radios", label, hint, "", _options(_SWITCHES[setting], chosen))
    return ValueField("text" if setting is Setting.WORDING else "number", label, hint, " ".join(chosen))


def charter_form(charter: Charter, typed: Mapping[str, str] | None = None, ticked: Sequence[str] = ()) -> CharterForm:
    """A charter's fields as they were typed, or as a charter has them."""
    covered = {one.value for one in charter.covered} if typed is None else set(ticked)
    given = typed or {}
    return CharterForm(
        tuple(
            ConstituencyFields(
                one.value,
                CONSTITUENCY_WORDS[one],
                CONSTITUENCY_WORDS[one][0].lower() + CONSTITUENCY_WORDS[one][1:],
                given.get(f"weight-{one}", str(charter.weights[one])),
                given.get(f"quorum-{one}", str(charter.quorum[one])),
            )
            for one in Constituency
        ),
        given.get("days", str(charter.days)),
        given.get("majority", str(charter.majority)),
        tuple(
            CoveredField(one.value, WORDS[one].title, WORDS[one].about, one.value in covered)
            for one in Setting
            if one is not Setting.CHARTER
        ),
    )


def typed_charter(given: Mapping[str, str]) -> dict[str, str]:
    """A charter's fields as they were typed, each as long as a number can sensibly be."""
    return {name: value.strip()[:20] for name, value in given.items()}


def _options(pairs: Sequence[tuple[str, str]], chosen: Sequence[str]) -> tuple[tuple[str, str, bool], ...]:
    return tuple((value, label, value in chosen) for value, label in pairs)
