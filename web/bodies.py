"""The bodies of requests: whole, of a stated length and not too long, or refused before anything reads them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import IO, TypeVar

from flask import Flask, Request, abort, current_app, request

from web.turns import aside

_View = TypeVar("_View", bound=Callable[..., object])


class RequestInMemory(Request):
    """A request whose files stay in memory: by default large ones pass through a file outside the data directory."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def takes_file(most_bytes: Callable[[], int]) -> Callable[[_View], _View]:
    """Let a view take a file beside its form; the function says for a request how large, 0 for none at all."""

    def named(view: _View) -> _View:
        view.__dict__["most_bytes"] = most_bytes
        return view

    return named


def guard(app: Flask) -> None:
    """Check every body of an application before a form is read from it."""
    app.request_class = RequestInMemory
    app.before_request(_check_body)


def _check_body() -> None:
    """A server may hand over the part of a body that arrived before the client hung up; half a story is no story."""
    if request.method != "POST":
        return
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower() or request.content_length is None:
        abort(411)
    most = current_app.config["MAX_CONTENT_LENGTH"]
    if request.content_length > most and request.mimetype == "multipart/form-data":
        most += _most_file_bytes()
        request.max_content_length = most
    if request.content_length > most:
        abort(413)
    if len(aside(lambda: request.get_data(cache=True))) != request.content_length:
        abort(400)
    if request.mimetype == "multipart/form-data" and None in [*request.form, *request.files]:
        abort(400)  # a part without a name: no form of a browser holds one


def _most_file_bytes() -> int:
    view = current_app.view_functions.get(request.endpoint or "")
    most_bytes: Callable[[], int] = getattr(view, "most_bytes", lambda: 0)
    return most_bytes()
