"""Every setting, typed, from the environment, and refused at start with a sentence that names it."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "MURMURATION_"
MEGABYTE = 1024 * 1024
FREE_THREADS = 32  # of the web process: for pages and stories, however many streams are open
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_BACKENDS = ("torch", "openvino", "bf16", "int8", "static")
_MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class ConfigError(Exception):
    """A setting that cannot be used."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed in; `encryption` is "starttls", "tls" or, on this machine alone, "none"."""

    host: str
    port: int
    sender: str
    encryption: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process; docs/settings.md explains each."""

    data: Path
    organisation: str
    secret: bytes
    model: str
    threads: int
    poll_seconds: float
    recording_bytes: int = 4 * MEGABYTE
    streams: int = 0
    public_url: str = ""
    mail: MailServer | None = None
    embedding_backend: str = "torch"

    @property
    def organisation_dir(self) -> Path:
        """Where the organisation's own stores lie."""
        return self.data / self.organisation

    @property
    def stories_path(self) -> Path:
        """The story store."""
        return self.organisation_dir / "stories.db"

    @property
    def cases_path(self) -> Path:
        """The case store, apart from the stories."""
        return self.organisation_dir / "cases.db"

    @property
    def accounts_path(self) -> Path:
        """Accounts and sessions of every organisation on this deployment."""
        return self.data / "accounts.db"

    @property
    def models_path(self) -> Path:
        """What is made of a language model so that it runs faster; can be made again."""
        return self.data / "models"

    @property
    def sealing_path(self) -> Path:
        """The folder of the keys that devices without signal seal stories to."""
        return self.data / "sealing"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that an environment holds. Raises ConfigError naming the setting at fault."""
    data = Path(environment.get(f"{PREFIX}DATA", "data")).resolve()
    organisation = environment.get(f"{PREFIX}ORGANISATION", "demo")
    if not _SLUG.fullmatch(organisation):
        raise ConfigError(
            f"{PREFIX}ORGANISATION is {organisation!r}. Use lower-case letters, digits and -, at most 40 characters."
        )
    return Settings(
        data=data,
        organisation=organisation,
        secret=_secret(environment, data),
        model=environment.get(f"{PREFIX}MODEL", "packaged"),
        threads=_whole(environment, "THREADS", default=max(1, (os.cpu_count() or 2) - 1), least=1, most=64),
        poll_seconds=float(_whole(environment, "POLL_SECONDS", default=2, least=1, most=3600)),
        recording_bytes=_whole(environment, "RECORDING_MB", default=4, least=1, most=32) * MEGABYTE,
        streams=_streams(environment),
        public_url=_public_url(environment),
        mail=_mail(environment),
        embedding_backend=_backend(environment),
    )


def _whole(environment: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    raw = environment.get(f"{PREFIX}{name}", str(default))
    if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
        raise ConfigError(f"{PREFIX}{name} is {raw!r}. Use a whole number from {least} to {most}.")
    return int(raw)


def _streams(environment: Mapping[str, str]) -> int:
    """How many streams may be open at once: each holds a thread of the web process for as long as it is."""
    streams = _whole(environment, "STREAMS", default=0, least=0, most=1000)
    threads = environment.get("WEB_THREADS", "32")
    if streams and (not threads.isascii() or not threads.isdigit() or streams + FREE_THREADS > int(threads)):
        raise ConfigError(
            f"{PREFIX}STREAMS is '{streams}' and WEB_THREADS is '{threads}'. An open stream holds a thread and "
            f"{FREE_THREADS} must stay free: set WEB_THREADS to at least {streams + FREE_THREADS}, or fewer streams."
        )
    return streams


def _backend(environment: Mapping[str, str]) -> str:
    """What runs the language model."""
    given = environment.get(f"{PREFIX}EMBEDDING_BACKEND", _BACKENDS[0])
    if given not in _BACKENDS:
        raise ConfigError(
            f"{PREFIX}EMBEDDING_BACKEND is {given!r}. Use {', '.join(_BACKENDS[:-1])} or {_BACKENDS[-1]}."
        )
    return given


def _public_url(environment: Mapping[str, str]) -> str:
    """The address that people reach this deployment by, without a slash at the end; empty where none is set."""
    given = environment.get(f"{PREFIX}PUBLIC_URL", "").rstrip("/")
    parts = urlsplit(given)
    if given and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise ConfigError(f"{PREFIX}PUBLIC_URL is {given!r}. Use an address such as https://stories.example.org")
    return given


def _mail(environment: Mapping[str, str]) -> MailServer | None:
    """Where e-mail is handed in; None where no host is set."""
    host = environment.get(f"{PREFIX}SMTP_HOST", "")
    if not host:
        return None
    encryption = environment.get(f"{PREFIX}SMTP_ENCRYPTION", "starttls")
    if encryption not in _MAIL_PORTS:
        raise ConfigError(f"{PREFIX}SMTP_ENCRYPTION is {encryption!r}. Use starttls, tls or none.")
    if encryption == "none" and host not in _THIS_MACHINE:
        raise ConfigError(
            f"{PREFIX}SMTP_ENCRYPTION is 'none' and {PREFIX}SMTP_HOST is {host!r}. Mail may travel unencrypted "
            "on this machine alone: use starttls or tls, or a mail server on localhost."
        )
    sender = environment.get(f"{PREFIX}SMTP_FROM", "")
    if not _ADDRESS.fullmatch(sender):
        raise ConfigError(f"{PREFIX}SMTP_FROM is {sender!r}. Use the address that alerts are sent from.")
    return MailServer(
        host=host,
        port=_whole(environment, "SMTP_PORT", default=_MAIL_PORTS[encryption], least=1, most=65535),
        sender=sender,
        encryption=encryption,
        user=environment.get(f"{PREFIX}SMTP_USER", ""),
        password=environment.get(f"{PREFIX}SMTP_PASSWORD", ""),
    )


def _secret(environment: Mapping[str, str], data: Path) -> bytes:
    """The key of receipts and idempotency hashes: from the environment, or made at the first start."""
    given = environment.get(f"{PREFIX}SECRET")
    if given is not None:
        if len(given) < 32:
            raise ConfigError(
                f"{PREFIX}SECRET has {len(given)} characters and needs at least 32. "
                "Make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
            )
        return given.encode()
    path = data / "secret.key"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    made = secrets.token_hex(32).encode()
    with os.fdopen(descriptor, "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made
