"""A report of a collection: parts that each stand on something, issues that are frozen, and what changed since.

Nobody can write a number into it: a part is a heading, a claim (a sentence with the question that it stands on), an
observation as people read it, how a probe reads, or what tellers were told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from narratives.frozen_query import digest

MOST_PARTS = 60
LONGEST_TITLE, LONGEST_PURPOSE = 120, 600


class PartKind(StrEnum):
    """What a part of a report stands on."""

    HEADING = "heading"
    CLAIM = "claim"
    OBSERVATION = "observation"
    PROBE = "probe"
    ANSWER = "answer"  # what tellers were told


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the words of a heading, or the id of what it shows."""

    kind: PartKind
    value: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is being made; `revision` counts its changes."""

    id: str
    collection: str
    title: str
    purpose: str
    parts: tuple[Part, ...] = ()
    revision: int = 1
    made_by: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None

    def with_part(self, part: Part) -> Report:
        """The same with a part at its end."""
        return replace(self, parts=(*self.parts, part))

    def without(self, place: int) -> Report:
        """The same without the part at a place."""
        return replace(self, parts=(*self.parts[:place], *self.parts[place + 1 :]))

    def moved(self, place: int, by: int) -> Report:
        """The same with a part nearer to the beginning (by -1) or the end (by 1), as far as it goes."""
        parts = list(self.parts)
        parts.insert(max(0, place + by), parts.pop(place))
        return replace(self, parts=tuple(parts))


@dataclass(frozen=True, slots=True)
class ReportRevision:
    """One change of a report: what was done, in words."""

    number: int
    what: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """A report as it was frozen, under a number. `document` is all its words and figures, and no story's id."""

    report: str
    number: int
    document: Mapping[str, Any]
    hash: str
    made_by: str
    made_at: datetime

    @property
    def claims(self) -> dict[str, str]:
        """The claims that it stands on, by id, each with the hash that it had."""
        found = {}
        for part in self.document["parts"]:
            for claim in claims_of(part):
                found[claim["id"]] = claim["hash"]
        return found


def claims_of(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The claims in one part of an issue's document: at most one."""
    return [part["claim"]] if part.get("claim") else []


def issue_hash(document: Mapping[str, Any], hashes: Mapping[str, str] | None = None) -> str:
    """SHA-256 of an issue in hexadecimal: of its words, and of each claim by its own hash.

    `hashes` are the hashes of claims that were asked again: those of its own give the hash that it had.
    """
    parts = []
    for part in document["parts"]:
        claims = [(hashes or {}).get(claim["id"], claim["hash"]) for claim in claims_of(part)]
        parts.append({**part, "claim": claims})
    return digest({**document, "parts": parts})
