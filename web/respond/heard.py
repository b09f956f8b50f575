"""What came of the stories of a collection: a page for everybody, whether or not the collection is still open."""

from __future__ import annotations

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from store.report_backs import list_report_backs, share_answered
from web.access import EVERYONE, open_to
from web.language import spoken, worded_both
from web.respond.answers import heard_card
from web.respond.views import bp
from web.stores import stores


@bp.get("/share/<collection_id>/heard")
@open_to(EVERYONE)
def heard(collection_id: str) -> ResponseReturnValue:
    """Every answer that was published and not taken back, newest first."""
    db, today = stores().stories, date.today()
    collection, _framework = worded_both(*stores().opened(collection_id))
    reports = list_report_backs(db, collection.id)
    return render_template(
        "respond/heard.html",
        collection=collection,
        cards=[heard_card(report, spoken().code) for report in reports],
        share=share_answered(db, collection.id, today=today),
        takes_stories=collection.is_open_on(today),
    )
