"""Recordings played back to staff, in parts where the browser asks for parts."""

from __future__ import annotations

from flask import Response, abort, request

from narratives.sound.kinds import MEDIA_TYPES
from store.intake import Recording


def sound_of(recording: Recording | None) -> Response:
    """The sound, as the kind that was known by its bytes when it arrived; 404 when there is none."""
    if recording is None or recording.media_type not in MEDIA_TYPES:
        abort(404)
    response = Response(recording.sound, mimetype=recording.media_type)
    response.make_conditional(request.environ, accept_ranges=True, complete_length=len(recording.sound))
    return response
