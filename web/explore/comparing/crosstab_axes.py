"""What a crosstab can put on a side, by what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratives.collection import Collection, Policy
from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Triad
from store.release_axes import GROUP, LANGUAGE, THEME

_KINDS = {Choice: "Choices", Dyad: "Between two ends", Triad: "Triangles"}


@dataclass(frozen=True, slots=True)
class Axis:
    """Something that stories can be sorted by."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class AxisGroup:
    """Axes of one kind, for a list to choose from."""

    name: str
    axes: tuple[Axis, ...]


@dataclass(frozen=True, slots=True)
class AskedAxes:
    """The two axes that an address names, and what is wrong with them."""

    rows: str
    columns: str
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


def axis_groups(collection: Collection, framework: Framework) -> tuple[AxisGroup, ...]:
    """Everything that a crosstab of this collection can be made of.

    A protected one can be taken apart by group alone.
    """
    about = [Axis(GROUP, "Group")] if collection.groups else []
    if collection.policy is Policy.OPEN:
        about += [Axis(LANGUAGE, "Language"), Axis(THEME, "Theme")]
    found = [
        AxisGroup(name, tuple(Axis(one.id, one.title) for one in framework.told if isinstance(one, kind)))
        for kind, name in _KINDS.items()
    ]
    return tuple(one for one in (*found, AxisGroup("Who and where", tuple(about))) if one.axes)


def default_axes(collection: Collection, framework: Framework) -> tuple[str, str]:
    """The crosstab to begin with: what the story was about, by who tells or where."""
    sorted_by = (framework.choices, framework.dyads, framework.triads)
    asked = [one.id for some in sorted_by for one in some]
    by = [GROUP] if collection.groups else asked[1:2] or [LANGUAGE]
    return (asked or [LANGUAGE])[0], by[0]


def read_axes(collection: Collection, framework: Framework, fields: Mapping[str, str]) -> AskedAxes:
    """The two axes of an address, those that it does not name by default."""
    offered = [one.id for some in axis_groups(collection, framework) for one in some.axes]
    rows, columns = (fields.get(name, "").strip() for name in ("rows", "columns"))
    first, second = default_axes(collection, framework)
    rows = rows or (first if columns != first else second)
    columns = columns or (second if rows != second else first)
    errors = [
        FieldError(name, "Choose a question from the list")
        for name, asked in (("rows", rows), ("columns", columns))
        if asked not in offered
    ]
    if not errors and rows == columns:
        errors.append(FieldError("columns", "Choose two different questions"))
    return AskedAxes(rows, columns, tuple(errors))
