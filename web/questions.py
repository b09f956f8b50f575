"""What the template of a question is given: the answers that can be ticked, and what was typed before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One answer that can be ticked; `image` is the file name of a picture that its label describes."""

    html_id: str
    value: str
    label: str
    checked: bool
    image: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction in which a stone is placed; `exact` is the share as it was posted."""

    html_id: str
    name: str
    label: str
    items: tuple[Item, ...]
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Stone:
    """One stone with its two directions."""

    id: str
    label: str
    axes: tuple[Axis, Axis]


@dataclass(frozen=True, slots=True)
class Question:
    """One signifier as the page asks it.

    `anchors` are in the order in which they are shown (of stones: low and high across, low and high up), `order` is
    that order as it is posted back, and `counts` are what is said for each number of options chosen.
    """

    id: str
    kind: str
    title: str
    optional: bool
    error: str | None
    hint: str = ""
    items: tuple[Item, ...] = ()
    anchors: tuple[str, ...] = ()
    stones: tuple[Stone, ...] = ()
    many: bool = False
    exact_field: str = ""
    exact: str = ""
    method: str = ""
    seconds: str = ""
    order: str = ""
    other: str = ""
    counts: tuple[str, ...] = ()

    @property
    def has_images(self) -> bool:
        """Whether any answer is shown with a picture."""
        return any(item.image for item in self.items)
