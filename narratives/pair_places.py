"""Two accounts of one meeting: where each placed it, made coarse, and what the two are compared on.

An exact placement would be a key between the stories and the case record, so that only the middle of the answer from
the list that is nearest to it is ever compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from narratives.answer_fields import DYAD_STEPS
from narratives.answers import Answer, DyadAnswer, TriadAnswer, answer_from_json
from narratives.framework import Framework
from narratives.triangle import zone_centroid, zone_of

Place = tuple[float, ...]
# Kinds of contact that pairs are told apart by: the service's codes are many, and a batch of each would never fill.
KINDS: Mapping[str, str] = {
    "office": "Office",
    "phone": "Telephone",
    "home": "Home or doorstep",
    "video": "Video",
    "group": "Group or programme",
    "other": "Other kinds",
}
_KIND_OF: Mapping[str, str] = {
    **dict.fromkeys(("COAP", "COAI"), "office"),
    **dict.fromkeys(("COPT", "CTOA", "CTOB"), "phone"),
    **dict.fromkeys(("CHVS", "CODC"), "home"),
    "COVC": "video",
    "APAT": "group",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One question that both sides answer, and what a share can lean towards: three corners, or the far end."""

    signifier: str
    title: str
    poles: tuple[str, ...]
    anchors: tuple[str, ...]


def coarse(answer: Answer) -> Answer:
    """The same answer as if it had been chosen from the list, without how and when it was given."""
    match answer:
        case TriadAnswer(shares=shares):
            return replace(answer, shares=zone_centroid(zone_of(shares)), seconds=None, order=())
        case DyadAnswer(value=value):
            step = min(DYAD_STEPS - 1, int(value * DYAD_STEPS))
            return replace(answer, value=(step + 0.5) / DYAD_STEPS, seconds=None, order=())
        case _:
            return answer


def places_of(stored: Mapping[str, Any]) -> dict[str, Place]:
    """Where stored answers lie, coarsely: shares of three corners, or the share of the far end. Others are left out."""
    found: dict[str, Place] = {}
    for signifier, held in stored.items():
        match coarse(answer_from_json(signifier, held)):
            case TriadAnswer(shares=shares):
                found[signifier] = shares
            case DyadAnswer(value=value):
                found[signifier] = (value,)
    return found


def compared_of(framework: Framework) -> tuple[Compared, ...]:
    """The questions of a framework that two accounts can be compared on, triads first."""
    triads = tuple(_compared(item.id, item.title, [one.label for one in item.anchors], 0) for item in framework.triads)
    dyads = tuple(_compared(item.id, item.title, [one.label for one in item.anchors], 1) for item in framework.dyads)
    return triads + dyads


def kind_of_contact(code: str) -> str:
    """The kind that a code of the service belongs to.

    >>> kind_of_contact("CTOB"), kind_of_contact("home"), kind_of_contact("CLOA")
    ('phone', 'home', 'other')
    """
    kind = _KIND_OF.get(code, code)
    return kind if kind in KINDS else "other"


def _compared(signifier: str, title: str, anchors: list[str], first: int) -> Compared:
    return Compared(signifier, title, tuple(anchors[first:]), tuple(anchors))
