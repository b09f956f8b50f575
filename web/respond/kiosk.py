"""A device that many people use: a first screen with one button, and pages that are cleared by themselves."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.access import EVERYONE, open_to
from web.language import worded_both
from web.respond.addresses import add_journey
from web.respond.enclosed import KIOSK
from web.respond.views import start
from web.stores import stores

bp = Blueprint(KIOSK, __name__, url_prefix="/kiosk")


@bp.get("/<collection_id>")
@open_to(EVERYONE)
def screen(collection_id: str) -> ResponseReturnValue:
    """What waits for the next person; closed collections answer as everywhere."""
    collection, framework = worded_both(*stores().opened(collection_id))
    if not collection.is_open_on(date.today()):
        return start(collection_id)
    return render_template("respond/kiosk.html", collection=collection, framework=framework)


add_journey(bp, "/start")
