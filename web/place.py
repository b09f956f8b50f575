"""What a request is about: every name in an address, and every field that names a place, checked against the reach.

What lies outside is answered as what does not exist. A page about a whole collection tells somebody who sees some
groups of it that it is, and where they can go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from flask import abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import NotFoundError
from narratives.roles import EVERYWHERE, Reach
from store import release_belonging as belonging
from store import release_belonging_together as together
from store.collections import get_collection
from store.database import Database
from store.limits import limit_to
from store.release_belonging import Belonging
from web.reach import groups_held, may_open, opens
from web.sentences import joined
from web.stores import stores

_Find = Callable[[Database, str], Belonging | None]


def _named_itself(db: Database, name: str) -> Belonging:
    return Belonging(name)


def _the_organisations(db: Database, name: str) -> Belonging:
    return Belonging(EVERYWHERE)


# What each name in a staff page's address belongs to. A name that is neither here nor below opens for nobody who is
# limited to a part of the organisation.
RESOLVERS: Mapping[str, _Find] = {
    "collection_id": _named_itself,
    "story_id": belonging.belonging_of_story,
    "alert_id": belonging.belonging_of_alert,
    "silence_id": belonging.belonging_of_silence,
    "probe_id": belonging.belonging_of_probe,
    "report_back_id": belonging.belonging_of_report_back,
    "proposal_id": belonging.belonging_of_proposal,
    "alike_id": belonging.belonging_of_alike,
    "signal_id": belonging.belonging_of_weak_signal,
    "cohort_id": belonging.belonging_of_cohort,
    "expectation_id": belonging.belonging_of_expectation,
    "note_id": belonging.belonging_of_note,
    "return_id": together.belonging_of_tension_return,
    "claim_id": together.belonging_of_claim,
    "report_id": together.belonging_of_report,
    "observation_id": together.belonging_of_observation,
    "interpretation_id": together.belonging_of_interpretation,
    "workshop_id": together.belonging_of_workshop,
    "route_id": belonging.belonging_of_route,
    "account_id": _the_organisations,
    "invitation_id": _the_organisations,
    "confederation_id": _the_organisations,
    "request_id": _the_organisations,
    "draft_id": _the_organisations,
    "objective_id": together.belonging_of_objective,
    "import_id": _the_organisations,
    "token_id": _the_organisations,
    "framework_id": _the_organisations,
    "equivalence_id": _the_organisations,
}
# Names that belong to no collection by themselves, each with what keeps it inside of the reach instead.
APART: Mapping[str, str] = {
    "signifier": "a question of the framework, asked about the collection that the address names too",
    "theme_id": "a number within the collection that the address names too",
    "number": "a number within the collection that the address names too",
    "medium": "a word of the product's own",
    "interaction_id": "personal: the case store gives somebody their own interactions alone",
    "person_id": "personal: the case store gives somebody the people of their own caseload alone",
    "opening_id": "personal: what somebody opened with a reason, or what was opened of their own",
    "task_id": "personal: the case store gives somebody their own tasks alone",
    "decision": "what an address does, a word of the product's own",
    "motion_id": "what members decide, which everybody reads in the public log",
    "part_id": "a question of the draft that the address names too",
    "code": "a language, of a draft or framework that the address names too",
    "version": "a number within the framework that the address names too",
    "pack_id": "questions that come with the product",
    "ending": "of a file's name, a word of the product's own",
}
# Fields that name a thing, in an address after its question mark or in a form; and those that name groups.
FIELDS: Mapping[str, _Find] = {
    "collection": _named_itself,
    "collection_id": _named_itself,
    "alert": belonging.belonging_of_alert,
    "probe": belonging.belonging_of_probe,
    "story": belonging.belonging_of_story,
    "like": belonging.belonging_of_story,
    "interpretation": together.belonging_of_interpretation,
    "workshop": together.belonging_of_workshop,
}
GROUP_FIELDS = ("group", "groups", "beside")
# Where the page that refuses leads to: pages about the same collection, and lists.
_Links = tuple[tuple[str, str], ...]
_ABOUT_IT: _Links = (("Map", "explore.map"), ("Temperature", "explore.temperature"), ("Stories", "explore.stories"))
_LISTS: _Links = (
    ("What changed", "alerts.what_changed"),
    ("Probes", "probes.portfolio"),
    ("Urgent", "urgent.queue"),
    ("Log an interaction", "casework.log"),
    ("Key paper forms", "keying.choose"),
    ("Invite", "invite.choose"),
)


def check_place(view: Callable[..., object]) -> ResponseReturnValue | None:
    """Refuse what lies outside of the reach of this page; None lets the view run."""
    reach: Reach = g.reach
    g.within_groups = getattr(view, "within_groups", False)
    g.collection_id = (request.view_args or {}).get("collection_id")
    if reach.is_whole:
        return None
    found = list(_named())
    g.collection_id = next((one.collection for one in found), None)
    if not all(one.collection and reach.sees(one.collection) for one in found):
        abort(404)
    if not all(opens(view, reach, one) for one in {one.collection for one in found} or {EVERYWHERE}):
        return _about_more(g.collection_id, reach)
    _check_groups(found, reach)
    limit_to({name: _seen(name, reach) for name, _ in reach.groups}, reach.collections)
    return None


def _named() -> Iterator[Belonging]:
    """What the names and the fields of a request belong to; what there is not is left to the view, which says so."""
    db, found = stores().stories, []
    for name, value in (request.view_args or {}).items():
        if name in RESOLVERS and value is not None:
            found.append(RESOLVERS[name](db, str(value)))
        elif name not in APART and value is not None:
            abort(404)
    for name, find in FIELDS.items():
        found += [find(db, value) for value in request.values.getlist(name) if value]
    return (one for one in found if one is not None)


def _check_groups(found: list[Belonging], reach: Reach) -> None:
    for one in found:
        if reach.groups_of(one.collection) is None:
            continue
        seen = _seen(one.collection, reach)
        named = {value.strip() for name in GROUP_FIELDS for value in request.values.getlist(name)} - {""}
        if not (named | (one.groups or frozenset())) <= seen:
            abort(404)


def _seen(collection_id: str, reach: Reach) -> frozenset[str]:
    """The groups of a collection that a limited reach holds; none of one that is gone."""
    try:
        return groups_held(reach, collection_id) or frozenset()
    except NotFoundError:
        return frozenset()


def _about_more(collection_id: str | None, reach: Reach) -> ResponseReturnValue:
    """The page that says that another is about more than somebody sees, with those that they can open."""
    collection = get_collection(stores().stories, collection_id) if collection_id else None
    groups = joined(sorted(_seen(collection_id, reach))) if collection_id else ""
    pages = [
        (text, url_for(endpoint, collection_id=collection_id))
        for text, endpoint in _ABOUT_IT
        if collection_id and may_open(endpoint, collection_id)
    ]
    pages += [(text, url_for(endpoint)) for text, endpoint in _LISTS if may_open(endpoint)]
    return render_template("reach/about-more.html", collection=collection, groups=groups, pages=pages), 403
