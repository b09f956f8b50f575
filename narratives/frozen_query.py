"""A question to the stories that can be asked again word for word, what it came to, and what has changed since.

A sentence in a report stands on one of these. Its hash is the SHA-256 (FIPS 180-4) of what was asked and everything
that came of it, so that somebody who asks again sees at once whether anything is different.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from narratives.errors import MurmurationError
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.selection import SelectionError, View, part_text, read_parts


class Chart(StrEnum):
    """What was looked at; `subject` of the query says which one."""

    PICTURE = "picture"  # subject: the id of a triad, a dyad, a choice or stones
    LINE = "line"  # no subject: how hot the stories are, week by week
    COMPARISON = "comparison"  # subject: the id of a question; its second selection is `beside`
    CROSSTAB = "crosstab"  # subject: the ids of two questions
    ALERT = "alert"  # subject: the id of an alert
    THEME = "theme"  # subject: the number of a theme


class FrozenQueryError(MurmurationError, ValueError):
    """A query that nobody could ask, with what is wrong with it."""


@dataclass(frozen=True, slots=True)
class FrozenQuery:
    """What is asked, of which stories. Both selections end on a day, so that stories told later change nothing."""

    collection: str
    chart: Chart
    subject: tuple[str, ...]
    view: View
    beside: View | None = None

    def __post_init__(self) -> None:
        if any(view.last is None for view in (self.view, self.beside) if view is not None):
            raise FrozenQueryError("what is asked needs a last day, or later stories would change what came of it")
        if (self.chart is Chart.COMPARISON) != (self.beside is not None):
            raise FrozenQueryError("a comparison, and nothing else, has a second selection")

    def to_json(self) -> dict[str, Any]:
        """The query as it is kept and hashed: the same text for the same question."""
        return {
            "collection": self.collection,
            "chart": self.chart.value,
            "subject": list(self.subject),
            "view": _view_to_json(self.view),
            "beside": None if self.beside is None else _view_to_json(self.beside),
        }

    @property
    def id(self) -> str:
        """SHA-256 of the question, in hexadecimal."""
        return digest(self.to_json())


@dataclass(frozen=True, slots=True)
class FrozenResult:
    """What a query came to.

    `n` stories are behind it and `withheld` are not, in whole k as the page says it. `figures` are every number that
    it shows, by name, written as they are shown, and `shape` is a hash of what it draws more finely than in numbers.
    `stories` are the ids of open stories in it and `batches` those of closed batches; `sentence` says the whole in
    one sentence. Without figures nothing could be told, and the sentence says why.
    """

    n: int
    withheld: int
    figures: Mapping[str, str]
    sentence: str
    stories: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)
    shape: str = ""

    @property
    def is_told(self) -> bool:
        """Whether anything could be told: of fewer than k stories nothing is."""
        return bool(self.figures)

    def to_json(self) -> dict[str, Any]:
        """What is hashed: no note, and no sentence, whose words may be mended while every figure stands.

        Nor what is withheld: those stories are in no figure, and wait for others that are told after the last day.
        """
        return {
            "n": self.n,
            "figures": dict(self.figures),
            "shape": self.shape,
            "stories": sorted(self.stories),
            "batches": sorted(self.batches),
        }


def result_hash(query: FrozenQuery, result: FrozenResult) -> str:
    """SHA-256 of a question with what it came to, in hexadecimal."""
    return digest({"query": query.to_json(), "result": result.to_json()})


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of a JSON document in one spelling (sorted keys, no spaces, UTF-8), in hexadecimal."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_query(document: Mapping[str, Any], framework: Framework) -> FrozenQuery:
    """A query as it was kept. Raises FrozenQueryError where the framework has no such thing."""
    try:
        beside = document["beside"]
        return FrozenQuery(
            collection=document["collection"],
            chart=Chart(document["chart"]),
            subject=tuple(document["subject"]),
            view=_view_of(document["view"], framework),
            beside=None if beside is None else _view_of(beside, framework),
        )
    except (KeyError, TypeError, ValueError, SelectionError) as error:
        raise FrozenQueryError(f"the question cannot be read: {error}") from error


def _view_to_json(view: View) -> dict[str, Any]:
    return {
        "kind": view.kind.value,
        "groups": list(view.groups),  # the one that was chosen comes first
        "first": view.first and view.first.isoformat(),
        "last": view.last and view.last.isoformat(),
        "areas": sorted(view.areas),
        "languages": sorted(view.languages),
        "themes": sorted(view.themes),
        "parts": sorted(part_text(part) for part in view.parts),
    }


def _view_of(stored: Mapping[str, Any], framework: Framework) -> View:
    return View(
        kind=Kind(stored["kind"]),
        groups=tuple(stored["groups"]),
        first=_day(stored["first"]),
        last=_day(stored["last"]),
        areas=tuple(stored["areas"]),
        languages=tuple(stored["languages"]),
        themes=tuple(int(one) for one in stored["themes"]),
        parts=read_parts(framework, stored["parts"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
