"""The form of one part of a draft: what its fields hold, how many rows there are, and what can open a branch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from narratives.draft_form import STONES, count_rows
from narratives.draft_parts import BRANCH, parts
from narratives.errors import FieldError
from narratives.form_fields import Fields, chosen, first
from narratives.framework_file import MAX_PROMPTS
from narratives.signifier_file import MAX_OPTIONS
from web.design.rows import KINDS

_ROWS = {"choice": "option", "stones": "stone", "beginning": "prompt", "hearers": "hearer"}
_MOST = {"option": MAX_OPTIONS, "stone": STONES, "prompt": MAX_PROMPTS, "hearer": MAX_PROMPTS}
_MORE = 4
_FIRST = {"beginning": "prompting_question", "hearers": "hearer-0"}
_CORNERS = {"triad": ("Top", "Bottom left", "Bottom right"), "dyad": ("Left end", "Right end")}


@dataclass(frozen=True, slots=True)
class Opener:
    """A question that everybody is asked, with the answers of it that can open a branch."""

    id: str
    title: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part as its form shows it; `id` is empty for one that is not stored yet."""

    id: str
    kind: str
    fields: Fields

    @property
    def name(self) -> str:
        """What it is, in words."""
        return {**KINDS, "beginning": "Beginning", "hearers": "Who should hear"}.get(self.kind, "Question")

    @property
    def corners(self) -> tuple[str, ...]:
        """Where the anchors stand."""
        return _CORNERS.get(self.kind, ())

    def value(self, name: str) -> str:
        """What a field holds."""
        return first(self.fields, name)

    def holds(self, name: str, value: str) -> bool:
        """Whether a box of a field is ticked."""
        return value in chosen(self.fields, name)

    @property
    def rows(self) -> range:
        """The numbers of the rows to show."""
        return range(count_rows(self.fields, _ROWS.get(self.kind, "")))

    @property
    def can_have_more(self) -> bool:
        """Whether there is room for another row."""
        return len(self.rows) < _MOST.get(_ROWS.get(self.kind, ""), 0)

    def with_more_rows(self) -> PartPage:
        """The form with a few empty rows below the others."""
        name = _ROWS.get(self.kind)
        if name is None:
            return self
        count = count_rows(self.fields, name)
        empty = {f"{name}-{number}": [""] for number in range(count, min(count + _MORE, _MOST[name]))}
        return self.holding({**self.fields, **empty})

    def holding(self, fields: Mapping[str, Sequence[str]]) -> PartPage:
        """The form with other fields."""
        return replace(self, fields=fields)

    def at_fields(self, errors: Sequence[FieldError]) -> tuple[FieldError, ...]:
        """Errors at fields of this form: those of a field that it has not stand at its first."""
        shown = {*self.fields, "title", "introduction", "opens", "max_responses", "min_responses"} | {
            f"{name}-{number}" for name in ("anchor", "warmth", "x", "y", "option", "stone") for number in range(3)
        }
        otherwise = _FIRST.get(self.kind, "title")
        return tuple(one if one.field in shown else FieldError(otherwise, one.message) for one in errors)

    def choices(self, questions: Mapping[str, Any]) -> tuple[Opener, ...]:
        """What can open a branch."""
        asked = [one for one in parts(questions) if one.kind == "choice" and not one.branch]
        return tuple(Opener(one.id, str(one.entry.get("title") or ""), _options(one.entry)) for one in asked)

    def branches(self, questions: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """The branches that a question can be moved to."""
        return tuple(
            (one.id.removeprefix(BRANCH), str(one.entry.get("title") or "A branch without a title"))
            for one in parts(questions)
            if one.kind == "branch"
        )


def _options(entry: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    options = entry.get("options")
    found = [one for one in options if isinstance(one, dict)] if isinstance(options, list) else []
    return tuple((str(one.get("id")), str(one.get("label") or "")) for one in found)
