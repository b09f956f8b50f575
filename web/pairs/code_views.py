"""From one own interaction: a one-time code with which the person tells their side."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.errors import BusyError, FieldError
from store.accounts import Role
from web.access import current_account, open_to
from web.errors import RETRY_SECONDS
from web.invite.qr import qr_of
from web.pairs import offers
from web.pairs.asked import teams_of
from web.staff.addresses import whole

bp = Blueprint("pair_codes", __name__, url_prefix="/log/own")


@bp.get("/<interaction_id>/their-side")
@open_to(Role.PRACTITIONER, within_groups=True)
def page(interaction_id: str) -> ResponseReturnValue:
    """Whether a code was made, and the way to another one."""
    return _page(offers.offered(current_account().id, interaction_id, date.today()))


@bp.post("/<interaction_id>/their-side")
@open_to(Role.PRACTITIONER, within_groups=True)
def make(interaction_id: str) -> ResponseReturnValue:
    """Make a code and show it this once, or withdraw the one there is."""
    today = date.today()
    offered = offers.offered(current_account().id, interaction_id, today)
    teams = teams_of(offered.interaction.collection)[1]
    group = request.form.get("group", "") if teams else ""
    try:
        if request.form.get("step") == "withdraw":
            offers.withdraw(offered.interaction)
            return redirect(url_for(".page", interaction_id=interaction_id), code=303)
        if teams and group not in teams:
            return _page(offered, FieldError("group", "Choose where the meeting was")), 422
        code = offers.make(offered.interaction, group, today)
    except BusyError:
        busy = FieldError("make", "Nothing was changed: the store is busy. Wait a few seconds, then press again")
        return _page(offered, busy), 503, {"Retry-After": str(RETRY_SECONDS)}
    now = offers.offered(current_account().id, interaction_id, today)
    link = whole(url_for("pair.ask"))
    return render_template(
        "pairs/code.html",
        offered=now,
        until=spoken(now.offer.until) if now.offer.until else "",
        code=code,
        letters=code.replace("-", ""),
        short=link.partition("://")[2],
        link=f"{link}?code={code}",
        qr=qr_of(f"{link}?code={code}", sturdy=False),
    )


def _page(offered: offers.Offered, problem: FieldError | None = None) -> str:
    title, teams = teams_of(offered.interaction.collection)
    posted = request.form.get("group", "")
    return render_template(
        "pairs/their-side.html",
        offered=offered,
        title=title,
        teams=teams,
        chosen=posted or offered.interaction.group,
        until=spoken(offered.offer.until) if offered.offer.until else "",
        errors=(problem,) if problem else (),
        problem=problem.message if problem else "",
    )
