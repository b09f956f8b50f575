"""What the drift monitor watches: one stream for each number or category that an answer becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.bins import (
    AWAY_BINS,
    CORNER_BINS,
    DYAD_BINS,
    ECHO_BINS,
    EXTREME_BINS,
    NOVELTY_BINS,
    SCORE_BINS,
    SPOTS,
    ZONES,
)

Kind = Literal["ordered", "categorical", "joint"]
Signal = Literal["temperature", "theme", "collection"]

TEMPERATURE_WEIGHT = 3.0
POCKET_ODDS = (4.0, 16.0)
ECHO_ODDS = (4.0, 16.0)
SPOT_ODDS = (3.0, 6.0)
TAIL_ODDS = (3.0, 8.0)


@dataclass(frozen=True, slots=True)
class Stream:
    """One column of bins.

    `levels` is the number of bins, `weight` the share of the false-alarm budget that the whole
    `signifier` gets relative to the others (every stream of one signifier carries the same). `odds`
    are those that are bet on each level of a categorical or joint stream, `least` the first level
    that is bet on. A joint stream has no column: its level is a x levels of b + b, of the two
    categorical streams that `of` names.
    """

    name: str
    signifier: str
    kind: Kind
    levels: int
    signal: Signal = "temperature"
    weight: float = 1.0
    odds: tuple[float, ...] = (2.0, 4.0)
    least: int = 0
    of: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if self.levels < 2:
            raise ValueError(f"stream {self.name!r} has {self.levels} levels and needs at least 2")
        if self.weight <= 0:
            raise ValueError(f"stream {self.name!r} has weight {self.weight} and needs one above 0")
        if (self.kind == "joint") != (self.of is not None):
            raise ValueError(f"stream {self.name!r}: a joint stream, and no other, names the two streams it is made of")


def triad_streams(signifier: str, anchors: Sequence[str], weight: float = 1.0) -> list[Stream]:
    """What is watched of a triad, in this order.

    Each corner in the anchors' order (`corner_bins`), how extreme (`extreme_bins`), which zone (`zone_bins`) and which
    spot (`spot_bins`).
    """
    corners = [Stream(f"{signifier}:{anchor}", signifier, "ordered", CORNER_BINS, weight=weight) for anchor in anchors]
    extremes = Stream(f"{signifier}:extremes", signifier, "ordered", EXTREME_BINS, weight=weight)
    zones = Stream(f"{signifier}:zone", signifier, "categorical", ZONES, weight=weight)
    spots = Stream(f"{signifier}:spot", signifier, "categorical", SPOTS, weight=weight, odds=SPOT_ODDS)
    return [*corners, extremes, zones, spots]


def dyad_streams(signifier: str, weight: float = 1.0) -> list[Stream]:
    """The position (`dyad_bins`; "up" is toward the second anchor) and the distance from the middle (`away_bins`)."""
    return [
        Stream(signifier, signifier, "ordered", DYAD_BINS, weight=weight),
        Stream(f"{signifier}:extremes", signifier, "ordered", AWAY_BINS, weight=weight),
    ]


def choice_stream(signifier: str, options: int, weight: float = 1.0) -> Stream:
    """A choice of one among `options`: what stories are about; to be fed with `models.bins.category_bins`."""
    return Stream(signifier, signifier, "categorical", options, signal="theme", weight=weight)


def hot_stream() -> Stream:
    """The hot score, to be fed with `models.bins.score_bins`: the stream that matters most."""
    return Stream("temperature", "temperature", "ordered", SCORE_BINS, weight=TEMPERATURE_WEIGHT)


def not_applicable_stream(signifiers: int) -> Stream:
    """How many of the `signifiers` that may be refused were marked as not applicable (0..signifiers)."""
    return Stream("not-applicable", "not-applicable", "ordered", signifiers + 1)


def theme_stream(topics: int) -> Stream:
    """The nearest of `topics` themes, to be fed with `models.bins.category_bins`."""
    return Stream("theme", "theme", "categorical", topics, signal="theme")


def novelty_streams() -> list[Stream]:
    """How far a story lies from every theme (`TopicSpace.novelty`), and whether another such story came lately."""
    return [
        Stream("novelty", "novelty", "categorical", NOVELTY_BINS, "theme", odds=TAIL_ODDS, least=NOVELTY_BINS - 2),
        Stream("echo", "novelty", "categorical", ECHO_BINS, "theme", odds=ECHO_ODDS, least=ECHO_BINS - 2),
    ]


def pocket_stream(one: Stream, other: Stream, signal: Signal = "theme") -> Stream:
    """Stories that lie at one level of each of two categorical streams at once: a joint pocket."""
    if one.kind != "categorical" or other.kind != "categorical":
        raise ValueError(f"a pocket is made of two categorical streams, not of {one.name!r} and {other.name!r}")
    name, levels = f"{one.name}&{other.name}", one.levels * other.levels
    return Stream(name, "pockets", "joint", levels, signal, odds=POCKET_ODDS, of=(one.name, other.name))
