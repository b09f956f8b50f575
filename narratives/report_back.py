"""What a manager tells the tellers: you said, we tried, it did or it didn't."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """What came of it."""

    DID = "did"
    DID_NOT = "did-not"
    TOO_EARLY = "too-early"
    NOT_TRIED = "not-tried"


@dataclass(frozen=True, slots=True)
class Wording:
    """The three sentences in one language."""

    you_said: str
    we_tried: str
    it_did: str

    @property
    def sentences(self) -> tuple[str, str, str]:
        """All three, in their order."""
        return self.you_said, self.we_tried, self.it_did


@dataclass(frozen=True, slots=True)
class ReportBack:
    """An answer to the stories of some groups (none: of the whole collection), by language; "en" is always there.

    It answers an alert, a probe, both or neither. Behind a receipt it stands from `published_on` on.
    """

    id: str
    collection: str
    alert: str | None
    probe: str | None
    groups: tuple[str, ...]
    outcome: Outcome
    words: dict[str, Wording]
    made_by: str
    published_on: date
    taken_back_on: date | None = None

    @property
    def every_sentence(self) -> tuple[str, ...]:
        """Its sentences in all languages."""
        return tuple(sentence for words in self.words.values() for sentence in words.sentences)

    def in_language(self, language: str) -> Wording:
        """The sentences in a language, or in English where nobody has put them into it."""
        return self.words.get(language) or self.words["en"]

    def concerns(self, group: str, parent: str | None) -> bool:
        """Whether it answers stories of a group."""
        return not self.groups or group in self.groups or (parent is not None and parent in self.groups)

    def is_after(self, told_on: date) -> bool:
        """Whether it was published in the week of a story or later; a week is the finest that is told of stories."""
        return self.published_on >= told_on - timedelta(days=told_on.weekday())
