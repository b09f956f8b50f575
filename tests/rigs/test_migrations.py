"""Every released version is brought to the newest schema, loses nothing, and may be killed at any statement."""

import gzip
import os
import random
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import database
from store.audit import open_audit
from store.audit_checks import verify
from store.case_key import read_case_key
from store.cases import open_cases
from store.commons import open_commons
from store.schema import open_accounts, open_stories

RELEASED = Path(__file__).parents[1] / "store" / "released"
VERSIONS = sorted(folder.name for folder in RELEASED.iterdir() if folder.is_dir() and folder.name[:1].isdigit())
STORES = ("stories", "cases", "accounts", "audit", "commons")
# What a step makes anew on purpose: derived rows, and what is only kept in another form.
DERIVED = {"stories": {"changes", "_sqlite_migrations"}, "cases": {"_sqlite_migrations"}}
KEPT_OTHERWISE = {
    ("stories", "batches"): {"aggregates"},  # told in whole piles of k since s032, which draws what waits
    ("stories", "batch_rests"): {"rests"},
    ("cases", "interactions"): {"practitioner", "reference", "notes", "answers", "happened_on", "contact", "outcome"},
}


def opened(store: str, folder: Path) -> sqlite3.Connection:
    """A store at its newest schema, by the function that the product opens it with; a plain connection to it."""
    path = folder / f"{store}.db"
    match store:
        case "stories":
            open_stories(path).close()
        case "accounts":
            open_accounts(path).close()
        case "commons":
            open_commons(path).close()
        case "cases":
            open_cases(path, read_case_key(folder / "demo-cases.key")).close()
        case _:
            open_audit(path, folder / "demo-audit.key", folder / "demo-audit.head").close()
    return sqlite3.connect(path)


def laid_out(version: str, to: Path) -> Path:
    """The stores of a released version as files; a version from before a store has none of it."""
    to.mkdir()
    for packed in (RELEASED / version).iterdir():
        if packed.suffix == ".gz":
            with gzip.open(packed) as source, (to / packed.stem).open("wb") as plain:
                shutil.copyfileobj(source, plain)
        else:
            shutil.copy(packed, to / packed.stem)  # keys and anchors, under names that nothing ignores
            (to / packed.stem).chmod(0o600)
    return to


def stores_of(version: str) -> list[str]:
    return [store for store in STORES if (RELEASED / version / f"{store}.db.gz").exists()]


def schema(db: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = db.execute("select type, name, coalesce(sql, '') from sqlite_master").fetchall()
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in rows}


def content(db: sqlite3.Connection) -> dict[str, list[str]]:
    """Every row of every table that holds something of its own, in an order of its own."""
    tables = [
        row[0]
        for row in db.execute("select name from sqlite_master where type = 'table' order by name")
        if not row[0].startswith(("sqlite_", "_sqlite", "story_words_"))
    ]
    return {table: sorted(map(repr, db.execute(f'select * from "{table}"'))) for table in tables}


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f'pragma table_info("{table}")')]


def lost(store: str, before: sqlite3.Connection, after: sqlite3.Connection) -> list[str]:
    """The tables of an older store with a row that the newer one does not have, in the columns that both have."""
    found = []
    tables = {row[0] for row in after.execute("select name from sqlite_master where type = 'table'")}
    for table in content(before):
        if table in DERIVED.get(store, ()):
            continue
        if table not in tables:
            found.append(f"{table} is gone")
            continue
        left_out = KEPT_OTHERWISE.get((store, table), set())
        shared = [one for one in columns(before, table) if one in columns(after, table) and one not in left_out]
        asked = ", ".join(f'"{one}"' for one in shared)
        old, new = (set(map(repr, db.execute(f'select {asked} from "{table}"'))) for db in (before, after))
        if old - new:
            found.append(f"{table}: {len(old - new)} rows")
    return found


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """Every store made from nothing at the newest schema."""
    folder = tmp_path_factory.mktemp("fresh")
    for store in STORES:
        opened(store, folder).close()
    return folder


def test_there_are_stores_of_every_version_that_was_released():
    steps = [len(stores_of(version)) for version in VERSIONS]
    assert len(VERSIONS) >= 9
    assert steps[-1] == len(STORES)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_version_is_brought_to_the_newest_schema_and_loses_nothing(version, tmp_path, fresh, promised):
    old, new = laid_out(version, tmp_path / "old"), laid_out(version, tmp_path / "new")
    tried = failures = 0
    for store in stores_of(version):
        with closing(sqlite3.connect(old / f"{store}.db")) as before, closing(opened(store, new)) as after:
            with closing(sqlite3.connect(fresh / f"{store}.db")) as scratch:
                assert schema(after) == schema(scratch), f"{store}: another schema than one made from nothing"
            assert lost(store, before, after) == []
            failures += after.execute("pragma integrity_check").fetchall() != [("ok",)]
            failures += bool(after.execute("pragma foreign_key_check").fetchall())
            tried += sum(map(len, content(before).values()))
    promised(
        "R19",
        "every row of every released version is there after the upgrade, at the newest schema",
        tried=tried,
        failures=failures,
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_released_version_held_can_be_read(version, tmp_path):
    folder = laid_out(version, tmp_path / "stores")
    with closing(opened("stories", folder)) as stories:
        assert stories.execute("select count(*) from narratives").fetchone()[0] >= 20
    with closing(opened("cases", folder)) as cases:
        assert cases.execute("select count(*) from interactions").fetchone()[0] >= 1
    if (folder / "demo-audit.head").exists() and "audit" in stores_of(version):
        audit = open_audit(folder / "audit.db", folder / "demo-audit.key", folder / "demo-audit.head")
        assert verify(audit).is_whole
        audit.close()


def run_killed(store: str, folder: Path, statement: int) -> bool:
    """Migrate in a process of its own that kills itself before a statement; whether it came so far."""
    child = os.fork()
    if child == 0:
        _kill_before(statement)
        opened(store, folder)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _kill_before(statement: int) -> None:
    seen, connect = [0], database.connect

    def counted(sql: str) -> None:
        seen[0] += 1
        if seen[0] == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(path: str) -> sqlite3.Connection:
        connection = connect(path)
        connection.set_trace_callback(counted)
        return connection

    database.connect = traced


def count_statements(store: str, folder: Path, monkeypatch) -> int:
    seen, connect = [0], database.connect

    def traced(path: str) -> sqlite3.Connection:
        connection = connect(path)
        connection.set_trace_callback(lambda sql: seen.__setitem__(0, seen[0] + 1))
        return connection

    monkeypatch.setattr(database, "connect", traced)
    opened(store, folder).close()
    monkeypatch.undo()
    return seen[0]


def test_an_upgrade_that_is_killed_at_any_statement_is_finished_by_the_next_start(
    tmp_path, monkeypatch, promised, how_many
):
    chance, failures, killed = random.Random(19), 0, 0
    wanted = how_many(5, 50)
    versions = VERSIONS if wanted > 10 else [VERSIONS[0], VERSIONS[-1]]
    plan = [(version, store) for version in versions for store in stores_of(version)]
    whole: dict[tuple[str, str], tuple[int, dict[str, list[str]]]] = {}
    place = 0
    while killed < wanted:
        version, store = plan[place % len(plan)]
        place += 1
        if (version, store) not in whole:
            folder = laid_out(version, tmp_path / f"{version}-{store}")
            statements = count_statements(store, folder, monkeypatch)
            with closing(opened(store, folder)) as db:
                whole[version, store] = statements, comparable(store, db)
        statements, expected = whole[version, store]
        folder = laid_out(version, tmp_path / f"killed-{place}")
        if not run_killed(store, folder, chance.randint(1, max(statements - 1, 1))):
            continue
        killed += 1
        with closing(opened(store, folder)) as db:
            failures += comparable(store, db) != expected
            failures += db.execute("pragma integrity_check").fetchone() != ("ok",)
        shutil.rmtree(folder)
    promised(
        "R19",
        "an upgrade that is killed is finished by the next start, with the same content",
        tried=killed,
        failures=failures,
    )


def comparable(store: str, db: sqlite3.Connection) -> dict[str, object]:
    """Everything in a store but what is drawn by chance: sealed cells have a nonce, and steps the time they ran."""
    found: dict[str, object] = dict(content(db))
    if store == "cases":
        found = {table: len(rows) for table, rows in content(db).items()}
    for table in ("batches", "batch_rests") if store == "stories" else ():
        fixed = [one for one in columns(db, table) if one not in KEPT_OTHERWISE["stories", table]]
        found[table] = sorted(db.execute(f"select {', '.join(fixed)} from {table}").fetchall())
    return found | {"schema": sorted(schema(db))}
