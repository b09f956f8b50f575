"""The bodies of requests: whole, of a stated length and not too long, or refused before anything reads them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

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
        if self.folder is None:
            return BytesIO()
        file = TemporaryFile(dir=self.folder())
        self.arriving.append(file)
        return file

    folder: Callable[[], Path] | None = None
    """Where files go as they arrive, for a view that takes large ones; they have no name there."""

    @cached_property
    def arriving(self) -> list[IO[bytes]]:
        """The files that were begun, also those of a body that broke off."""
        return []

    def close(self) -> None:
        """At the end of the request."""
        for file in self.arriving:
            file.close()
        super().close()

    def _load_form_data(self) -> None:
        if self.folder is None or "form" in self.__dict__:
            super()._load_form_data()
            return
        aside(lambda: super(RequestInMemory, self)._load_form_data() or b"")


def takes_file(most_bytes: Callable[[], int], folder: Callable[[], Path] | None = None) -> Callable[[_View], _View]:
    """Let a view take a file beside its form; the function says for a request how large, 0 for none at all.

    With a folder the file goes there in portions, never into memory whole, and nothing of it is read before the
    person who sends it is known to be somebody who may.
    """

    def named(view: _View) -> _View:
        view.__dict__["most_bytes"] = most_bytes
        view.__dict__["folder"] = folder
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
    folder = _view_has("folder", None)
    if folder is not None and request.mimetype == "multipart/form-data":
        request.__dict__["folder"] = folder  # a body that ends early ends in a refusal when its form is read
        return
    if len(aside(lambda: request.get_data(cache=True))) != request.content_length:
        abort(400)
    if request.mimetype == "multipart/form-data" and None in [*request.form, *request.files]:
        abort(400)  # a part without a name: no form of a browser holds one


def _most_file_bytes() -> int:
    most_bytes: Callable[[], int] = _view_has("most_bytes", lambda: 0)
    return most_bytes()


def _view_has(name: str, otherwise: Any) -> Any:
    return getattr(current_app.view_functions.get(request.endpoint or ""), name, otherwise)
