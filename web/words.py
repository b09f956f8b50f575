"""Answers in words, the same on the form, in the picture's spoken text and on the page that checks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narratives.answer_fields import DYAD_STEPS
from narratives.answers import (
    Answer,
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NeverShown,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
)
from narratives.signifiers import OTHER, Choice, Dyad, Signifier, Stones, Triad, prediction_of
from narratives.translation import gettext as _
from narratives.triangle import ZONES, zone_of

STONE_STEPS = ("0.1", "0.3", "0.5", "0.7", "0.9")


def not_applicable_words(signifier: Signifier) -> str:
    """What the answer is called that none of the others fit."""
    if prediction_of(signifier):
        return _("I cannot guess")
    if not isinstance(signifier, Choice):
        return _("This does not apply to my story")
    return _("Prefer not to say") if signifier.asks_about == "respondent" else _("None of these")


def zone_words(triad: Triad) -> dict[str, str]:
    """What each zone of a triad says, by zone code, corners first."""
    top, left, right = (anchor.label for anchor in triad.anchors)
    words = (
        _("Mostly “%(anchor)s”", anchor=top),
        _("Mostly “%(anchor)s”", anchor=left),
        _("Mostly “%(anchor)s”", anchor=right),
        _("Between “%(one)s” and “%(other)s”", one=top, other=left),
        _("Between “%(one)s” and “%(other)s”", one=top, other=right),
        _("Between “%(one)s” and “%(other)s”", one=left, other=right),
        _("All three about equally"),
    )
    return dict(zip(ZONES, words, strict=True))


def step_words(dyad: Dyad) -> dict[str, str]:
    """What each step of a dyad says, by the step's number."""
    low, high = (anchor.label for anchor in dyad.anchors)
    words = (
        _("Entirely “%(anchor)s”", anchor=low),
        _("Mostly “%(anchor)s”", anchor=low),
        _("A little more “%(anchor)s”", anchor=low),
        _("Halfway between"),
        _("A little more “%(anchor)s”", anchor=high),
        _("Mostly “%(anchor)s”", anchor=high),
        _("Entirely “%(anchor)s”", anchor=high),
    )
    return {str(number): label for number, label in enumerate(words)}


def stone_words(low: str, high: str) -> dict[str, str]:
    """Five places along one direction of a stones question, by the share that is posted."""
    words = (
        _("Close to “%(anchor)s”", anchor=low),
        _("Nearer “%(anchor)s”", anchor=low),
        _("Halfway"),
        _("Nearer “%(anchor)s”", anchor=high),
        _("Close to “%(anchor)s”", anchor=high),
    )
    return dict(zip(STONE_STEPS, words, strict=True))


def stone_step(share: float) -> str:
    """The one of the five places that a share is nearest to: each spans a fifth."""
    return STONE_STEPS[min(len(STONE_STEPS) - 1, int(share * len(STONE_STEPS)))]


def listed(words: Iterable[str]) -> str:
    """Words one after the other, with the comma of the language that is spoken."""
    return _(", ").join(words)


def answer_words(signifier: Signifier, answer: Answer | None) -> str:
    """An answer as the teller gave it, in a few words; one line for each stone."""
    match signifier, answer:
        case _, NotApplicable():
            return not_applicable_words(signifier)
        case _, NeverShown():
            return _("Not asked")
        case Triad(), TriadAnswer():
            return zone_words(signifier)[zone_of(answer.shares)]
        case Dyad(), DyadAnswer():
            return step_words(signifier)[str(min(DYAD_STEPS - 1, int(answer.value * DYAD_STEPS)))]
        case Choice(), ChoiceAnswer():
            return listed(_option_words(signifier, option, answer.other) for option in answer.options)
        case Stones(), StonesAnswer():
            return "\n".join(_lines_of_stones(signifier, answer.places))
        case _, FreetextAnswer():
            return answer.text
        case _:
            return _("Not answered")


def _option_words(choice: Choice, option: str, other: str) -> str:
    label = choice.label_of(option)
    return _("%(option)s: “%(words)s”", option=label, words=other) if option == OTHER and other else label


def _lines_of_stones(stones: Stones, places: Sequence[tuple[str, float, float]]) -> list[str]:
    across, up = (stone_words(*(anchor.label for anchor in ends)) for ends in (stones.x_anchors, stones.y_anchors))
    labels = {stone.id: stone.label for stone in stones.stones}
    return [
        _("%(stone)s: %(across)s; %(up)s", stone=labels[stone], across=across[stone_step(x)], up=up[stone_step(y)])
        for stone, x, y in places
        if stone in labels
    ]
