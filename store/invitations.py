"""Invitations: of each code a keyed hash and whether it was spent, and nothing that leads to a story.

The table has no row numbers and no times, and its order is that of the hashes. The intake spends a code in the
commit that stores the story; neither row names the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from narratives.collection import Collection, Policy
from store.database import Database
from store.intake import invitation_hash


class Standing(StrEnum):
    """What a code is good for."""

    GOOD = "good"
    SPENT = "spent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class InvitationCounts:
    """How many codes were made and how many of them were spent, as far as staff may know."""

    made: int
    spent: int


def add_invitations(db: Database, collection: Collection, codes: Iterable[str], secret: bytes) -> int:
    """Store the hashes of codes and return how many are new. Raises BusyError."""
    hashes = sorted(invitation_hash(code, secret) for code in codes)
    with db.write():
        before = _counts(db, collection)[0]
        db.many(
            """
            insert into invitations (code_hash, collection_id) values (:code_hash, :collection_id)
            on conflict do nothing
            """,
            [{"code_hash": one, "collection_id": collection.id} for one in hashes],
        )
        return _counts(db, collection)[0] - before


def standing(db: Database, collection: Collection, code: str, secret: bytes) -> Standing:
    """What a code, in the form in which it was printed, is good for in a collection."""
    row = db.one(
        "select spent from invitations where code_hash = :code_hash and collection_id = :collection_id",
        code_hash=invitation_hash(code, secret),
        collection_id=collection.id,
    )
    if row is None:
        return Standing.UNKNOWN
    return Standing.SPENT if row["spent"] else Standing.GOOD


def count_invitations(db: Database, collection: Collection) -> InvitationCounts:
    """The numbers that staff may see.

    In a protected collection those spent are rounded down to whole groups of k: a number that grows by one while
    somebody is watched would say that they told.
    """
    made, spent = _counts(db, collection)
    if collection.policy is Policy.PROTECTED:
        spent -= spent % collection.k
    return InvitationCounts(made, spent)


def _counts(db: Database, collection: Collection) -> tuple[int, int]:
    row = db.one(
        "select count(*) as made, coalesce(sum(spent), 0) as spent from invitations where collection_id = :id",
        id=collection.id,
    )
    return (row["made"], row["spent"]) if row else (0, 0)
