"""What an organisation tells others of its alerts, and what they told: a copy of the commons beside its alerts.

The copy lets a message say it in the transaction that writes it, where no other store is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from narratives.alert import Finding
from narratives.collection import Collection
from narratives.covered import Setting
from narratives.elsewhere import Elsewhere, Lookout, Sighting, elsewhere, is_comparable, months_around, sighting_of
from narratives.framework import Framework
from store.covered import check_free
from store.database import Database
from store.finding_rows import COLUMNS, row_to_finding

_COLUMNS = ", ".join(f"s.{name.strip()}" for name in COLUMNS.split(","))


def list_sightings(db: Database, collection: Collection, framework: Framework) -> frozenset[Sighting]:
    """What others are told of a collection: its alerts about all groups together, and their further signs.

    What the way stories arrive explains, what fewer than k stories show, and what nobody else could see is left out.
    """
    told = "a.collection_id = :id and a.scope = 'collection' and coalesce(a.folded_because, '') <> 'inhibited'"
    rows = db.rows(f"select {COLUMNS} from alerts as a where {told}", id=collection.id)
    rows += db.rows(
        f"select {_COLUMNS} from alert_signs as s join alerts as a on a.id = s.alert_id where {told}", id=collection.id
    )
    findings = [row_to_finding(row) for row in rows]
    return frozenset(
        sighting_of(one, framework)
        for one in findings
        if one.scope == "collection" and one.n >= collection.k and is_comparable(one, framework)
    )


def set_telling(db: Database, confederation_id: str, *, tells: bool) -> None:
    """Say whether a confederation is told that stories of the ticked collections moved.

    Raises NeedsVoteError where members decide about it and it would begin; taking it back is always free.
    """
    with db.write():
        if tells == is_telling(db, confederation_id):
            return
        if not tells:
            db.execute("delete from told_confederations where confederation = :id", id=confederation_id)
        else:
            check_free(db, Setting.SHARED_WITH, confederation_id)
            db.execute("insert into told_confederations (confederation) values (:id)", id=confederation_id)


def is_telling(db: Database, confederation_id: str) -> bool:
    """Whether it is: only who tells is told."""
    return (
        db.one("select 1 as tells from told_confederations where confederation = :id", id=confederation_id) is not None
    )


def keep_others(
    db: Database,
    confederation_id: str,
    sightings: Iterable[tuple[int, Sighting]],
    lookouts: Iterable[tuple[int, Lookout]],
) -> None:
    """Make the copy of a confederation exactly this; `sightings` and `lookouts` are by a member's letter."""
    where = {"confederation": confederation_id}
    with db.write():
        for table in ("seen_elsewhere", "watched_elsewhere"):
            db.execute(f"delete from {table} where confederation = :confederation", **where)
        db.many(
            """
            insert into seen_elsewhere (
                confederation, member, framework_id, framework_version, signifier, direction, month
            )
            values (:confederation, :member, :framework_id, :framework_version, :signifier, :direction, :month)
            """,
            [{**where, "member": member, **asdict(one)} for member, one in sightings],
        )
        db.many(
            """
            insert into watched_elsewhere (confederation, member, framework_id, framework_version, alerts_a_year)
            values (:confederation, :member, :framework_id, :framework_version, :alerts_a_year)
            """,
            [{**where, "member": member, **asdict(one)} for member, one in lookouts],
        )


def keep_only(db: Database, confederations: Iterable[str]) -> None:
    """Drop the copies of confederations that the organisation is in no longer."""
    kept = set(confederations)
    for row in db.rows("select confederation from seen_elsewhere union select confederation from watched_elsewhere"):
        if row["confederation"] not in kept:
            keep_others(db, row["confederation"], (), ())


def elsewhere_of(
    db: Database, finding: Finding, collection: Collection, framework: Framework, today: date
) -> Elsewhere | None:
    """What others saw of the same, in that confederation of the collection's in which most look out.

    None for a collection of which others are told nothing, for what they could not see, and where too few look out.
    """
    if not is_comparable(finding, framework):
        return None
    months = months_around(finding.raised_on, today)
    version = {"framework_id": framework.id, "version": framework.version}
    found = []
    for row in db.rows(
        """
        select confederation from shared_collections join told_confederations using (confederation)
        where collection_id = :id order by confederation
        """,
        id=collection.id,
    ):
        rates = {
            one["member"]: one["alerts_a_year"]
            for one in db.rows(
                """
                select member, alerts_a_year from watched_elsewhere
                where confederation = :confederation and framework_id = :framework_id and framework_version = :version
                order by member
                """,
                confederation=row["confederation"],
                **version,
            )
        }
        seen = rates.keys() & _who_saw(db, row["confederation"], sighting_of(finding, framework), months)
        found.append(elsewhere(len(seen), list(rates.values()), framework, len(months)))
    return max((one for one in found if one is not None), key=lambda one: one.of, default=None)


def _who_saw(db: Database, confederation: str, sought: Sighting, months: tuple[str, ...]) -> set[int]:
    rows = db.rows(
        """
        select distinct member from seen_elsewhere
        where confederation = :confederation and framework_id = :framework_id
            and framework_version = :framework_version and signifier = :signifier and direction = :direction
            and month between :first and :last
        """,
        confederation=confederation,
        first=months[0] if months else "",
        last=months[-1] if months else "",
        **{name: value for name, value in asdict(sought).items() if name != "month"},
    )
    return {row["member"] for row in rows}
