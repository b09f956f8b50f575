"""The pages of a telling inside a frame of another site: of the sites that the collection names, and of no other."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from narratives.errors import NotFoundError
from web.language import worded_both
from web.respond.addresses import add_journey
from web.respond.enclosed import EMBED
from web.stores import stores

bp = Blueprint(EMBED, __name__, url_prefix="/embed")
add_journey(bp, "")
_BY_NOBODY = "frame-ancestors 'none'"


def serve(app: Flask) -> None:
    """Let the pages under this address be framed; register it before the headers, which then come first."""
    app.after_request(_let_frame)


def _let_frame(response: Response) -> Response:
    sites = framed_by()
    if sites:
        policy = response.headers["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = policy.replace(_BY_NOBODY, f"frame-ancestors {' '.join(sites)}")
        del response.headers["X-Frame-Options"]  # it knows of one site only: this one
    return response


def framed_by() -> tuple[str, ...]:
    """The sites that may frame the answer that is being made, errors included.

    None may where the collection has "Exit this page", which cannot hide the page around the frame.
    """
    if request.blueprint != EMBED:
        return ()
    try:
        collection, _framework = stores().opened(str((request.view_args or {}).get("collection_id")))
    except NotFoundError:
        return ()
    return () if collection.sensitive else collection.embed_on


@bp.before_request
def _refuse() -> ResponseReturnValue | None:
    """A page that no site may frame has nothing to do under this address: say where it is."""
    collection, _framework = worded_both(*stores().opened(str((request.view_args or {}).get("collection_id"))))
    if framed_by():
        return None
    address = url_for("respond.start", collection_id=collection.id)
    return render_template("respond/embed.html", collection=collection, address=address)
