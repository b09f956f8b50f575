"""Planning a probe, changing what is planned, and starting it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.probe import Probe, ProbeState
from narratives.probe_baseline import before_from
from narratives.probe_form import ProbeForm, apply_form, form_of, read_form, with_picked, without_aim
from store import alerts as alert_rows
from store import probe_actions, probes
from store.sense_probes import tie
from web.access import current_account, open_to
from web.people import managers
from web.probes.blueprint import ACTORS, bp, opened, today
from web.probes.ideas import read_idea, with_idea
from web.probes.planning import SIZE_WORDS, form_for, new_form, plan_page
from web.probes.views import show_probe
from web.reach import groups_within, view_groups, visible_collections
from web.stores import stores

_NOT_ADDED = FieldError("region", "Choose one of these first, and say whether you hope for more or fewer")


@bp.get("/probes/new")
@open_to(*ACTORS, within_groups=True)
def new() -> ResponseReturnValue:
    """The form of a new probe, begun from an alert or from how somebody understands a chart, if the address says so."""
    alert_id = request.args.get("alert", "")
    wanted = request.args.get("collection", "")
    alert = alert_rows.get_alert(stores().stories, alert_id) if alert_id else None
    idea = read_idea(request.args.get("interpretation", ""))
    if alert is None and idea is None and not wanted:
        return _choose()
    collection, framework = opened(idea.collection if idea else alert.collection if alert else wanted)
    form = new_form(today(), current_account().username)
    if alert is not None:
        form = form_for(alert.finding, form, collection, framework)
    return _page(with_idea(form, idea), collection, framework, alert_id=alert_id)


@bp.post("/probes/new")
@open_to(*ACTORS, within_groups=True)
def add() -> ResponseReturnValue:
    """Put a probe down as planned, or one of its aims on or off the form."""
    collection, framework = opened(request.form.get("collection", ""))
    alert_id = request.form.get("alert", "")
    if alert_id and alert_rows.get_alert(stores().stories, alert_id).collection != collection.id:
        abort(404)
    idea = read_idea(request.form.get("interpretation", ""))
    if idea and idea.collection != collection.id:
        abort(404)
    form = _within(read_form(request.form.to_dict(flat=False)), collection)
    step = request.form.get("step", "")
    if step:
        return _stepped(form, step, collection, framework, alert_id=alert_id)
    now, form = datetime.now(UTC), with_picked(form)
    blank = _blank(collection, alert_id, now)
    try:
        probe = apply_form(blank, form, collection, framework, _owners(form, collection), today())
    except SubmissionError as error:
        return _page(form, collection, framework, error.errors, alert_id=alert_id), 422
    db = stores().stories
    with db.write():
        probes.add_probe(db, with_baseline(probe, collection), at=now)
        if idea:
            tie(db, probe.id, idea.reading.id)
    return redirect(url_for("probes.probe_page", probe_id=probe.id), code=303)


@bp.get("/probes/<probe_id>/change")
@open_to(*ACTORS, within_groups=True)
def change(probe_id: str) -> ResponseReturnValue:
    """The form of a planned probe; what has started is shown as it is."""
    probe = probes.get_probe(stores().stories, probe_id)
    if probe.state is not ProbeState.PLANNED:
        return redirect(url_for("probes.probe_page", probe_id=probe_id), code=303)
    return _page(form_of(probe), *opened(probe.collection), probe=probe)


@bp.post("/probes/<probe_id>/change")
@open_to(*ACTORS, within_groups=True)
def save_change(probe_id: str) -> ResponseReturnValue:
    """Put the changed plan in place of what was planned."""
    db = stores().stories
    probe = probes.get_probe(db, probe_id)
    collection, framework = opened(probe.collection)
    form = _within(read_form(request.form.to_dict(flat=False)), collection)
    step = request.form.get("step", "")
    if step:
        return _stepped(form, step, collection, framework, probe=probe)
    form = with_picked(form)
    try:
        changed = apply_form(probe, form, collection, framework, _owners(form, collection), today())
    except SubmissionError as error:
        return _page(form, collection, framework, error.errors, probe=probe), 422
    changed = with_baseline(changed, collection)
    if not probe_actions.change_probe(db, changed, actor=current_account().username, at=datetime.now(UTC)):
        return show_probe(probe_id, (), {}, "It has started meanwhile: its plan is fixed. Nothing was changed."), 409
    return redirect(url_for("probes.probe_page", probe_id=probe_id), code=303)


@bp.post("/probes/<probe_id>/start")
@open_to(*ACTORS, within_groups=True)
def start(probe_id: str) -> ResponseReturnValue:
    """Start a planned probe today."""
    db, now = stores().stories, datetime.now(UTC)
    probe = probes.get_probe(db, probe_id)
    if not today() < probe.ends_on:
        return show_probe(probe_id, (), {}, "Its end has passed: change the dates first. Nothing was started."), 409
    since = _since(probe, opened(probe.collection)[0], today())
    started = probe_actions.start_probe(
        db, probe_id, on=today(), before_from=since, actor=current_account().username, at=now
    )
    if not started:
        return show_probe(probe_id, (), {}, "It had been started or stopped already. Nothing was changed."), 409
    return redirect(url_for("probes.probe_page", probe_id=probe_id), code=303)


def with_baseline(probe: Probe, collection: Collection) -> Probe:
    """The probe with the first day of what it is compared with."""
    return replace(probe, before_from=_since(probe, collection, probe.starts_on))


def _since(probe: Probe, collection: Collection, starts_on: date) -> date | None:
    findings = [alert.finding for alert in alert_rows.list_every_alert(stores().stories, collection.id)]
    return before_from(replace(probe, starts_on=starts_on), collection, findings)


def _blank(collection: Collection, alert_id: str, now: datetime) -> Probe:
    return Probe(
        id=secrets.token_hex(16),
        collection=collection.id,
        alert=alert_id or None,
        title="",
        tries="",
        because="",
        success="",
        failure="",
        amplify="",
        dampen="",
        owner="",
        groups=(),
        beside=(),
        aims=(),
        starts_on=today(),
        ends_on=today(),
        made_by=current_account().username,
        made_at=now.isoformat(timespec="seconds"),
    )


def _stepped(
    form: ProbeForm,
    step: str,
    collection: Collection,
    framework: Framework,
    *,
    probe: Probe | None = None,
    alert_id: str = "",
) -> ResponseReturnValue:
    """The form after an aim was put on or taken off; nothing is kept yet."""
    kind, _, place = step.partition(":")
    if kind == "off" and place.isdecimal():
        return _page(without_aim(form, int(place)), collection, framework, probe=probe, alert_id=alert_id)
    if not form.picked.key or not form.picked.way:
        return _page(form, collection, framework, (_NOT_ADDED,), probe=probe, alert_id=alert_id), 422
    return _page(with_picked(form), collection, framework, probe=probe, alert_id=alert_id)


def _within(form: ProbeForm, collection: Collection) -> ProbeForm:
    """The form of somebody who sees some groups: compared with nothing named, it is with their other groups."""
    if groups_within(collection) is None or form.beside:
        return form
    return replace(form, beside=frozenset(one.name for one in collection.groups) - form.groups)


def _owners(form: ProbeForm, collection: Collection) -> dict[str, str]:
    """Who may answer for the probe: those who manage the groups that are ticked, or any that the person sees."""
    ticked = [one.name for one in collection.groups if one.name in form.groups]
    return managers(collection.id, *(ticked or view_groups(collection)))


def _choose() -> ResponseReturnValue:
    collections = visible_collections()
    if len(collections) == 1:
        return redirect(url_for("probes.new", collection=collections[0].id), code=303)
    return render_template("probes/choose.html", collections=collections)


def _page(
    form: ProbeForm,
    collection: Collection,
    framework: Framework,
    errors: tuple[FieldError, ...] = (),
    *,
    probe: Probe | None = None,
    alert_id: str = "",
) -> str:
    page = plan_page(form, collection, framework, _owners(form, collection), today(), errors)
    send = url_for("probes.save_change", probe_id=probe.id) if probe else url_for("probes.add")
    alert = alert_rows.get_alert(stores().stories, alert_id) if alert_id else None
    return render_template(
        "probes/plan.html",
        collection=collection,
        page=page,
        probe=probe,
        alert=alert,
        idea=None if probe else read_idea(request.values.get("interpretation", "")),
        send=send,
        sizes=SIZE_WORDS,
        errors=page.errors,
    )
