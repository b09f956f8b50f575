"""The pages of a telling where nothing else of this site belongs: on a shared device, or framed by another site.

They are the same views under addresses of their own, /kiosk/ and /embed/, so that what may frame a page follows from
its address, a device can be held to one of them, and every form leads back to where it came from.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for

KIOSK, EMBED = "kiosk", "embed"
JOURNEY = ("start", "first", "whole", "tell", "heard")


def enclosure() -> str:
    """What the page that is being made is enclosed in: kiosk, embed, or nothing."""
    return request.blueprint if request.blueprint in {KIOSK, EMBED} else ""


def serve(app: Flask) -> None:
    """Let an application's templates ask for `enclosed()`, and stay inside when they name a page of the telling."""
    app.jinja_env.globals.update(enclosed=enclosure, url_for=_inside, here=_inside)


def _inside(endpoint: str, **values: Any) -> str:
    """The address of a page, of a telling's pages the one in the enclosure of this page."""
    name, _, view = endpoint.partition(".")
    if name == "respond" and view in JOURNEY and enclosure():
        return url_for(f"{enclosure()}.{view}", **values)
    return url_for(endpoint, **values)
