"""The pages of practitioners: the form, their own log and their own caseload."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from store.case_key import CaseKeyError
from web.errors import RETRY_SECONDS, Problem

bp = Blueprint("casework", __name__, url_prefix="/log")
NO_KEY = Problem(
    "The case log cannot be opened",
    "Its key does not fit, so nothing was shown and nothing was saved. Tell the people who run this site: the file "
    "with the key of the case records has to be put back.",
)


@bp.app_errorhandler(CaseKeyError)
def cannot_open(error: CaseKeyError) -> ResponseReturnValue:
    """Say that the key does not fit; whoever runs the site finds the same in the log."""
    current_app.logger.error("The case store cannot be opened: %s", error)
    page = render_template("errors/problem.html", problem=NO_KEY, status=503)
    return page, 503, {"Retry-After": str(RETRY_SECONDS)}
