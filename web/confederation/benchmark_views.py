"""Benchmarks: how the members of a confederation were answered on the same questions."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from store.accounts import Role
from store.commons_frameworks import SharedFramework, list_shared_frameworks
from store.commons_shares import count_shares
from store.release_benchmarks import find_benchmarks
from web.access import open_to
from web.confederation.commons import Belonging, belonging, belongings, commons
from web.confederation.pictures import question_cards
from web.confederation.views import bp
from web.confederation.weights import switch, weight_of
from web.organisation import here
from web.reach import may_open

VIEWERS = (Role.MANAGER, Role.MEMBER, Role.ADMINISTRATOR)


@bp.get("/benchmarks")
@open_to(*VIEWERS)
def benchmarks() -> ResponseReturnValue:
    """One framework that members share, question by question."""
    chosen = _chosen()
    may_decide = may_open("confederation.page")
    if chosen is None:
        return render_template("confederation/no-benchmarks.html", joined=None, may_decide=may_decide)
    shared = list_shared_frameworks(commons(), chosen.confederation.id)
    if not shared:
        joined = chosen.confederation
        return render_template("confederation/no-benchmarks.html", joined=joined, may_decide=may_decide)
    framework = _framework(shared, chosen.confederation.id)
    found = find_benchmarks(commons(), chosen.confederation.id, framework.framework(), here().organisation)
    weight = weight_of(request.args.get("weight", ""))
    return render_template(
        "confederation/benchmarks.html",
        confederation=chosen.confederation,
        confederations=[one.confederation for one in belongings() if one.own.is_in],
        framework=framework,
        frameworks=[(f"{one.id}:{one.version}", one.title, one.version) for one in shared],
        members=found.members,
        is_named=chosen.is_named,
        compared=found.compared,
        may_decide=may_decide,
        questions=question_cards(found, weight),
        weight=weight.value,
        weights=switch(weight),
    )


def _chosen() -> Belonging | None:
    """The confederation that the address names, or the first that was joined."""
    named = request.args.get("confederation", "")
    if named:
        return belonging(named)
    return next((one for one in belongings() if one.own.is_in), None)


def _framework(shared: list[SharedFramework], confederation_id: str) -> SharedFramework:
    named = request.args.get("framework", "")
    if not named:
        told = count_shares(commons(), confederation_id)
        return max(shared, key=lambda one: told.get((one.id, one.version), 0))
    found = next((one for one in shared if f"{one.id}:{one.version}" == named), None)
    return found or abort(404)
