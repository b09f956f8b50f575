"""Every setting, typed, from the environment, and refused at start with a sentence that names it."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "MURMURATION_"
MEGABYTE = 1024 * 1024
FREE_THREADS = 32  # of the web process: for pages and stories, however many streams are open
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class ConfigError(Exception):
    """A setting that cannot be used."""


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
