"""Observations and interpretations as rows."""

from __future__ import annotations

from datetime import datetime

from narratives.observation import Interpretation, Observation, Remarkable, Strength, Withdrawn
from store.database import Row

OBSERVATION = """id, collection_id, title, body, remarkable, strength, author, voice, made_at, changed_at, revision,
    chart, claim_id, workshop_id, withdrawn_at, withdrawn_by, withdrawn_because"""
INTERPRETATION = """id, observation_id, title, body, idea, questions, author, voice, made_at, changed_at, revision,
    workshop_id, withdrawn_at, withdrawn_by, withdrawn_because"""


def observed(one: Observation) -> dict[str, str]:
    """The words of an observation, which can be changed."""
    return {
        "title": one.title,
        "text": one.text,
        "remarkable": one.remarkable.value,
        "strength": one.strength.value,
        "voice": one.voice,
    }


def understood(one: Interpretation) -> dict[str, str]:
    """The words of an interpretation, which can be changed."""
    return {"title": one.title, "text": one.text, "idea": one.idea, "questions": one.questions, "voice": one.voice}


def row_to_observation(row: Row) -> Observation:
    """An observation from its columns."""
    return Observation(
        id=row["id"],
        collection=row["collection_id"],
        title=row["title"],
        text=row["body"],
        remarkable=Remarkable(row["remarkable"]),
        strength=Strength(row["strength"]),
        author=row["author"],
        made_at=datetime.fromisoformat(row["made_at"]),
        voice=row["voice"],
        chart=row["chart"],
        claim=row["claim_id"],
        workshop=row["workshop_id"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        revision=row["revision"],
        withdrawn=_withdrawn(row),
    )


def row_to_interpretation(row: Row) -> Interpretation:
    """An interpretation from its columns."""
    return Interpretation(
        id=row["id"],
        observation=row["observation_id"],
        title=row["title"],
        text=row["body"],
        idea=row["idea"],
        questions=row["questions"],
        author=row["author"],
        made_at=datetime.fromisoformat(row["made_at"]),
        voice=row["voice"],
        workshop=row["workshop_id"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        revision=row["revision"],
        withdrawn=_withdrawn(row),
    )


def _withdrawn(row: Row) -> Withdrawn | None:
    if not row["withdrawn_at"]:
        return None
    return Withdrawn(datetime.fromisoformat(row["withdrawn_at"]), row["withdrawn_by"], row["withdrawn_because"])


def said(at: datetime) -> str:
    """A time as it is kept: two changes within a second keep their order."""
    return at.isoformat(timespec="microseconds")
