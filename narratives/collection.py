"""A collection: a framework opened to tellers, with the rules under which they told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from narratives.errors import MurmurationError
from narratives.narrative import WIDENING, Scope

K_FLOOR = 10
_ORIGIN = re.compile(r"https?://[a-z0-9.-]{1,200}(?::[0-9]{1,5})?")
WHOLE = ""  # the reporting group of a story told where no groups are declared


class Policy(StrEnum):
    """What staff may see: see docs/who-sees-what.md."""

    OPEN = "open"
    PROTECTED = "protected"


class Moderation(StrEnum):
    """Whether a person reads a story before staff may."""

    AFTER = "after"
    BEFORE = "before"


class CollectionError(MurmurationError):
    """A collection whose rules contradict each other or the platform's floor."""


@dataclass(frozen=True, slots=True)
class ReportingGroup:
    """A group that results are reported for; groups too small to report merge into their parent."""

    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Signpost:
    """Where somebody finds help: a name, a number or address, and when it is answered."""

    name: str
    contact: str
    when: str = ""


def read_signpost(text: str) -> Signpost | None:
    """Help that is written name|contact|when, the last of which may be left out; None where one of the others is."""
    name, contact, when = (*(part.strip() for part in text.split("|", 2)), "", "")[:3]
    return Signpost(name, contact, when) if name and contact else None


def are_offered_together(offers: Iterable[Scope]) -> bool:
    """Whether tellers can be asked for these uses: the wider ones only beside the narrower, messages beside reading."""
    offered = frozenset(offers)
    widening = [scope in offered for scope in WIDENING]
    return widening == sorted(widening, reverse=True) and (Scope.CONTACT not in offered or Scope.READ in offered)


@dataclass(frozen=True, slots=True)
class Collection:
    """A framework opened: immutable in everything that tellers relied on once it has a story.

    `alerts_a_year` changes then by an accepted proposal alone (docs/promise.md). `offers` is what tellers are asked to
    allow: each of reading, quoting and publishing only with those before it, and messages only with reading.

    From `audio` on it is how tellers come in and what they are told, and may change: whether a story can be spoken,
    whether an invitation is needed, how many stories of a day count fully where none is, the sites that may frame the
    pages, who reads the stories, where to find help, and the wording of this in further languages, by language and key
    (`collection_texts`).
    """

    id: str
    title: str
    framework_id: str
    framework_version: int
    policy: Policy = Policy.OPEN
    moderation: Moderation = Moderation.BEFORE
    k: int = K_FLOOR
    groups: tuple[ReportingGroup, ...] = ()
    stratum_choice: str | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    alerts_a_year: float = 1.0
    sensitive: bool = False
    offers: tuple[Scope, ...] = tuple(Scope)
    audio: bool = False
    invited: bool = False
    quota: int | None = None
    embed_on: tuple[str, ...] = ()
    read_by: str = ""
    signposts: tuple[Signpost, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if self.k < K_FLOOR:
            raise CollectionError(f"collection {self.id!r}: k is {self.k}; it must be at least {K_FLOOR}")
        if not 0 < self.alerts_a_year <= 52:
            raise CollectionError(f"collection {self.id!r}: alerts_a_year must be above 0 and at most 52")
        if self.quota is not None and self.quota < 1:
            raise CollectionError(f"collection {self.id!r}: the quota is a number of stories a day, 1 or more")
        if not are_offered_together(self.offers):
            raise CollectionError(
                f"collection {self.id!r}: offers contradict each other: publishing needs quoting, "
                "quoting and messages need reading"
            )
        for origin in self.embed_on:
            if not _ORIGIN.fullmatch(origin):
                raise CollectionError(
                    f"collection {self.id!r}: {origin!r} is no site that could frame it; write https://www.example.org"
                )

    def is_open_on(self, day: date) -> bool:
        """Whether stories can be told on a day."""
        started = self.opens_on is None or self.opens_on <= day
        return started and (self.closes_on is None or day <= self.closes_on)

    def parent_of(self, group: str) -> str | None:
        """The declared parent of a group; None when it has none or is not declared."""
        return next((one.parent for one in self.groups if one.name == group), None)
