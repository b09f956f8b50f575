"""What a receiver says an alert was worth: real, known, noise or unclear."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from narratives.judgement import Judgement
from store import judgements
from web.access import current_account, open_to
from web.alerts.blueprint import ACTORS
from web.stores import stores

bp = Blueprint("judging", __name__)


@bp.post("/changed/<alert_id>/judge")
@open_to(*ACTORS, within_groups=True)
def judge(alert_id: str) -> ResponseReturnValue:
    """Keep a manager's own label, in place of an earlier one; an empty one takes it back."""
    said = request.form.get("judgement")
    if said is None or (said and said not in {label.value for label in Judgement}):
        abort(400)  # the buttons send nothing else
    label = Judgement(said) if said else None
    account = current_account().username
    judgements.judge(stores().stories, alert_id, account=account, judgement=label, at=datetime.now(UTC))
    return redirect(url_for("alerts.alert_page", alert_id=alert_id, _anchor="judging"), code=303)
