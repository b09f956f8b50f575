"""The key pair of backups: the server seals to the public half, and only who keeps the other half can open them.

Both are as the age file format has them (https://age-encryption.org/v1), so that a backup opens without this program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyrage

from narratives.errors import MurmurationError

_WRAPPED = b"age-encryption.org/"
_SECRET = re.compile(rb"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.MULTILINE)
LEAST_CHARACTERS = 12
Secrets = Sequence[pyrage.x25519.Identity]


class BackupKeyError(MurmurationError):
    """A key of backups that is none, or not the right one."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key pair: `public` for the server's settings, `file` to be kept where the server is not."""

    public: str
    file: bytes = field(repr=False)


def make_key(passphrase: str = "") -> MadeKey:
    """A new key pair; with a passphrase its file opens for nobody who does not know it.

    Raises BackupKeyError where a passphrase is too short to be one. Wrapping takes a few seconds: scrypt, as age does.
    """
    if passphrase and len(passphrase) < LEAST_CHARACTERS:
        raise BackupKeyError(f"Choose a passphrase of at least {LEAST_CHARACTERS} characters: four or five words.")
    made = pyrage.x25519.Identity.generate()
    public = str(made.to_public())
    text = f"# public key: {public}\n{made}\n".encode()
    return MadeKey(public, pyrage.passphrase.encrypt(text, passphrase) if passphrase else text)


def read_public(given: str) -> list[pyrage.x25519.Recipient]:
    """The public keys of a setting, separated by spaces: each of them opens a backup. Raises BackupKeyError."""
    if not given.split():
        raise BackupKeyError(
            "MURMURATION_BACKUP_KEY is not set. Make a key with: ./run flask store key FILE, keep the file away from "
            "the server, and set MURMURATION_BACKUP_KEY to the public key that is printed."
        )
    return [_public(one) for one in given.split()]


def _public(given: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(given)
    except pyrage.RecipientError as error:
        told = "a secret key, which does not belong on the server" if "SECRET" in given.upper() else "no public key"
        raise BackupKeyError(
            f"MURMURATION_BACKUP_KEY holds {told}. Use the line that begins with age1, as `store key` printed it."
        ) from error


def read_secret(held: bytes, passphrase: Callable[[], str]) -> Secrets:
    """The secret keys in a key file; `passphrase` is asked where the file is wrapped in one. Raises BackupKeyError."""
    if held.startswith(_WRAPPED):
        try:
            held = pyrage.passphrase.decrypt(held, passphrase())
        except pyrage.DecryptError as error:
            raise BackupKeyError("The passphrase is not that of the key file. Try it again.") from error
    found = [pyrage.x25519.Identity.from_str(one.decode("ascii")) for one in _SECRET.findall(held)]
    if not found:
        raise BackupKeyError("The key file holds no secret key. It has a line that begins with AGE-SECRET-KEY-1.")
    return found
