"""Pages for what cannot be done, each saying what to do instead."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from narratives.covered import NeedsVoteError
from narratives.errors import BusyError, NotFoundError
from narratives.translation import gettext as _
from narratives.translation import noop
from web.problem_details import is_for_program
from web.problem_details import problem as told_to_program
from web.typeset import TypesettingError


@dataclass(frozen=True, slots=True)
class Problem:
    """What a page says about a request that was not carried out; translated where it is shown."""

    title: str
    advice: str


_UNREAD = noop("We could not read what was sent")
_GENERAL = Problem(noop("This could not be done"), noop("Go back to the page you came from and try again."))
PROBLEMS = {
    400: Problem(_UNREAD, noop("Go back, reload the page and send it again.")),
    401: Problem(noop("You need to sign in"), noop("Sign in and open the page again.")),
    403: Problem(
        noop("You cannot open this page"),
        noop(
            "Your account is not for this page. If you need it, ask your administrator. "
            "If you sent a form from another website, open the form on this site and send it from there."
        ),
    ),
    404: Problem(
        noop("Page not found"), noop("Check the address. If you typed it from a poster or a letter, type it again.")
    ),
    405: Problem(
        noop("This address only takes a form"), noop("Go back to the page with the form and send it from there.")
    ),
    410: Problem(noop("This page is closed"), noop("Nothing more is collected here.")),
    411: Problem(_UNREAD, noop("Send the form from the page on this site.")),
    413: Problem(
        noop("That was too long to send"),
        noop("Go back and shorten your story to 5,000 characters or fewer, or your recording, then send it again."),
    ),
    415: Problem(_UNREAD, noop("Send the form from the page on this site.")),
    429: Problem(noop("Too many tries"), noop("Wait a minute, then try again.")),
    500: Problem(
        noop("Something went wrong on our side"),
        noop("If you were sending a story, go back and press Send again in a few minutes: it is kept only once."),
    ),
    503: Problem(noop("We are very busy"), noop("Nothing was stored. Wait a few seconds, go back and send it again.")),
}
RETRY_SECONDS = 5


def handle(app: Flask) -> None:
    """Answer every error of an application with a page."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(BusyError, _busy)
    app.register_error_handler(TypesettingError, _not_typeset)
    app.register_error_handler(NeedsVoteError, _needs_vote)


def problem_page(status: int) -> tuple[str, int]:
    """The page for a status code."""
    problem = PROBLEMS.get(status, _GENERAL)
    said = Problem(_(problem.title), _(problem.advice))
    return render_template("errors/problem.html", problem=said, status=status), status


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        status = 500
    return _answer(status, _kept_headers(error))


def _answer(status: int, headers: dict[str, str]) -> ResponseReturnValue:
    """A page, or for a program what it can read."""
    if is_for_program():
        return told_to_program(status, headers=headers)
    return *problem_page(status), headers


def _kept_headers(error: HTTPException) -> dict[str, str]:
    return {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}


def _not_found(error: NotFoundError) -> ResponseReturnValue:
    return _answer(404, {})


def _busy(error: BusyError) -> ResponseReturnValue:
    if error.__cause__ is not None:  # what SQLite says, which names no story
        current_app.logger.error("A request was turned away: %s", error.__cause__)
    return _answer(503, {"Retry-After": str(RETRY_SECONDS)})


def _not_typeset(error: TypesettingError) -> ResponseReturnValue:
    problem = Problem(_("This file could not be made"), str(error))
    return render_template("errors/problem.html", problem=problem, status=422), 422


def _needs_vote(error: NeedsVoteError) -> ResponseReturnValue:
    """Nothing was changed: what is covered is changed by a vote alone, on whichever page somebody tries."""
    if is_for_program():
        return told_to_program(409)
    problem = Problem(_("Members decide about this"), str(error))
    return render_template("errors/problem.html", problem=problem, status=409), 409
