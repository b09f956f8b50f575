"""Pages of a long list: a cursor that says where the next one begins, signed so that it is only ever one of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer

from narratives.errors import FieldError, SubmissionError
from web.api.caller import caller
from web.stores import stores

USUAL, MOST = 50, 200
_LONGEST = 400
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page is asked for: so many, after a place that only the list itself understands; None for the first."""

    limit: int
    after: list[Any] | None


def read_page(of: str) -> Asked:
    """The page that an address asks for, of a list that `of` names. Raises SubmissionError."""
    typed = request.args.get("limit", str(USUAL))
    limit = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    if not 1 <= limit <= MOST:
        raise SubmissionError([FieldError("limit", f"Ask for 1 to {MOST} at a time; “{typed[:20]}” is no such number")])
    cursor = request.args.get("cursor", "")
    if not cursor:
        return Asked(limit, None)
    try:
        after = _serializer(of).loads(cursor) if len(cursor) <= _LONGEST else None
    except BadSignature:
        after = None
    if not isinstance(after, list):
        problem = "This cursor is not of this list and this token: begin without one, or use “next” as it was given"
        raise SubmissionError([FieldError("cursor", problem)])
    return Asked(limit, after)


def page_of(of: str, asked: Asked, found: Sequence[_Item], place: Callable[[_Item], list[Any]]) -> dict[str, Any]:
    """`next` of a page, of which one item more than asked for was found where there is another page."""
    if len(found) <= asked.limit:
        return {"next": None}
    return {"next": _serializer(of).dumps(place(found[asked.limit - 1]))}


def _serializer(of: str) -> URLSafeSerializer:
    return URLSafeSerializer(stores().settings.secret, salt=f"api-cursor:{caller().id}:{of}")
