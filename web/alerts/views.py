"""What changed: the manager's first page, and one alert's own."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from store import release_results
from store.accounts import Role
from store.alerts import get_alert
from web.access import current_account, may, open_to
from web.alerts.alert_page import sees_lead, show_alert
from web.alerts.blueprint import bp, may_act, today
from web.alerts.first_page import answered_of, collection_part
from web.alerts.needs import needs
from web.explore.blueprint import VIEWERS
from web.people import names
from web.reach import current_reach, visible_collections
from web.seen import is_urgent
from web.stores import stores
from web.urgent.late import is_late


@bp.get("/changed")
@open_to(*VIEWERS, within_groups=True)
def what_changed() -> ResponseReturnValue:
    """What needs somebody, and what moved."""
    db, known, on = stores().stories, names(), today()
    collections = visible_collections()
    parts = [collection_part(stores(), collection, known, on) for collection in collections]
    # What is new comes before what is in somebody's hands, and that before what is calm.
    parts.sort(key=lambda part: (part.is_calm, not part.heard))
    urgent = [one.title for one in collections if may(Role.MANAGER, collection=one.id) and is_urgent(one)]
    late = [one.title for one in collections if is_late(one, datetime.now(UTC))]
    is_whole = current_reach().is_whole
    return render_template(
        "alerts/changed.html",
        notices=release_results.list_notices(db) if is_whole else [],
        collections=parts,
        needs=needs(parts, urgent, current_account().username, on, tuple(known), late),
        answered=answered_of(parts, on),
        may_act=may_act(),
    )


@bp.get("/changed/<alert_id>")
@open_to(*VIEWERS, within_groups=True)
def alert_page(alert_id: str) -> ResponseReturnValue:
    """One alert; one that is told inside another leads there."""
    lead = get_alert(stores().stories, alert_id).folded_into
    if lead is not None and sees_lead(lead):
        return redirect(url_for("alerts.alert_page", alert_id=lead), code=303)
    return show_alert(alert_id)
