"""Browsers in which somebody has signed in before: others' wrong passwords do not keep them waiting (OWASP).

Wrong tries are counted for a username. Somebody who tries without pause would keep its owner out, and so a browser
that its owner signed in with counts its own: a mark in a cookie, bound to the username, says that it is one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import request
from werkzeug.wrappers import Response

from store.account_rows import plain_username
from web.stores import stores

COOKIE = "__Host-known"
_SECONDS = 180 * 24 * 60 * 60


def tries_of(username: str) -> str:
    """The name under which wrong passwords and codes for a username are counted in this browser."""
    plain = plain_username(username)
    nonce = _nonce(plain)
    return f"{plain} {nonce}" if nonce else plain


def mark(answer: Response, username: str) -> Response:
    """An answer that lets the browser know again that this account signed in with it."""
    plain = plain_username(username)
    nonce = _nonce(plain) or secrets.token_hex(16)
    value = f"{nonce}.{_code(plain, nonce)}"
    answer.set_cookie(COOKIE, value, max_age=_SECONDS, secure=True, httponly=True, samesite="Lax", path="/")
    return answer


def _nonce(plain: str) -> str:
    """What the mark of this browser holds; empty where there is none, or one of another account."""
    nonce, _, code = request.cookies.get(COOKIE, "").partition(".")
    return nonce if nonce and hmac.compare_digest(code.encode(), _code(plain, nonce).encode()) else ""


def _code(plain: str, nonce: str) -> str:
    key = hmac.new(stores().settings.secret, b"murmuration known browser", hashlib.sha256).digest()
    return hmac.new(key, f"{nonce}\0{plain}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
