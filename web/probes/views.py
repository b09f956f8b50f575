"""Probes: all of them side by side, and the page of one."""

from __future__ import annotations

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.probe import Probe
from store import alerts as alert_rows
from store import probe_readings, probes
from store.alerts import Alert
from store.collections import framework_of
from store.database import Row
from store.report_backs import report_backs_of
from web.access import open_to
from web.explore.blueprint import VIEWERS
from web.people import names
from web.probes.blueprint import bp, may_act, may_act_on, opened, owners_of, today
from web.probes.ideas import idea_of
from web.probes.overview import COMPARED_ELSEWHERE, CollectionProbes, collection_probes
from web.probes.verdict import DECISIONS, probe_view
from web.reach import visible_collections
from web.seen import narrowed_alert, seen_answers, seen_probes, sees_alert, sees_reading
from web.stores import stores


@bp.get("/probes")
@open_to(*VIEWERS, within_groups=True)
def portfolio() -> ResponseReturnValue:
    """Every collection's probes: those that need a decision first."""
    known = names()
    parts = [_collection_probes(collection, known) for collection in visible_collections()]
    return render_template(
        "probes/portfolio.html",
        collections=sorted(parts, key=lambda part: (not part.due, part.is_empty)),
        may_act=may_act(),
    )


@bp.get("/probes/<probe_id>")
@open_to(*VIEWERS, within_groups=True)
def probe_page(probe_id: str) -> ResponseReturnValue:
    """How a probe reads, what that suggests, and what was done."""
    return show_probe(probe_id, (), {})


def show_probe(probe_id: str, errors: tuple[FieldError, ...], typed: dict[str, str], notice: str = "") -> str:
    """The page of a probe with what was typed into its forms and what is wrong there."""
    db = stores().stories
    probe = probes.get_probe(db, probe_id)
    collection, framework = opened(probe.collection)
    is_read = sees_reading(collection, probe)
    view = probe_view(
        probe,
        collection,
        framework,
        readings=probe_readings.list_readings(db, probe.id) if is_read else [],
        outlooks=probe_readings.list_outlooks(db, probe.id) if is_read else [],
        others=seen_probes(collection),
        events=[one if is_read else _without_advice(one) for one in probes.list_events(db, probe.id)],
        names=names(),
        today=today(),
    )
    return render_template(
        "probes/probe.html",
        collection=collection,
        view=view,
        probe=probe,
        idea=idea_of(probe),
        answers=_answered_alert(probe, collection, framework),
        decisions={advice.value: words for advice, words in DECISIONS.items()},
        owners=owners_of(probe),
        may_act=may_act_on(probe),
        unread="" if is_read else COMPARED_ELSEWHERE,
        report_back=_report_back(probe),
        told=seen_answers(collection, report_backs_of(db, probe=probe.id)),
        errors=errors,
        typed=typed,
        notice=notice,
        today=today().isoformat(),
    )


def _without_advice(event: Row) -> Row:
    """A decision without what was suggested: that was read from groups that are not seen."""
    return {**event, "old_value": ""} if event["kind"] == "decided" else event


def _answered_alert(probe: Probe, collection: Collection, framework: Framework) -> Alert | None:
    """The alert that a probe answers, where it is seen."""
    alert = alert_rows.get_alert(stores().stories, probe.alert) if probe.alert else None
    if alert is None or not sees_alert(collection, alert.finding):
        return None
    return narrowed_alert(alert, collection, framework)


def _report_back(probe: Probe) -> str:
    """Where the tellers are told about a probe; empty where this account may not."""
    views = current_app.view_functions
    return url_for("report_back.new", probe=probe.id) if "report_back.new" in views and may_act_on(probe) else ""


def _collection_probes(collection: Collection, known: dict[str, str]) -> CollectionProbes:
    db = stores().stories
    found = seen_probes(collection)
    read = [probe for probe in found if sees_reading(collection, probe)]
    return collection_probes(
        collection,
        framework_of(db, collection),
        found,
        {probe.id: probe_readings.latest_readings(db, probe.id) if probe in read else None for probe in found},
        {probe.id: probe_readings.list_outlooks(db, probe.id) if probe in read else [] for probe in found},
        known,
        today(),
    )
