"""Errors as programs read them: problem details (RFC 9457), each with a sentence that says what to do.

Whatever lies under the interface's address is answered so, also where no page of it is reached.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

INTERFACE = "/api/v1"
MEDIA_TYPE = "application/problem+json"
# By status: a name, a title, and what to do.
_PROBLEMS = {
    400: ("unreadable", "This could not be read", "Send one JSON object, whole, with its length in Content-Length."),
    401: (
        "token-needed",
        "A token is needed",
        "Send a token that has not ended, as “Authorization: Bearer mm_…”: Administration, Programs makes one.",
    ),
    403: ("forbidden", "This is not allowed", "Call from a program: browsers of other sites are refused."),
    404: (
        "not-found",
        "There is no such thing here",
        "Check the address and the ids in it. What a token is not made for is not there for it.",
    ),
    405: ("method", "This address takes another method", "Use one of the methods in the header Allow."),
    409: ("conflict", "This was done before", "Look at what is there before you send it again."),
    410: ("gone", "This is over", "Nothing more is taken here."),
    411: ("length-needed", "The length is missing", "Send the header Content-Length, and no chunks."),
    413: ("too-long", "This is too long", "Send at most 64 KiB at a time; a story has at most 5,000 characters."),
    415: ("media-type", "This is no JSON", "Send JSON, with the header “Content-Type: application/json”."),
    422: ("invalid", "Something has to be mended", "Mend what is listed under “errors” and send it again."),
    429: ("too-many", "Too many requests", "Wait as long as the header Retry-After says, then go on more slowly."),
    500: ("our-side", "Something went wrong on our side", "Try again later, with the same Idempotency-Key."),
    503: ("busy", "We are very busy", "Nothing was stored. Wait as long as Retry-After says, then send it again."),
}
_GENERAL = ("problem", "This could not be done", "Look at the description of the interface at /api/v1/openapi.json.")


def is_for_program() -> bool:
    """Whether the request is one of a program, as its address says."""
    return request.path == INTERFACE or request.path.startswith(f"{INTERFACE}/")


def problem(
    status: int,
    detail: str = "",
    *,
    name: str = "",
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer that says what is wrong; `errors` are (pointer or parameter, detail) of each part that is."""
    usual, title, advice = _PROBLEMS.get(status, _GENERAL)
    said: dict[str, Any] = {
        "type": f"urn:murmuration:problem:{name or usual}",
        "title": title,
        "status": status,
        "detail": detail or advice,
    }
    if errors:
        said["errors"] = list(errors)
    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    answer = Response(body, status=status, content_type=MEDIA_TYPE)
    answer.headers.update(headers or {})
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="murmuration"'
    return answer
