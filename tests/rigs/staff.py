"""Staff of a data folder that a real server serves, signed in."""

from __future__ import annotations

import time

from benchmarks.server import Served
from narratives.roles import Role
from store.organisations import add_organisation
from store.schema import open_accounts
from store.sessions import sign_in
from tests.people import PASSWORD, add_staff
from web.access import COOKIE


def cookie_of(product: Served, role: Role, now: float | None = None) -> dict[str, str]:
    """The header of somebody with this role who is signed in since `now`; makes the account."""
    accounts = open_accounts(product.data / "accounts.db")
    try:
        add_organisation(accounts, "demo", "demo")
        add_staff(accounts, role.value, name=role.value, role=role, organisation="demo")
        token = sign_in(accounts, role.value, PASSWORD, now=time.time() if now is None else now)
    finally:
        accounts.close()
    assert token is not None
    return {"Cookie": f"{COOKIE}={token}"}
