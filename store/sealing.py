"""Stories sealed on a teller's device: the deployment's key pairs, and opening what was sealed to them.

A device without signal keeps a story encrypted to the newest public key, so that it cannot read the story back
itself. Each key pair is one file, named by when it was made and its id, that only the web process may read.
Sealing: one-use ECDH on P-256, HKDF-SHA256 (RFC 5869), AES-256-GCM, as in the base mode of HPKE (RFC 9180).
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey as PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from narratives.errors import MurmurationError

ENVELOPE_DAYS = 90  # how long a device may keep an envelope before sending it
DEVICE_DAYS = 30  # how long a device goes on sealing to the key it has before it asks for the newest one
PURPOSE = b"murmuration sealed story 1"
_POINT_BYTES = 65
_NONCE_BYTES = 12
_TAG_BYTES = 16
_TIME = "%Y%m%dT%H%M%S%fZ"


class EnvelopeError(MurmurationError):
    """An envelope that cannot be opened."""


class UnknownKeyError(EnvelopeError):
    """An envelope sealed to a key that is not here, or no longer."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed story: `label` is not secret, but sealed in such a way that it cannot be exchanged."""

    key_id: str
    label: bytes
    ephemeral: bytes
    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One key pair of the deployment."""

    id: str
    made_at: datetime
    private: EllipticCurvePrivateKey

    @property
    def public(self) -> bytes:
        """The public key as an uncompressed point."""
        return _point(self.private)

    def opened(self, envelope: Envelope) -> bytes:
        """What was sealed. Raises EnvelopeError when the envelope is damaged or its label was exchanged."""
        if len(envelope.ephemeral) != _POINT_BYTES or len(envelope.nonce) != _NONCE_BYTES:
            raise EnvelopeError("The parts of the envelope have the wrong length.")
        if len(envelope.ciphertext) < _TAG_BYTES:
            raise EnvelopeError("The envelope is cut off.")
        try:
            theirs = PublicKey.from_encoded_point(SECP256R1(), envelope.ephemeral)
        except ValueError as error:
            raise EnvelopeError("The envelope's own key is no key.") from error
        shared = self.private.exchange(ECDH(), theirs)
        key = HKDF(SHA256(), length=32, salt=envelope.ephemeral + self.public, info=PURPOSE).derive(shared)
        try:
            return AESGCM(key).decrypt(envelope.nonce, envelope.ciphertext, envelope.label)
        except InvalidTag as error:
            raise EnvelopeError("The envelope does not open.") from error


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did."""

    made: SealingKey
    deleted: tuple[str, ...]


class Keyring:
    """The key pairs in a folder, oldest first; the first one is made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keys(self) -> list[SealingKey]:
        """Every key pair that is kept. The folder is read each time: a command may have rotated meanwhile."""
        found = (_read(path) for path in sorted(self._folder.glob("*.pem")))
        return [key for key in found if key is not None]

    def newest(self, now: datetime) -> SealingKey:
        """The key pair to seal to, made now if there is none."""
        keys = self.keys()
        return keys[-1] if keys else self._make(now)

    def opened(self, envelope: Envelope) -> bytes:
        """What was sealed, whichever kept key it was sealed to. Raises UnknownKeyError or EnvelopeError."""
        for key in self.keys():
            if key.id == envelope.key_id:
                return key.opened(envelope)
        raise UnknownKeyError("The key that this was sealed to is no longer kept.")

    def rotate(self, now: datetime) -> Rotation:
        """Make a new key pair and delete those that no envelope still young enough can be sealed to."""
        made = self._make(now)
        keys = self.keys()
        too_old = now - timedelta(days=DEVICE_DAYS + ENVELOPE_DAYS)
        # A key was last handed out when the one after it was made.
        deleted = [key for key, following in zip(keys, keys[1:], strict=False) if following.made_at <= too_old]
        for key in deleted:
            self._path(key.id, key.made_at).unlink()
        return Rotation(made, tuple(key.id for key in deleted))

    def _make(self, now: datetime) -> SealingKey:
        private = generate_private_key(SECP256R1())
        made = SealingKey(sha256(_point(private)).hexdigest()[:16], now.astimezone(UTC), private)
        text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=self._folder, suffix=".part")  # readable by nobody else
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, self._path(made.id, made.made_at))
        return made

    def _path(self, key_id: str, made_at: datetime) -> Path:
        return self._folder / f"{made_at.strftime(_TIME)}-{key_id}.pem"


def _read(path: Path) -> SealingKey | None:
    made, _, key_id = path.stem.partition("-")
    try:
        text = path.read_bytes()
    except FileNotFoundError:  # a rotation deleted it meanwhile
        return None
    private = load_pem_private_key(text, password=None)
    if not isinstance(private, EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds another kind of key")
    return SealingKey(key_id, datetime.strptime(made, _TIME).replace(tzinfo=UTC), private)


def _point(private: EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
