"""What managers do about an alert. Whoever comes second is told who was first, and changes nothing."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from narratives.alert import AlertState
from store import alert_actions
from store.alerts import get_alert
from web.access import current_account, open_to
from web.alerts.action_forms import ActionForm, read_assignment, read_closing, read_note
from web.alerts.alert_page import answered, show_alert
from web.alerts.blueprint import ACTORS, bp, now, today
from web.people import managers
from web.stores import stores

_PAGE = "page"  # a form of an alert's own page leads back there


@bp.post("/changed/<alert_id>/acknowledge")
@open_to(*ACTORS, within_groups=True)
def acknowledge(alert_id: str) -> ResponseReturnValue:
    """Say that somebody is looking into an alert."""
    get_alert(stores().stories, alert_id)
    done = alert_actions.acknowledge(stores().stories, alert_id, actor=_actor(), at=now())
    return _back(alert_id) if done else answered(alert_id)


@bp.post("/changed/acknowledge")
@open_to(*ACTORS, within_groups=True)
def acknowledge_all() -> ResponseReturnValue:
    """Say that somebody is looking into everything that moved in a group; what was moved meanwhile stays as it is."""
    db = stores().stories
    wanted = request.form.getlist("alert")
    for alert_id in wanted:
        get_alert(db, alert_id)
        alert_actions.acknowledge(db, alert_id, actor=_actor(), at=now())
    return redirect(url_for("alerts.what_changed", _anchor=f"alert-{wanted[0]}" if wanted else None), code=303)


@bp.post("/changed/<alert_id>/give-back")
@open_to(*ACTORS, within_groups=True)
def give_back(alert_id: str) -> ResponseReturnValue:
    """Undo it: nobody is looking into it after all."""
    get_alert(stores().stories, alert_id)
    done = alert_actions.give_back(stores().stories, alert_id, actor=_actor(), at=now())
    return _back(alert_id) if done else answered(alert_id)


@bp.post("/changed/<alert_id>/close")
@open_to(*ACTORS, within_groups=True)
def close(alert_id: str) -> ResponseReturnValue:
    """Say that an alert needs nothing more, and why."""
    alert = get_alert(stores().stories, alert_id)
    if alert.state is AlertState.CLOSED:
        return answered(alert_id)
    form = _form("close")
    because, errors = read_closing(form.value("because"), form.value("words"))
    if errors:
        return show_alert(alert_id, form=replace(form, errors=errors)), 422
    done = alert_actions.close(stores().stories, alert_id, because=because, actor=_actor(), at=now())
    return _to_page(alert_id) if done else answered(alert_id)


@bp.post("/changed/<alert_id>/reopen")
@open_to(*ACTORS, within_groups=True)
def reopen(alert_id: str) -> ResponseReturnValue:
    """Undo a close."""
    alert = get_alert(stores().stories, alert_id)
    if alert.rearmed and alert.state is AlertState.CLOSED:
        return show_alert(alert_id, notice="Its time is over: what moves there now is an alert of its own."), 409
    done = alert_actions.reopen(stores().stories, alert_id, actor=_actor(), at=now())
    return _to_page(alert_id) if done else answered(alert_id)


@bp.post("/changed/<alert_id>/assign")
@open_to(*ACTORS, within_groups=True)
def assign(alert_id: str) -> ResponseReturnValue:
    """Say who has an alert and until when; whoever is given one is looking into it."""
    db = stores().stories
    alert, form = get_alert(db, alert_id), _form("assign")
    known = managers(alert.collection, alert.finding.within)
    if alert.assignee:
        known.setdefault(alert.assignee, alert.assignee)  # who has left may keep what nobody has taken over yet
    who, due, errors = read_assignment(form.value("assignee"), form.value("due"), known, today(), alert.due_on)
    if errors:
        return show_alert(alert_id, form=replace(form, errors=errors)), 422
    if (form.value("assignee_before"), form.value("due_before")) != _held(alert.assignee, alert.due_on):
        return answered(alert_id)
    with db.write():
        alert_actions.assign(db, alert_id, assignee=who, due_on=due, actor=_actor(), at=now())
        if who and alert.state is AlertState.RAISED:
            alert_actions.acknowledge(db, alert_id, actor=_actor(), at=now())
    return _to_page(alert_id)


@bp.post("/changed/<alert_id>/note")
@open_to(*ACTORS, within_groups=True)
def note(alert_id: str) -> ResponseReturnValue:
    """Write something into an alert's history."""
    get_alert(stores().stories, alert_id)
    form = _form("note")
    text, errors = read_note(form.value("note"))
    if errors:
        return show_alert(alert_id, form=replace(form, errors=errors)), 422
    alert_actions.add_note(stores().stories, alert_id, text=text, actor=_actor(), at=now())
    return redirect(url_for("alerts.alert_page", alert_id=alert_id, _anchor="history"), code=303)


def _held(assignee: str | None, due_on: object) -> tuple[str, str]:
    """What an assignment form said before anything was changed in it."""
    return assignee or "", "" if due_on is None else str(due_on)


def _form(name: str) -> ActionForm:
    return ActionForm(name, request.form.to_dict())


def _actor() -> str:
    return current_account().username


def _back(alert_id: str) -> ResponseReturnValue:
    """To where the form stood: the list, at this alert, or the alert's own page."""
    if request.form.get("from") == _PAGE:
        return _to_page(alert_id)
    return redirect(url_for("alerts.what_changed", _anchor=f"alert-{alert_id}"), code=303)


def _to_page(alert_id: str) -> ResponseReturnValue:
    return redirect(url_for("alerts.alert_page", alert_id=alert_id), code=303)
