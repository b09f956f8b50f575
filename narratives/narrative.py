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


WIDENING = (Scope.READ, Scope.QUOTE, Scope.PUBLISH)  # each contains those before it


def scopes_up_to(widest: str) -> frozenset[Scope]:
    """What somebody allows who chose `widest`: "count" allows nothing, "publish" also quoting and reading.

    Raises ValueError for anything that is not one of the answers.
    """
    if widest == "count":
        return frozenset()
    return frozenset(WIDENING[: WIDENING.index(Scope(widest)) + 1])


def widest_scope(consent: frozenset[Scope]) -> str:
    """The answer that `scopes_up_to` reads as this consent, leaving contact aside."""
    return next((scope.value for scope in reversed(WIDENING) if scope in consent), "count")


class Pen(StrEnum):
    """Who held the pen: the teller, somebody who wrote down the teller's words, an interviewer, or a keyed form."""

    SELF = "self"
    SCRIBE = "scribe"
    INTERVIEWER = "interviewer"
    KEYED = "keyed"


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
    """A story and its answers, on the day it was told; `id` is random and says nothing about order.

    `prompt` is the beginning that was chosen where there are several, `danger` the teller's mark that somebody may
    be in danger, `hearers` who should hear it, `minutes` how long the telling took where that is known.
    """

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
    prompt: str = ""
    danger: bool = False
    hearers: tuple[str, ...] = ()
    pen: Pen = Pen.SELF
    minutes: int | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def may_be_read(self) -> bool:
        """Whether the teller agreed that staff read it."""
        return Scope.READ in self.consent

    def answer(self, signifier: str) -> Answer | None:
        """The answer to one signifier; None when it was not answered."""
        return next((answer for answer in self.answers if answer.signifier == signifier), None)
