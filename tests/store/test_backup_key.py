"""The key of backups: the server has half of it, and that half opens nothing."""

import pyrage
import pytest

from store.backup import make_backup
from store.backup_key import BackupKeyError, make_key, read_public, read_secret
from store.backup_parts import BackupError
from store.restoring import open_backup
from tests.store.kept import IDENTITY, KEY, NOW, furnish, made_settings


@pytest.fixture
def settings(tmp_path):
    return made_settings(tmp_path / "data")


def test_without_a_key_it_is_said_how_to_make_one(settings):
    with pytest.raises(BackupKeyError, match="Make a key with: ./run flask store key FILE"):
        read_public(" ")
    with pytest.raises(BackupKeyError, match="does not belong on the server"):
        read_public("AGE-SECRET-KEY-1ABC")
    with pytest.raises(BackupKeyError, match="begins with age1"):
        read_public("age1nonsense")
    assert len(read_public(f"{KEY.public} {make_key().public}")) == 2


def test_a_backup_sealed_to_two_keys_opens_with_either(settings, tmp_path):
    from dataclasses import replace

    furnish(settings).close()
    second = make_key()
    both = replace(settings, backup_key=f"{KEY.public} {second.public}")
    made = make_backup(both, tmp_path, NOW)
    for keys in (IDENTITY, read_secret(second.file, lambda: "")):
        assert open_backup(settings, made.path, keys, tmp_path / "opened").stories == 3
    with pytest.raises(BackupError, match="does not open with this key"):
        open_backup(settings, made.path, read_secret(make_key().file, lambda: ""), tmp_path / "opened")


def test_a_key_file_opens_with_its_passphrase_alone(monkeypatch):
    with pytest.raises(BackupKeyError, match="at least 12 characters"):
        make_key("beans")
    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda held, words: b"age-encryption.org/v1\n" + held)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", _unwrapped)
    made = make_key("four beans in a row")
    assert str(read_secret(made.file, lambda: "four beans in a row")[0].to_public()) == made.public
    with pytest.raises(BackupKeyError, match="not that of the key file"):
        read_secret(made.file, lambda: "five beans")
    with pytest.raises(BackupKeyError, match="holds no secret key"):
        read_secret(b"nothing", lambda: "")


def _unwrapped(held: bytes, words: str) -> bytes:
    if words != "four beans in a row":
        raise pyrage.DecryptError("Decryption failed")
    return held.partition(b"\n")[2]
