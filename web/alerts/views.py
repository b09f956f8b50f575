"""What changed: the manager's first page, and one alert's own."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from store import release_results
from store.accounts import Role
from store.alerts import get_alert
from store.collections import list_collections
from store.report_backs import share_answered
from store.urgency import count_waiting
from web.access import current_account, open_to
from web.alerts.alert_page import show_alert
from web.alerts.blueprint import bp, may_act, today
from web.alerts.first_page import collection_part
from web.alerts.needs import needs
from web.explore.blueprint import VIEWERS
from web.people import names
from web.stores import stores


@bp.get("/changed")
@open_to(*VIEWERS)
def what_changed() -> ResponseReturnValue:
    """What needs somebody, and what moved."""
    db, known, on = stores().stories, names(), today()
    collections = list_collections(db)
    parts = [collection_part(stores(), collection, known, on) for collection in collections]
    # What is new comes before what is in somebody's hands, and that before what is calm.
    parts.sort(key=lambda part: (part.is_calm, not part.heard))
    is_manager = current_account().role is Role.MANAGER
    urgent = [one.title for one in collections if is_manager and count_waiting(db, one.id)]
    return render_template(
        "alerts/changed.html",
        notices=release_results.list_notices(db),
        collections=parts,
        needs=needs(db, parts, urgent, current_account().username, on, tuple(known)),
        answered=share_answered(db, today=on),
        may_act=may_act(),
    )


@bp.get("/changed/<alert_id>")
@open_to(*VIEWERS)
def alert_page(alert_id: str) -> ResponseReturnValue:
    """One alert; one that is told inside another leads there."""
    lead = get_alert(stores().stories, alert_id).folded_into
    if lead is not None:
        return redirect(url_for("alerts.alert_page", alert_id=lead), code=303)
    return show_alert(alert_id)
