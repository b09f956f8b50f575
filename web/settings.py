"""What the pages need of the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Settings(Protocol):
    """What the pages need of the settings."""

    @property
    def data(self) -> Path: ...

    @property
    def organisation(self) -> str: ...

    @property
    def secret(self) -> bytes: ...

    @property
    def stories_path(self) -> Path: ...

    @property
    def accounts_path(self) -> Path: ...

    @property
    def sealing_path(self) -> Path: ...

    @property
    def web_threads(self) -> int: ...

    @property
    def recording_bytes(self) -> int: ...

    @property
    def import_bytes(self) -> int: ...

    @property
    def public_url(self) -> str: ...

    @property
    def mail(self) -> object | None: ...

    @property
    def cases_path(self) -> Path: ...

    @property
    def cases_key_path(self) -> Path: ...

    @property
    def audit_path(self) -> Path: ...

    @property
    def audit_key_path(self) -> Path: ...

    @property
    def audit_anchor_path(self) -> Path: ...

    @property
    def commons_path(self) -> Path: ...

    @property
    def organisation_dir(self) -> Path: ...

    @property
    def single_sign_on(self) -> object | None: ...

    @property
    def security_contact(self) -> str: ...
