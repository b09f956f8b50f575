"""A draft: questions that are still being written, with how they are to be opened."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from narratives.errors import MurmurationError


class DraftState(StrEnum):
    """How far a draft is: `OPENED` is for good."""

    DRAFT = "draft"
    REVIEW = "review"
    OPENED = "opened"


class Verdict(StrEnum):
    """What somebody said of a draft: asked for a look, agreed, or remarked on it."""

    ASKED = "asked"
    AGREED = "agreed"
    REMARK = "remark"


class ChangedMeanwhileError(MurmurationError):
    """Somebody else changed the draft since it was read: nothing was stored."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft at one revision.

    `questions` is a framework document (`framework_file`) with its `translations`, perhaps unfinished: what is
    missing there is what `problems` of `draft_sketch` names. `opening` is how it is to be opened, each key optional:
    `id`, `title`, `policy`, `moderation`, `k`, `groups` (objects with name and parent), `offers` (consent scopes),
    `opens_on`, `closes_on`, `alerts_a_year`, `sensitive`, `audio`, `invited`, `quota`, `embed_on`, `read_by`,
    `signposts` (lists of name, contact, when), `stratum_choice`, `texts` (`collection_texts`), `months` of keeping,
    `objectives` (typed fields with an id, `objective_form`), and `a_week`, how many stories its author expects.
    """

    title: str
    questions: Mapping[str, Any]
    opening: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 1
    state: DraftState = DraftState.DRAFT
    replaces: tuple[str, int] | None = None
    made_by: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None
    opened_as: str = ""
    id: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def is_open(self) -> bool:
        """Whether it was opened: nothing of it changes any more."""
        return self.state is DraftState.OPENED


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a draft, which can be gone back to."""

    number: int
    what: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody said of a revision of a draft."""

    revision: int
    verdict: Verdict
    remark: str
    actor: str
    at: datetime
