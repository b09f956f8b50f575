"""What an address asks for, as far as it may ask, and what every answer of the interface has in common."""

from __future__ import annotations

from collections.abc import Collection as Among
from typing import Any

from flask import Response, jsonify, request

from narratives.errors import FieldError, SubmissionError
from web.api.blueprint import bp
from web.problem_details import problem


def check_query(known: Among[str]) -> None:
    """A name that is not known would silently narrow nothing. Raises SubmissionError."""
    errors = []
    for name in request.args:
        if name not in known:
            said = (
                f"There is no “{name[:40]}” to ask by; there is {', '.join(known)}" if known else "Ask by nothing here"
            )
            errors.append(FieldError(name[:40], said))
        elif len(request.args.getlist(name)) > 1:
            errors.append(FieldError(name, f"Give “{name}” once"))
    if errors:
        raise SubmissionError(errors)


def listed(items: list[Any], page: dict[str, Any]) -> Response:
    """A page of a list."""
    return jsonify({"items": items, **page})


@bp.errorhandler(SubmissionError)
def _invalid(error: SubmissionError) -> Response:
    """What is wrong with the names after the question mark; a body's errors carry JSON pointers instead."""
    listed_errors = [{"parameter": one.field, "detail": one.message} for one in error.errors]
    return problem(422, error.errors[0].message, errors=listed_errors)
