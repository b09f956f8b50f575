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
