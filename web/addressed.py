"""Which organisation an address belongs to: `/at/<slug>/…` is that organisation's whole site, with its own stores.

The prefix moves to SCRIPT_NAME, so that every page finds its own address without it and `url_for` puts it back. An
address without a prefix is of the deployment's own organisation. What names no organisation stays as it is and leads
to the page that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from store.organisations import PREFIX, get_organisation, is_slug
from web.organisation import ADDRESSED
from web.stores import Stores


def serve(app: Flask) -> None:
    """Let an application be the site of every organisation of its deployment."""
    app.wsgi_app = Addressed(app.wsgi_app, lambda slug: _is_known(app, slug))  # type: ignore[method-assign]


class Addressed:
    """The middleware; `is_known` says whether there is an organisation with a slug."""

    def __init__(self, site: WSGIApplication, is_known: Callable[[str], bool]) -> None:
        self._site, self._is_known = site, is_known
        self._known: set[str] = set()  # none is ever taken away while a process runs

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ.pop(ADDRESSED, None)
        path = str(environ.get("PATH_INFO", ""))
        if path.startswith(PREFIX):
            slug, slash, rest = path.removeprefix(PREFIX).partition("/")
            if is_slug(slug) and (slug in self._known or self._ask(slug)):
                environ[ADDRESSED] = slug
                environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}{PREFIX}{slug}"
                environ["PATH_INFO"] = f"{slash}{rest}" or "/"
        return self._site(environ, start_response)

    def _ask(self, slug: str) -> bool:
        known = self._is_known(slug)
        if known:
            self._known.add(slug)
        return known


def _is_known(app: Flask, slug: str) -> bool:
    stores: Any = app.extensions["stores"]
    own: Stores = stores
    return slug == own.settings.organisation or get_organisation(own.accounts, slug) is not None
