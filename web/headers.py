"""The headers of every answer: what the browser may load, keep and tell others."""

from __future__ import annotations

from flask import Flask, g, request
from werkzeug.wrappers import Response

# The hash is that of the one inline script: the line with which GOV.UK Frontend's template says that scripts run.
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    # Used by those who choose to have a page without signal: the worker that opens it, and the name it is installed as.
    "worker-src": "'self'",
    "manifest-src": "'self'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {sources}" for name, sources in _POLICY.items())
_SWITCHED_OFF = ("camera", "geolocation", "microphone", "payment", "usb")
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _SWITCHED_OFF),
    "X-Frame-Options": "DENY",
}
# Of scripts, sheets and pictures, which load nothing themselves: stricter, and shorter than most of these files.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"
_NO_MICROPHONE, _OWN_MICROPHONE = "microphone=()", "microphone=(self)"
_A_YEAR = "public, max-age=31536000, immutable"
_FILES = {"static"}
_FEEDS = {"routes.feed"}
_ASK_AGAIN_ALONE = "private, no-cache"  # a feed reader keeps what it has and asks whether there is more
_PUBLISHED = {"public.page"}
_A_WHILE = "public, max-age=300"  # the same for everybody, and gone within minutes where it is switched off
_ASK_AGAIN = "no-cache"  # a script that another script imports carries no version in its address


def protect(app: Flask) -> None:
    """Put the headers on every answer of an application, errors included."""
    app.after_request(_add_headers)


def let_record() -> None:
    """Let the page that is being made use the microphone, and play what it recorded."""
    g.sound = "blob:"


def let_play() -> None:
    """Let the page that is being made play recordings that are kept here."""
    g.sound = "'self'"


def let_hold_own() -> None:
    """Let the page that is being made show a page of this site in a frame."""
    g.frames = "holds"


def let_be_held() -> None:
    """Let pages of this site, and no other, show the page that is being made in a frame."""
    g.frames = "held"


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Content-Security-Policy"] = FILE_POLICY
    sound: str | None = g.get("sound")
    if sound:
        response.headers["Content-Security-Policy"] += f"; media-src {sound}"
    if sound == "blob:":
        permissions = response.headers["Permissions-Policy"].replace(_NO_MICROPHONE, _OWN_MICROPHONE)
        response.headers["Permissions-Policy"] = permissions
    _let_frame_own(response)
    response.headers["Cache-Control"] = _caching(response)
    return response


def _let_frame_own(response: Response) -> None:
    frames: str | None = g.get("frames")
    policy = response.headers["Content-Security-Policy"]
    if frames == "holds":
        response.headers["Content-Security-Policy"] = f"{policy}; frame-src 'self'"
    elif frames == "held":
        own = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers["Content-Security-Policy"] = own
        response.headers["X-Frame-Options"] = "SAMEORIGIN"


def _caching(response: Response) -> str:
    """Files of the front end may be kept; a page never is: it may hold somebody's story, but for what is public."""
    if response.status_code < 400 and request.endpoint in _FEEDS:
        return _ASK_AGAIN_ALONE
    if response.status_code < 400 and request.endpoint in _PUBLISHED:
        return _A_WHILE
    if response.status_code >= 400 or request.endpoint not in _FILES:
        return "no-store"
    return _A_YEAR if request.args.get("v") else _ASK_AGAIN
