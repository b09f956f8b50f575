"""Making a claim: a sentence about a chart, each of whose numbers the chart shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, NotFoundError
from narratives.framework import Framework
from narratives.frozen_query import FrozenQuery, FrozenQueryError, FrozenResult, result_hash
from narratives.text import clean_text
from store.claims import add_claim
from store.release_claims import run_query
from web.access import current_account, open_to
from web.claims.asked import asked, number_strays
from web.claims.blueprint import MAKERS, bp, opened
from web.claims.reading import MOST_ADDRESS, query_of_address
from web.explore.blueprint import today
from web.stores import stores

MOST_CHARACTERS = 400
_NO_CHART = "Open a chart that shows figures, for example a picture of the map, and choose “Make a claim” there"


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart with what it shows now: its address, the question that it answers, and what came of that."""

    address: str
    query: FrozenQuery
    result: FrozenResult

    @property
    def hash(self) -> str:
        """What somebody saw before they wrote, to tell whether it is another by now."""
        return result_hash(self.query, self.result)


@bp.get("/in/<collection_id>/new")
@open_to(*MAKERS)
def new(collection_id: str) -> ResponseReturnValue:
    """The form for a sentence about a chart."""
    collection, framework = opened(collection_id)
    shown, problem = _shown(collection, framework, request.args.get("chart", ""))
    if shown is None:
        return _page(collection, framework, None, "", (FieldError("chart", problem),))
    return _page(collection, framework, shown, "")


@bp.post("/in/<collection_id>/new")
@open_to(*MAKERS)
def add(collection_id: str) -> ResponseReturnValue:
    """Keep a sentence with what its chart shows now."""
    collection, framework = opened(collection_id)
    shown, problem = _shown(collection, framework, request.form.get("chart", ""))
    text = " ".join(clean_text(request.form.get("text", "")).split())
    if shown is None:
        return _page(collection, framework, None, text, (FieldError("chart", problem),)), 422
    errors = _errors(text, collection, framework, shown)
    if not errors and request.form.get("seen", "") != shown.hash:
        said = "The chart shows other figures than a moment ago: look at them below, then keep the claim"
        errors = (FieldError("text", said),)
    if errors:
        return _page(collection, framework, shown, text, errors), 422
    made = add_claim(
        stores().stories, shown.query, shown.result, text=text, actor=current_account().username, at=datetime.now(UTC)
    )
    return redirect(url_for(".claim", claim_id=made.id, done="made"), code=303)


def _shown(collection: Collection, framework: Framework, address: str) -> tuple[Shown | None, str]:
    """What the chart at an address shows; None with a sentence where it shows nothing that a claim can stand on."""
    query = query_of_address(collection, framework, address[: MOST_ADDRESS + 1], today())
    if query is None:
        return None, _NO_CHART
    held = stores()
    try:
        result = run_query(held.stories, held.landscape, collection, framework, query)
    except (FrozenQueryError, NotFoundError) as error:
        return None, f"This chart cannot be asked again: {error}"
    return (Shown(address, query, result), "") if result.is_told else (None, result.sentence)


def _errors(text: str, collection: Collection, framework: Framework, shown: Shown) -> tuple[FieldError, ...]:
    if not text:
        return (FieldError("text", "Write what the chart shows, in one sentence"),)
    if len(text) > MOST_CHARACTERS:
        said = f"Shorten the sentence to {MOST_CHARACTERS} characters or fewer: it has {len(text)}"
        return (FieldError("text", said),)
    found = number_strays(text, collection, framework, shown.query, shown.result)
    return tuple(FieldError("text", one.message) for one in found)


def _page(
    collection: Collection, framework: Framework, shown: Shown | None, text: str, errors: tuple[FieldError, ...] = ()
) -> str:
    return render_template(
        "claims/new.html",
        collection=collection,
        shown=shown,
        asked=None if shown is None else asked(collection, framework, shown.query, shown.result, today()),
        text=text,
        errors=errors,
        wrong=[one.message for one in errors if one.field == "text"],
        most=MOST_CHARACTERS,
    )
