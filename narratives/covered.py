"""What members can decide about in place of administrators, each with the words in which it is proposed and shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from narratives.collection import K_FLOOR
from narratives.errors import MurmurationError
from narratives.retention import LEAST_MONTHS, MOST_MONTHS

MOST_K = 100
MOST_A_YEAR = 52
_DIGITS = 9  # Python refuses to read thousands
MOVES = "+moves"  # among the collections of a confederation: that it is told when stories of them moved
MOVES_WORDS = "that stories of these collections moved"
READING_ROLES = ("manager", "member")
_ROLE_WORDS = {"manager": "managers", "member": "members"}


class Setting(StrEnum):
    """Something that a proposal is about. `subject` of a proposal names the collection, draft and so on."""

    QUESTIONS = "questions"
    WORDING = "wording"
    SMALLEST_GROUP = "smallest-group"
    FALSE_ALARMS = "false-alarms"
    MONTHS_KEPT = "months-kept"
    READERS = "readers"
    SHARED_WITH = "shared-with"
    TOLD_OUTSIDE = "told-outside"
    PUBLIC_PAGE = "public-page"
    CHARTER = "charter"


class Subject(StrEnum):
    """What a setting belongs to."""

    ORGANISATION = "organisation"
    COLLECTION = "collection"
    DRAFT = "draft"
    TEXT = "text"
    CONFEDERATION = "confederation"


@dataclass(frozen=True, slots=True)
class SettingWords:
    """A setting in words: its title, what it decides, and what of the issue's kinds of rule it is one of."""

    title: str
    about: str
    rule: str
    of: Subject


WORDS: dict[Setting, SettingWords] = {
    Setting.QUESTIONS: SettingWords(
        "What is asked",
        "Whether draft questions are opened to tellers, as they stand in one revision.",
        "framework",
        Subject.DRAFT,
    ),
    Setting.WORDING: SettingWords(
        "How a question is worded", "One text of questions that are open, in other words.", "framework", Subject.TEXT
    ),
    Setting.SMALLEST_GROUP: SettingWords(
        "The smallest group",
        "Nothing is said about fewer people than this. It holds for collections that are opened from then on.",
        "threshold",
        Subject.ORGANISATION,
    ),
    Setting.FALSE_ALARMS: SettingWords(
        "False alarms a year",
        "How many alerts a year may be raised although nothing changed. Fewer means that real shifts show later.",
        "alert rule",
        Subject.COLLECTION,
    ),
    Setting.MONTHS_KEPT: SettingWords(
        "How long stories are kept",
        "After so many months a story is deleted. Once there is a story the time can only get shorter.",
        "release rule",
        Subject.COLLECTION,
    ),
    Setting.READERS: SettingWords(
        "Who reads stories",
        "Whether managers, members, both or neither read stories one by one. Moderators and safeguarding leads still "
        "read what waits for them; figures stay.",
        "who sees what",
        Subject.COLLECTION,
    ),
    Setting.SHARED_WITH: SettingWords(
        "What other organisations see",
        "Figures of which collections the other organisations of a confederation see, and whether they are told that "
        "stories of these moved. Never a story.",
        "release rule",
        Subject.CONFEDERATION,
    ),
    Setting.TOLD_OUTSIDE: SettingWords(
        "Whether alerts leave these pages",
        "Whether new addresses outside may be told of alerts by e-mail, feed or webhook.",
        "alert rule",
        Subject.ORGANISATION,
    ),
    Setting.PUBLIC_PAGE: SettingWords(
        "The public page",
        "Whether everybody can read what was heard, what is tried and how data is used.",
        "release rule",
        Subject.COLLECTION,
    ),
    Setting.CHARTER: SettingWords(
        "The charter itself",
        "The weights, the quorum, how many days a vote is open, the majority, and what members decide about.",
        "charter",
        Subject.ORGANISATION,
    ),
}


class NeedsVoteError(MurmurationError):
    """A change that is the members' to make."""

    def __init__(self, setting: Setting, subject: str = "") -> None:
        super().__init__(
            f"Members decide about this ({WORDS[setting].title.lower()}): propose the change under Decisions."
        )
        self.setting = setting
        self.subject = subject


class ValueRefusedError(MurmurationError):
    """A value that a setting cannot have, with what it can have."""


def read_value(setting: Setting, typed: str | Iterable[str]) -> str:
    """A value as it is kept and voted on, from what was typed. Raises ValueRefusedError with what to write."""
    if setting is Setting.READERS:
        roles = typed.split() if isinstance(typed, str) else list(typed)
        if not set(roles) <= set(READING_ROLES):
            raise ValueRefusedError("Choose managers, members, both or neither")
        return " ".join(one for one in READING_ROLES if one in roles)
    if setting is Setting.SHARED_WITH:
        names = json.loads(typed) if isinstance(typed, str) and typed.startswith("[") else typed
        return json.dumps(sorted(names.split() if isinstance(names, str) else names))
    text = typed.strip() if isinstance(typed, str) else " ".join(typed)
    return _READERS.get(setting, _as_it_is)(text)


def _whole(text: str, least: int, most: int, what: str) -> str:
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS or not least <= int(text) <= most:
        raise ValueRefusedError(f"Enter {what} as a whole number from {least} to {most}; “{text[:20]}” is none")
    return str(int(text))


def _k(text: str) -> str:
    return _whole(text, K_FLOOR, MOST_K, "the fewest people")


def _months(text: str) -> str:
    return _whole(text, LEAST_MONTHS, MOST_MONTHS, "the months")


def _a_year(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.05 <= number <= MOST_A_YEAR:
        raise ValueRefusedError(f"Enter alarms a year as a number from 0.05 to {MOST_A_YEAR}; “{text[:20]}” is none")
    return f"{number:g}"


def _on_or_off(text: str) -> str:
    if text not in {"on", "off"}:
        raise ValueRefusedError("Choose on or off")
    return text


def _yes_or_no(text: str) -> str:
    if text not in {"yes", "no"}:
        raise ValueRefusedError("Choose yes or no")
    return text


def _as_it_is(text: str) -> str:
    if not text:
        raise ValueRefusedError("Write what it should be")
    return text


_READERS = {
    Setting.SMALLEST_GROUP: _k,
    Setting.MONTHS_KEPT: _months,
    Setting.FALSE_ALARMS: _a_year,
    Setting.PUBLIC_PAGE: _on_or_off,
    Setting.TOLD_OUTSIDE: _yes_or_no,
}


def value_words(setting: Setting, value: str) -> str:
    """A value as people read it; of a charter its parts are shown by the page instead."""
    match setting:
        case Setting.SMALLEST_GROUP:
            return f"at least {value} people"
        case Setting.FALSE_ALARMS:
            return f"{value} a year"
        case Setting.MONTHS_KEPT:
            return "1 month" if value == "1" else f"{value} months"
        case Setting.READERS:
            return " and ".join(_ROLE_WORDS[one] for one in value.split()) or "nobody"
        case Setting.SHARED_WITH:
            return (
                ", ".join(MOVES_WORDS if one == MOVES else one for one in json.loads(value or "[]")) or "no collection"
            )
        case Setting.QUESTIONS:
            return f"open revision {value}" if value else "not open"
        case Setting.CHARTER:
            return "another charter" if value else "no charter"
        case _:
            return value
