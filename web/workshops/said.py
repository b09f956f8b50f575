"""What was seen and understood during a workshop."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.observation import Interpretation, Observation, readers_of
from narratives.workshop import Workshop
from store.database import Database
from store.observations import interpretations_by_observation, list_observations


@dataclass(frozen=True, slots=True)
class Said:
    """An observation with how it was understood: in the workshop, or of one that was made there."""

    observation: Observation
    readings: tuple[Interpretation, ...]

    @property
    def people(self) -> int:
        """How many different people read it."""
        return readers_of(self.readings)


def said_in(db: Database, workshop: Workshop, *, with_taken: bool = False) -> list[Said]:
    """The observations that were made in a workshop or understood there, oldest first.

    With those that it takes along where nobody there has understood them yet, if asked for.
    """
    readings = interpretations_by_observation(db, workshop.collection)
    found = []
    for one in reversed(list_observations(db, workshop.collection)):
        mine = [reading for reading in readings.get(one.id, ()) if reading.workshop == workshop.id]
        if one.workshop == workshop.id or mine or (with_taken and one.id in workshop.taken.observations):
            found.append(Said(one, tuple(mine)))
    return found


def taken_along(db: Database, workshop: Workshop) -> list[Observation]:
    """The observations that a workshop takes along and that nobody has withdrawn since, in their order."""
    known = {one.id: one for one in list_observations(db, workshop.collection)}
    return [known[one] for one in workshop.taken.observations if one in known]
