"""That members saw their stories move, in the commons: questions, directions and months, never a figure or a story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from narratives.elsewhere import Lookout, Sighting
from store.commons import get_member, list_members
from store.database import Database

_SIGHTING = "framework_id, framework_version, signifier, direction, month"
_LOOKOUT = "framework_id, framework_version, alerts_a_year"


def publish_sightings(
    db: Database, confederation_id: str, organisation: str, sightings: Iterable[Sighting], lookouts: Iterable[Lookout]
) -> None:
    """Make what an organisation tells exactly this; nothing is kept of one that has not joined."""
    where = {"confederation": confederation_id, "organisation": organisation}
    with db.write():
        member = get_member(db, confederation_id, organisation)
        is_in = member is not None and member.is_in
        wanted = set(sightings) if is_in else set()
        rows = db.rows(
            f"select {_SIGHTING} from sightings where confederation = :confederation and organisation = :organisation",
            **where,
        )
        held = {Sighting(**row) for row in rows}
        db.many(
            """
            delete from sightings
            where confederation = :confederation and organisation = :organisation and framework_id = :framework_id
                and framework_version = :framework_version and signifier = :signifier and direction = :direction
                and month = :month
            """,
            [{**where, **asdict(one)} for one in held - wanted],
        )
        db.many(
            f"""
            insert into sightings (confederation, organisation, {_SIGHTING})
            values (:confederation, :organisation, :framework_id, :framework_version, :signifier, :direction, :month)
            """,
            [{**where, **asdict(one)} for one in wanted - held],
        )
        db.execute(
            "delete from lookouts where confederation = :confederation and organisation = :organisation", **where
        )
        db.many(
            f"""
            insert into lookouts (confederation, organisation, {_LOOKOUT})
            values (:confederation, :organisation, :framework_id, :framework_version, :alerts_a_year)
            """,
            [{**where, **asdict(one)} for one in lookouts if is_in],
        )


def others_sightings(db: Database, confederation_id: str, organisation: str) -> list[tuple[int, Sighting]]:
    """What the other members that have joined saw, each by its letter's number."""
    rows = db.rows(
        f"select organisation, {_SIGHTING} from sightings where confederation = :id order by organisation, {_SIGHTING}",
        id=confederation_id,
    )
    letters = _letters(db, confederation_id, organisation)
    return [
        (letters[row["organisation"]], Sighting(**{name: row[name] for name in Sighting.__slots__}))
        for row in rows
        if row["organisation"] in letters
    ]


def others_lookouts(db: Database, confederation_id: str, organisation: str) -> list[tuple[int, Lookout]]:
    """Which of the other members that have joined look out for which questions."""
    rows = db.rows(
        f"select organisation, {_LOOKOUT} from lookouts where confederation = :id order by organisation, {_LOOKOUT}",
        id=confederation_id,
    )
    letters = _letters(db, confederation_id, organisation)
    return [
        (letters[row["organisation"]], Lookout(**{name: row[name] for name in Lookout.__slots__}))
        for row in rows
        if row["organisation"] in letters
    ]


def _letters(db: Database, confederation_id: str, own: str) -> dict[str, int]:
    members = list_members(db, confederation_id)
    return {one.organisation: one.letter for one in members if one.is_in and one.organisation != own}
