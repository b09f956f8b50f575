"""The case store's own key: what it seals can be read with nothing that another store holds."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class CaseKeyError(Exception):
    """A key file that is none, or a text that was sealed with another key."""


@dataclass(frozen=True, slots=True)
class CaseKey:
    """Seals texts (AES-256-GCM, NIST SP 800-38D) and marks what is looked for (HMAC-SHA-256)."""

    sealing: bytes = field(repr=False)
    marking: bytes = field(repr=False)

    def seal(self, text: str, about: str) -> bytes:
        """A text that only this key opens, and only for the row and column that `about` names."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.sealing).encrypt(nonce, text.encode(), about.encode())

    def open(self, sealed: bytes, about: str) -> str:
        """The text again. Raises CaseKeyError when it was sealed with another key or for another place."""
        try:
            return AESGCM(self.sealing).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode()).decode()
        except InvalidTag as error:
            raise CaseKeyError(f"{about} cannot be opened with this case key") from error

    def mark(self, purpose: str, text: str) -> str:
        """What stands for a text where it has to be found again: 64 hexadecimal digits."""
        return hmac.new(self.marking, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def read_case_key(path: Path) -> CaseKey:
    """The key in a file, made at the first start and readable by the process's own user alone. Raises CaseKeyError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        held = path.read_bytes()
    else:
        held = secrets.token_bytes(64)
        with os.fdopen(descriptor, "wb") as file:
            file.write(held)
            file.flush()
            os.fsync(file.fileno())
    if len(held) != 64:
        raise CaseKeyError(f"{path} holds {len(held)} bytes and no case key, which has 64. Put the right file back.")
    return CaseKey(held[:32], held[32:])
