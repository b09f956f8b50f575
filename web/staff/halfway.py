"""Somebody whose password was right and whose second step is due: known to the pages of that step and to no other."""

from __future__ import annotations

from flask import g

from store.sessions import Halfway, get_halfway
from web.organisation import here
from web.staff import clock
from web.stores import stores

HALFWAY = "halfway"


def find_halfway(token: str) -> bool:
    """Whether a cookie is of somebody of this organisation who is halfway in; the request then knows them."""
    found = get_halfway(stores().accounts, token, now=clock.now()) if token else None
    if found is not None and found.account.organisation == here().organisation:
        g.halfway = found
    return "halfway" in g


def current_halfway() -> Halfway | None:
    """Who is halfway in; None for somebody signed in."""
    found: Halfway | None = g.get("halfway")
    return found


def form_token_halfway() -> str:
    """The token that the forms of somebody halfway in carry; empty for everybody else."""
    found = current_halfway()
    return found.form_token if found else ""
