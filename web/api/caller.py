"""Who calls: the token of a request, what it may do, and what is recorded of it.

Nothing but the header Authorization is looked at: no cookie, no session and no field of an address opens anything.
A view names the scope that it demands; one that names none answers nobody.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar, cast

from flask import Response, current_app, g, request

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.roles import Grant, Reach, Role
from narratives.translation import ENGLISH, speak
from store.api_tokens import PREFIX, ApiScope, ApiToken, find_token, note_use
from store.audit import AuditKeyError, AuditUnwritableError, Entry, stamp
from store.limits import close_stories_of, limit_to
from store.trials import is_trial
from web.api.blueprint import bp
from web.api.pace import Pace
from web.auditing import the_audit
from web.errors import RETRY_SECONDS
from web.language import Spoken
from web.organisation import extension, here
from web.problem_details import problem
from web.reach import seen_collection
from web.readers import closed_to
from web.stores import stores

ANYBODY, ANY_TOKEN = "anybody", "any token"
PACE = "api.pace"  # of the application's extensions
_SEEN = "api.seen"
_SEEN_LOCK = threading.Lock()
_SELDOM_SECONDS = 3_600.0
_LONGEST_TOKEN = 200
_View = TypeVar("_View", bound=Callable[..., object])


def demands(scope: ApiScope | str, *, recorded: str = "seldom") -> Callable[[_View], _View]:
    """Name the scope that a view demands, or ANY_TOKEN, or ANYBODY.

    `recorded` says whether a call leaves a row: "always", "seldom" (once an hour for each token and thing), or
    "never", as a telling, of which a row would say when somebody told.
    """

    def named(view: _View) -> _View:
        view.__dict__["scope"] = scope
        view.__dict__["recorded"] = recorded
        return view

    return named


def caller() -> ApiToken:
    """The token of this request; only inside a view that demands one."""
    return cast(ApiToken, g.api_token)


def allowed(collection_id: str) -> Collection:
    """A collection that the token is made for. Raises NotFoundError, as for one that does not exist or is a trial."""
    if is_trial(stores().stories, collection_id):
        raise NotFoundError("collection", collection_id)
    return seen_collection(collection_id)


@bp.before_request
def _check() -> Response | None:
    speak(ENGLISH)
    g.spoken = Spoken()
    view = current_app.view_functions[str(request.endpoint)]
    scope = getattr(view, "scope", None)
    if scope == ANYBODY:
        return None
    token = _token()
    if token is None:
        return problem(401)
    wait = _pace().wait_for(token.id)
    if wait:
        return problem(429, headers={"Retry-After": str(wait)})
    g.api_token, g.within_groups = token, False
    g.reach = Reach(frozenset(token.collections) if token.collections else None)
    limit_to({}, g.reach.collections)
    close_stories_of(closed_to([Grant(Role.MANAGER)]))  # a program reads what managers read
    if scope != ANY_TOKEN and scope not in token.scopes:
        _record(token, "refused")
        return problem(403, _missing(token, scope), name="scope-missing")
    note_use(stores().accounts, token, datetime.now(UTC).date())
    return _recorded(token, getattr(view, "recorded", "always"))


def _token() -> ApiToken | None:
    """The token that was sent; another organisation's is none, and answered in the same words."""
    how, _, sent = request.headers.get("Authorization", "").strip().partition(" ")
    sent = sent.strip()
    if how.lower() != "bearer" or not sent.startswith(PREFIX) or len(sent) > _LONGEST_TOKEN:
        return None
    return find_token(stores().accounts, sent, organisation=here().organisation, now=datetime.now(UTC))


def _missing(token: ApiToken, scope: object) -> str:
    if scope in token.asked:
        return f"Somebody else has to agree to {scope} first: a manager does so under Exports, Programs."
    return f"This token is not made for {scope}. An administrator makes one that is under Administration, Programs."


def _recorded(token: ApiToken, how: str) -> Response | None:
    """A row for this call before anything is answered; where it cannot be kept, nothing is."""
    key = (here().organisation, token.id, str(request.endpoint), _subject())
    if how == "never" or (how == "seldom" and _was_seen(key)):
        return None
    try:
        _record(token, "done")
    except (AuditUnwritableError, AuditKeyError) as error:
        current_app.logger.error("Nothing is shown to programs: %s", error)
        return problem(503, headers={"Retry-After": str(RETRY_SECONDS)})
    _note_seen(key)
    return None


def _record(token: ApiToken, outcome: str) -> None:
    at = stamp(datetime.now(UTC))
    the_audit().append(Entry(at, token.id, "program", str(request.endpoint), _subject(), outcome))


def _subject() -> str:
    """Ids alone: what else stands in an address could be anything."""
    named = [str(value) for value in (request.view_args or {}).values()]
    return "/".join(one if one.isascii() and one.replace("-", "").replace("_", "").isalnum() else "-" for one in named)[
        :200
    ]


def _was_seen(key: tuple[str, ...]) -> bool:
    at = _seen().get(key)
    return at is not None and time.monotonic() - at < _SELDOM_SECONDS


def _note_seen(key: tuple[str, ...]) -> None:
    now = time.monotonic()
    with _SEEN_LOCK:
        seen = _seen()
        for old in [one for one, at in seen.items() if now - at >= _SELDOM_SECONDS]:
            del seen[old]
        seen[key] = now


def _seen() -> dict[tuple[str, ...], float]:
    seen: dict[tuple[str, ...], float] = current_app.extensions.setdefault(_SEEN, {})
    return seen


def _pace() -> Pace:
    pace: Pace = current_app.extensions.setdefault(extension(PACE), Pace())
    return pace
