"""Declaring that two questions ask the same: the lists to choose from, the anchors side by side, what is declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from narratives.calendar import spoken
from narratives.common_axes import Anchors, Asked, Axes, Equivalence
from narratives.signifiers import Anchor, Placed, Triad
from store.database import Database
from store.frameworks import get_framework
from web.combined.choosing import key_of, read_key


@dataclass(frozen=True, slots=True)
class Choosable:
    """A version of a framework with its questions to choose from, as (value, title)."""

    title: str
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two questions."""

    key: str
    framework: str
    title: str
    is_triad: bool
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Two questions side by side; `fields` has for each anchor of the first its field and what is chosen there."""

    first: Side
    second: Side
    fields: tuple[tuple[str, Anchor, str], ...]


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """One declaration in words."""

    id: str
    first: str
    second: str
    anchors: tuple[str, ...]
    by: str


def choosable(db: Database, axes: Axes) -> tuple[Choosable, ...]:
    """Every question that can be declared, by framework."""
    found = []
    for (name, version), among in groupby(axes.asked, key=lambda one: (one.framework, one.version)):
        questions = tuple((key_of(asked), _described(axes.question(asked))) for asked in among)
        found.append(Choosable(_called(db, name, version), questions))
    return tuple(found)


def matching(db: Database, axes: Axes, fields: Mapping[str, str]) -> Matching | None:
    """The two questions that a form names, once both are there; what is not chosen yet is guessed."""
    found = [read_key(fields.get(name, "")) for name in ("first", "second")]
    known = [asked for asked in found if asked is not None and asked in axes.asked]
    if len(known) < 2:
        return None
    first, second = (_side(db, axes, asked) for asked in known)
    guessed = _guessed(first, second)
    chosen = tuple((f"is-{place}", one, fields.get(f"is-{place}", "")) for place, one in enumerate(first.anchors))
    return Matching(first, second, tuple((name, one, typed or guessed[one.id]) for name, one, typed in chosen))


def read_anchors(shown: Matching, fields: Mapping[str, str]) -> Anchors:
    """What was chosen for each anchor of the first question."""
    return {anchor.id: fields.get(name, "") for name, anchor, _ in shown.fields}


def declared_rows(db: Database, axes: Axes, declared: Iterable[Equivalence]) -> tuple[DeclaredRow, ...]:
    """Some declarations in words."""
    return tuple(_declared_row(db, axes, one) for one in declared)


def _declared_row(db: Database, axes: Axes, one: Equivalence) -> DeclaredRow:
    first, second = (_side(db, axes, asked) for asked in (one.first, one.second))
    theirs = {anchor.id: anchor.label for anchor in second.anchors}
    return DeclaredRow(
        one.id,
        f"“{first.title}” ({first.framework})",
        f"“{second.title}” ({second.framework})",
        tuple(f"“{anchor.label}” is “{theirs[one.anchors[anchor.id]]}”" for anchor in first.anchors),
        f"Declared by {one.declared_by} on {spoken(one.declared_at.date())}",
    )


def _side(db: Database, axes: Axes, asked: Asked) -> Side:
    question = axes.question(asked)
    anchors: tuple[Anchor, ...] = question.anchors
    framework = _called(db, asked.framework, asked.version)
    return Side(key_of(asked), framework, question.title, isinstance(question, Triad), anchors)


def _called(db: Database, name: str, version: int) -> str:
    title = get_framework(db, name, version).title
    return title if version == 1 else f"{title}, version {version}"


def _described(question: Placed) -> str:
    return f"{question.title} ({'triangle' if isinstance(question, Triad) else 'line'})"


def _guessed(first: Side, second: Side) -> dict[str, str]:
    """For each anchor of the first question one of the second: of the same id, else of the same words, else nothing."""
    labels = {anchor.label.casefold(): anchor.id for anchor in second.anchors}
    ids = {anchor.id for anchor in second.anchors}
    return {one.id: one.id if one.id in ids else labels.get(one.label.casefold(), "") for one in first.anchors}
