"""What the product does not start with: each a sentence that says what to do, or None where nothing is wrong."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
LEAST_SECRET, LEAST_VARIETY = 32, 10
_OFF = {"", "0", "false", "no", "off", "n", "f", "production"}
_DEBUGGING = ("FLASK_DEBUG", "FLASK_TESTING", "FLASK_ENV")
_MAKE_ONE = "Make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
# What people write where a secret should be. Seven letters and more do not come about by chance.
_PLACEHOLDERS = (
    *("changeme", "change-me", "change_me", "change this", "password", "default", "example", "placeholder"),
    *("insecure", "murmuration", "your-secret", "your_secret", "secret-key", "secret_key", "secretkey", "mysecret"),
    *("qwertyuiop", "01234567", "12345678", "abcdefgh", "deadbeef", "correct horse", "correcthorse"),
)


class ConfigError(Exception):
    """A setting that cannot be used."""


def refuse(why: str | None) -> None:
    """Raises ConfigError with the sentence, where there is one."""
    if why:
        raise ConfigError(why)


def of_debugging(environment: Mapping[str, str]) -> str | None:
    """Debug or testing mode, which shows the insides of the program to whoever meets an error."""
    for name in _DEBUGGING:
        if environment.get(name, "").strip().lower() not in _OFF:
            return (
                f"{name} is {environment[name]!r}. Debug mode shows the insides of the program to whoever meets an "
                f"error, and lets them run code. Unset {name}, then start again."
            )
    return None


def of_secret(secret: str, name: str) -> str | None:
    """A secret that somebody could guess: too short, of few characters, or one that stands in examples."""
    if len(secret) < LEAST_SECRET:
        return f"{name} has {len(secret)} characters and needs at least {LEAST_SECRET}. {_MAKE_ONE}"
    if len(set(secret)) < LEAST_VARIETY or any(one in secret.lower() for one in _PLACEHOLDERS):
        return f"{name} can be guessed: it repeats itself, or stands in examples. {_MAKE_ONE}"
    return None


def of_files(files: Iterable[Path]) -> str | None:
    """Keys that others than their own user may read or write."""
    for path in sorted(files):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            return (
                f"{path} holds a secret and others on this machine may read it. "
                f"Take that from them with: chmod 600 {path}"
            )
    return None


def of_folders(folders: Iterable[Path]) -> str | None:
    """Folders in which everybody on this machine may write."""
    for path in folders:
        if path.is_dir() and path.stat().st_mode & stat.S_IWOTH:
            return (
                f"Everybody on this machine may write in {path}, where stories or keys lie. "
                f"Take that from them with: chmod o-w {path}"
            )
    return None


def of_public_url(url: str, name: str) -> str | None:
    """An address that people reach without encryption, on another machine than this."""
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
        return (
            f"{name} is {url!r}. Stories and sign-ins must not travel unencrypted, and staff cannot sign in there. "
            "Put a proxy with TLS in front (deploy/README.md) and give its https:// address."
        )
    return None


def of_contact(given: str, name: str) -> str | None:
    """A place to report weaknesses at that is neither an e-mail address nor a page with TLS."""
    parts = urlsplit(given)
    if given and (parts.scheme != "https" or not parts.hostname or not given.isascii() or not given.isprintable()):
        return f"{name} is {given!r}. Use an e-mail address, or a page that begins with https://"
    return None
