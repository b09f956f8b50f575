"""What people saw and understood, for the tests of boards and workshops."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from narratives.observation import Interpretation, Observation, Remarkable, Strength
from store.database import Database
from store.observations import add_interpretation, add_observation

AT = datetime(2026, 5, 2, 10, tzinfo=UTC)


def see(
    db: Database, number: int, title: str, *, author: str = "ada", strength: Strength = Strength.STRONG, voice: str = ""
) -> str:
    """Somebody sees something in the plot; the id of it."""
    seen = Observation(
        id=f"{number:032x}",
        collection="plot",
        title=title,
        text=f"{title}, on every map.",
        remarkable=Remarkable.YES,
        strength=strength,
        author=author,
        made_at=AT + timedelta(minutes=number),
        voice=voice,
    )
    add_observation(db, seen)
    return seen.id


def understand(
    db: Database, number: int, observation: str, title: str, *, author: str = "ada", voice: str = "", idea: str = ""
) -> str:
    """Somebody understands it in their way; the id of that."""
    made_at = AT + timedelta(minutes=number)
    text = f"{title}, as far as anybody knows."
    add_interpretation(
        db, Interpretation(f"{number:032x}", observation, title, text, idea, "", author, made_at, voice=voice)
    )
    return f"{number:032x}"
