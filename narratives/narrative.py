"""A narrative: a story together with its teller's own answers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from narratives.answers import Answer


class Kind(StrEnum):
    """Who tells: kinds are never mixed in one density unless somebody asks for it."""

    RESPONDENT = "respondent"
    PRACTITIONER = "practitioner"
    OBSERVER = "observer"


class Scope(StrEnum):
    """What a teller allows, story by story. Every story is counted; the rest is asked."""

    READ = "read"
    QUOTE = "quote"
    PUBLISH = "publish"
    CONTACT = "contact"


class State(StrEnum):
    """Whether anybody but a moderator may see the story."""

    WAITING = "waiting"
    RELEASED = "released"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an imported story came from, so that importing again changes nothing."""

    format: str
    id: str
    row_hash: str


@dataclass(frozen=True, slots=True)
class Narrative:
    """A story and its answers, on the day it was told; `id` is random and says nothing about order."""

    collection: str
    told_on: date
    text: str
    answers: tuple[Answer, ...]
    kind: Kind = Kind.RESPONDENT
    title: str = ""
    group: str = ""
    area: str = ""
    stratum: str = ""
    mode: str = "web"
    language: str = "en"
    respondent: str | None = None
    consent: frozenset[Scope] = frozenset()
    source: Source | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def may_be_read(self) -> bool:
        """Whether the teller agreed that staff read it."""
        return Scope.READ in self.consent

    def answer(self, signifier: str) -> Answer | None:
        """The answer to one signifier; None when it was not answered."""
        return next((answer for answer in self.answers if answer.signifier == signifier), None)
