"""What administrators look after: one page with every way in, each with a line of what it is for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from store.accounts import Role
from web.access import open_to
from web.reach import may_open

bp = Blueprint("administration", __name__, url_prefix="/administration")

# Endpoint, title and what it is for. The menu lights Administration on each of these pages (web/menu.py).
PLACES = (
    (
        "people.everybody",
        "People",
        "Invite somebody, say what they may do and where, reset a second step, switch an account off.",
    ),
    ("routes.page", "Routes", "Where alerts go: e-mail, a webhook or a feed, at once or gathered."),
    (
        "audit.page",
        "Record of who read what",
        "Every story and case that staff opened, everything they changed, and whether the record is whole.",
    ),
    (
        "break_glass.opened",
        "Opened records",
        "Practitioners who opened a colleague’s case records, and the reason they gave.",
    ),
    (
        "bulk.page",
        "Exports and deletions",
        "Decide about files of stories that managers ask for, or ask for a collection to be deleted.",
    ),
    ("bring.page", "Bring in a file", "Stories that were collected elsewhere: look at the rows, then store them."),
    (
        "keeping.page",
        "How long stories are kept",
        "For how many months each collection keeps its stories, what goes next, and what went.",
    ),
    (
        "tokens.page",
        "Programs",
        "Which programs may send stories or read figures, alerts and probes: make their tokens, and end them.",
    ),
    (
        "confederation.page",
        "Sharing with other organisations",
        "Agree to share questions and figures, choose which collections, and stop it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One page: where it is, its title, and what it is for."""

    href: str
    title: str
    what: str


@bp.get("")
@open_to(Role.ADMINISTRATOR, within_collections=True)
def page() -> ResponseReturnValue:
    """Every page of administration that the person may open."""
    ways = [Way(url_for(endpoint), title, what) for endpoint, title, what in PLACES if may_open(endpoint)]
    return render_template("administration/page.html", ways=ways)
