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
    """A cluster of stories by their words; it never scores anybody.

    `id` is its identity, which no other theme of the collection gets, ever. `parents` are the themes that it came
    from; one with a day in `retired_on` holds no stories any more.
    """

    id: int
    name: str
    terms: tuple[str, ...]
    size: int
    born_on: date
    retired_on: date | None = None
    parents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeFit:
    """Themes as fitted: `id` names the fit, `n` is how many stories there were, `arrays` (npz) what was learnt.

    `ids` are the themes of the centroids, in the order of these; empty where that is the order of their numbers.
    """

    id: str
    n: int
    arrays: bytes
    ids: tuple[int, ...] = ()

    def theme_of(self, place: int) -> int:
        """The theme of a centroid."""
        return self.ids[place] if self.ids else place


def get_fit(db: Database, collection_id: str, model_id: str) -> ThemeFit | None:
    """A collection's themes as they were last fitted; None before the first fit."""
    row = db.one(
        "select fit, n, arrays, ids from theme_fits where collection_id = :id and model_id = :model",
        id=collection_id,
        model=model_id,
    )
    if row is None:
        return None
    return ThemeFit(row["fit"], int(row["n"]), bytes(row["arrays"]), tuple(json.loads(row["ids"])))


def replace_themes(
    db: Database, collection_id: str, model_id: str, fit: ThemeFit, *, fitted_on: date, themes: Sequence[Theme]
) -> None:
    """Keep a fit and what its themes are called, in one commit; every story's place in it is then missing.

    Themes that are not among them are retired: their numbers are never given to others. What was measured of the
    fit before, its stability, is forgotten.
    """
    with db.write():
        db.execute(
            """
            insert into theme_fits (collection_id, model_id, fitted_on, n, arrays, fit, ids)
            values (:id, :model, :on, :n, :arrays, :fit, :ids)
            on conflict (collection_id, model_id) do update
            set fitted_on = excluded.fitted_on, n = excluded.n, arrays = excluded.arrays, fit = excluded.fit,
                ids = excluded.ids, stability = null
            """,
            id=collection_id,
            model=model_id,
            on=fitted_on.isoformat(),
            n=fit.n,
            arrays=fit.arrays,
            fit=fit.id,
            ids=json.dumps(fit.ids),
        )
        _replace_living(db, collection_id, fitted_on, themes)


def _replace_living(db: Database, collection_id: str, on: date, themes: Sequence[Theme]) -> None:
    db.execute(
        """
        update themes set retired_on = :on, size = 0
        where collection_id = :id and retired_on is null and id not in (select value from json_each(:living))
        """,
        id=collection_id,
        on=on.isoformat(),
        living=json.dumps([theme.id for theme in themes]),
    )
    db.many(
        """
        insert into themes (collection_id, id, name, terms, size, born_on, retired_on, parents)
        values (:collection, :id, :name, :terms, :size, :born, null, :parents)
        on conflict (collection_id, id) do update
        set name = excluded.name, terms = excluded.terms, size = excluded.size, born_on = excluded.born_on,
            retired_on = null, parents = excluded.parents
        """,
        [
            {
                "collection": collection_id,
                "id": theme.id,
                "name": theme.name,
                "terms": json.dumps(theme.terms, ensure_ascii=False),
                "size": theme.size,
                "born": theme.born_on.isoformat(),
                "parents": json.dumps(theme.parents),
            }
            for theme in themes
        ],
    )


def list_themes(db: Database, collection_id: str) -> list[Theme]:
    """A collection's living themes, largest first."""
    return [theme for theme in list_all_themes(db, collection_id) if theme.retired_on is None]


def list_all_themes(db: Database, collection_id: str) -> list[Theme]:
    """A collection's themes, largest first, and with them those that were retired."""
    rows = db.rows(
        """
        select id, name, terms, born_on, size, retired_on, parents from themes
        where collection_id = :id order by size desc, id
        """,
        id=collection_id,
    )
    return [
        Theme(
            row["id"],
            row["name"],
            tuple(json.loads(row["terms"])),
            row["size"],
            date.fromisoformat(row["born_on"]),
            None if row["retired_on"] is None else date.fromisoformat(row["retired_on"]),
            tuple(json.loads(row["parents"])),
        )
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
