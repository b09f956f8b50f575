"""The pages of the second step: the code that is asked for, and setting an app up."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from narratives.crockford import grouped
from store.account_rows import Account
from store.organisations import get_organisation, is_two_step_required
from store.sessions import Halfway, Stage
from store.two_step import address_of, is_on, key_to_set_up
from web.invite.qr import Qr, qr_of
from web.staff.again import SignIn
from web.stores import stores


@dataclass(frozen=True, slots=True)
class SetUp:
    """What an authenticator app is given: a square to scan, and the same as letters to type."""

    qr: Qr
    letters: str
    issuer: str
    key: bytes


def step_page(halfway: Halfway, token: str, form: SignIn) -> str:
    """The page that is due for somebody halfway in."""
    return code_page(form) if halfway.stage is Stage.CODE else set_up_page(halfway.account, token, form)


def code_page(form: SignIn) -> str:
    """Asks for a code."""
    return render_template("staff/second-step.html", form=form)


def set_up_page(account: Account, token: str, form: SignIn, *, signed_in: bool = False) -> str:
    """Shows the key of a session and asks for a first code."""
    return render_template(
        "staff/set-up.html",
        form=form,
        given=set_up_of(account, token),
        signed_in=signed_in,
        is_on=is_on(stores().accounts, account.id),
        required=is_two_step_required(stores().accounts, account.organisation),
        username=account.username,
    )


def set_up_of(account: Account, token: str) -> SetUp:
    """What an account's app is given in this session; showing it stores nothing."""
    key = key_to_set_up(stores().accounts, account.id, token, stores().settings.secret)
    organisation = get_organisation(stores().accounts, account.organisation)
    issuer = f"Murmuration {organisation.title if organisation else account.organisation}".replace(":", " ")
    address = address_of(key, account.username, issuer)
    secret = address.partition("secret=")[2].partition("&")[0]
    return SetUp(qr_of(address, sturdy=False), grouped(secret, 4, " "), issuer, key)
