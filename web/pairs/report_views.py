"""Where officers and the people they supervise place the same meetings, for managers: totals, never a pair."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from store.accounts import Role
from web.access import open_to
from web.explore.comparing.table import csv_of
from web.pairs.asked import asked_of
from web.pairs.conditions import conditions_of
from web.pairs.gaps import LEAST_PRACTITIONERS, pair_conditions_of, report_of
from web.pairs.report_page import CSV_COLUMNS, csv_rows, page_of
from web.reach import visible_collections

bp = Blueprint("pairs", __name__, url_prefix="/pairs")
_VIEWERS = (Role.MANAGER, Role.MEMBER, Role.ADMINISTRATOR)


@bp.get("")
@open_to(*_VIEWERS, within_groups=True)
def choose() -> ResponseReturnValue:
    """The collections that pairs can be of."""
    collections = visible_collections()
    if len(collections) == 1:
        return redirect(url_for(".report", collection_id=collections[0].id), code=303)
    return render_template("pairs/choose.html", collections=collections)


@bp.get("/<collection_id>")
@open_to(*_VIEWERS, within_groups=True)
def report(collection_id: str) -> ResponseReturnValue:
    """The gap between the two accounts: in all, by team, by kind of contact and over time."""
    asked = asked_of(collection_id)
    limits = (asked.signifiers, asked.collection.k, asked.teams)
    found = report_of(collection_id, *limits)
    return render_template(
        "pairs/report.html",
        collection=asked.collection,
        page=page_of(asked, found),
        conditions=conditions_of(asked, pair_conditions_of(collection_id, *limits)),
        teams=None if asked.teams is None else sorted(asked.teams),
        least_officers=LEAST_PRACTITIONERS,
        others=[
            {"title": one.title, "href": url_for(".report", collection_id=one.id)}
            for one in visible_collections()
            if one.id != collection_id
        ],
    )


@bp.get("/<collection_id>/figures.csv")
@open_to(*_VIEWERS, within_groups=True)
def figures(collection_id: str) -> ResponseReturnValue:
    """Every figure of the report."""
    asked = asked_of(collection_id)
    found = report_of(collection_id, asked.signifiers, asked.collection.k, asked.teams)
    about = [
        ("collection", asked.collection.title),
        ("note", "Points out of 100. Gap: people minus officers. Sums over closed batches; what waits is in none."),
        ("note", "The intervals of the gaps in one table hold together in 95 of 100 such reports (Bonferroni)."),
    ]
    named = {"Content-Disposition": f'attachment; filename="{asked.collection.id}-pairs.csv"'}
    return Response(csv_of(about, CSV_COLUMNS, csv_rows(asked, found)), mimetype="text/csv", headers=named)
