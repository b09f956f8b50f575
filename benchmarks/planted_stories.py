"""A story without words whose answers a proof plants, in the framework that tests use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.collection import Collection
from narratives.narrative import Narrative, Source


def planted_story(
    collection: Collection, group: str, on: date, *, shares: Iterable[float], role: str, say: float, key: int
) -> Narrative:
    """A story of a group; `shares` of glad, sad and cross need not add up to one, and `key` names it."""
    parts = [float(one) for one in shares]
    glad, sad = (round(one / sum(parts), 4) for one in parts[:2])
    source = f"{collection.id}-{key}"
    return Narrative(
        collection=collection.id,
        told_on=on,
        text="",
        answers=(
            TriadAnswer("mood", (glad, sad, 1.0 - glad - sad), "tap"),
            DyadAnswer("say", round(float(say), 3), "tap"),
            ChoiceAnswer("role", (role,)),
        ),
        group=group,
        area=group,
        stratum=role,
        consent=frozenset(),
        source=Source("planted", source, source),
    )
