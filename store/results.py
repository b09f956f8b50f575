"""What the analysis made and managers see: themes and temperature. All of it can be made again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from narratives.temperature import Reading, Remark
from store.database import Database
from store.remarks import replace_remarks


@dataclass(frozen=True, slots=True)
class Theme:
    """A cluster of stories by their words; it never scores anybody."""

    id: int
    name: str
    terms: tuple[str, ...]
    size: int
    born_on: date


@dataclass(frozen=True, slots=True)
class ThemeFit:
    """Themes as fitted: `id` names the fit, `n` is how many stories there were, `arrays` (npz) what was learnt."""

    id: str
    n: int
    arrays: bytes


def get_fit(db: Database, collection_id: str, model_id: str) -> ThemeFit | None:
    """A collection's themes as they were last fitted; None before the first fit."""
    row = db.one(
        "select fit, n, arrays from theme_fits where collection_id = :id and model_id = :model",
        id=collection_id,
        model=model_id,
    )
    return None if row is None else ThemeFit(row["fit"], int(row["n"]), bytes(row["arrays"]))


def replace_themes(
    db: Database, collection_id: str, model_id: str, fit: ThemeFit, *, fitted_on: date, themes: Sequence[Theme]
) -> None:
    """Keep a fit and what its themes are called, in one commit; every story's place in it is then missing."""
    with db.write():
        db.execute(
            """
            insert into theme_fits (collection_id, model_id, fitted_on, n, arrays, fit)
            values (:id, :model, :on, :n, :arrays, :fit)
            on conflict (collection_id, model_id) do update
            set fitted_on = excluded.fitted_on, n = excluded.n, arrays = excluded.arrays, fit = excluded.fit
            """,
            id=collection_id,
            model=model_id,
            on=fitted_on.isoformat(),
            n=fit.n,
            arrays=fit.arrays,
            fit=fit.id,
        )
        db.execute("delete from themes where collection_id = :id", id=collection_id)
        db.many(
            """
            insert into themes (collection_id, id, name, terms, size, born_on)
            values (:collection, :id, :name, :terms, :size, :born)
            """,
            [
                {
                    "collection": collection_id,
                    "id": theme.id,
                    "name": theme.name,
                    "terms": json.dumps(theme.terms, ensure_ascii=False),
                    "size": theme.size,
                    "born": theme.born_on.isoformat(),
                }
                for theme in themes
            ],
        )


def list_themes(db: Database, collection_id: str) -> list[Theme]:
    """A collection's themes, largest first."""
    rows = db.rows(
        """
        select id, name, terms, born_on, size from themes
        where collection_id = :id order by size desc, id
        """,
        id=collection_id,
    )
    return [
        Theme(row["id"], row["name"], tuple(json.loads(row["terms"])), row["size"], date.fromisoformat(row["born_on"]))
        for row in rows
    ]


def replace_readings(
    db: Database, collection_id: str, readings: Sequence[Reading], remarks: Sequence[Remark] = ()
) -> None:
    """Keep the temperature of every group and period, and what is said of the newest, in one commit."""
    with db.write():
        db.execute("delete from readings where collection_id = :id", id=collection_id)
        db.many(
            """
            insert into readings
                (collection_id, group_name, starts_on, ends_on, n, value, low, high, usual_low, usual_high)
            values (:id, :group, :starts, :ends, :n, :value, :low, :high, :usual_low, :usual_high)
            """,
            [
                {
                    "id": collection_id,
                    "group": reading.group,
                    "starts": reading.starts_on.isoformat(),
                    "ends": reading.ends_on.isoformat(),
                    "n": reading.n,
                    "value": reading.value,
                    "low": reading.low,
                    "high": reading.high,
                    "usual_low": reading.usual_low,
                    "usual_high": reading.usual_high,
                }
                for reading in readings
            ],
        )
        replace_remarks(db, collection_id, remarks)


def list_readings(db: Database, collection_id: str) -> list[Reading]:
    """Every group's temperature, by group and period; the whole collection is the group ""."""
    rows = db.tuples(
        """
        select group_name, starts_on, ends_on, n, value, low, high, usual_low, usual_high from readings
        where collection_id = :id order by group_name, starts_on
        """,
        id=collection_id,
    )
    # Every group has the same days.
    days = {text: date.fromisoformat(text) for text in {text for row in rows for text in row[1:3]}}
    return [Reading(group, days[first], days[last], *figures) for group, first, last, *figures in rows]
