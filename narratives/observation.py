"""Making sense together: what somebody saw in a chart, and what different people make of it.

The words are those of catalysis in participatory narrative inquiry (Kurtz, Working with Stories, 3rd edition, 2014):
an observation is what anybody can see, an interpretation is one way to understand it, and an observation without at
least two interpretations that compete is not understood yet. People, and nobody else, gather interpretations into
perspectives and observations into themes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ENOUGH_READINGS = 2


class Remarkable(StrEnum):
    """Whether what was seen is worth talking about."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Strength(StrEnum):
    """How clearly a pattern can be seen."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class ClusterKind(StrEnum):
    """What is gathered: interpretations into perspectives, observations into themes of the sense-making."""

    PERSPECTIVE = "perspective"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That something is no longer said: since when, by whom, and why where somebody else had written it."""

    at: datetime
    by: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """What somebody saw in a chart. `author` is a username, `voice` for whom it was written down, as "Table 2".

    `chart` is the address of the page that it was seen on and `claim` the id of what that page showed, where it can be
    asked again; `workshop` is empty outside of one. `revision` counts how often the words were changed.
    """

    id: str
    collection: str
    title: str
    text: str
    remarkable: Remarkable
    strength: Strength
    author: str
    made_at: datetime
    voice: str = ""
    chart: str = ""
    claim: str = ""
    workshop: str = ""
    changed_at: datetime | None = None
    revision: int = 1
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One way to understand an observation, what could be tried if it were so, and what would have to be asked."""

    id: str
    observation: str
    title: str
    text: str
    idea: str
    questions: str
    author: str
    made_at: datetime
    voice: str = ""
    workshop: str = ""
    changed_at: datetime | None = None
    revision: int = 1
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Interpretations or observations that people put together and gave a name, in their order."""

    id: str
    collection: str
    kind: ClusterKind
    name: str
    note: str
    members: tuple[str, ...]
    place: int = 0
    workshop: str = ""


def readers_of(interpretations: Iterable[Interpretation]) -> int:
    """By how many different people an observation was interpreted: a username with the voice that it wrote down."""
    return len({(one.author, one.voice.casefold()) for one in interpretations})


def is_read_enough(interpretations: Iterable[Interpretation]) -> bool:
    """Whether at least two people understand it in their own way."""
    return readers_of(interpretations) >= ENOUGH_READINGS
