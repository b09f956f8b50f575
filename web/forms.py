"""A framework's questions as a form: what is asked, what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from narratives.answer_fields import asked_of
from narratives.errors import FieldError
from narratives.form_fields import Fields, chosen
from narratives.framework import Branch, Framework
from narratives.numbers import read_share
from narratives.signifiers import Anchor, Choice, Dyad, Freetext, Signifier, Stones, Triad
from narratives.translation import gettext as _
from narratives.translation import ngettext
from web.order import Draw, drawn, posted_order, shown_choice, shown_dyad, shown_triad
from web.questions import Axis, Item, Question, Stone
from web.words import not_applicable_words, step_words, stone_step, stone_words, zone_words


class _Common(TypedDict):
    id: str
    title: str
    optional: bool
    error: str | None
    seconds: str


@dataclass(frozen=True, slots=True)
class NarrativeForm:
    """A form over a framework: the fields as they were posted and the errors found in them.

    `draw` puts the numbers below a count in the order in which a teller who comes for the first time sees things.
    """

    framework: Framework
    values: Fields = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    draw: Draw = drawn

    def value(self, name: str) -> str:
        """What was typed into a field; empty when nothing was."""
        return next(iter(self.values.get(name) or ()), "")

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)

    @property
    def some_required(self) -> bool:
        """Whether any question has to be answered, so that the others are marked optional."""
        return any(item.required for item in asked_of(self.framework, self.values))

    @property
    def about_story(self) -> tuple[Question, ...]:
        """The questions about the story that are put to everybody, in the framework's order."""
        return tuple(self.question(item) for item in self._main_part() if not asks_about_teller(item))

    @property
    def about_teller(self) -> tuple[Question, ...]:
        """The questions about the person who tells that are put to everybody, asked last."""
        return tuple(self.question(item) for item in self._main_part() if asks_about_teller(item))

    @property
    def branches(self) -> tuple[tuple[Branch, tuple[Question, ...]], ...]:
        """Every branch with its questions, open or not: for a page that shows the whole form at once."""
        return tuple(
            (branch, tuple(self.question_of(signifier) for signifier in branch.signifiers))
            for branch in self.framework.branches
        )

    def question_of(self, signifier_id: str) -> Question:
        """One question by its signifier's id. Raises KeyError when the framework has no such signifier."""
        return self.question(self.framework.signifier(signifier_id))

    def question(self, signifier: Signifier) -> Question:
        """One signifier with its answers as ticked and its error."""
        match signifier:
            case Triad():
                triad = shown_triad(signifier, self.values, self.draw)
                return self._placed(triad, "triad", "shares", tuple(zone_words(triad).items()))
            case Dyad():
                dyad = shown_dyad(signifier, self.values, self.draw)
                return self._placed(dyad, "dyad", "value", tuple(step_words(dyad).items()))
            case Choice():
                return self._choice(shown_choice(signifier, self.values, self.draw))
            case Stones():
                return self._stones(signifier)
            case Freetext():
                return self._freetext(signifier)

    def _main_part(self) -> tuple[Signifier, ...]:
        return tuple(item for item in self.framework.signifiers if self.framework.branch_of(item.id) is None)

    def _common(self, signifier: Signifier) -> _Common:
        return _Common(
            id=signifier.id,
            title=signifier.title,
            optional=self.some_required and not signifier.required,
            error=self.error_for(signifier.id),
            seconds=self.value(f"{signifier.id}.seconds"),
        )

    def _items(self, name: str, answers: Sequence[tuple[str, str, str]]) -> tuple[Item, ...]:
        """Answers to tick, from their values, labels and pictures; the first has the id that an error links to."""
        ticked = chosen(self.values, name)
        return tuple(
            Item(name if place == 1 else f"{name}-{place}", value, label, value in ticked, image)
            for place, (value, label, image) in enumerate(answers, start=1)
        )

    def _placed(
        self, shown: Triad | Dyad, kind: str, exact_field: str, answers: tuple[tuple[str, str], ...]
    ) -> Question:
        listed = (("na", not_applicable_words(shown)), *answers)
        return Question(
            kind=kind,
            hint=_("Answer as you think most of them will.") if shown.predicts else "",
            items=self._items(shown.id, [(value, label, "") for value, label in listed]),
            anchors=tuple(anchor.label for anchor in shown.anchors),
            exact_field=exact_field,
            exact=self.value(f"{shown.id}.{exact_field}"),
            method=self.value(f"{shown.id}.method"),
            order=posted_order(shown),
            **self._common(shown),
        )

    def _choice(self, shown: Choice) -> Question:
        options = [(option.id, option.label, option.image) for option in shown.options]
        return Question(
            kind="choice",
            hint=_how_many(shown),
            items=self._items(shown.id, [*options, ("na", not_applicable_words(shown), "")]),
            many=shown.max_responses > 1,
            other=self.value(f"{shown.id}.other"),
            order=posted_order(shown),
            counts=_counts(shown),
            **self._common(shown),
        )

    def _stones(self, signifier: Stones) -> Question:
        says_na = "na" in chosen(self.values, signifier.id)
        return Question(
            kind="stones",
            items=(Item(f"{signifier.id}-na", "na", not_applicable_words(signifier), says_na),),
            anchors=tuple(anchor.label for anchor in (*signifier.x_anchors, *signifier.y_anchors)),
            stones=tuple(self._stone(signifier, place) for place in range(len(signifier.stones))),
            method=self.value(f"{signifier.id}.method"),
            **self._common(signifier),
        )

    def _stone(self, signifier: Stones, place: int) -> Stone:
        stone = signifier.stones[place]
        first_id = signifier.id if place == 0 else f"{signifier.id}-{stone.id}-x"
        return Stone(
            stone.id,
            stone.label,
            (
                self._axis(f"{signifier.id}.{stone.id}.x", first_id, signifier.x_anchors),
                self._axis(f"{signifier.id}.{stone.id}.y", f"{signifier.id}-{stone.id}-y", signifier.y_anchors),
            ),
        )

    def _axis(self, name: str, html_id: str, anchors: tuple[Anchor, Anchor]) -> Axis:
        low, high = (anchor.label for anchor in anchors)
        exact = self.value(name).strip()
        share = read_share(exact)
        step = None if share is None else stone_step(share)
        items = tuple(Item("", value, label, value == step) for value, label in stone_words(low, high).items())
        return Axis(html_id, name, _("From “%(low)s” to “%(high)s”", low=low, high=high), items, exact if step else "")

    def _freetext(self, signifier: Freetext) -> Question:
        says_na = self.value(f"{signifier.id}.na") == "yes"
        return Question(
            kind="freetext",
            hint=_("A few words are enough."),
            items=(Item(f"{signifier.id}-na", "yes", not_applicable_words(signifier), says_na),),
            exact=self.value(signifier.id),
            **self._common(signifier),
        )


def asks_about_teller(signifier: Signifier) -> bool:
    """Whether a question is about the person who tells."""
    return isinstance(signifier, Choice) and signifier.asks_about == "respondent"


def _how_many(choice: Choice) -> str:
    """How many options may be chosen, in words; empty where it is one."""
    least, most, options = choice.min_responses, choice.max_responses, len(choice.options)
    if most <= 1:
        return ""
    if most >= options and least <= 1:
        return _("Choose all that fit.")
    if least == most:
        return ngettext("Choose %(num)s.", "Choose %(num)s.", most)
    if least <= 1:
        return ngettext("Choose up to %(num)s.", "Choose up to %(num)s.", most)
    return _("Choose from %(least)s to %(most)s.", least=least, most=most)


def _counts(choice: Choice) -> tuple[str, ...]:
    """What to say for each number of options chosen; empty where any number will do."""
    least, most, options = choice.min_responses, choice.max_responses, len(choice.options)
    if most <= 1 or (most >= options and least <= 1):
        return ()
    return tuple(_count(number, least, most) for number in range(options + 1))


def _count(number: int, least: int, most: int) -> str:
    if number == 0:
        return ""
    if number < least:
        return ngettext("Choose at least %(num)s more.", "Choose at least %(num)s more.", least - number)
    if number < most:
        return ngettext("You can choose %(num)s more.", "You can choose %(num)s more.", most - number)
    if number == most:
        return _("That is as many as you can choose.")
    return ngettext("That is %(num)s too many.", "That is %(num)s too many.", number - most)
