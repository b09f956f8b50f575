"""`flask store` in the words it prints."""

from dataclasses import replace

import pytest
from flask import Flask

from store.commands.store import store_cli
from store.erasure import withdraw
from tests.store.kept import KEY, furnish, made_settings


@pytest.fixture
def settings(tmp_path):
    return made_settings(tmp_path / "data")


@pytest.fixture
def key(tmp_path):
    (tmp_path / "key.txt").write_bytes(KEY.file)
    return tmp_path / "key.txt"


def running(settings):
    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    app.cli.add_command(store_cli)
    runner = app.test_cli_runner()
    return lambda *words, **more: runner.invoke(args=["store", *map(str, words)], **more)


def test_a_backup_is_made_checked_and_put_back(settings, key, tmp_path):
    db = furnish(settings)
    run = running(settings)
    made = run("backup", tmp_path / "backups")
    assert made.exit_code == 0, made.output
    (path,) = (tmp_path / "backups").iterdir()
    assert f"{path}: 3 stories of 1 organisations, 10 files, " in made.output
    checked = run("check", path, "--key", key)
    assert "by this deployment. It holds 3 stories. All 10 parts of it are whole." in checked.output
    (row, *_) = db.rows("select id from narratives")
    withdraw(db, row["id"], settings.secret)
    db.close()
    restored = run("restore", path, "--key", key)
    assert restored.exit_code == 0, restored.output
    for said in (
        "Restored north: 2 stories.",
        "1 that were withdrawn since the backup was made are taken out again.",
        "Everybody has to sign in again.",
        "Delete that folder when all is well.",
        "The record of north is whole, 3 rows.",
    ):
        assert said in restored.output
    assert not (settings.data / ".restore").exists()
    found = run("check")
    assert (found.exit_code, "All 5 stores are sound." in found.output) == (0, True)


def test_a_key_is_written_once_and_its_public_half_printed(settings, tmp_path, monkeypatch):
    run = running(settings)
    made = run("key", tmp_path / "new.txt", "--no-passphrase")
    assert "MURMURATION_BACKUP_KEY=age1" in made.output
    assert "AGE-SECRET-KEY" not in made.output
    assert (tmp_path / "new.txt").stat().st_mode & 0o077 == 0
    again = run("key", tmp_path / "new.txt", "--no-passphrase")
    assert (again.exit_code, "Choose a new file." in again.output) == (1, True)
    short = run("key", tmp_path / "other.txt", input="beans\nbeans\n")
    assert "at least 12 characters" in short.output


def test_what_is_missing_is_said_in_a_sentence(settings, key, tmp_path):
    furnish(settings).close()
    assert (
        "Make a key with: ./run flask store key FILE"
        in running(replace(settings, backup_key=""))("backup", tmp_path).output
    )
    (tmp_path / "bad.age").write_bytes(b"nothing")
    for command in ("check", "restore"):
        found = running(settings)(command, tmp_path / "bad.age", "--key", key)
        assert found.exit_code == 1
        assert "does not open with this key" in found.output
    assert "give --key FILE" in running(settings)("check", tmp_path / "bad.age").output
    assert not (settings.data / ".restore").exists()


def test_a_damaged_store_is_named(settings):
    db = furnish(settings)
    db.execute("pragma journal_mode = delete")
    db.close()
    settings.commons_path.write_bytes(b"nonsense" * 900)
    found = running(settings)("check")
    assert found.exit_code == 1
    assert f"{settings.commons_path}: file is not a database" in found.output


def test_a_backup_under_a_running_server_is_not_put_back(settings, key, tmp_path):
    db = furnish(settings)
    run = running(settings)
    run("backup", tmp_path / "backups")
    (path,) = (tmp_path / "backups").iterdir()
    db.rows("select id from narratives")
    found = run("restore", path, "--key", key)
    assert (found.exit_code, "Stop the web process and the worker first." in found.output) == (1, True)
    db.close()
