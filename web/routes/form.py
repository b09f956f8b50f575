"""What an administrator typed to add a route, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from narratives.alert import Signal
from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.route import Medium, Pace, Route, feed_token, token_hash
from narratives.webhook_address import AddressError, Resolver, check_address
from web.respond.telling import fresh_key

SAFEGUARDING = "safeguarding"  # beside the signals: nobody has looked in time at what may tell of danger
EVERY = ""  # the value of the choice "every collection"
_KEY = re.compile(r"[0-9a-f]{32}")
_MAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_LONGEST_MAIL = 254


@dataclass(frozen=True, slots=True)
class RouteForm:
    """The form as it was typed; `key` makes the route's id and a feed's token, so that sending twice adds one."""

    medium: Medium
    key: str = field(default_factory=fresh_key)
    address: str = ""
    collection: str = EVERY
    pace: str = Pace.IMMEDIATE.value
    signals: tuple[str, ...] = tuple(signal.value for signal in Signal)
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str | None:
        """The message beside a field; None when it is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


def typed(medium: Medium, fields: MultiDict[str, str]) -> RouteForm:
    """What was posted, kept as it is."""
    key = fields.get("key", "")
    return RouteForm(
        medium=medium,
        key=key if _KEY.fullmatch(key) else fresh_key(),
        address=fields.get("address", "").strip(),
        collection=fields.get("collection", EVERY),
        pace=fields.get("pace", Pace.IMMEDIATE.value),
        signals=tuple(fields.getlist("signals")),
    )


def read_route(
    form: RouteForm,
    collections: Sequence[Collection],
    *,
    takes_all: bool = True,
    made_by: str,
    secret: bytes,
    can_mail: bool,
    resolve: Resolver,
) -> Route:
    """The route that a form asks for. Raises SubmissionError with everything that has to be mended.

    With `takes_all` it may be of every collection.
    """
    choices = {one.id for one in collections} | ({EVERY} if takes_all else set())
    errors = [error for error in (_address_error(form, can_mail, resolve), *_choice_errors(form, choices)) if error]
    if errors:
        raise SubmissionError(errors)
    is_feed = form.medium is Medium.FEED
    return Route(
        id=form.key,
        collection=form.collection or None,
        medium=form.medium,
        address=token_hash(feed_token(form.key, secret)) if is_feed else form.address,
        pace=Pace.IMMEDIATE if is_feed else Pace(form.pace),
        signals=frozenset(Signal(one) for one in form.signals if one != SAFEGUARDING),
        made_by=made_by,
        safeguarding=SAFEGUARDING in form.signals,
    )


def _address_error(form: RouteForm, can_mail: bool, resolve: Resolver) -> FieldError | None:
    match form.medium:
        case Medium.FEED:
            return None
        case Medium.WEBHOOK:
            try:
                check_address(form.address, resolve)
            except AddressError as error:
                return FieldError("address", str(error))
            return None
    if not can_mail:
        return FieldError("address", "E-mail is not set up on this server, so no address can be added yet")
    if not form.address:
        return FieldError("address", "Enter an e-mail address")
    if len(form.address) > _LONGEST_MAIL or not _MAIL.fullmatch(form.address):
        return FieldError("address", "Enter one e-mail address, as in name@example.org")
    return None


def _choice_errors(form: RouteForm, choices: AbstractSet[str]) -> list[FieldError]:
    errors = []
    if form.collection not in choices:
        errors.append(FieldError("collection", "Choose a collection from the list"))
    offered = {signal.value for signal in Signal} | (set() if form.medium is Medium.FEED else {SAFEGUARDING})
    if not form.signals or not set(form.signals) <= offered:
        errors.append(FieldError("signals", "Choose at least one sort of alert"))
    if form.medium is not Medium.FEED and form.pace not in {pace.value for pace in Pace}:
        errors.append(FieldError("pace", "Choose when messages are sent"))
    return errors
