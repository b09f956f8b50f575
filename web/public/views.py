"""The public page of a collection: what was heard, what came of it, what is tried, and how data is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.probe import ProbeState
from narratives.translation import ENGLISH, direction
from store.collections import framework_of, list_collections
from store.objective_readings import list_readings
from store.objectives import list_objectives
from store.probes import list_probes
from store.promise_proposals import list_changes
from store.public_pages import get_public_page, list_public_pages, list_public_sentences
from store.release_public import find_results
from store.report_backs import list_report_backs, share_answered
from store.retention_rules import months_kept
from web.about.rules import rules_of
from web.access import EVERYONE, open_to
from web.language import spoken, worded_both
from web.public.blueprint import bp
from web.public.figures import figure_card
from web.public.progress import objective_card
from web.respond.answers import heard_card
from web.stores import stores

_DECIDED = "public.decided"


@dataclass(frozen=True, slots=True)
class Tried:
    """A sentence about something that is being tried, in a language."""

    words: str
    language: str
    direction: str


@bp.get("")
@open_to(EVERYONE)
def overview() -> ResponseReturnValue:
    """The collections that have a public page."""
    on = {one.collection for one in list_public_pages(stores().stories)}
    found = [worded_both(one, framework_of(stores().stories, one))[0] for one in _all() if one.id in on]
    return render_template("public/overview.html", collections=found, has_decisions=_has_decisions())


@bp.get("/<collection_id>")
@open_to(EVERYONE)
def page(collection_id: str) -> ResponseReturnValue:
    """One collection, where its page is switched on; nothing in it depends on who looks."""
    if not get_public_page(stores().stories, collection_id).is_on:
        abort(404)
    response = make_response(public_page(*worded_both(*stores().opened(collection_id))))
    response.vary.add("Accept-Language")
    response.add_etag()
    return response.make_conditional(request)


def public_page(collection: Collection, framework: Framework, *, preview: bool = False) -> str:
    """The page as everybody sees it, or would see it."""
    db, today = stores().stories, datetime.now(UTC).date()
    results = find_results(db, collection, framework)
    readings = list_readings(db, collection.id)
    return render_template(
        "public/page.html",
        collection=collection,
        preview=preview,
        listing=get_public_page(db, collection.id),
        results=results,
        figures=[figure_card(one) for one in results.questions],
        answers=[heard_card(one, spoken().code) for one in list_report_backs(db, collection.id)],
        share=share_answered(db, collection.id, today=today),
        tried=tried_in(collection, spoken().code),
        objectives=[
            objective_card(one, readings.get(one.id, ()), framework, k=collection.k, today=today)
            for one in list_objectives(db, collection.id)
        ],
        rules=_rules(collection, framework, today),
        has_decisions=_has_decisions(),
        takes_stories=collection.is_open_on(today) and not collection.invited,
    )


def tried_in(collection: Collection, language: str) -> list[Tried]:
    """What managers wrote about the probes that run now."""
    db = stores().stories
    sentences = list_public_sentences(db, collection.id)
    running = [one.id for one in list_probes(db, collection.id, (ProbeState.RUNNING,))]
    found = []
    for probe in running:
        if probe in sentences:
            words = sentences[probe].words
            code = language if language in words else ENGLISH
            found.append(Tried(words[code], code, direction(code)))
    return found


def _rules(collection: Collection, framework: Framework, today: date) -> tuple[tuple[str, str], ...]:
    db = stores().stories
    changed = next(iter(list_changes(db, collection.id)), None)
    return rules_of(collection, framework, today, changed, months_kept(db, collection.id)).answers


def _all() -> list[Collection]:
    return list_collections(stores().stories)


def _has_decisions() -> bool:
    return _DECIDED in current_app.view_functions
