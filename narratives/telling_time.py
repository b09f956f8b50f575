"""How long telling takes, as long as nobody has been measured."""

from __future__ import annotations

_SECONDS_A_QUESTION, _SECONDS_A_STORY = 20, 150
ASKED_BESIDE = 3  # the title, a look at what names somebody, and what the teller allows


def guessed_minutes(questions: int) -> int:
    """How long a short story with some questions takes, in minutes."""
    return round((_SECONDS_A_STORY + _SECONDS_A_QUESTION * questions) / 60)
