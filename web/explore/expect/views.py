"""Say what you expect before you look: the form, what was found beside it, and one's own past expectations."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, NotFoundError
from narratives.expectation import DOTS, Expectation, read_dots, shares_of, stepped
from narratives.framework import Framework
from narratives.signifiers import Triad
from store import expectations as rows
from store.release_expectations import find
from web.access import current_account, open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, others, today
from web.explore.comparing.cohorts_page import canonical, filters_of
from web.explore.expect.page import expect_form, remembered, reveal, trend_words, without_own
from web.explore.filters import Filters, kind_choices, read_filters
from web.explore.themes.names import theme_names
from web.stores import stores


@bp.get("/explore/<collection_id>/expect")
@open_to(*VIEWERS)
def expect(collection_id: str) -> ResponseReturnValue:
    """An empty triangle, before anything is shown."""
    return _form(*opened(collection_id), {}, ())


@bp.post("/explore/<collection_id>/expect")
@open_to(*VIEWERS)
def add_expectation(collection_id: str) -> ResponseReturnValue:
    """Take down what is expected, and lead to what was found."""
    collection, framework = opened(collection_id)
    dots, errors = read_dots(request.form.to_dict(flat=False))
    step = request.form.get("step", "")
    if step:
        return _form(collection, framework, stepped(dots, step), ())
    if errors:
        return _form(collection, framework, dots, errors), 422
    triad = _asked(framework)
    if triad is None:
        abort(404)
    filters = read_filters(collection, request.args, framework)
    expectation = _compared(
        collection,
        framework,
        Expectation(
            id=secrets.token_hex(16),
            collection=collection.id,
            account=current_account().username,
            signifier=triad.id,
            query=canonical(without_own(filters, triad)),
            expected=shares_of(dots),
            made_at=datetime.now(UTC),
            found={},
        ),
    )
    rows.add_expectation(stores().stories, expectation)
    address = url_for("explore.expectation", collection_id=collection.id, expectation_id=expectation.id)
    return redirect(address, code=303)


@bp.get("/explore/<collection_id>/expectations")
@open_to(*VIEWERS)
def expectations(collection_id: str) -> ResponseReturnValue:
    """One's own past expectations, and whether they are getting closer."""
    collection, framework = opened(collection_id)
    held = rows.list_expectations(stores().stories, collection.id, current_account().username)
    held = [_scored(collection, framework, one) for one in held]
    return render_template(
        "explore/expectations.html",
        collection=collection,
        held=remembered(collection, framework, held, theme_names(stores().stories, collection)),
        trend=trend_words(held),
        deleted="deleted" in request.args,
        others=others(collection),
    )


@bp.get("/explore/<collection_id>/expectations/<expectation_id>")
@open_to(*VIEWERS)
def expectation(collection_id: str, expectation_id: str) -> ResponseReturnValue:
    """What one expected beside what was found."""
    collection, framework = opened(collection_id)
    found = _scored(collection, framework, _own(collection, expectation_id))
    filters = filters_of(collection, framework, found.query)
    themes = theme_names(stores().stories, collection)
    asked = [triad.id for triad in framework.triads]
    place = asked.index(found.signifier) + 1
    following = framework.triads[place] if place < len(asked) else None
    return render_template(
        "explore/expected.html",
        collection=collection,
        shown=reveal(collection, framework, found, themes, may_read=may_read()),
        map=_to("explore.map", filters, found.signifier),
        again=_to("explore.expect", filters, found.signifier),
        following=following,
        next=_to("explore.expect", filters, following.id) if following else "",
    )


@bp.post("/explore/<collection_id>/expectations/<expectation_id>/delete")
@open_to(*VIEWERS)
def delete_expectation(collection_id: str, expectation_id: str) -> ResponseReturnValue:
    """Forget one of one's own expectations."""
    collection, _ = opened(collection_id)
    rows.delete_expectation(stores().stories, collection.id, current_account().username, expectation_id)
    return redirect(url_for("explore.expectations", collection_id=collection.id, deleted=1), code=303)


def _own(collection: Collection, expectation_id: str) -> Expectation:
    try:
        return rows.get_expectation(stores().stories, collection.id, current_account().username, expectation_id)
    except NotFoundError:
        abort(404)


def _scored(collection: Collection, framework: Framework, held: Expectation) -> Expectation:
    """One that waited is compared as soon as enough stories are told."""
    if not held.is_waiting:
        return held
    found = _compared(collection, framework, held)
    if not found.is_waiting:
        rows.score_expectation(stores().stories, found)
    return found


def _compared(collection: Collection, framework: Framework, held: Expectation) -> Expectation:
    db, landscape = stores().stories, stores().landscape
    view = filters_of(collection, framework, held.query).view
    found = find(db, landscape, collection, framework, held.signifier, view, held.expected)
    return held if found is None else replace(held, found=found.shares, n=found.n, surprise=found.surprise)


def _asked(framework: Framework) -> Triad | None:
    """The triad that the address names; the first one when it names none."""
    wanted = request.args.get("triad", "")
    return next((one for one in framework.triads if one.id == wanted), next(iter(framework.triads), None))


def _to(endpoint: str, filters: Filters, triad_id: str) -> str:
    query = filters.query | {"triad": triad_id}
    return url_for(endpoint, collection_id=filters.collection.id, **query)  # type: ignore[arg-type]


def _form(collection: Collection, framework: Framework, dots: Mapping[str, int], wrong: tuple[FieldError, ...]) -> str:
    filters = read_filters(collection, request.args, framework)
    triad = _asked(framework)
    # An error's field is the id of its control, which the summary at the top leads to.
    errors = tuple(replace(error, field=f"zone-{error.field}") for error in wrong)
    themes = theme_names(stores().stories, collection)
    return render_template(
        "explore/expect.html",
        collection=collection,
        filters=filters,
        kinds=kind_choices(collection, framework),
        periods=filters.quick_periods("explore.expect", today(), triad=triad.id if triad else ""),
        form=expect_form(filters, framework, triad, themes, dots, errors) if triad else None,
        errors=(*filters.errors, *errors),
        send=_to("explore.add_expectation", filters, triad.id) if triad else "",
        most=DOTS,
        others=others(collection),
    )
