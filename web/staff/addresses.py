"""Whole addresses of this organisation's pages, for links that are sent to somebody or registered somewhere."""

from __future__ import annotations

from flask import request

from web.organisation import here


def whole(path: str) -> str:
    """The address of a path of `url_for`, on the site that people know or else the one that this request came to."""
    if site := here().public_url:
        # The public address of an organisation already holds its prefix, and so does the path.
        return site.removesuffix(request.script_root) + path
    secure = request.is_secure or request.headers.get("X-Forwarded-Proto", "") == "https"
    return f"{'https' if secure else 'http'}://{request.host}{path}"
