"""The bodies of requests: whole, of a stated length and not too long, or refused before anything reads them."""

from __future__ import annotations

from flask import Flask, abort, current_app, request


def guard(app: Flask) -> None:
    """Check every body of an application before a form is read from it."""
    app.before_request(_check_body)


def _check_body() -> None:
    """A server may hand over the part of a body that arrived before the client hung up; half a story is no story."""
    if request.method != "POST":
        return
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower() or request.content_length is None:
        abort(411)
    if request.content_length > current_app.config["MAX_CONTENT_LENGTH"]:
        abort(413)
    if len(request.get_data(cache=True)) != request.content_length:
        abort(400)
