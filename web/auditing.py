"""Who reads and changes what is recorded: one row for every request of somebody signed in, and what views add.

A page is recorded by itself, under the name of its endpoint: its row is kept before its answer leaves, with what came
of it, and where it cannot be kept nothing is shown. A view that records a reading itself is taken at its word, so that
one reading is one row. A form is recorded before its view runs; where it then changed nothing, a second row says so.
Views of forms call `record` only for what that row cannot say.
"""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime

from flask import Flask, current_app, g, make_response, render_template, request
from werkzeug.wrappers import Response

from narratives.roles import Role
from store.accounts import Account, Session
from store.audit import Audit, AuditKeyError, AuditUnwritableError, Entry, audit_of, stamp
from web.audit.recorded import covered_by, is_polled, is_recorded, is_seldom
from web.errors import RETRY_SECONDS, Problem
from web.organisation import here

DONE, REFUSED, NOT_DONE = "done", "refused", "not done"
UNWRITABLE = Problem(
    "This page cannot be shown just now",
    "What staff open and change is recorded, and the record cannot be written. Nothing was shown and nothing was "
    "changed. Wait a minute and try again. If it stays like this, tell the people who run this site.",
)
_READS = {"GET", "HEAD"}
_REFUSALS = {401, 403, 404}
# An address can be typed: only what looks like a name of ours is kept of it, never somebody's name or reference.
_NAMES = {"collection_id", "signifier", "medium", "number"}
_SLUG, _NUMBER = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}"), re.compile(r"[0-9]{1,9}|[0-9a-f]{16,64}")
_OPENING = threading.Lock()
_KEPT = "audits"
_SEEN = "audits.seen"
_SELDOM_SECONDS = 3_600.0


def serve(app: Flask) -> None:
    """Record every request of an application, after the guard has looked at it."""
    app.before_request(_before)
    app.after_request(_after)


def the_audit() -> Audit:
    """The audit of this request's organisation, opened when it is first asked for. Raises AuditKeyError."""
    settings = here()
    with _OPENING:
        held: dict[str, Audit] = current_app.extensions.setdefault(_KEPT, {})
        if settings.organisation not in held:
            held[settings.organisation] = audit_of(settings)
        return held[settings.organisation]


def record(action: str, subject: str = "", outcome: str = DONE, *, by: Account | None = None) -> None:
    """Record what the signed-in person does, or nobody in particular. Raises AuditUnwritableError: then do not do it.

    `subject` is an id, never a name, an address or words; the same action and subject is kept once in a request.
    `by` is who has just shown who they are, and has no session yet.
    """
    said: set[tuple[str, str, str]] = g.setdefault("recorded", set())
    if (action, subject, outcome) in said:
        return
    session: Session | None = g.get("session")
    who = session.account if session else by
    actor, role = (who.id, _role(who)) if who else ("", "")
    the_audit().append(Entry(stamp(datetime.now(UTC)), actor, role, action, subject, outcome))
    said.add((action, subject, outcome))


def _role(account: Account) -> str:
    """The role that the page is opened in: of several, the first that the page is for."""
    view = current_app.view_functions.get(request.endpoint or "")
    named: frozenset[str] = getattr(view, "roles", frozenset())
    return next((role.value for role in Role if role in account.roles and role.value in named), account.role.value)


def _before() -> Response | None:
    """A form is recorded before it changes anything."""
    if request.method in {*_READS, "OPTIONS"} or not _is_somebodys():
        return None
    try:
        record(str(request.endpoint), _subject())
    except (AuditUnwritableError, AuditKeyError) as error:
        return _unwritable(error)
    g.recorded_before = True
    return None


def _after(answer: Response) -> Response:
    """A page is recorded before it leaves; so is what was refused."""
    if request.method == "OPTIONS" or not _is_somebodys():
        return answer
    is_page, outcome = request.method in _READS, _outcome(answer.status_code)
    if is_page and (g.get("recorded") or (outcome == DONE and not _is_due(answer))):
        return answer
    if not is_page and g.get("recorded_before") and outcome == DONE:
        return answer
    try:
        record(str(request.endpoint), _subject(), outcome)
    except (AuditUnwritableError, AuditKeyError) as error:
        answer.close()
        return _unwritable(error)
    if outcome == DONE:
        _note_reading()
    return answer


def _is_somebodys() -> bool:
    """Whether somebody signed in asks for a page that is not open to everyone, by themselves."""
    return g.get("session") is not None and request.endpoint is not None and not is_polled(request.endpoint)


def _is_due(answer: Response) -> bool:
    """Whether a page leaves a row now: one that asks again by itself does once an hour, for each person."""
    endpoint = str(request.endpoint)
    if not is_seldom(endpoint):
        return is_recorded(endpoint)
    if answer.status_code == 204 or request.args.get("only") == "alerts":
        return False  # nothing new, or figures alone for the page of what changed
    at = _seen().get(_reading(endpoint))
    return at is None or time.monotonic() - at >= _SELDOM_SECONDS


def _note_reading() -> None:
    """The row of a page covers what that page asks for by itself in the hour after."""
    now, seen = time.monotonic(), _seen()
    for endpoint in covered_by(str(request.endpoint)):
        with _OPENING:
            for old in [one for one, at in seen.items() if now - at >= _SELDOM_SECONDS]:
                del seen[old]
            seen[_reading(endpoint)] = now


def _seen() -> dict[tuple[str, ...], float]:
    seen: dict[tuple[str, ...], float] = current_app.extensions.setdefault(_SEEN, {})
    return seen


def _reading(endpoint: str) -> tuple[str, ...]:
    session: Session = g.session
    return (here().organisation, session.account.id, endpoint, _subject())


def _outcome(status: int) -> str:
    if status < 400:
        return DONE
    return REFUSED if status in _REFUSALS else NOT_DONE


def _subject() -> str:
    """What the address names, outermost first."""
    named = {name: str(value) for name, value in (request.view_args or {}).items()}
    forms = {name: _SLUG if name in _NAMES else _NUMBER for name in named if name in _NAMES or name.endswith("_id")}
    return "/".join(named[name] if form.fullmatch(named[name]) else "-" for name, form in forms.items())


def _unwritable(error: Exception) -> Response:
    current_app.logger.error("Nothing is shown to staff: %s", error)
    page = make_response(render_template("errors/problem.html", problem=UNWRITABLE, status=503), 503)
    page.headers["Retry-After"] = str(RETRY_SECONDS)
    return page
