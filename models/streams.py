"""What the drift monitor watches: one stream for each number or category that an answer becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.bins import CORNER_BINS, DYAD_BINS, SCORE_BINS

Kind = Literal["ordered", "categorical"]
Signal = Literal["temperature", "theme", "collection"]

TEMPERATURE_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Stream:
    """One column of bins.

    `levels` is the number of bins, `weight` the share of the false-alarm budget that the whole
    `signifier` gets relative to the others (every stream of one signifier carries the same).
    """

    name: str
    signifier: str
    kind: Kind
    levels: int
    signal: Signal = "temperature"
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.levels < 2:
            raise ValueError(f"stream {self.name!r} has {self.levels} levels and needs at least 2")
        if self.weight <= 0:
            raise ValueError(f"stream {self.name!r} has weight {self.weight} and needs one above 0")


def triad_streams(signifier: str, anchors: Sequence[str], weight: float = 1.0) -> list[Stream]:
    """One stream a corner, in the anchors' order, to be fed with `models.bins.corner_bins`."""
    return [Stream(f"{signifier}:{anchor}", signifier, "ordered", CORNER_BINS, weight=weight) for anchor in anchors]


def dyad_stream(signifier: str, weight: float = 1.0) -> Stream:
    """A dyad, to be fed with `models.bins.dyad_bins`; "up" means toward the second anchor."""
    return Stream(signifier, signifier, "ordered", DYAD_BINS, weight=weight)


def choice_stream(signifier: str, options: int, weight: float = 1.0) -> Stream:
    """A choice of one among `options`: what stories are about; to be fed with `models.bins.category_bins`."""
    return Stream(signifier, signifier, "categorical", options, signal="theme", weight=weight)


def hot_stream() -> Stream:
    """The hot score, to be fed with `models.bins.score_bins`: the stream that matters most."""
    return Stream("temperature", "temperature", "ordered", SCORE_BINS, weight=TEMPERATURE_WEIGHT)


def theme_stream(topics: int) -> Stream:
    """The nearest of `topics` themes, to be fed with `models.bins.category_bins`."""
    return Stream("theme", "theme", "categorical", topics, signal="theme")
