"""Every setting, typed, from the environment, and refused at start with a sentence that names it."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import refusals
from refusals import THIS_MACHINE, refuse
from refusals import ConfigError as ConfigError

PREFIX = "MURMURATION_"
MEGABYTE = 1024 * 1024
FREE_THREADS = 32  # of the web process: for pages and stories, however many streams are open
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_BACKENDS = ("torch", "openvino", "bf16", "int8", "static")
_MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


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
class SingleSignOn:
    """The OpenID Connect provider that staff may sign in with."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


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
    import_bytes: int = 64 * MEGABYTE
    streams: int = 0
    web_threads: int = FREE_THREADS
    public_url: str = ""
    mail: MailServer | None = None
    embedding_backend: str = "torch"
    keys_folder: Path | None = None
    anchors_folder: Path | None = None
    single_sign_on: SingleSignOn | None = None
    security_contact: str = ""
    backup_key: str = ""

    @property
    def keys(self) -> Path:
        """The folder of the keys that are no other setting's."""
        return self.keys_folder or self.data / "keys"

    @property
    def anchors(self) -> Path:
        """The folder of the audit's anchors: best on another disk, where who can change the audit cannot write."""
        return self.anchors_folder or self.data / "anchors"

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
    def cases_key_path(self) -> Path:
        """The case store's own key: no other store is sealed or hashed with it."""
        return self.keys / f"{self.organisation}-cases.key"

    @property
    def audit_path(self) -> Path:
        """Who read and changed what, as a chain."""
        return self.organisation_dir / "audit.db"

    @property
    def audit_key_path(self) -> Path:
        """The key of the chain."""
        return self.keys / f"{self.organisation}-audit.key"

    @property
    def audit_anchor_path(self) -> Path:
        """Where the head of the chain is kept, apart from the chain."""
        return self.anchors / f"{self.organisation}-audit.head"

    @property
    def commons_path(self) -> Path:
        """What organisations of this deployment share with each other: questions and figures, never a story."""
        return self.data / "commons.db"

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
    refuse(refusals.of_debugging(environment))
    data = Path(environment.get(f"{PREFIX}DATA", "data")).resolve()
    organisation = environment.get(f"{PREFIX}ORGANISATION", "demo")
    if not _SLUG.fullmatch(organisation):
        how = "Use lower-case letters, digits and -, at most 40 characters."
        raise ConfigError(f"{PREFIX}ORGANISATION is {organisation!r}. {how}")
    settings = Settings(
        data=data,
        organisation=organisation,
        secret=_secret(environment, data),
        model=environment.get(f"{PREFIX}MODEL", "packaged"),
        threads=_whole(environment, "THREADS", default=max(1, (os.cpu_count() or 2) - 1), least=1, most=64),
        poll_seconds=float(_whole(environment, "POLL_SECONDS", default=2, least=1, most=3600)),
        recording_bytes=_whole(environment, "RECORDING_MB", default=4, least=1, most=32) * MEGABYTE,
        import_bytes=_whole(environment, "IMPORT_MB", default=64, least=1, most=1024) * MEGABYTE,
        streams=_streams(environment),
        web_threads=_web_threads(environment),
        public_url=_public_url(environment),
        mail=_mail(environment),
        embedding_backend=_backend(environment),
        keys_folder=_folder(environment, "KEYS"),
        anchors_folder=_folder(environment, "ANCHORS"),
        single_sign_on=_single_sign_on(environment),
        security_contact=_contact(environment),
        backup_key=environment.get(f"{PREFIX}BACKUP_KEY", ""),
    )
    keys = (*settings.keys.glob("*.key"), *settings.sealing_path.glob("*"))
    refuse(refusals.of_folders((data, settings.keys, settings.anchors)) or refusals.of_files(keys))
    return settings


def _whole(environment: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    raw = environment.get(f"{PREFIX}{name}", str(default))
    if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
        raise ConfigError(f"{PREFIX}{name} is {raw!r}. Use a whole number from {least} to {most}.")
    return int(raw)


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    given = environment.get(f"{PREFIX}{name}", "")
    return Path(given).resolve() if given else None


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


def _web_threads(environment: Mapping[str, str]) -> int:
    """How many requests are worked on at once; ./run gives the server more threads than these, for who sends slowly."""
    given = environment.get("WEB_THREADS", str(FREE_THREADS))
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 1_000:
        raise ConfigError(f"WEB_THREADS is {given!r}. Use a whole number from 1 to 1000.")
    return int(given)


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
    refuse(refusals.of_public_url(given, f"{PREFIX}PUBLIC_URL"))
    return given


def _contact(environment: Mapping[str, str]) -> str:
    """Where weaknesses are reported, as an address of RFC 9116; empty where none is set."""
    given = environment.get(f"{PREFIX}SECURITY_CONTACT", "").strip()
    if _ADDRESS.fullmatch(given):
        return f"mailto:{given}"
    refuse(refusals.of_contact(given, f"{PREFIX}SECURITY_CONTACT"))
    return given


def _mail(environment: Mapping[str, str]) -> MailServer | None:
    """Where e-mail is handed in; None where no host is set."""
    host = environment.get(f"{PREFIX}SMTP_HOST", "")
    if not host:
        return None
    encryption = environment.get(f"{PREFIX}SMTP_ENCRYPTION", "starttls")
    if encryption not in _MAIL_PORTS:
        raise ConfigError(f"{PREFIX}SMTP_ENCRYPTION is {encryption!r}. Use starttls, tls or none.")
    if encryption == "none" and host not in THIS_MACHINE:
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


def _single_sign_on(environment: Mapping[str, str]) -> SingleSignOn | None:
    """The provider that staff may sign in with; None where none is set."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    given = [environment.get(f"{PREFIX}{name}", "") for name in names]
    if not any(given):
        return None
    missing = [f"{PREFIX}{name}" for name, value in zip(names, given, strict=True) if not value]
    if missing:
        raise ConfigError(f"Single sign-on is half set. Set {' and '.join(missing)} too, or none of the three.")
    parts = urlsplit(given[0])
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    if not safe or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(f"{PREFIX}OIDC_ISSUER is {given[0]!r}. Use the https:// address that the provider gives.")
    if find_spec("authlib") is None:
        how = "Install it with: .venv/bin/pip install -r requirements-sso.txt"
        raise ConfigError(f"{PREFIX}OIDC_ISSUER is set and Authlib is not installed. {how}")
    return SingleSignOn(*given)


def _secret(environment: Mapping[str, str], data: Path) -> bytes:
    """The key of receipts and idempotency hashes: from the environment, or made at the first start."""
    given = environment.get(f"{PREFIX}SECRET")
    if given is not None:
        refuse(refusals.of_secret(given, f"{PREFIX}SECRET"))
        return given.encode()
    path = data / "secret.key"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        refuse(refusals.of_files([path]))
        held = path.read_bytes()
        refuse(refusals.of_secret(held.decode("latin-1"), f"The secret in {path}"))
        return held
    made = secrets.token_hex(32).encode()
    with os.fdopen(descriptor, "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made
