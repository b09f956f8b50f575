"""Answers as gzip: the front end's files, compressed once a process, and pages that need no sign-in.

Pages of staff stay as they are. They hold the token that forms are checked by beside what an address or a form
brought in, and the length of such a page, compressed, lets somebody who can make the browser ask for it many times
guess the token letter by letter (the attack is called BREACH). The map alone is compressed, but for its tokens and
stories and never at another site's request (`web/explore/stored.py`). A page for everybody holds no secret of a
signed-in person; what one teller typed is on pages that only that teller's own browser can ask for, since forms
from other sites are refused.
"""

from __future__ import annotations

import gzip

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from web.access import EVERYONE

COMPRESSED = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "text/plain",
        "image/svg+xml",
        "application/json",
        "application/manifest+json",
    }
)
LEAST_BYTES = 512  # below that the wrapping weighs what it saves
_PAGE_LEVEL = 5
_FILE_LEVEL = 9
_MOST_FILES = 256


def compress(app: Flask) -> None:
    """Compress the answers of an application. To be called first, so that it sees them as the others left them."""
    files: dict[str, bytes] = {}
    app.after_request(lambda response: _compress(response, files))


def _compress(response: Response, files: dict[str, bytes]) -> Response:
    if response.mimetype not in COMPRESSED or "Content-Encoding" in response.headers or not _is_public(response):
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code in {204, 206, 304} or request.accept_encodings.best_match(["gzip"]) is None:
        return response
    if response.get_etag()[0] is not None:
        _compress_file(response, files)
    elif not response.is_streamed:
        _compress_page(response)
    return response


def _is_public(response: Response) -> bool:
    """Whether the answer is for everybody and sets no session."""
    if "Set-Cookie" in response.headers or g.get("session") is not None:
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return request.endpoint == "static" or EVERYONE in getattr(view, "roles", ())


def _compress_page(response: Response) -> None:
    page = response.get_data()
    if len(page) >= LEAST_BYTES:
        response.set_data(gzip.compress(page, _PAGE_LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"


def _compress_file(response: Response, files: dict[str, bytes]) -> None:
    """Send a file's compressed form, made at its first request; its ETag changes with the file."""
    etag, _ = response.get_etag()
    length = response.content_length or response.calculate_content_length() or 0
    if etag is None or length < LEAST_BYTES:
        return
    if etag not in files:
        response.direct_passthrough = False
        made = gzip.compress(response.get_data(), _FILE_LEVEL, mtime=0)
        if len(files) >= _MOST_FILES:
            files.clear()
        files[etag] = made
    body = files[etag]
    response.close()
    response.direct_passthrough = False
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    for needless in ("Accept-Ranges", "Content-Disposition", "Last-Modified"):
        response.headers.pop(needless, None)
    response.set_etag(f"{etag}-gzip")
    response.make_conditional(request.environ)
