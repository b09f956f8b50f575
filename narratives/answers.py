"""What one person answered to one signifier.

Four facts are kept apart: answered, `NotApplicable`, `NeverShown` (its branch was not opened), and not answered,
which is the absence of an answer. `seconds` is the time spent on the question, coarse and None where it is not
known; `order` is the order in which the anchors or options were shown, as their places in the framework, and
empty where it was the framework's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose, isfinite
from typing import Any

from narratives.errors import AnswerError

METHODS = ("tap", "drag", "keys", "list", "numbers", "paper", "practitioner", "import")


@dataclass(frozen=True, slots=True)
class TriadAnswer:
    """Where one respondent placed the marker in a triad.

    `shares` holds one share per anchor in the framework's order (top, left, right): dimensionless,
    each in [0, 1], summing to 1. Someone who chose "does not apply" has a `NotApplicable`
    instead, never a centred marker.
    """

    signifier: str
    shares: tuple[float, float, float]
    method: str
    seconds: int | None = None
    order: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        inside = len(self.shares) == 3 and all(0.0 <= share <= 1.0 for share in self.shares)
        if not inside or not isclose(sum(self.shares), 1.0, abs_tol=1e-6):
            raise AnswerError(f"triad {self.signifier!r}: shares {self.shares} must each be in [0, 1] and sum to 1")


@dataclass(frozen=True, slots=True)
class DyadAnswer:
    """A place between two poles: 0 at the first anchor, 1 at the second."""

    signifier: str
    value: float
    method: str
    seconds: int | None = None
    order: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not (isfinite(self.value) and 0.0 <= self.value <= 1.0):
            raise AnswerError(f"dyad {self.signifier!r}: value {self.value} must be in [0, 1]")


@dataclass(frozen=True, slots=True)
class StonesAnswer:
    """Where the stones were put: (stone id, x, y) with x and y in [0, 1], y upward; unplaced stones are absent."""

    signifier: str
    places: tuple[tuple[str, float, float], ...]
    method: str
    seconds: int | None = None

    def __post_init__(self) -> None:
        if not all(0.0 <= x <= 1.0 and 0.0 <= y <= 1.0 for _, x, y in self.places):
            raise AnswerError(f"stones {self.signifier!r}: every place must be in [0, 1]")


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """The chosen options, in the framework's order; `other` is what the teller wrote beside "other"."""

    signifier: str
    options: tuple[str, ...]
    method: str = "list"
    other: str = ""
    seconds: int | None = None
    order: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.options:
            raise AnswerError(f"choice {self.signifier!r}: an answer holds at least one option")


@dataclass(frozen=True, slots=True)
class FreetextAnswer:
    """A short answer in the teller's own words."""

    signifier: str
    text: str
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The teller said that this does not apply to their story: not the centre and not missing."""

    signifier: str
    seconds: int | None = None
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NeverShown:
    """The question was not put to this teller: the branch that asks it was not opened."""

    signifier: str


Answer = TriadAnswer | DyadAnswer | StonesAnswer | ChoiceAnswer | FreetextAnswer | NotApplicable | NeverShown


def coarse_seconds(seconds: int) -> int:
    """A time on a question, coarse enough to be no fingerprint: whole to 10 s, then in fives, thirties, to 600."""
    held = min(max(seconds, 0), 600)
    step = 1 if held < 10 else 5 if held < 60 else 30
    return round(held / step) * step


def answer_to_json(answer: Answer) -> dict[str, object]:
    """The stored form of an answer, in the framework's own terms."""
    stored = _said(answer)
    if not isinstance(answer, NeverShown):
        if answer.seconds is not None:
            stored["seconds"] = answer.seconds
        order = getattr(answer, "order", ())
        if order:
            stored["order"] = list(order)
    return stored


def _said(answer: Answer) -> dict[str, object]:
    match answer:
        case TriadAnswer():
            return {"shares": list(answer.shares), "method": answer.method}
        case DyadAnswer():
            return {"value": answer.value, "method": answer.method}
        case StonesAnswer():
            return {"places": {stone: [x, y] for stone, x, y in answer.places}, "method": answer.method}
        case ChoiceAnswer():
            other = {"other": answer.other} if answer.other else {}
            return {"options": list(answer.options), "method": answer.method, **other}
        case FreetextAnswer():
            return {"text": answer.text}
        case NotApplicable():
            return {"na": True}
        case NeverShown():
            return {"shown": False}


def answer_from_json(signifier: str, stored: Mapping[str, Any]) -> Answer:
    """The answer that `answer_to_json` stored. Raises AnswerError when it is of no known shape."""
    method = str(stored.get("method", "list"))
    seconds: int | None = stored.get("seconds")
    order = tuple(stored.get("order", ()))
    match stored:
        case {"shown": False}:
            return NeverShown(signifier)
        case {"na": True}:
            return NotApplicable(signifier, seconds, order)
        case {"shares": [float() | int() as top, float() | int() as left, float() | int() as right]}:
            return TriadAnswer(signifier, (float(top), float(left), float(right)), method, seconds, order)
        case {"value": float() | int() as value}:
            return DyadAnswer(signifier, float(value), method, seconds, order)
        case {"places": dict() as places}:
            placed = tuple((stone, float(place[0]), float(place[1])) for stone, place in places.items())
            return StonesAnswer(signifier, placed, method, seconds)
        case {"options": [*options]}:
            chosen = tuple(str(option) for option in options)
            return ChoiceAnswer(signifier, chosen, method, str(stored.get("other", "")), seconds, order)
        case {"text": str() as text}:
            return FreetextAnswer(signifier, text, seconds)
    raise AnswerError(f"signifier {signifier!r}: the stored answer {stored!r} has no known shape")
