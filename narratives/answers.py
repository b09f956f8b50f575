"""What one person answered to one signifier. An unanswered signifier has no answer object at all."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, isfinite

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

    def __post_init__(self) -> None:
        if not (isfinite(self.value) and 0.0 <= self.value <= 1.0):
            raise AnswerError(f"dyad {self.signifier!r}: value {self.value} must be in [0, 1]")


@dataclass(frozen=True, slots=True)
class StonesAnswer:
    """Where the stones were put: (stone id, x, y) with x and y in [0, 1], y upward; unplaced stones are absent."""

    signifier: str
    places: tuple[tuple[str, float, float], ...]
    method: str

    def __post_init__(self) -> None:
        if not all(0.0 <= x <= 1.0 and 0.0 <= y <= 1.0 for _, x, y in self.places):
            raise AnswerError(f"stones {self.signifier!r}: every place must be in [0, 1]")


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """The chosen options, in the framework's order."""

    signifier: str
    options: tuple[str, ...]
    method: str = "list"

    def __post_init__(self) -> None:
        if not self.options:
            raise AnswerError(f"choice {self.signifier!r}: an answer holds at least one option")


@dataclass(frozen=True, slots=True)
class FreetextAnswer:
    """A short answer in the teller's own words."""

    signifier: str
    text: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The teller said that this does not apply to their story: not the centre and not missing."""

    signifier: str


Answer = TriadAnswer | DyadAnswer | StonesAnswer | ChoiceAnswer | FreetextAnswer | NotApplicable


def answer_to_json(answer: Answer) -> dict[str, object]:
    """The stored form of an answer, in the framework's own terms."""
    match answer:
        case TriadAnswer(_, shares, method):
            return {"shares": list(shares), "method": method}
        case DyadAnswer(_, value, method):
            return {"value": value, "method": method}
        case StonesAnswer(_, places, method):
            return {"places": {stone: [x, y] for stone, x, y in places}, "method": method}
        case ChoiceAnswer(_, options, method):
            return {"options": list(options), "method": method}
        case FreetextAnswer(_, text):
            return {"text": text}
        case NotApplicable():
            return {"na": True}


def answer_from_json(signifier: str, stored: dict[str, object]) -> Answer:
    """The answer that `answer_to_json` stored. Raises AnswerError when it is of no known shape."""
    method = str(stored.get("method", "list"))
    match stored:
        case {"na": True}:
            return NotApplicable(signifier)
        case {"shares": [float() | int() as top, float() | int() as left, float() | int() as right]}:
            return TriadAnswer(signifier, (float(top), float(left), float(right)), method)
        case {"value": float() | int() as value}:
            return DyadAnswer(signifier, float(value), method)
        case {"places": dict() as places}:
            placed = tuple((stone, float(place[0]), float(place[1])) for stone, place in places.items())
            return StonesAnswer(signifier, placed, method)
        case {"options": [*options]}:
            return ChoiceAnswer(signifier, tuple(str(option) for option in options), method)
        case {"text": str() as text}:
            return FreetextAnswer(signifier, text)
    raise AnswerError(f"signifier {signifier!r}: the stored answer {stored!r} has no known shape")
