"""Probes: what is tried where, what is hoped for, and how it reads so far, without the people who look after it."""

from __future__ import annotations

from math import isfinite
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.probe import AimReading, Probe, ProbeState, Verdict
from narratives.probe_regions import aim_words, region_of
from narratives.probe_words import reading_words
from store.api_tokens import ApiScope
from store.collections import framework_of
from store.probe_readings import latest_readings
from store.probes import get_probe
from web.access import EVERYONE, open_to
from web.api.answers import check_query, listed
from web.api.blueprint import bp
from web.api.caller import allowed, demands
from web.api.cursors import page_of, read_page
from web.reach import visible_collections
from web.seen import seen_probes
from web.stores import stores


@bp.get("/probes")
@open_to(EVERYONE)
@demands(ApiScope.READ_PROBES)
def probes() -> ResponseReturnValue:
    """The probes, by their first day."""
    check_query(("collection", "state", "cursor", "limit"))
    named, state = request.args.get("collection", ""), _state()
    of = f"probes/{named}/{state}"
    asked = read_page(of)
    collections = [allowed(named)] if named else visible_collections()
    found = [(one, probe) for one in collections for probe in seen_probes(one) if state in {"", probe.state.value}]
    found.sort(key=lambda one: _place(one[1]))
    if asked.after is not None:
        found = [one for one in found if _place(one[1]) > (str(asked.after[0]), str(asked.after[1]))]
    items = [_probe(*one) for one in found[: asked.limit]]
    return listed(items, page_of(of, asked, found, lambda one: list(_place(one[1]))))


@bp.get("/probes/<probe_id>")
@open_to(EVERYONE)
@demands(ApiScope.READ_PROBES)
def probe(probe_id: str) -> ResponseReturnValue:
    """One probe."""
    check_query(())
    found = get_probe(stores().stories, probe_id)
    return jsonify(_probe(allowed(found.collection), found))


def _place(probe: Probe) -> tuple[str, str]:
    return probe.starts_on.isoformat(), probe.id


def _state() -> str:
    typed = request.args.get("state", "")
    known = [state.value for state in ProbeState]
    if typed and typed not in known:
        raise SubmissionError(
            [FieldError("state", f"There is no state “{typed[:40]}”: ask for one of {', '.join(known)}")]
        )
    return typed


def _probe(collection: Collection, probe: Probe) -> dict[str, Any]:
    framework = framework_of(stores().stories, collection)
    readings = {one.place: one for one in latest_readings(stores().stories, probe.id)}
    return {
        "id": probe.id,
        "collection": probe.collection,
        "alert": probe.alert,
        "title": probe.title,
        "tries": probe.tries,
        "because": probe.because,
        "success": probe.success,
        "failure": probe.failure,
        "groups": [one for one in probe.groups if one],
        "beside": [one for one in probe.beside if one],
        "starts_on": probe.starts_on.isoformat(),
        "ends_on": probe.last_day.isoformat(),
        "state": probe.state.value,
        "decision": probe.decision.value if probe.decision else None,
        "aims": [_aim(framework, probe, place, readings.get(place)) for place in range(len(probe.aims))],
    }


def _aim(framework: Framework, probe: Probe, place: int, reading: AimReading | None) -> dict[str, Any]:
    aim = probe.aims[place]
    region = region_of(framework, aim)
    told = reading is not None and reading.verdict is not Verdict.FEW and isfinite(reading.effect)
    return {
        "signifier": aim.signifier,
        "region": aim.region,
        "grows": aim.grows,
        "smallest_change": aim.size,
        "hoped": aim_words(region, aim.grows) if region else None,
        "read_on": reading.on.isoformat() if reading else None,
        "verdict": reading.verdict.value if reading else None,
        "effect": round(reading.effect, 4) if reading and told else None,
        "low": round(reading.low, 4) if reading and told else None,
        "high": round(reading.high, 4) if reading and told else None,
        "sentence": reading_words(probe, aim, reading, framework),
    }
