"""What was seen and understood, in words: who said it, whether it is understood, and whom it waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.observation import Interpretation, Observation, Remarkable, Strength, is_read_enough, readers_of
from web.sentences import joined

REMARKABLE = {Remarkable.YES: "Remarkable", Remarkable.MAYBE: "Perhaps remarkable", Remarkable.NO: "Not remarkable"}
STRENGTH = {Strength.STRONG: "Clearly to be seen", Strength.MEDIUM: "Somewhat to be seen", Strength.WEAK: "Barely seen"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an observation is understood; `waits` says that it lacks a reading."""

    waits: bool
    sentence: str


def who(one: Observation | Interpretation, names: Mapping[str, str]) -> str:
    """Who says something: a person, or for whom they wrote it down."""
    name = names.get(one.author, one.author)
    return f"{one.voice}, written down by {name}" if one.voice else name


def waits(observation: Observation, readings: Sequence[Interpretation]) -> bool:
    """Whether an observation that is worth talking about lacks a reading by somebody else."""
    if observation.remarkable is Remarkable.NO and not readings:
        return False
    return not is_read_enough(readings)


def standing(observation: Observation, readings: Sequence[Interpretation], names: Mapping[str, str]) -> Standing:
    """How far an observation is understood, and whom it waits for."""
    people = readers_of(readings)
    if is_read_enough(readings):
        return Standing(False, f"Read in {len(readings)} ways by {people} people.")
    if not waits(observation, readings):
        return Standing(False, "Noted as not remarkable: it needs no reading.")
    if not people:
        return Standing(True, "Not understood yet: it needs readings by two different people, and has none.")
    only = joined(sorted({one.voice or names.get(one.author, one.author) for one in readings}))
    return Standing(True, f"Not understood yet: only {only} has read it. It waits for somebody else.")
