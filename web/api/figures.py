"""Figures of a collection as they are released: what the map shows, and nothing about fewer than k stories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection, Policy
from narratives.errors import SubmissionError
from narratives.framework import Framework
from narratives.landscape import Counts
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from store import release
from store.api_tokens import ApiScope
from store.collections import framework_of
from store.release_groups import groups_of
from web.access import EVERYONE, open_to
from web.api.answers import check_query
from web.api.blueprint import bp
from web.api.caller import allowed, demands
from web.explore.filters import Filters, read_filters
from web.seen import seen_readings
from web.stores import stores

_Json = dict[str, Any]
_DIGITS = 4


@bp.get("/collections/<collection_id>/figures")
@open_to(EVERYONE)
@demands(ApiScope.READ_FIGURES)
def figures(collection_id: str) -> ResponseReturnValue:
    """Every question's figures of one selection."""
    check_query(("group", "from", "to", "kind"))
    collection = allowed(collection_id)
    filters = read_filters(collection, request.args)
    if filters.errors:
        raise SubmissionError(filters.errors)
    return jsonify(_figures(collection, filters))


@bp.get("/collections/<collection_id>/temperature")
@open_to(EVERYONE)
@demands(ApiScope.READ_FIGURES)
def temperature(collection_id: str) -> ResponseReturnValue:
    """Each group's temperature, period by period."""
    check_query(())
    collection = allowed(collection_id)
    is_open = collection.policy is Policy.OPEN
    items = [
        {
            "group": one.group or None,
            "from": one.starts_on.isoformat(),
            "to": one.ends_on.isoformat(),
            "stories": None if one.value is None else one.n,
            "stories_exact": is_open,
            "value": _round(one.value),
            "low": _round(one.low),
            "high": _round(one.high),
            "usual_low": _round(one.usual_low),
            "usual_high": _round(one.usual_high),
        }
        for one in seen_readings(collection)
    ]
    return jsonify(collection=collection.id, smallest_group=collection.k, items=items)


def _figures(collection: Collection, filters: Filters) -> _Json:
    held, view = stores(), filters.view
    framework = framework_of(held.stories, collection)
    totals = release.totals(held.stories, collection, view, held.landscape, framework)
    weeks = release.hot_weeks(held.stories, held.landscape, collection, framework, view)
    groups = groups_of(held.stories, held.landscape, collection, framework, view)
    found = [_figure(collection, framework, filters, one) for one in framework.told]
    return {
        "collection": collection.id,
        "smallest_group": collection.k,
        "selection": {
            "group": filters.group or None,
            "from": view.first.isoformat() if view.first else None,
            "to": view.last.isoformat() if view.last else None,
            "kind": view.kind.value,
        },
        "stories": _told(totals.open + totals.batched, collection),
        "withheld_at_least": totals.withheld // collection.k * collection.k,
        "figures": [one for one in found if one is not None],
        "groups": [{"group": name or None, "stories": _told(n, collection)} for name, n in sorted(groups.items())],
        "weeks": [
            {
                "from": week.starts_on.isoformat(),
                "stories": _told(week.n, collection),
                "heat": _round(week.mean),
                "low": _round(week.low),
                "high": _round(week.high),
            }
            for week in weeks
        ],
    }


def _figure(collection: Collection, framework: Framework, filters: Filters, signifier: Signifier) -> _Json | None:
    held = stores()
    asked = (held.stories, held.landscape, collection, framework, signifier.id, filters.view)
    match signifier:
        case Triad():
            shape = release.triad(*asked)
            names = [anchor.id for anchor in signifier.anchors]
            mean = None if shape.mean is None else dict(zip(names, map(_round, shape.mean), strict=True))
            places: _Json = {"zones": dict(shape.zones), "mean": mean}
            return _placed(signifier, "triad", shape.counts, places, collection)
        case Dyad():
            line = release.dyad(*asked)
            places = {"bins": list(line.bins), "mean": _round(line.mean)}
            places |= {"low": _round(line.low), "high": _round(line.high)}
            return _placed(signifier, "dyad", line.counts, places, collection)
        case Choice():
            chosen = release.choice(*asked)
            return _placed(signifier, "choice", chosen.counts, {"options": dict(chosen.options)}, collection)
        case Stones():
            stones = release.stones(*asked)
            each = {
                name: {"stories": one.n, "ninths": list(one.zones)} if one.n >= collection.k else None
                for name, one in stones.stones.items()
            }
            return _placed(signifier, "stones", stones.counts, {"stones": each}, collection)
        case _:
            return None


def _placed(signifier: Signifier, kind: str, counts: Counts, places: Mapping[str, Any], of: Collection) -> _Json:
    """A question's figures; without any where fewer than k stories answered it."""
    said: _Json = {"id": signifier.id, "title": signifier.title, "type": kind, "withheld": counts.placed < of.k}
    if said["withheld"]:
        return (
            said | {"answered": None, "not_applicable": None, "not_answered": None, "untold": None} | _nothing(places)
        )
    return said | {
        "answered": counts.placed,
        "not_applicable": counts.not_applicable,
        "not_answered": counts.not_answered,
        "untold": counts.untold,
        **places,
    }


def _nothing(places: Mapping[str, Any]) -> _Json:
    return dict.fromkeys(places)


def _told(n: int, collection: Collection) -> int | None:
    """How many stories there are, where that tells of none or of enough."""
    return n if n == 0 or n >= collection.k else None


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
