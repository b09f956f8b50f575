"""The reports of a collection, and beginning one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from narratives.report import Report
from store.reports import add_report, list_issues, list_reports
from web.access import current_account, may, open_to
from web.explore.blueprint import others
from web.people import names
from web.reports.blueprint import MAKERS, VIEWERS, bp, opened
from web.reports.wording import purpose_errors, read_words, title_errors
from web.stores import stores


@bp.get("/<collection_id>")
@open_to(*VIEWERS)
def page(collection_id: str) -> ResponseReturnValue:
    """The reports of a collection."""
    return _listed(collection_id)


@bp.post("/<collection_id>")
@open_to(*MAKERS)
def begin(collection_id: str) -> ResponseReturnValue:
    """Begin a report."""
    collection, _ = opened(collection_id)
    title, purpose = (read_words(request.form.get(name, "")) for name in ("title", "purpose"))
    errors = [*title_errors(title), *purpose_errors(purpose)]
    if errors:
        return _listed(collection_id, errors), 422
    report = Report(secrets.token_hex(16), collection.id, title, purpose)
    add_report(stores().stories, report, actor=current_account().username, at=datetime.now(UTC))
    return redirect(url_for(".show", collection_id=collection_id, report_id=report.id), code=303)


def _listed(collection_id: str, errors: Sequence[FieldError] = ()) -> str:
    collection, _ = opened(collection_id)
    db = stores().stories
    return render_template(
        "reports/page.html",
        collection=collection,
        reports=[(one, list_issues(db, one.id)) for one in list_reports(db, collection_id)],
        names=names(),
        may_make=may(*MAKERS),
        typed=request.form,
        errors=errors,
        wrong={one.field: one.message for one in reversed(errors)},
        others=others(collection),
    )
