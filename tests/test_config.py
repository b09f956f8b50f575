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
        ("EMBEDDING_BACKEND", "gpu", "MURMURATION_EMBEDDING_BACKEND is 'gpu'. Use torch, openvino, bf16, int8 or"),
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


def test_mail_is_encrypted_by_default_and_its_password_is_not_printed(tmp_path):
    given = {"SMTP_HOST": "mail.example.org", "SMTP_FROM": "alerts@example.org", "SMTP_PASSWORD": "a bean"}
    environment = {"MURMURATION_DATA": str(tmp_path), **{f"MURMURATION_{name}": value for name, value in given.items()}}
    mail = read_settings(environment).mail
    assert (mail.port, mail.encryption, mail.user) == (587, "starttls", "")
    assert "a bean" not in repr(read_settings(environment))
    assert read_settings({**environment, "MURMURATION_SMTP_ENCRYPTION": "tls"}).mail.port == 465
    assert read_settings({"MURMURATION_DATA": str(tmp_path)}).mail is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"SMTP_FROM": ""}, "MURMURATION_SMTP_FROM is ''. Use the address that alerts are sent from."),
        ({"SMTP_FROM": "a@b\nBcc: c@d"}, "MURMURATION_SMTP_FROM is 'a@b\\nBcc: c@d'."),
        ({"SMTP_ENCRYPTION": "ssl"}, "MURMURATION_SMTP_ENCRYPTION is 'ssl'. Use starttls, tls or none."),
        ({"SMTP_ENCRYPTION": "none"}, "Mail may travel unencrypted on this machine alone"),
        ({"SMTP_PORT": "0"}, "MURMURATION_SMTP_PORT is '0'. Use a whole number from 1 to 65535."),
        ({"PUBLIC_URL": "stories.example.org"}, "MURMURATION_PUBLIC_URL is 'stories.example.org'. Use an address such"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_refused_by_name(tmp_path, changes, message):
    given = {"SMTP_HOST": "mail.example.org", "SMTP_FROM": "alerts@example.org", **changes}
    with pytest.raises(ConfigError) as caught:
        read_settings(
            {"MURMURATION_DATA": str(tmp_path), **{f"MURMURATION_{name}": one for name, one in given.items()}}
        )
    assert message in str(caught.value)


def test_the_public_address_ends_without_a_slash(tmp_path):
    environment = {"MURMURATION_DATA": str(tmp_path), "MURMURATION_PUBLIC_URL": "https://stories.example.org/"}
    assert read_settings(environment).public_url == "https://stories.example.org"


OIDC = {"OIDC_ISSUER": "https://login.example.org", "OIDC_CLIENT_ID": "us", "OIDC_CLIENT_SECRET": "a bean"}


def with_provider(tmp_path, **changes):
    given = {name: value for name, value in {**OIDC, **changes}.items() if value}
    named = {f"MURMURATION_{name}": value for name, value in given.items()}
    return read_settings({"MURMURATION_DATA": str(tmp_path), **named})


def test_a_provider_for_single_sign_on_is_read_and_its_secret_not_printed(tmp_path, monkeypatch):
    monkeypatch.setattr("config.find_spec", lambda name: object())
    provider = with_provider(tmp_path).single_sign_on
    assert (provider.issuer, provider.client_id) == ("https://login.example.org", "us")
    assert "a bean" not in repr(provider)
    assert read_settings({"MURMURATION_DATA": str(tmp_path)}).single_sign_on is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"OIDC_CLIENT_SECRET": ""}, "Single sign-on is half set. Set MURMURATION_OIDC_CLIENT_SECRET too, or none"),
        ({"OIDC_ISSUER": ""}, "Single sign-on is half set. Set MURMURATION_OIDC_ISSUER too"),
        ({"OIDC_ISSUER": "http://login.example.org"}, "MURMURATION_OIDC_ISSUER is 'http://login.example.org'. Use the"),
        ({}, "Authlib is not installed. Install it with: .venv/bin/pip install -r requirements-sso.txt"),
    ],
)
def test_single_sign_on_that_cannot_work_is_refused_at_the_start(tmp_path, monkeypatch, changes, message):
    monkeypatch.setattr("config.find_spec", lambda name: None)
    with pytest.raises(ConfigError) as caught:
        with_provider(tmp_path, **changes)
    assert message in str(caught.value)
