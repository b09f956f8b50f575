"""What the product does not start with: each refused by a sentence that says what to do."""

from pathlib import Path

import pytest

from app import create_app
from config import ConfigError, read_settings

ROOT = Path(__file__).parents[1]
GOOD = "e1c7b0a94d2f6853c0a1b2d3e4f5968770f1e2d3c4b5a697"

REFUSED = (
    *(
        (name, value, "Debug mode shows the insides")
        for name in ("FLASK_DEBUG", "FLASK_TESTING")
        for value in "1 true yes on".split()
    ),
    ("FLASK_ENV", "development", "Unset FLASK_ENV"),
    ("MURMURATION_SECRET", "", "has 0 characters and needs at least 32"),
    ("MURMURATION_SECRET", "dev", "has 3 characters and needs at least 32. Make one with: python -c"),
    ("MURMURATION_SECRET", GOOD[:31], "has 31 characters and needs at least 32"),
    ("MURMURATION_SECRET", "a" * 64, "can be guessed: it repeats itself, or stands in examples. Make one with"),
    ("MURMURATION_SECRET", "abcabc" * 8, "can be guessed"),
    ("MURMURATION_SECRET", "0" * 63 + "1", "can be guessed"),
    ("MURMURATION_SECRET", "change-me-change-me-change-me-please", "can be guessed"),
    ("MURMURATION_SECRET", "this is the Default secret of the example", "can be guessed"),
    ("MURMURATION_SECRET", "my-password-is-long-enough-for-this-thing", "can be guessed"),
    ("MURMURATION_SECRET", "murmuration-murmuration-flying-in-the-sky", "can be guessed"),
    ("MURMURATION_SECRET", "0123456789abcdef0123456789abcdef", "can be guessed"),
    ("MURMURATION_SECRET", "your-secret-here-in-thirty-two-letters!", "can be guessed"),
    ("MURMURATION_PUBLIC_URL", "http://stories.example.org", "must not travel unencrypted"),
    ("MURMURATION_SECURITY_CONTACT", "ask reception", "Use an e-mail address, or a page that begins with https://"),
    ("MURMURATION_SECURITY_CONTACT", "http://example.org/found", "Use an e-mail address, or a page that begins"),
    ("MURMURATION_SECURITY_CONTACT", "https://example.org/\nExpires: never", "Use an e-mail address"),
    ("MURMURATION_PUBLIC_URL", "http://192.168.0.7:8000", "Put a proxy with TLS in front"),
)


def refusal(tmp_path, **given):
    """The sentence that a start with these settings is refused by."""
    with pytest.raises(ConfigError) as caught:
        read_settings({"MURMURATION_DATA": str(tmp_path / "data"), **given})
    return str(caught.value)


def test_an_unsafe_start_is_refused_by_a_sentence_that_says_what_to_do(tmp_path, promised):
    for name, value, sentence in REFUSED:
        said = refusal(tmp_path, **{name: value})
        assert sentence in said and name in said, said
    promised("T29", "an unsafe start is refused, and a sentence says what to do", tried=len(REFUSED), failures=0)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o666, 0o777])
@pytest.mark.parametrize("name", ["secret.key", "keys/demo-cases.key", "keys/demo-audit.key", "sealing/1.key"])
def test_a_key_that_others_may_read_is_refused(tmp_path, mode, name, promised):
    data = tmp_path / "data"
    (data / name).parent.mkdir(mode=0o700, parents=True)
    (data / name).write_text(GOOD)
    (data / name).chmod(mode)
    said = refusal(tmp_path)
    assert said == (
        f"{data / name} holds a secret and others on this machine may read it. "
        f"Take that from them with: chmod 600 {data / name}"
    )
    (data / name).chmod(0o600)
    read_settings({"MURMURATION_DATA": str(data)})
    promised("T29", "a key that others on the machine may read is refused", tried=1, failures=0)


@pytest.mark.parametrize("which", ["DATA", "KEYS", "ANCHORS"])
@pytest.mark.parametrize("mode", [0o777, 0o707, 0o1777])
def test_a_folder_in_which_everybody_may_write_is_refused(tmp_path, which, mode, promised):
    folder = tmp_path / which.lower()
    folder.mkdir()
    folder.chmod(mode)
    said = refusal(tmp_path, **{f"MURMURATION_{which}": str(folder)})
    assert said.startswith(f"Everybody on this machine may write in {folder}") and f"chmod o-w {folder}" in said
    promised("T29", "a folder in which everybody may write is refused", tried=1, failures=0)


@pytest.mark.parametrize("held", ["", "short", "z" * 64])
def test_a_secret_file_that_was_emptied_or_overwritten_is_refused(tmp_path, held):
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "secret.key").write_text(held)
    (tmp_path / "data" / "secret.key").chmod(0o600)
    assert refusal(tmp_path).startswith(f"The secret in {tmp_path / 'data' / 'secret.key'} ")


def test_a_fresh_machine_starts_and_starts_again(tmp_path):
    environment = {"MURMURATION_DATA": str(tmp_path / "data"), "FLASK_DEBUG": "0", "FLASK_ENV": "production"}
    first = read_settings(environment)
    assert read_settings(environment) == first
    assert read_settings({**environment, "MURMURATION_SECRET": GOOD}).secret == GOOD.encode()
    assert read_settings({**environment, "MURMURATION_PUBLIC_URL": "http://localhost:8000"}).public_url
    assert [read_settings({"MURMURATION_DATA": str(tmp_path / str(n))}).secret for n in range(50)]


def test_the_product_itself_ends_with_the_sentence_and_no_traceback(tmp_path, monkeypatch):
    """`flask --debug`, too, which sets what is set here before it makes the application."""
    monkeypatch.setenv("MURMURATION_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(SystemExit) as caught:
        create_app()
    assert str(caught.value.code).startswith("FLASK_DEBUG is '1'. Debug mode shows the insides of the program")
    assert str(caught.value.code).endswith("See docs/settings.md.")
    assert not (tmp_path / "data").exists()


def test_a_demo_that_other_machines_reach_is_warned_of():
    text = (ROOT / "run").read_text(encoding="utf-8")
    shown = text.partition("show_addresses() {")[2].partition("}")[0]
    assert "warn_of_open_demo" in shown
    assert "WARNING: this is the demo, and other machines reach it" in text
