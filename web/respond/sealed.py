"""A sealed story as it arrives from a device: read from the form, opened, and turned into a form's fields again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import current_app, request

from narratives.form_fields import Fields
from narratives.receipt import is_idempotency_key
from store.sealing import Envelope, EnvelopeError, Keyring

LATE_DAYS = 28  # as late as the monitor still puts a story on the day it was told (docs/analysis.md)
_MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class SealedStory:
    """What an envelope held: the fields of a telling, and the day on which it was told."""

    fields: Fields
    told_on: date


def read_envelope(collection_id: str, form: Mapping[str, str]) -> Envelope:
    """The envelope that a form carries for a collection. Raises EnvelopeError when a part is missing or garbled."""
    envelope_id = form.get("id", "")
    if not is_idempotency_key(envelope_id):
        raise EnvelopeError("The envelope has no id.")
    return Envelope(
        key_id=form.get("key", ""),
        label=f"{collection_id}/{envelope_id}".encode(),
        ephemeral=_bytes(form, "ephemeral"),
        nonce=_bytes(form, "nonce"),
        ciphertext=_bytes(form, "ciphertext"),
    )


def label_here(name: str) -> str:
    """What a device seals to, such as a collection: an envelope for one organisation's does not open for another's."""
    return f"{request.script_root}/{name}" if request.script_root else name


def device_keys() -> Keyring:
    """The keys of this deployment that devices seal to."""
    return Keyring(current_app.config["SETTINGS"].sealing_path)


def public_key() -> dict[str, str]:
    """The newest of them as a device is told it: its id and its point."""
    newest = device_keys().newest(datetime.now(UTC))
    return {"id": newest.id, "point": base64.urlsafe_b64encode(newest.public).decode().rstrip("=")}


def open_story(keyring: Keyring, envelope: Envelope, today: date) -> SealedStory:
    """The story in an envelope. Raises EnvelopeError when it does not open or holds something else."""
    try:
        content = json.loads(keyring.opened(envelope))
        pairs = [(_clean(name), _clean(value)) for name, value in content["fields"]]
        told_on = str(content["told_on"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise EnvelopeError("The envelope holds no story.") from error
    if len(pairs) > _MOST_FIELDS:
        raise EnvelopeError("The envelope holds too many fields.")
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return SealedStory(fields, _day(told_on, today))


def _bytes(form: Mapping[str, str], name: str) -> bytes:
    text = form.get(name, "")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise EnvelopeError(f"The envelope's {name} is garbled.") from error


def _clean(text: object) -> str:
    """A text as a form could have posted it: JSON can also write halves of characters, which no file can hold."""
    if not isinstance(text, str):
        raise TypeError("a field of a form is text")
    return text.encode(errors="replace").decode()


def _day(text: str, today: date) -> date:
    """The day that the device names, if a story may still be put on it; else today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if 0 <= (today - day).days <= LATE_DAYS else today
