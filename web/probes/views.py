"""Probes: all of them side by side, and the page of one."""

from __future__ import annotations

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError
from store import alerts as alert_rows
from store import probe_readings, probes
from store.collections import framework_of, list_collections
from store.report_backs import report_backs_of
from web.access import open_to
from web.explore.blueprint import VIEWERS
from web.people import managers, names
from web.probes.blueprint import bp, may_act, opened, today
from web.probes.overview import CollectionProbes, collection_probes
from web.probes.verdict import DECISIONS, probe_view
from web.stores import stores


@bp.get("/probes")
@open_to(*VIEWERS)
def portfolio() -> ResponseReturnValue:
    """Every collection's probes: those that need a decision first."""
    known = names()
    parts = [_collection_probes(collection, known) for collection in list_collections(stores().stories)]
    return render_template(
        "probes/portfolio.html",
        collections=sorted(parts, key=lambda part: (not part.due, part.is_empty)),
        may_act=may_act(),
    )


@bp.get("/probes/<probe_id>")
@open_to(*VIEWERS)
def probe_page(probe_id: str) -> ResponseReturnValue:
    """How a probe reads, what that suggests, and what was done."""
    return show_probe(probe_id, (), {})


def show_probe(probe_id: str, errors: tuple[FieldError, ...], typed: dict[str, str], notice: str = "") -> str:
    """The page of a probe with what was typed into its forms and what is wrong there."""
    db = stores().stories
    probe = probes.get_probe(db, probe_id)
    collection, framework = opened(probe.collection)
    view = probe_view(
        probe,
        collection,
        framework,
        readings=probe_readings.list_readings(db, probe.id),
        outlooks=probe_readings.list_outlooks(db, probe.id),
        others=probes.list_probes(db, probe.collection),
        events=probes.list_events(db, probe.id),
        names=names(),
        today=today(),
    )
    return render_template(
        "probes/probe.html",
        collection=collection,
        view=view,
        probe=probe,
        answers=alert_rows.get_alert(db, probe.alert) if probe.alert else None,
        decisions={advice.value: words for advice, words in DECISIONS.items()},
        owners=managers(),
        may_act=may_act(),
        report_back=_report_back(probe_id),
        told=report_backs_of(db, probe=probe.id),
        errors=errors,
        typed=typed,
        notice=notice,
        today=today().isoformat(),
    )


def _report_back(probe_id: str) -> str:
    """Where the tellers are told about a probe; empty where this account may not."""
    views = current_app.view_functions
    return url_for("report_back.new", probe=probe_id) if "report_back.new" in views and may_act() else ""


def _collection_probes(collection: Collection, known: dict[str, str]) -> CollectionProbes:
    db = stores().stories
    found = probes.list_probes(db, collection.id)
    return collection_probes(
        collection,
        framework_of(db, collection),
        found,
        {probe.id: probe_readings.latest_readings(db, probe.id) for probe in found},
        {probe.id: probe_readings.list_outlooks(db, probe.id) for probe in found},
        known,
        today(),
    )
