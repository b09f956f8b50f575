"""Answers in words, the same on the form, in the picture's spoken text and on the page that checks them."""

from __future__ import annotations

from narratives.answers import (
    Answer,
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
)
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.submission import DYAD_STEPS
from narratives.triangle import ZONES, zone_of

DOES_NOT_APPLY = "This does not apply to my story"
PREFER_NOT_TO_SAY = "Prefer not to say"
NONE_OF_THESE = "None of these"
NOT_ANSWERED = "Not answered"


def zone_words(triad: Triad) -> dict[str, str]:
    """What each zone of a triad says, by zone code, corners first."""
    top, left, right = (anchor.label for anchor in triad.anchors)
    words = (
        f"Mostly “{top}”",
        f"Mostly “{left}”",
        f"Mostly “{right}”",
        f"Between “{top}” and “{left}”",
        f"Between “{top}” and “{right}”",
        f"Between “{left}” and “{right}”",
        "All three about equally",
    )
    return dict(zip(ZONES, words, strict=True))


def step_words(dyad: Dyad) -> dict[str, str]:
    """What each step of a dyad says, by the step's number."""
    low, high = (anchor.label for anchor in dyad.anchors)
    words = (
        f"Entirely “{low}”",
        f"Mostly “{low}”",
        f"A little more “{low}”",
        "Halfway between",
        f"A little more “{high}”",
        f"Mostly “{high}”",
        f"Entirely “{high}”",
    )
    return {str(number): label for number, label in enumerate(words)}


def stone_words(low: str, high: str) -> dict[str, str]:
    """Five places along one direction of a stones question, by the share that is posted."""
    words = (f"Close to “{low}”", f"Nearer “{low}”", "Halfway", f"Nearer “{high}”", f"Close to “{high}”")
    return dict(zip(("0.1", "0.3", "0.5", "0.7", "0.9"), words, strict=True))


def answer_words(signifier: Signifier, answer: Answer | None) -> str:
    """An answer as the teller gave it, in a few words."""
    match signifier, answer:
        case _, None:
            return NOT_ANSWERED
        case Choice(asks_about="respondent"), NotApplicable():
            return PREFER_NOT_TO_SAY
        case Choice(), NotApplicable():
            return NONE_OF_THESE
        case _, NotApplicable():
            return DOES_NOT_APPLY
        case Triad() as triad, TriadAnswer(_, shares, _):
            return zone_words(triad)[zone_of(shares)]
        case Dyad() as dyad, DyadAnswer(_, value, _):
            return step_words(dyad)[str(min(DYAD_STEPS - 1, int(value * DYAD_STEPS)))]
        case Choice() as choice, ChoiceAnswer(_, options, _):
            return ", ".join(choice.label_of(option) for option in options)
        case Stones() as stones, StonesAnswer(_, places, _):
            placed = {stone for stone, _, _ in places}
            return ", ".join(stone.label for stone in stones.stones if stone.id in placed) + " placed"
        case _, FreetextAnswer(_, text):
            return text
        case _:
            return NOT_ANSWERED
