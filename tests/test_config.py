import stat
from pathlib import Path

import pytest

from config import ConfigError, read_settings


def test_the_defaults_are_a_demo_beside_the_program(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert settings.stories_path == tmp_path / "data" / "demo" / "stories.db"
    assert settings.accounts_path == tmp_path / "data" / "accounts.db"
    assert settings.model == "packaged"


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first = read_settings({"MURMURATION_DATA": str(tmp_path)}).secret
    assert len(first) == 64
    assert read_settings({"MURMURATION_DATA": str(tmp_path)}).secret == first
    assert stat.S_IMODE(Path(tmp_path, "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SECRET", "short", "MURMURATION_SECRET has 5 characters and needs at least 32. Make one with: python -c"),
        ("ORGANISATION", "../other", "MURMURATION_ORGANISATION is '../other'. Use lower-case letters, digits and -"),
        ("THREADS", "0", "MURMURATION_THREADS is '0'. Use a whole number from 1 to 64."),
        ("POLL_SECONDS", "often", "MURMURATION_POLL_SECONDS is 'often'. Use a whole number from 1 to 3600."),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_name(tmp_path, name, value, message):
    with pytest.raises(ConfigError) as caught:
        read_settings({"MURMURATION_DATA": str(tmp_path), f"MURMURATION_{name}": value})
    assert message in str(caught.value)


def test_streams_are_off_unless_they_are_asked_for(tmp_path):
    assert read_settings({"MURMURATION_DATA": str(tmp_path)}).streams == 0
    asked = {"MURMURATION_DATA": str(tmp_path), "MURMURATION_STREAMS": "64", "WEB_THREADS": "96"}
    assert read_settings(asked).streams == 64


@pytest.mark.parametrize(("streams", "threads"), [("1", None), ("65", "96"), ("8", "many")])
def test_more_streams_than_threads_allow_are_refused_with_what_to_set(tmp_path, streams, threads):
    asked = {"MURMURATION_DATA": str(tmp_path), "MURMURATION_STREAMS": streams}
    with pytest.raises(ConfigError) as caught:
        read_settings(asked | ({"WEB_THREADS": threads} if threads else {}))
    assert f"MURMURATION_STREAMS is '{streams}' and WEB_THREADS is '{threads or 32}'" in str(caught.value)
    assert f"set WEB_THREADS to at least {int(streams) + 32}" in str(caught.value)
