"""Selections saved under a name: listed, opened, renamed, deleted and put back."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import WHOLE, Collection
from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.framework import Framework
from store.accounts import Role
from store.cohorts import (
    Cohort,
    NameTakenError,
    TooManyError,
    add_cohort,
    get_cohort,
    make_cohort,
    remove_cohort,
    rename_cohort,
)
from web.access import current_account, may, open_to
from web.explore.blueprint import VIEWERS, bp, opened, others, today
from web.explore.comparing import deleted_cohort
from web.explore.comparing.cohorts_page import CohortShelf, SaveForm, canonical, fields_of, read_name, read_selection
from web.people import names
from web.stores import stores

_DONE = ("saved", "renamed", "restored")


@bp.get("/explore/<collection_id>/cohorts")
@open_to(*VIEWERS)
def cohorts(collection_id: str) -> ResponseReturnValue:
    """The saved selections, and a form for the one in the address."""
    collection, framework = opened(collection_id)
    query = request.query_string.decode("ascii", "replace")
    form = None
    if set(fields_of(query)) - set(_DONE):
        try:
            form = _shelf(collection, framework).form(canonical(read_selection(collection, framework, query)))
        except SubmissionError:
            form = None
    return _page(collection, framework, form)


@bp.post("/explore/<collection_id>/cohorts")
@open_to(*VIEWERS)
def save_cohort(collection_id: str) -> ResponseReturnValue:
    """Save a selection under a name."""
    collection, framework = opened(collection_id)
    query, typed = request.form.get("query", ""), request.form.get("name", "")
    try:
        query = canonical(read_selection(collection, framework, query))
        cohort = make_cohort(collection.id, read_name(typed), query, current_account().username, today())
        add_cohort(stores().stories, cohort)
    except (SubmissionError, NameTakenError, TooManyError) as error:
        form = _shelf(collection, framework).form(query, typed, _errors(error))
        return _page(collection, framework, form), 422
    return _back(collection, saved=cohort.id)


@bp.get("/explore/<collection_id>/cohorts/<cohort_id>")
@open_to(*VIEWERS)
def cohort(collection_id: str, cohort_id: str) -> ResponseReturnValue:
    """A saved selection's link: the map of what it holds today."""
    collection, _ = opened(collection_id)
    found = get_cohort(stores().stories, collection.id, cohort_id)
    return redirect(f"{url_for('explore.map', collection_id=collection.id)}?{found.query}", code=303)


@bp.post("/explore/<collection_id>/cohorts/<cohort_id>/name")
@open_to(*VIEWERS)
def name_cohort(collection_id: str, cohort_id: str) -> ResponseReturnValue:
    """Give a saved selection another name."""
    collection, framework = opened(collection_id)
    _may_change(collection, cohort_id)
    typed = request.form.get("name", "")
    try:
        rename_cohort(stores().stories, collection.id, cohort_id, read_name(typed))
    except (SubmissionError, NameTakenError) as error:
        wrong = {cohort_id: (typed, _errors(error)[0].message)}
        errors = (FieldError(f"name-{cohort_id}", _errors(error)[0].message),)
        return _page(collection, framework, None, errors=errors, wrong=wrong), 422
    return _back(collection, renamed=cohort_id)


@bp.post("/explore/<collection_id>/cohorts/<cohort_id>/delete")
@open_to(*VIEWERS)
def delete_cohort(collection_id: str, cohort_id: str) -> ResponseReturnValue:
    """Delete a saved selection; the page that follows can put it back."""
    collection, framework = opened(collection_id)
    _may_change(collection, cohort_id)
    deleted = remove_cohort(stores().stories, collection.id, cohort_id)
    return _page(collection, framework, None, deleted=deleted)


@bp.post("/explore/<collection_id>/cohorts/restore")
@open_to(*VIEWERS)
def restore_cohort(collection_id: str) -> ResponseReturnValue:
    """Put a deleted selection back as it was, with its link."""
    collection, framework = opened(collection_id)
    kept = deleted_cohort.read(request.form.get("kept", ""), stores().settings.secret)
    if kept is None or kept.collection != collection.id:
        abort(400)
    try:
        add_cohort(stores().stories, kept)
    except (NameTakenError, TooManyError) as error:
        form = _shelf(collection, framework).form(kept.query, kept.name, _errors(error))
        return _page(collection, framework, form), 422
    return _back(collection, restored=kept.id)


def _shelf(collection: Collection, framework: Framework) -> CohortShelf:
    mine = None if _manages() else current_account().username
    return CohortShelf(stores(), collection, framework, names(), mine)


def _may_change(collection: Collection, cohort_id: str) -> None:
    """Whoever saved a selection changes it, and managers."""
    own = get_cohort(stores().stories, collection.id, cohort_id).account == current_account().username
    if not (own or _manages()):
        abort(403)


def _manages() -> bool:
    return may(Role.MANAGER, group=WHOLE)


def _page(
    collection: Collection,
    framework: Framework,
    form: SaveForm | None,
    *,
    deleted: Cohort | None = None,
    errors: tuple[FieldError, ...] = (),
    wrong: dict[str, tuple[str, str]] | None = None,
) -> str:
    done = {name: _found(collection, request.args.get(name, "")) for name in _DONE}
    return render_template(
        "explore/cohorts.html",
        collection=collection,
        selections=_shelf(collection, framework).selections(),
        form=form,
        errors=form.errors if form else errors,
        wrong=wrong or {},
        done=next(((name, one) for name, one in done.items() if one), None),
        deleted=deleted,
        kept=deleted and deleted_cohort.written(deleted, stores().settings.secret),
        others=others(collection) if request.method == "GET" else [],
    )


def _found(collection: Collection, cohort_id: str) -> Cohort | None:
    try:
        return get_cohort(stores().stories, collection.id, cohort_id)
    except NotFoundError:
        return None


def _back(collection: Collection, **done: str) -> ResponseReturnValue:
    return redirect(url_for("explore.cohorts", collection_id=collection.id, **done), code=303)  # type: ignore[arg-type]


def _errors(error: SubmissionError | NameTakenError | TooManyError) -> tuple[FieldError, ...]:
    return error.errors if isinstance(error, SubmissionError) else (FieldError("name", str(error)),)
