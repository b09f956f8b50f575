"""How probes read day by day, and what the stories before promise; the worker makes both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import inf, isfinite, nan

from narratives.probe import AimOutlook, AimReading, Verdict
from store.database import Database, Row

_READING = """place, on_day, verdict, effect, low, high, change, change_beside, n_before, n_after, n_before_beside,
    n_after_beside, is_compared"""
_OUTLOOK = "place, on_day, needed, a_week, n_before, n_before_beside, has_enough"


def keep_reading(db: Database, probe_id: str, reading: AimReading) -> None:
    """Keep how an aim stands on a day, in place of what that day said before."""
    with db.write():
        db.execute(
            f"""
            insert into probe_readings (probe_id, {_READING})
            values (:probe, :place, :on, :verdict, :effect, :low, :high, :change, :change_beside, :n_before, :n_after,
                :n_before_beside, :n_after_beside, :is_compared)
            on conflict (probe_id, place, on_day) do update set
                verdict = excluded.verdict, effect = excluded.effect, low = excluded.low, high = excluded.high,
                change = excluded.change, change_beside = excluded.change_beside, n_before = excluded.n_before,
                n_after = excluded.n_after, n_before_beside = excluded.n_before_beside,
                n_after_beside = excluded.n_after_beside, is_compared = excluded.is_compared
            """,
            probe=probe_id,
            place=reading.place,
            on=reading.on.isoformat(),
            verdict=reading.verdict.value,
            effect=_kept(reading.effect),
            low=_kept(reading.low),
            high=_kept(reading.high),
            change=_kept(reading.change),
            change_beside=_kept(reading.change_beside),
            n_before=reading.n_before,
            n_after=reading.n_after,
            n_before_beside=reading.n_before_beside,
            n_after_beside=reading.n_after_beside,
            is_compared=int(reading.is_compared),
        )


def list_readings(db: Database, probe_id: str) -> list[AimReading]:
    """Every kept reading of a probe, oldest first."""
    rows = db.rows(f"select {_READING} from probe_readings where probe_id = :id order by on_day, place", id=probe_id)
    return [_row_to_reading(row) for row in rows]


def latest_readings(db: Database, probe_id: str) -> list[AimReading]:
    """The newest reading of each aim that has one, in the aims' order."""
    rows = db.rows(
        f"""
        select {_READING} from probe_readings
        where probe_id = :id and (place, on_day) in (
            select place, max(on_day) from probe_readings where probe_id = :id group by place
        )
        order by place
        """,
        id=probe_id,
    )
    return [_row_to_reading(row) for row in rows]


def replace_outlooks(db: Database, probe_id: str, outlooks: Iterable[AimOutlook]) -> None:
    """Keep what the stories before promise, in place of what they promised of an earlier plan."""
    with db.write():
        db.execute("delete from probe_outlooks where probe_id = :id", id=probe_id)
        db.many(
            f"""
            insert into probe_outlooks (probe_id, {_OUTLOOK})
            values (:probe, :place, :on, :needed, :a_week, :n_before, :n_before_beside, :has_enough)
            """,
            [
                {
                    "probe": probe_id,
                    "place": one.place,
                    "on": one.on.isoformat(),
                    "needed": one.needed,
                    "a_week": one.a_week,
                    "n_before": one.n_before,
                    "n_before_beside": one.n_before_beside,
                    "has_enough": int(one.has_enough),
                }
                for one in outlooks
            ],
        )


def list_outlooks(db: Database, probe_id: str) -> list[AimOutlook]:
    """What the stories before promise of each aim; empty until the worker has looked."""
    rows = db.rows(f"select {_OUTLOOK} from probe_outlooks where probe_id = :id order by place", id=probe_id)
    return [
        AimOutlook(
            place=row["place"],
            on=date.fromisoformat(row["on_day"]),
            needed=row["needed"],
            a_week=row["a_week"],
            n_before=row["n_before"],
            n_before_beside=row["n_before_beside"],
            has_enough=bool(row["has_enough"]),
        )
        for row in rows
    ]


def _kept(value: float) -> float | None:
    """Four decimals, hundredths of a story in a hundred; nothing while it is not known."""
    return round(value, 4) if isfinite(value) else None


def _row_to_reading(row: Row) -> AimReading:
    def read(name: str, otherwise: float = nan) -> float:
        return otherwise if row[name] is None else float(row[name])

    return AimReading(
        place=row["place"],
        on=date.fromisoformat(row["on_day"]),
        verdict=Verdict(row["verdict"]),
        effect=read("effect"),
        low=read("low", -inf),
        high=read("high", inf),
        change=read("change"),
        change_beside=read("change_beside"),
        n_before=row["n_before"],
        n_after=row["n_after"],
        n_before_beside=row["n_before_beside"],
        n_after_beside=row["n_after_beside"],
        is_compared=bool(row["is_compared"]),
    )
