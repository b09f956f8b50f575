"""Which pages leave a row in the audit: all of the staff's, but for those named here."""

from __future__ import annotations

# They ask again by themselves, and show nothing but a number: a row every few seconds would bury the others.
POLLED = {"explore.stream", "bring.progress", "checking.progress"}
# They ask again by themselves and show stories: each person leaves a row an hour, and none in the hour after the row
# of the page that asks.
SELDOM = {"explore.live": "explore.map"}
# They show neither a story nor a case, and change nothing. Whoever is refused there leaves a row all the same.
WITHOUT = {
    "administration.page",
    "invite.choose",
    "invite.ways_in",
    "invite.poster",
    "keying.choose",
    "keying.key_in",
    "probes.new",
    "routes.new",
    "routes.page",
    "report_back.choose",
    "bulk.new_deletion",
    "bulk.new_export",
    "casework.log",
    "confederation.page",
    "log_offline.choose",
    "log_offline.session",
    "log_offline.shell",
    "pairs.choose",
    "people.invite",
    "staff.account",
    "staff.second_step",
    "staff.set_up",
}


def is_polled(endpoint: str) -> bool:
    """Whether an open page asks for it again and again."""
    return endpoint in POLLED


def is_seldom(endpoint: str) -> bool:
    """Whether opening it leaves a row only once an hour."""
    return endpoint in SELDOM


def asks_by_itself(endpoint: str) -> bool:
    """Whether an open page asks for it by itself, with nobody at the keyboard."""
    return is_polled(endpoint) or is_seldom(endpoint)


def covered_by(endpoint: str) -> list[str]:
    """The pages that ask by themselves and need no row of their own in the hour after this one's."""
    return [seldom for seldom, page in SELDOM.items() if endpoint in {seldom, page}]


def is_recorded(endpoint: str) -> bool:
    """Whether opening it leaves a row."""
    return endpoint not in WITHOUT and endpoint not in POLLED
