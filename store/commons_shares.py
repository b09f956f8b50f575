"""Figures in the commons: frozen parts of at least k answers each, written by the organisation that they are of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from store.database import Database

K = 10  # no part in the commons holds fewer answers


@dataclass(frozen=True, slots=True)
class Share:
    """One part: how so many people answered a question."""

    part: str
    framework_id: str
    framework_version: int
    signifier: str
    n: int
    counts: Mapping[str, Any]


def publish(db: Database, confederation_id: str, organisation: str, shares: Iterable[Share]) -> int:
    """Make an organisation's shares exactly these; how many came or went. Nothing is kept of one that has not joined.

    A part that is there already stays as it is.
    """
    where = {"confederation": confederation_id, "organisation": organisation}
    with db.write():
        joined = db.one(
            """
            select 1 as is_in from members
            where confederation = :confederation and organisation = :organisation and state = 'member'
            """,
            **where,
        )
        wanted = {one.part: one for one in shares} if joined else {}
        rows = db.rows(
            "select part from shares where confederation = :confederation and organisation = :organisation", **where
        )
        held = {row["part"] for row in rows}
        db.many(
            """
            delete from shares
            where confederation = :confederation and organisation = :organisation and part = :part
            """,
            [{**where, "part": part} for part in held - wanted.keys()],
        )
        db.many(
            """
            insert into shares (confederation, organisation, part, framework_id, framework_version, signifier,
                n, counts)
            values (:confederation, :organisation, :part, :framework_id, :framework_version, :signifier, :n, :counts)
            """,
            [{**where, **_share_to_row(one)} for part, one in wanted.items() if part not in held],
        )
    return len(held ^ wanted.keys())


def list_shares(db: Database, confederation_id: str, framework_id: str, version: int) -> dict[str, list[Share]]:
    """The shares of one version of a framework, by organisation; only of those that have joined."""
    rows = db.rows(
        """
        select s.organisation, s.part, s.signifier, s.n, s.counts from shares as s
        join members as m on m.confederation = s.confederation and m.organisation = s.organisation
        where s.confederation = :confederation and s.framework_id = :id and s.framework_version = :version
            and m.state = 'member'
        order by s.organisation, s.part
        """,
        confederation=confederation_id,
        id=framework_id,
        version=version,
    )
    found: dict[str, list[Share]] = {}
    for row in rows:
        share = Share(row["part"], framework_id, version, row["signifier"], row["n"], json.loads(row["counts"]))
        found.setdefault(row["organisation"], []).append(share)
    return found


def count_shares(db: Database, confederation_id: str) -> dict[tuple[str, int], int]:
    """How many parts there are of each version of a framework."""
    rows = db.rows(
        """
        select framework_id, framework_version, count(*) as n from shares where confederation = :id
        group by framework_id, framework_version order by framework_id, framework_version
        """,
        id=confederation_id,
    )
    return {(row["framework_id"], row["framework_version"]): row["n"] for row in rows}


def _share_to_row(share: Share) -> dict[str, object]:
    return {
        "part": share.part,
        "framework_id": share.framework_id,
        "framework_version": share.framework_version,
        "signifier": share.signifier,
        "n": share.n,
        "counts": json.dumps(share.counts, sort_keys=True),
    }
