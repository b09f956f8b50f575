"""A token as a card: what it is for, what it opens, and whether somebody can end it or agree to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from narratives.calendar import spoken
from store.api_tokens import ApiToken
from web.sentences import joined
from web.tokens.form import SCOPES

_NAMES = {scope: name for scope, name, _ in SCOPES}


@dataclass(frozen=True, slots=True)
class TokenCard:
    """`tone` is live, waits or over."""

    id: str
    title: str
    state: str
    tone: str
    may: str
    waiting: str
    where: str
    made: str
    used: str
    can_end: bool
    can_agree: bool


def token_card(
    token: ApiToken, now: datetime, names: Mapping[str, str], titles: Mapping[str, str], *, asked_by: str, agrees: bool
) -> TokenCard:
    """One token as a page shows it to `asked_by`, who `agrees` where they are a manager."""
    live = token.is_live(now)
    waiting = joined([_NAMES[scope].lower() for scope in sorted(token.asked)])
    where = joined([titles.get(one, one) for one in token.collections])
    return TokenCard(
        id=token.id,
        title=token.title,
        state=_state(token, now, names),
        tone="over" if not live else "waits" if token.asked else "live",
        may=joined([_NAMES[scope].lower() for scope, _, _ in SCOPES if scope in token.scopes]) or "nothing yet",
        waiting=waiting if live else "",
        where=where or "every collection",
        made=f"Made by {names.get(token.made_by, 'somebody who has left')} on {spoken(token.made_at.date())}",
        used=f"last used on {spoken(token.used_on)}" if token.used_on else "never used",
        can_end=live,
        can_agree=live and agrees and bool(token.asked) and token.made_by != asked_by,
    )


def _state(token: ApiToken, now: datetime, names: Mapping[str, str]) -> str:
    if token.ended_at is not None:
        return f"Ended on {spoken(token.ended_at.date())} by {names.get(token.ended_by, 'somebody who has left')}"
    if not token.is_live(now):
        return f"Ran out on {spoken(token.ends.date())}"
    return f"Open until {spoken(token.ends.date())}"
