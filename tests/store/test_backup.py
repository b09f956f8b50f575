"""Backups: everything acknowledged is in them while people go on telling, and no copy lies anywhere unsealed."""

import io
import itertools
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
from datetime import timedelta

import pyrage
import pytest

from store import backup
from store.backup import COPYING, list_backups, make_backup
from store.backup_key import read_public
from store.backup_parts import BackupError, list_sources
from store.restoring import STAGING, open_backup
from tests.store.kept import IDENTITY, KEY, NOW, OTHER, furnish, made_settings, markers, plant, put_back, tell

# With no more than it takes: a second for the whole program would be most of the test.
BACKING_UP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from store.backup import make_backup
data, folder = Path(sys.argv[1]), Path(sys.argv[2])
settings = SimpleNamespace(
    data=data, keys=data / "keys", anchors=data / "anchors", sealing_path=data / "sealing", organisation="north",
    secret=(data / "secret.key").read_bytes(), backup_key=sys.argv[3],
)
print("ready", flush=True)
make_backup(settings, folder, datetime.now(UTC))
"""


@pytest.fixture
def settings(tmp_path):
    return made_settings(tmp_path / "data")


def every_byte(folder) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_was_acknowledged_before_a_backup_began_is_in_it_while_people_go_on_telling(
    settings, tmp_path, promised, how_many
):
    before = how_many(150, 2_000)
    db = furnish(settings, before)
    stop, told = threading.Event(), []

    def go_on():
        for number in itertools.count(50_000):
            if stop.is_set():
                return
            tell(db, settings, f"later{number} it rained.", f"{number:032x}")
            told.append(number)

    telling = threading.Thread(target=go_on)
    telling.start()
    acknowledged, failures = 0, 0
    for place in range(how_many(2, 8)):
        while len(told) < 5 * (place + 1):
            pass
        kept = [f"later{number}" for number in list(told)] + [f"marker{number:07}" for number in range(before)]
        made = make_backup(settings, tmp_path / "backups", NOW + timedelta(minutes=place))
        opened = open_backup(settings, made.path, IDENTITY, tmp_path / "opened")
        found = markers(opened.folder / "organisations" / settings.organisation / "stories.db")
        acknowledged += len(kept)
        failures += len(set(kept) - found)
    stop.set()
    telling.join()
    promised(
        "R18", "a story that was acknowledged is in every backup begun after it", tried=acknowledged, failures=failures
    )


def test_a_backup_brings_everything_back_into_an_empty_folder(settings, tmp_path):
    furnish(settings).close()
    made = make_backup(settings, tmp_path / "backups", NOW)
    names = {source.name for source in list_sources(settings)}
    other = made_settings(tmp_path / "new", OTHER)
    done = put_back(other, made.path)
    assert (done.stories, done.withdrawn_again, done.organisations) == (3, 0, (settings.organisation,))
    # The secret of the first start in the new folder gave way to that of the backup.
    assert (other.data / "secret.key").read_bytes() == settings.secret
    again = made_settings(other.data)
    assert {source.name for source in list_sources(again)} == names
    assert {"accounts.db", "commons.db", "secret.key"} < names
    assert not (other.data / STAGING).exists()
    assert all(path.stat().st_mode & 0o077 == 0 for path in other.data.rglob("*"))


def test_a_backup_opens_without_this_program(settings, tmp_path):
    furnish(settings).close()
    made = make_backup(settings, tmp_path, NOW)
    plain = pyrage.decrypt(made.path.read_bytes(), list(IDENTITY))
    with tarfile.open(fileobj=io.BytesIO(plain)) as tape:
        (tmp_path / "by-hand.db").write_bytes(
            tape.extractfile(f"organisations/{settings.organisation}/stories.db").read()
        )
        listed = json.load(tape.extractfile("manifest.json"))
        assert [one["name"] for one in listed["parts"]] == tape.getnames()[:-1]
    assert len(markers(tmp_path / "by-hand.db")) == 3


def test_no_word_of_a_story_and_no_key_lies_beside_the_stores_or_in_the_backup(settings, tmp_path):
    furnish(settings).close()
    make_backup(settings, tmp_path / "backups", NOW)
    sealed = every_byte(tmp_path / "backups")
    for told in (b"beans", b"marker0000001", b"SQLite format", settings.secret, settings.cases_key_path.read_bytes()):
        assert told not in sealed
    assert not (settings.data / COPYING).exists()
    assert len(list((tmp_path / "backups").iterdir())) == 1
    assert next((tmp_path / "backups").iterdir()).stat().st_mode & 0o077 == 0


def test_a_backup_without_keys_holds_none_and_goes_back_beside_them(settings, tmp_path):
    furnish(settings).close()
    made = make_backup(settings, tmp_path, NOW, keys=False)
    assert not [one for one in made.manifest["parts"] if re.match(r"keys/|sealing/|secret\.key", one["name"])]
    assert put_back(settings, made.path).stories == 3
    elsewhere = made_settings(tmp_path / "new", OTHER)
    with pytest.raises(BackupError, match="belongs to another secret"):
        put_back(elsewhere, made.path)


def test_a_damaged_backup_is_refused_and_nothing_is_touched(settings, tmp_path, promised, how_many):
    furnish(settings).close()
    made = make_backup(settings, tmp_path, NOW)
    whole, chance, failures, tries = made.path.read_bytes(), random.Random(5), 0, how_many(12, 300)
    before = every_byte(settings.data)
    for number in range(tries):
        place = chance.randrange(len(whole))
        bad = whole[:place] if number % 3 == 0 else whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        made.path.write_bytes(bad)
        try:
            open_backup(settings, made.path, IDENTITY, tmp_path / "opened")
            failures += 1
        except BackupError:
            failures += every_byte(settings.data) != before
    promised(
        "R18",
        "a backup with one wrong bit, or cut short, is refused before anything is touched",
        tried=tries,
        failures=failures,
    )


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda told: told | {"format": 9}, "format 9"),
        (lambda told: told | {"parts": told["parts"][1:]}, "does not hold what its list names"),
        (lambda told: told | {"parts": [one | {"sha256": "0"} for one in told["parts"]]}, "not as it was when"),
    ],
)
def test_a_backup_whose_list_does_not_fit_is_refused(settings, tmp_path, monkeypatch, damage, said):
    furnish(settings).close()
    whole = backup._Making.manifest
    monkeypatch.setattr(backup._Making, "manifest", lambda making: damage(whole(making)))
    made = make_backup(settings, tmp_path, NOW)
    with pytest.raises(BackupError, match=said):
        open_backup(settings, made.path, IDENTITY, tmp_path / "opened")


def test_a_file_made_by_somebody_with_the_public_key_alone_is_told_apart(settings, tmp_path):
    furnish(settings).close()
    made = make_backup(settings, tmp_path, NOW)
    assert open_backup(settings, made.path, IDENTITY, tmp_path / "opened").is_ours is True
    plain = bytearray(pyrage.decrypt(made.path.read_bytes(), list(IDENTITY)))
    place = plain.rindex(b'"made_at": "2026')
    plain[place : place + 16] = b'"made_at": "2031'
    made.path.write_bytes(pyrage.encrypt(bytes(plain), read_public(KEY.public)))
    assert open_backup(settings, made.path, IDENTITY, tmp_path / "opened").is_ours is False


def test_a_part_with_a_name_that_leads_out_of_the_folder_is_refused(settings, tmp_path):
    furnish(settings).close()
    tape = io.BytesIO()
    with tarfile.open(fileobj=tape, mode="w") as opened:
        opened.addfile(tarfile.TarInfo("../../etc/passwd"))
    bad = tmp_path / "bad.age"
    bad.write_bytes(pyrage.encrypt(tape.getvalue(), read_public(KEY.public)))
    with pytest.raises(BackupError, match="belongs in none"):
        open_backup(settings, bad, IDENTITY, tmp_path / "opened")


def test_a_backup_that_is_killed_leaves_no_plain_copy_after_the_next_one(settings, tmp_path, promised, how_many):
    plant(db := furnish(settings), settings.secret, 600, first=100)
    db.close()
    kills, failures, chance = how_many(2, 30), 0, random.Random(7)
    folder = tmp_path / "backups"
    for _ in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", BACKING_UP, str(settings.data), str(folder), KEY.public], stdout=subprocess.PIPE
        )
        process.stdout.readline()
        threading.Event().wait(chance.uniform(0.0, 0.12))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        whole = [path for _, path in list_backups(folder) if path.suffix == ".age"] if folder.exists() else []
        for path in whole:
            failures += open_backup(settings, path, IDENTITY, tmp_path / "opened").stories != 603
    made = make_backup(settings, folder, NOW + timedelta(days=30_000))
    failures += (settings.data / COPYING).exists() + (b"marker0000101" in every_byte(folder))
    failures += [path.name for path in folder.iterdir()] != [made.path.name]
    promised(
        "R18",
        "a backup that is killed is whole or not there, and no plain copy is left by the next one",
        tried=kills,
        failures=failures,
    )


def test_old_backups_go_after_their_time_and_nothing_else_does(settings, tmp_path):
    furnish(settings).close()
    folder = tmp_path / "backups"
    for days in (0, 20, 36):
        make_backup(settings, folder, NOW + timedelta(days=days))
    (folder / "murmuration-notes.txt").write_text("mine")
    (folder / ".murmuration-20260101T000000Z.age.part").write_bytes(b"half")
    made = make_backup(settings, folder, NOW + timedelta(days=37))
    assert made.deleted == (".murmuration-20260101T000000Z.age.part",)
    assert [when - NOW for when, _ in list_backups(folder)] == [timedelta(days=n) for n in (20, 36, 37)]
    assert (folder / "murmuration-notes.txt").exists()
    make_backup(settings, folder, NOW + timedelta(days=400))
    assert len(list_backups(folder)) == 1


def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(settings, tmp_path, monkeypatch):
    furnish(settings).close()
    monkeypatch.setattr(backup, "digest_of", lambda path: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(BackupError, match="could not be written .*No space left.*Free space"):
        make_backup(settings, tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == []
    assert not (settings.data / COPYING).exists()


def test_a_damaged_store_is_not_backed_up_as_if_it_were_whole(settings, tmp_path):
    db = furnish(settings)
    db.execute("pragma journal_mode = delete")
    db.close()
    with settings.stories_path.open("r+b") as file:
        file.seek(4_096 * 5)
        file.write(os.urandom(4_096 * 30))
    with pytest.raises(BackupError, match="Restore it from the backup before"):
        make_backup(settings, tmp_path / "backups", NOW)


def test_an_older_store_is_backed_up_as_it_is(settings, tmp_path):
    settings.stories_path.parent.mkdir(parents=True)
    old = sqlite3.connect(settings.stories_path)
    old.execute("create table narratives (id text)")
    old.close()
    assert make_backup(settings, tmp_path, NOW).stories == 0


def test_two_backups_at_once_are_one(settings, tmp_path):
    furnish(settings).close()
    with backup._alone(settings), pytest.raises(BackupError, match="Another backup is being made"):
        make_backup(settings, tmp_path, NOW)
