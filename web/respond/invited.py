"""Collections that need a one-time code: nobody writes a story before their code was found to be good.

The code comes in a link or is typed. It is carried in a hidden field, never in an address, and spent by the intake in
the commit that stores the story.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from narratives.form_fields import Fields
from narratives.invitation import read_invitation
from narratives.translation import gettext as _
from store.invitations import Standing, standing
from web.language import worded_both
from web.organisation import extension
from web.respond import pages
from web.respond.enclosed import EMBED, JOURNEY, KIOSK
from web.respond.recording import posted_fields
from web.respond.telling import Telling
from web.returning.desk import Desk, TooManyTriesError
from web.stores import stores

ASKED = "page.invitation"  # the page that asks for a code, in the field `at`
_DESK = "invitations.desk"
_WRONG, _SPENT, _LATER = 422, 409, 429


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a code does not open the collection."""

    message: str
    status: int = _WRONG


def guard(app: Flask) -> None:
    """Put the question for a code before the pages of every collection that needs one."""
    app.extensions[_DESK] = Desk()
    app.before_request(_ask)


def invitation_of(telling: Telling) -> str | None:
    """The code that a telling spends when it is sent; None where none is needed."""
    return read_invitation(telling.value("invitation")) if telling.collection.invited else None


def spent_page(telling: Telling) -> ResponseReturnValue:
    """The code was used while the story was being told: another may be typed, and nothing told is lost."""
    return _question(telling, Problem(_used(), _SPENT))


def _ask() -> ResponseReturnValue | None:
    name, _dot, view = (request.endpoint or "").partition(".")
    if name not in {"respond", KIOSK, EMBED} or view not in JOURNEY:
        return None
    collection, framework = worded_both(*stores().opened(str((request.view_args or {})["collection_id"])))
    if not collection.invited or not collection.is_open_on(date.today()):
        return None
    if request.method != "POST":
        return _arrived(Telling(collection, framework, {"invitation": request.args.getlist("invitation")}))
    telling = Telling(collection, framework, posted_fields(collection))
    if telling.value("at") == ASKED:
        return _typed(telling)
    if read_invitation(telling.value("invitation")):
        return None
    return _refused(telling)


def _arrived(telling: Telling) -> ResponseReturnValue:
    """From a link or by typing the address."""
    if not telling.value("invitation"):
        return _question(telling)
    problem = _problem(telling)
    return _question(telling, problem) if problem else _begin(telling)


def _typed(telling: Telling) -> ResponseReturnValue:
    """From the page that asks for the code."""
    if "speak" in request.form:
        return _question(telling)
    problem = _problem(telling)
    if problem:
        return _question(telling, problem)
    if telling.value("story") and not telling.problems(date.today()):
        return pages.check_page(telling)
    return _begin(telling)


def _refused(telling: Telling) -> ResponseReturnValue:
    """A form without a code: what it holds is kept on the page that asks for one."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(errors=[{"field": "invitation", "message": _missing()}]), _WRONG
    return _question(telling, Problem(_missing()))


def _begin(telling: Telling) -> str:
    good = {**telling.fields, "invitation": [read_invitation(telling.value("invitation"))]}
    return pages.start_page(replace(telling, fields=good))


def _problem(telling: Telling) -> Problem | None:
    """What is wrong with the code that was given; codes that nobody was given cost time, as guessed ones do."""
    code = read_invitation(telling.value("invitation"))
    if not telling.value("invitation"):
        return Problem(_missing())
    if not code:
        return Problem(_("Check the code: it has 15 letters and numbers, and at least one of yours is different"))
    try:
        found = _desk().look_up(lambda: _known(telling, code))
    except TooManyTriesError:
        return Problem(_("Wait ten seconds, then press Continue again: too many codes are being tried"), _LATER)
    if found is None:
        return Problem(_("Check the code: there is none like it for this collection"))
    return Problem(_used(), _SPENT) if found is Standing.SPENT else None


def _known(telling: Telling, code: str) -> Standing | None:
    found = standing(stores().stories, telling.collection, code, stores().settings.secret)
    return None if found is Standing.UNKNOWN else found


def _desk() -> Desk:
    desk: Desk = current_app.extensions.setdefault(extension(_DESK), Desk())
    return desk


def _question(telling: Telling, problem: Problem | None = None) -> ResponseReturnValue:
    errors = [FieldError("invitation", problem.message)] if problem else []
    page = render_template(
        "respond/invitation.html",
        collection=telling.collection,
        errors=errors,
        typed=telling.value("invitation")[:40] if request.method == "POST" else "",
        carried=telling.carried(but=("invitation",)),
        told=_is_told(telling.fields),
    )
    return (page, problem.status) if problem else page


def _is_told(fields: Fields) -> bool:
    return any(value.strip() for value in fields.get("story", ()))


def _missing() -> str:
    return _("Enter the code from your card or letter")


def _used() -> str:
    return _("This code was used already. Each code opens one story: ask for another one")
