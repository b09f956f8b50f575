"""Temperatures in colours: seven steps on either side of a group's usual 50, told apart without colour too.

Orange against blue can be seen by everybody who confuses red and green; whatever lies outside its usual range
carries a pattern and a sign as well, and the number is written in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from narratives.temperature import Reading
from web.explore.temperature_page import verdict

_INK, _PAPER = "#1b2a30", "#ffffff"


@dataclass(frozen=True, slots=True)
class HeatStep:
    """Temperatures under `below`, and what they are drawn with; `words` name them in a legend."""

    below: float
    colour: str
    ink: str
    words: str


STEPS = (
    HeatStep(25, "#1f5f8f", _PAPER, "under 25"),
    HeatStep(35, "#5b9bc4", _INK, "25 to 34"),
    HeatStep(45, "#b7d5e5", _INK, "35 to 44"),
    HeatStep(55, "#ebe5d5", _INK, "45 to 54, as usual"),
    HeatStep(65, "#f6cfa9", _INK, "55 to 64"),
    HeatStep(75, "#e08b4c", _INK, "65 to 74"),
    HeatStep(1000, "#a8421a", _PAPER, "75 and over"),
)
SIGNS = {"hot": "▲", "calm": "▼"}
# A letter for each verdict, so that a hundred groups over a year are a short text for the script.
VERDICTS = {
    "H": ("hot", "Hotter than usual"),
    "h": ("hot", "Perhaps hotter than usual"),
    "u": ("usual", "Within its usual range"),
    "c": ("calm", "Perhaps calmer than usual"),
    "C": ("calm", "Calmer than usual"),
    "-": ("none", "Too few stories to say"),
}
_LETTERS = {words: letter for letter, (_, words) in VERDICTS.items()}


@dataclass(frozen=True, slots=True)
class Mark:
    """A reading as it is drawn: its whole number (None without one) and its verdict's letter."""

    value: int | None
    letter: str

    @property
    def tone(self) -> str:
        """Hot, calm, usual or none."""
        return VERDICTS[self.letter][0]

    @property
    def words(self) -> str:
        """The verdict."""
        return VERDICTS[self.letter][1]

    @property
    def colour(self) -> str:
        """White without a reading."""
        return _PAPER if self.value is None else STEPS[step_of(self.value)].colour

    @property
    def ink(self) -> str:
        """What stands out from the colour."""
        return _INK if self.value is None else STEPS[step_of(self.value)].ink

    @property
    def fill(self) -> str:
        """A colour, a pattern on it outside the usual range, hatching without a reading."""
        if self.value is None:
            return "url(#mm-none)"
        return f"url(#mm-{self.tone}-{step_of(self.value)})" if self.tone in SIGNS else self.colour

    @property
    def number(self) -> str:
        """The temperature with its sign; a dash without one."""
        return "–" if self.value is None else f"{SIGNS.get(self.tone, '')}{self.value}"


UNTOLD = Mark(None, "-")


def mark_of(reading: Reading | None) -> Mark:
    """A reading as it is drawn; its colour follows its number as it is written."""
    if reading is None or reading.value is None:
        return UNTOLD
    return Mark(int(f"{reading.value:.0f}"), _LETTERS[verdict(reading).words])


@lru_cache(maxsize=256)
def step_of(value: int) -> int:
    """Which step a temperature lies in."""
    return next(place for place, step in enumerate(STEPS) if value < step.below)
