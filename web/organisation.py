"""The organisation that a request is about, and its settings."""

from __future__ import annotations

from typing import cast

from flask import current_app, has_request_context, request

from store import organisations
from web.settings import Settings

ADDRESSED = "murmuration.organisation"  # in the WSGI environment, put there by web.addressed
_KEPT = "organisations.settings"


def here() -> Settings:
    """The settings of the organisation that this request is about; outside of a request, of this deployment's own."""
    return settings_of(addressed())


def addressed() -> str:
    """The slug of the organisation that this request is about; outside of a request, of this deployment's own."""
    return str(request.environ.get(ADDRESSED, _own().organisation)) if has_request_context() else _own().organisation


def settings_of(slug: str) -> Settings:
    """The settings of one of the deployment's organisations: its own folder and keys, and its own public address."""
    if slug == _own().organisation:
        return _own()
    kept: dict[str, Settings] = current_app.extensions.setdefault(_KEPT, {})
    if slug not in kept:
        kept[slug] = organisations.settings_of(_own(), slug)
    return kept[slug]


def path_of(slug: str) -> str:
    """What stands before every path of an organisation's site on this deployment; empty for the deployment's own."""
    return "" if slug == _own().organisation else f"{organisations.PREFIX}{slug}"


def extension(name: str) -> str:
    """The name under which something is kept for this organisation alone in `app.extensions`."""
    slug = addressed()
    return name if slug == _own().organisation else f"{name}@{slug}"


def _own() -> Settings:
    return cast(Settings, current_app.config["SETTINGS"])
