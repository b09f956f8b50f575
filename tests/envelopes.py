"""Sealing as a teller's browser does it: the other side of store/sealing.py, for tests."""

import base64
import json
import secrets
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from store.sealing import Envelope, SealingKey

LABEL = b"plot/" + b"ab" * 16


def sealed(key: SealingKey, words: bytes, label: bytes = LABEL) -> Envelope:
    """Words sealed to a key."""
    once = generate_private_key(SECP256R1())
    point = once.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = once.exchange(ECDH(), key.private.public_key())
    purpose = b"murmuration sealed story 1"
    derived = HKDF(SHA256(), length=32, salt=point + key.public, info=purpose).derive(shared)
    nonce = secrets.token_bytes(12)
    return Envelope(key.id, label, point, nonce, AESGCM(derived).encrypt(nonce, words, label))


def posted(key: SealingKey, words: object, *, collection: str = "plot", envelope_id: str = "") -> dict[str, str]:
    """The form that a browser posts: a payload, or any bytes, sealed for a collection."""
    envelope_id = envelope_id or secrets.token_hex(16)
    content = words if isinstance(words, bytes) else json.dumps(words).encode()
    envelope = sealed(key, content, f"{collection}/{envelope_id}".encode())
    return {
        "id": envelope_id,
        "key": envelope.key_id,
        "ephemeral": _text(envelope.ephemeral),
        "nonce": _text(envelope.nonce),
        "ciphertext": _text(envelope.ciphertext),
    }


def payload(fields: Mapping[str, str | Sequence[str]], told_on: str = "") -> dict[str, object]:
    """What is sealed: the form's fields as pairs, and the day on which the story was told."""
    pairs = [
        [name, value] for name, values in fields.items() for value in ([values] if isinstance(values, str) else values)
    ]
    return {"fields": pairs, "told_on": told_on}


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
