"""What the analysis made, as staff may see it: temperatures, themes with their typical stories, notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from narratives.collection import Collection
from narratives.temperature import Reading
from store import results, worker
from store.database import Database
from store.release import Story, get_story

_LOOKED_AT = 200  # typical stories are looked for among so many: most may be unreadable


@dataclass(frozen=True, slots=True)
class ReleasedTheme:
    """A theme; `size` is None while it holds fewer than k stories."""

    id: int
    name: str
    terms: tuple[str, ...]
    size: int | None
    born_on: date


def list_released_themes(db: Database, collection: Collection) -> list[ReleasedTheme]:
    """A collection's themes, largest first."""
    return [
        ReleasedTheme(
            theme.id, theme.name, theme.terms, theme.size if theme.size >= collection.k else None, theme.born_on
        )
        for theme in results.list_themes(db, collection.id)
    ]


def list_typical_stories(db: Database, collection: Collection, theme_id: int, limit: int) -> list[Story]:
    """The readable stories nearest to the middle of a theme, nearest first."""
    rows = db.rows(
        """
        select narrative_id from assignments
        where collection_id = :id and theme_id = :theme
        order by distance, narrative_id limit :most
        """,
        id=collection.id,
        theme=theme_id,
        most=_LOOKED_AT,
    )
    found: list[Story] = []
    for row in rows:
        story = get_story(db, collection, row["narrative_id"])
        if story is not None and story.text:
            found.append(story)
        if len(found) == limit:
            break
    return found


def list_released_readings(db: Database, collection: Collection) -> list[Reading]:
    """Every group's temperature, by group and period; a period with fewer than k stories has no value."""
    return [
        reading if reading.n >= collection.k else _withheld(reading)
        for reading in results.list_readings(db, collection.id)
    ]


def _withheld(reading: Reading) -> Reading:
    return Reading(
        reading.group, reading.starts_on, reading.ends_on, 0, None, None, None, reading.usual_low, reading.usual_high
    )


def list_notices(db: Database) -> list[str]:
    """What the worker says to managers, by name."""
    return worker.list_notices(db)
