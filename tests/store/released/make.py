"""Keep what a released version writes: run in a checkout of it, this leaves small populated stores for the tests.

    cd CHECKOUT && MURMURATION_DATA=FOLDER MURMURATION_MODEL=lexical python -m flask demo seed
    cd CHECKOUT && MURMURATION_DATA=FOLDER MURMURATION_MODEL=lexical python -m flask analysis run
    python tests/store/released/make.py FOLDER tests/store/released/NAME

Made so for each version whose schema differs from that of the version before (docs/backup.md).
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

KEPT = 10  # stories a collection, so that the files stay small
KEYS = ("keys/demo-cases.key", "keys/demo-audit.key", "anchors/demo-audit.head")


def thin(path: Path) -> None:
    """Leave a few stories of each collection, and of what was made of them what belongs to those."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("pragma foreign_keys = on")
        tables = {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}
        if "narratives" in tables:
            _thin_stories(db, tables)
        if "interactions" in tables:
            rest = "(select id from interactions order by id limit -1 offset 30)"
            for table in tables:
                columns = {row[1] for row in db.execute(f'pragma table_info("{table}")')}
                if "interaction_id" in columns:
                    db.execute(f'delete from "{table}" where interaction_id in {rest}')
            db.execute(f"delete from interactions where id in {rest}")
            for table in sorted(tables & {"pair_answers", "pair_batches", "pair_codes"}):
                key = next(row[1] for row in db.execute(f'pragma table_info("{table}")') if row[5])
                db.execute(f'delete from "{table}" where {key} not in (select {key} from "{table}" limit 15)')
        db.execute("vacuum")


def _thin_stories(db: sqlite3.Connection, tables: set[str]) -> None:
    db.execute(
        f"""
        delete from narratives where id not in (
            select id from (select id, row_number() over (partition by collection_id order by id) as place
                            from narratives) where place <= {KEPT}
        )
        """
    )
    db.execute("delete from vectors where text_hash not in (select text_hash from narratives)")
    db.execute("delete from story_words where narrative_id not in (select id from narratives)")
    for table in tables:  # what a model learnt, and blocks of vectors: a few bytes of each
        columns = {row[1] for row in db.execute(f'pragma table_info("{table}")')}
        for heavy in columns & {"arrays", "state", "vectors"}:
            if table != "narratives" and table != "alerts":
                db.execute(
                    f'update "{table}" set "{heavy}" = substr("{heavy}", 1, 64) where typeof("{heavy}") = \'blob\''
                )


def main(data: Path, to: Path) -> None:
    """Copy, thin and pack every store of a data folder, and the keys that they open with."""
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for source in (*sorted((data / "demo").glob("*.db")), *sorted(data.glob("*.db"))):
            copy = Path(folder) / source.name
            with closing(sqlite3.connect(source)) as db:
                db.execute("vacuum into ?", (str(copy),))
            thin(copy)
            with copy.open("rb") as plain, (to / f"{source.name}.gz").open("wb") as packed:
                with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as file:
                    shutil.copyfileobj(plain, file)
    for name in KEYS:
        if (data / name).exists():
            shutil.copy(data / name, to / f"{Path(name).name}.bin")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
