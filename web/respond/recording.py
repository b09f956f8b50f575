"""A story that is spoken instead of written: what comes with the form, and what is wrong with it."""

from __future__ import annotations

from flask import request

from narratives.collection import Collection
from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.form_fields import Fields, first
from narratives.sound.kinds import media_type_of
from narratives.sound.tags import without_tags
from narratives.translation import gettext as _
from store.intake import Recording
from web.headers import let_record
from web.stores import stores

FIELD = "recording"
SPOKEN = "spoken"  # the teller's word, on earlier pages, that a recording will come with the last
_MEGABYTE = 1024 * 1024


def most_bytes() -> int:
    """How much a body may hold for a recording: room to be told, beside the form, that one is too large."""
    try:
        collection, _framework = stores().opened((request.view_args or {}).get("collection_id", ""))
    except NotFoundError:
        return 0
    return 2 * stores().settings.recording_bytes if collection.audio else 0


def let_speak(collection: Collection) -> None:
    """Let the page that is being made use the microphone, where the collection takes recordings."""
    if collection.audio:
        let_record()


def posted_fields(collection: Collection) -> dict[str, list[str]]:
    """The fields of the form; a recording that came with it says for itself that the story was spoken."""
    fields = request.form.to_dict(flat=False)
    if collection.audio and _sound(1):
        fields[SPOKEN] = ["yes"]
    return fields


def is_spoken(collection: Collection, fields: Fields) -> bool:
    """Whether the teller says that a recording comes with the story, or came."""
    return collection.audio and first(fields, SPOKEN) == "yes"


def read_recording(collection: Collection, fields: Fields) -> Recording | None:
    """The recording that came with the form; None when none is wanted. Raises SubmissionError."""
    if not is_spoken(collection, fields):
        return None
    most = stores().settings.recording_bytes
    sound = _sound(2 * most)
    if not sound:
        raise _problem(_("Record it again, or choose the file again: the recording is not on this page any more"))
    if len(sound) > most:
        raise _problem(_("Choose a shorter recording: %(most)s MB is the most we can take", most=most // _MEGABYTE))
    media_type = media_type_of(sound)
    if media_type is None:
        raise _problem(_not_taken())
    try:
        return Recording(media_type, without_tags(media_type, sound))
    except ValueError:  # the file ends too early, or what it says about itself does not add up
        raise _problem(_not_taken()) from None


def _not_taken() -> str:
    return _("Choose a recording that plays on this device, as MP3, M4A, WAV, Ogg or WebM: this file is none of these")


def _problem(message: str) -> SubmissionError:
    return SubmissionError([FieldError(FIELD, message)])


def _sound(most: int) -> bytes:
    file = request.files.get(FIELD)
    if file is None:
        return b""
    sound = file.stream.read(most)
    file.stream.seek(0)
    return sound
