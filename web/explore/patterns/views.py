"""Patterns of answers as a page, and one of them with its stories."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from store.release_patterns import EVENLY, FOUND, PROTECTED, WAITING
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, others
from web.explore.patterns.agreement import agreement_view
from web.explore.patterns.cards import PatternCards
from web.explore.patterns.words import summary, sureness
from web.stores import stores

_A_PAGE = 20
_MOST_PAGES = 1_000
_UNLIKE = 3
_LEAST_STORIES = 100  # open stories before anybody looks for patterns


@bp.get("/explore/<collection_id>/patterns")
@open_to(*VIEWERS)
def patterns(collection_id: str) -> ResponseReturnValue:
    """How stories were placed, whatever their words."""
    collection, framework = opened(collection_id)
    maker = PatternCards(stores(), collection, framework, may_read=may_read())
    found = maker.found()
    labels = {one.id: one.label for one in found.patterns}
    is_found = found.state == FOUND
    return render_template(
        "explore/patterns.html",
        collection=collection,
        state=found.state,
        states={"protected": PROTECTED, "waiting": WAITING, "evenly": EVENLY},
        n=found.n,
        least=_LEAST_STORIES,
        fitted_n=found.fitted_n,
        fitted_on=spoken(found.fitted_on) if found.fitted_on else "",
        cards=maker.tiles(found),
        summary=summary(found) if is_found else "",
        sureness=sureness(found),
        unusual=found.unusual,
        agreement=agreement_view(stores(), collection, framework, labels) if is_found else None,
        may_read=may_read(),
        others=others(collection),
    )


@bp.get("/explore/<collection_id>/patterns/<number>")
@open_to(*VIEWERS)
def pattern(collection_id: str, number: str) -> ResponseReturnValue:
    """One pattern: what marks it, where it lies, and its stories, the most typical first."""
    collection, framework = opened(collection_id)
    maker = PatternCards(stores(), collection, framework, may_read=may_read())
    found = maker.found()
    card = next((maker.one(found, one.id) for one in found.patterns if str(one.id) == number), None)
    if card is None:
        abort(404)
    page = min(max(request.args.get("page", 1, type=int), 1), _MOST_PAGES)
    held = maker.stories(card.id, _A_PAGE + 1, (page - 1) * _A_PAGE)
    return render_template(
        "explore/pattern.html",
        collection=collection,
        card=card,
        stories=held[:_A_PAGE],
        unlike=maker.stories(card.id, _UNLIKE, unusual=True) if page == 1 else (),
        page=page,
        earlier=_page_href(collection_id, number, page - 1) if page > 1 else "",
        later=_page_href(collection_id, number, page + 1) if len(held) > _A_PAGE else "",
        all_patterns=url_for("explore.patterns", collection_id=collection_id),
        may_read=may_read(),
        others=others(collection, "explore.patterns"),
    )


def _page_href(collection_id: str, number: str, page: int) -> str:
    told = page if page > 1 else None
    return url_for("explore.pattern", collection_id=collection_id, number=number, page=told, _anchor="stories")
