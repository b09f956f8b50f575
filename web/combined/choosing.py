"""What a page about several collections is asked for: which, whose accounts, what counts the same, which question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from narratives.collection import Collection
from narratives.combined import Weight
from narratives.common_axes import Anchors, Asked, Axes
from narratives.narrative import Kind
from web.reach import visible_collections

MOST = 6
WHOSE: Mapping[str, tuple[str, tuple[Kind, ...]]] = {
    "people": ("People’s own stories", (Kind.RESPONDENT,)),
    "practitioners": ("Practitioners’ accounts", (Kind.PRACTITIONER,)),
    "both": ("Both, each with a mark of its own", (Kind.RESPONDENT, Kind.PRACTITIONER)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A question that several collections ask, as the first of them does: what it is in each, by collection."""

    asked: Asked
    members: Mapping[str, tuple[Asked, Anchors]]

    @property
    def key(self) -> str:
        """The question as an address has it."""
        return key_of(self.asked)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The collections that are put together, `left_out` when more were named, and the rest of the form."""

    collections: tuple[Collection, ...]
    left_out: bool
    whose: str
    weight: Weight
    question: str

    def query(self, **changed: str) -> str:
        """The same with something changed, as the part of an address after its question mark."""
        rest = {"whose": self.whose, "weight": self.weight.value, "question": self.question} | changed
        return urlencode([*(("collection", one.id) for one in self.collections), *rest.items()])


def read_chosen(names: Sequence[str], fields: Mapping[str, str]) -> Chosen:
    """What an address asks for, of the collections that the signed-in person sees whole."""
    found = tuple(one for one in visible_collections() if one.id in names)
    whose, weight = fields.get("whose", ""), fields.get("weight", "")
    return Chosen(
        found[:MOST],
        len(found) > MOST,
        whose if whose in WHOSE else "people",
        Weight(weight) if weight in list(Weight) else Weight.ACCOUNTS,
        fields.get("question", ""),
    )


def lines_of(axes: Axes, collections: Sequence[Collection]) -> tuple[list[Line], list[Line]]:
    """The questions that at least two of the collections ask, and those that one alone does."""
    shared: list[Line] = []
    alone: list[Line] = []
    seen: set[Asked] = set()
    for collection in collections:
        for asked in axes.asked:
            if not _asks(collection, asked) or asked in seen:
                continue
            same = axes.same_as(asked)
            members = {
                other.id: (there, anchors)
                for other in collections
                for there, anchors in same.items()
                if _asks(other, there)
            }
            seen |= {there for there, _ in members.values()}
            (shared if len(members) > 1 else alone).append(Line(asked, members))
    return shared, alone


def key_of(asked: Asked) -> str:
    """A question as an address and a form have it."""
    return f"{asked.framework}:{asked.version}:{asked.signifier}"


def read_key(text: str) -> Asked | None:
    """The question of such a text; None of one that names none."""
    framework, _, rest = text.partition(":")
    version, _, signifier = rest.partition(":")
    if not version.isascii() or not version.isdigit() or len(version) > 6:
        return None
    return Asked(framework, int(version), signifier)


def _asks(collection: Collection, asked: Asked) -> bool:
    return (asked.framework, asked.version) == (collection.framework_id, collection.framework_version)
