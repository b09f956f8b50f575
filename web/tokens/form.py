"""What an administrator typed to make a token, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from narratives.errors import FieldError, SubmissionError
from narratives.text import clean_text
from store.api_tokens import LONGEST, MOST_TITLE, ApiScope
from web.respond.telling import fresh_key

# Scope, what it is called, and what it opens.
SCOPES = (
    (ApiScope.WRITE_STORIES, "Send stories", "Hand in what somebody told, with the consent that they gave"),
    (
        ApiScope.READ_STORIES,
        "Read stories",
        "Of open collections, those that may be read. A manager has to agree to this, and every reading is recorded",
    ),
    (ApiScope.READ_FIGURES, "Read figures", "What the map and the temperature show, never about fewer than ten"),
    (ApiScope.READ_ALERTS, "Read alerts", "As e-mails and webhooks tell them, without a story"),
    (ApiScope.READ_PROBES, "Read probes", "What is tried, and how it reads"),
    (ApiScope.READ_FRAMEWORKS, "Read questions", "Collections, their groups and what is asked"),
    (ApiScope.WRITE_WEBHOOKS, "Look after webhooks", "Say where alerts are sent, and stop that"),
)
_KEY = re.compile(r"[0-9a-f]{32}")
_USUAL = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class TokenForm:
    """The form as it was typed; `key` becomes the token's id, so that sending twice makes one."""

    key: str = field(default_factory=fresh_key)
    title: str = ""
    scopes: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    ends: str = ""
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str | None:
        """The message beside a field; None when it is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A token to make."""

    title: str
    scopes: frozenset[ApiScope]
    collections: tuple[str, ...]
    ends: datetime


def empty(today: date) -> TokenForm:
    """A form that nobody has typed into: half a year."""
    return TokenForm(ends=(today + _USUAL).isoformat())


def typed(fields: MultiDict[str, str]) -> TokenForm:
    """What was posted, kept as it is."""
    key = fields.get("key", "")
    return TokenForm(
        key=key if _KEY.fullmatch(key) else fresh_key(),
        title=clean_text(fields.get("title", "")),
        scopes=tuple(fields.getlist("scopes")),
        collections=tuple(one for one in fields.getlist("collections") if one),
        ends=fields.get("ends", "").strip(),
    )


def read(form: TokenForm, collections: AbstractSet[str], now: datetime) -> Wanted:
    """The token that a form asks for. Raises SubmissionError with everything that has to be mended."""
    errors: list[FieldError] = []
    if not 1 <= len(form.title) <= MOST_TITLE:
        errors.append(FieldError("title", f"Say which program it is for, in {MOST_TITLE} characters or fewer"))
    if not form.scopes or not set(form.scopes) <= {scope.value for scope in ApiScope}:
        errors.append(FieldError("scopes", "Choose at least one thing that the program may do"))
    if not set(form.collections) <= collections:
        errors.append(FieldError("collections", "Choose collections from the list"))
    ends = _ends(form.ends, now)
    if ends is None:
        last = (now + LONGEST).date().isoformat()
        errors.append(FieldError("ends", f"Enter a day after today and up to {last}, such as {last}"))
    if errors or ends is None:
        raise SubmissionError(errors)
    return Wanted(form.title, frozenset(map(ApiScope, form.scopes)), form.collections, ends)


def with_errors(form: TokenForm, errors: Sequence[FieldError]) -> TokenForm:
    """The form with what is wrong beside its fields."""
    return replace(form, errors=tuple(errors))


def _ends(day: str, now: datetime) -> datetime | None:
    """The end of a day; None for what is no day, is over or is too far off."""
    try:
        at = datetime.combine(date.fromisoformat(day), time(23, 59, 59), UTC)
    except ValueError:
        return None
    is_after = at.date() > now.date() and at.date() <= (now + LONGEST).date()
    return min(at, now + LONGEST) if is_after else None
