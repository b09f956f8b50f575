"""What every picture says about itself: which stories it is of, how many there are, and when it was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from web.explore.pictures.picture import Picture


@dataclass(frozen=True, slots=True)
class Facts:
    """The collection, the selection and the totals in words, and the day."""

    collection: str
    selection: str
    totals: str
    drawn: date

    def lines(self, picture: Picture) -> tuple[str, ...]:
        """The caption of a picture, a sentence a line."""
        named = tuple(f"{name}: {words}." for name, words in picture.facts)
        return (f"{picture.counts}.", *named, *picture.notes, f"Selection: {self.selection}.", self.totals)
