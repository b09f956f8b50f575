"""A framework's questions as a form: what is asked, what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.signifiers import Anchor, Choice, Dyad, Freetext, Signifier, Stones, Triad
from web.words import DOES_NOT_APPLY, NONE_OF_THESE, PREFER_NOT_TO_SAY, step_words, stone_words, zone_words

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One answer that can be ticked."""

    html_id: str
    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction in which a stone is placed."""

    html_id: str
    name: str
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Stone:
    """One stone with its two directions."""

    label: str
    axes: tuple[Axis, Axis]


@dataclass(frozen=True, slots=True)
class Question:
    """One signifier as the page asks it."""

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


class _Common(TypedDict):
    id: str
    title: str
    optional: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class NarrativeForm:
    """A form over a framework: the fields as they were posted and the errors found in them."""

    framework: Framework
    values: Fields = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()

    def value(self, name: str) -> str:
        """What was typed into a field; empty when nothing was."""
        return next(iter(self.values.get(name) or ()), "")

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)

    @property
    def some_required(self) -> bool:
        """Whether any question has to be answered, so that the others are marked optional."""
        return any(item.required for item in self.framework.signifiers)

    @property
    def about_story(self) -> tuple[Question, ...]:
        """The questions about the story, in the framework's order."""
        return tuple(self.question(item) for item in self.framework.signifiers if not _asks_about_teller(item))

    @property
    def about_teller(self) -> tuple[Question, ...]:
        """The questions about the person who tells, asked last."""
        return tuple(self.question(item) for item in self.framework.signifiers if _asks_about_teller(item))

    def question(self, signifier: Signifier) -> Question:
        """One signifier with its answers as ticked and its error."""
        match signifier:
            case Triad():
                return self._placed(signifier, "triad", "shares", tuple(zone_words(signifier).items()))
            case Dyad():
                return self._placed(signifier, "dyad", "value", tuple(step_words(signifier).items()))
            case Choice():
                return self._choice(signifier)
            case Stones():
                stones = tuple(self._stone(signifier, place) for place in range(len(signifier.stones)))
                hint = "For each, choose how far along both directions it belongs."
                return Question(kind="stones", hint=hint, stones=stones, **self._common(signifier))
            case Freetext():
                hint, typed = "A few words are enough.", self.value(signifier.id)
                return Question(kind="freetext", hint=hint, exact=typed, **self._common(signifier))

    def _common(self, signifier: Signifier) -> _Common:
        return _Common(
            id=signifier.id,
            title=signifier.title,
            optional=self.some_required and not signifier.required,
            error=self.error_for(signifier.id),
        )

    def _items(self, name: str, answers: Sequence[tuple[str, str]]) -> tuple[Item, ...]:
        ticked = {value.strip() for value in self.values.get(name, ())}
        return tuple(
            Item(name if place == 1 else f"{name}-{place}", value, label, value in ticked)
            for place, (value, label) in enumerate(answers, start=1)
        )

    def _placed(
        self, signifier: Triad | Dyad, kind: str, exact_field: str, answers: tuple[tuple[str, str], ...]
    ) -> Question:
        return Question(
            kind=kind,
            items=self._items(signifier.id, (("na", DOES_NOT_APPLY), *answers)),
            anchors=tuple(anchor.label for anchor in signifier.anchors),
            exact_field=exact_field,
            exact=self.value(f"{signifier.id}.{exact_field}"),
            method=self.value(f"{signifier.id}.method"),
            **self._common(signifier),
        )

    def _choice(self, signifier: Choice) -> Question:
        many = signifier.max_responses > 1
        last = PREFER_NOT_TO_SAY if _asks_about_teller(signifier) else NONE_OF_THESE
        options = tuple((option.id, option.label) for option in signifier.options)
        hint = f"Choose up to {signifier.max_responses}." if many else ""
        items = self._items(signifier.id, (*options, ("na", last)))
        return Question(kind="choice", hint=hint, items=items, many=many, **self._common(signifier))

    def _stone(self, signifier: Stones, place: int) -> Stone:
        stone = signifier.stones[place]
        first_id = signifier.id if place == 0 else f"{signifier.id}-{stone.id}-x"
        return Stone(
            stone.label,
            (
                self._axis(f"{signifier.id}.{stone.id}.x", first_id, signifier.x_anchors),
                self._axis(f"{signifier.id}.{stone.id}.y", f"{signifier.id}-{stone.id}-y", signifier.y_anchors),
            ),
        )

    def _axis(self, name: str, html_id: str, anchors: tuple[Anchor, Anchor]) -> Axis:
        low, high = (anchor.label for anchor in anchors)
        chosen = self.value(name)
        items = tuple(Item("", value, label, value == chosen) for value, label in stone_words(low, high).items())
        return Axis(html_id, name, f"From “{low}” to “{high}”", items)


def _asks_about_teller(signifier: Signifier) -> bool:
    return isinstance(signifier, Choice) and signifier.asks_about == "respondent"
