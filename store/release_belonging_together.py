"""Which collection the things belong to that people make together: what they saw, claim, gather, report and decide."""

from __future__ import annotations

from narratives.roles import EVERYWHERE
from store.database import Database
from store.release_belonging import Belonging


def belonging_of_observation(db: Database, observation_id: str) -> Belonging | None:
    """The collection that something was seen in."""
    return _of_collection(db, "select collection_id from observations where id = :id", observation_id)


def belonging_of_interpretation(db: Database, interpretation_id: str) -> Belonging | None:
    """The collection of the observation that is understood so."""
    either = """
        select o.collection_id from interpretations as i join observations as o on o.id = i.observation_id
        where i.id = :id
        """
    return _of_collection(db, either, interpretation_id)


def belonging_of_workshop(db: Database, workshop_id: str) -> Belonging | None:
    """The collection that people met about."""
    return _of_collection(db, "select collection_id from workshops where id = :id", workshop_id)


def belonging_of_claim(db: Database, claim_id: str) -> Belonging | None:
    """The collection that a sentence stands on."""
    return _of_collection(db, "select collection_id from claims where id = :id", claim_id)


def belonging_of_report(db: Database, report_id: str) -> Belonging | None:
    """The collection that a report is of."""
    return _of_collection(db, "select collection_id from reports where id = :id", report_id)


def belonging_of_tension_return(db: Database, return_id: str) -> Belonging | None:
    """The collection that a return tells of."""
    return _of_collection(db, "select collection_id from tension_returns where id = :id", return_id)


def belonging_of_objective(db: Database, objective_id: str) -> Belonging | None:
    """The collection that wants to get somewhere."""
    return _of_collection(db, "select collection_id from objectives where id = :id", objective_id)


def _of_collection(db: Database, found: str, id: str) -> Belonging | None:
    row = db.one(found, id=id)
    return None if row is None else Belonging(row["collection_id"] or EVERYWHERE)
