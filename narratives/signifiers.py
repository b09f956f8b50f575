"""The kinds of signifier that a framework asks with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """One labelled end of a scale or corner of a triangle."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; `image` names a picture of it, which its label describes."""

    id: str
    label: str
    image: str = ""


OTHER = "other"  # the option that asks for words of the teller's own


@dataclass(frozen=True, slots=True)
class Predicts:
    """That a question asks where a reporting group will mostly place another one: a guess about others, no account."""

    signifier: str
    group: str


@dataclass(frozen=True, slots=True)
class Triad:
    """Three balanced labels; the answer is a share for each (top, left, right), summing to 1.

    With `random_order` each teller sees the anchors in an order of their own, which is stored with the answer.
    """

    id: str
    title: str
    anchors: tuple[Anchor, Anchor, Anchor]
    hot: frozenset[str] = frozenset()
    cold: frozenset[str] = frozenset()
    required: bool = False
    random_order: bool = False
    predicts: Predicts | None = None


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two poles; the answer is a value from 0 (first anchor) to 1 (second). `level` marks the level question."""

    id: str
    title: str
    anchors: tuple[Anchor, Anchor]
    hot: frozenset[str] = frozenset()
    cold: frozenset[str] = frozenset()
    level: bool = False
    required: bool = False
    random_order: bool = False
    predicts: Predicts | None = None


@dataclass(frozen=True, slots=True)
class Stones:
    """Up to five things placed on a canvas with two axes; each position is (x, y) in [0, 1], y upward."""

    id: str
    title: str
    x_anchors: tuple[Anchor, Anchor]
    y_anchors: tuple[Anchor, Anchor]
    stones: tuple[Option, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Options to choose from, at least `min_responses` when any; `asks_about` is "story" or "respondent"."""

    id: str
    title: str
    options: tuple[Option, ...]
    max_responses: int = 1
    asks_about: str = "story"
    required: bool = False
    min_responses: int = 1
    random_order: bool = False

    @property
    def takes_other(self) -> bool:
        """Whether an option asks for words of the teller's own."""
        return any(option.id == OTHER for option in self.options)

    def label_of(self, option_id: str) -> str:
        """The label of an option; the id itself when the option is unknown."""
        return next((option.label for option in self.options if option.id == option_id), option_id)


@dataclass(frozen=True, slots=True)
class Freetext:
    """A short answer in the teller's own words; never analysed as an answer."""

    id: str
    title: str
    required: bool = False


Placed = Triad | Dyad  # what an answer is a place on
Signifier = Placed | Stones | Choice | Freetext


def prediction_of(signifier: Signifier) -> Predicts | None:
    """What a signifier guesses about others; None of one that is about the story or its teller."""
    return signifier.predicts if isinstance(signifier, Placed) else None
