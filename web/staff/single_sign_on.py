"""Single sign-on with an OpenID Connect provider: the button of the sign-in page, and the way back."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from store.accounts import sign_out
from store.sessions import Stage, begin_session, first_stage
from store.single_sign_on import UNDER_WAY_SECONDS, UnderWay, account_of, begin_sign_on, take_sign_on
from web.access import EVERYONE, open_to
from web.auditing import record
from web.organisation import here
from web.staff import clock, oidc
from web.staff.addresses import whole
from web.staff.again import SignIn, local_path
from web.staff.entering import go_on, own_token, with_cookie
from web.stores import stores

bp = Blueprint("single_sign_on", __name__, url_prefix="/staff/single-sign-on")
_LABEL = "Sign in with your organisation’s account"
_STATE_COOKIE = "__Host-signing-in"
_FETCH = "single_sign_on.fetch"
_PROVIDER = "single_sign_on.provider"
_NO_ACCOUNT = "Your organisation’s account was right, but nobody has invited it here. Ask an administrator to invite {}"
_FAILED = "Signing in with your organisation’s account did not work. Try again, or sign in with a password"


def serve(app: Flask) -> None:
    """Put the pages into an application that has a provider; without one there are none."""
    if app.config["SETTINGS"].single_sign_on is not None:
        app.extensions[_FETCH] = oidc.fetch_json
        app.register_blueprint(bp)


def sign_on_label() -> str:
    """What the button of the sign-in page says; empty where no provider is set."""
    return _LABEL if bp.name in current_app.blueprints else ""


@bp.get("")
@open_to(EVERYONE)
def begin() -> ResponseReturnValue:
    """Send the browser to the provider; what it is checked against stays here, and in a cookie of ten minutes."""
    try:
        provider = _provider()
    except oidc.SignOnError as error:
        return _failed(error)
    state, begun = begin_sign_on(stores().accounts, local_path(request.args.get("next", "")), now=clock.now())
    answer = redirect(oidc.authorisation_address(provider, _back(), state, begun), code=303)
    answer.set_cookie(
        _STATE_COOKIE, state, max_age=UNDER_WAY_SECONDS, secure=True, httponly=True, samesite="Lax", path="/"
    )
    return answer


@bp.get("/back")
@open_to(EVERYONE)
def back() -> ResponseReturnValue:
    """Let somebody in who comes back as somebody with an account here."""
    try:
        begun = _begun()
    except oidc.SignOnError as error:
        return _failed(error)
    try:
        identity = oidc.identity_of(
            _provider(), request.args.get("code", ""), _back(), begun, now=clock.now(), fetch=_fetch()
        )
    except oidc.SignOnError as error:
        record("single.sign.on", "", "refused")  # after `_begun`: an address that anybody can open fills no record
        return _failed(error)
    account_id = account_of(
        stores().accounts,
        issuer=_provider().issuer,
        subject=identity.subject,
        verified_email=identity.email,
        organisation=here().organisation,
        now=clock.now(),
    )
    if account_id is None:
        record("single.sign.on", "", "refused")
        return _sign_in_page(_NO_ACCOUNT.format(identity.email or "you, with the e-mail address that it has verified"))
    record("single.sign.on", account_id)
    sign_out(stores().accounts, own_token())
    stage = Stage.IN if identity.two_steps else first_stage(stores().accounts, account_id)
    token = begin_session(stores().accounts, account_id, stage, now=clock.now())
    return _without_state(with_cookie(go_on(token, begun.following), token))


def _begun() -> UnderWay:
    """The sign-in that this browser began. Raises SignOnError for anybody else's, an old one and the provider's no."""
    state = request.args.get("state", "")
    own = request.cookies.get(_STATE_COOKIE, "")
    if not state or not hmac.compare_digest(state.encode(), own.encode()):
        raise oidc.SignOnError("this browser did not begin it")
    begun = take_sign_on(stores().accounts, state, now=clock.now())
    if begun is None:
        raise oidc.SignOnError("it is too old, or came back twice")
    if request.args.get("iss", _provider().issuer) != _provider().issuer:
        raise oidc.SignOnError("it came back from another issuer")
    if not request.args.get("code"):
        raise oidc.SignOnError("the provider did not sign anybody in")
    return begun


def _provider() -> oidc.Provider:
    found: oidc.Provider | None = current_app.extensions.get(_PROVIDER)
    if found is None:
        given: Any = current_app.config["SETTINGS"].single_sign_on
        found = oidc.discover(given.issuer, given.client_id, given.client_secret, _fetch())
        current_app.extensions[_PROVIDER] = found
    return found


def _fetch() -> oidc.Fetch:
    fetch: oidc.Fetch = current_app.extensions[_FETCH]
    return fetch


def _back() -> str:
    return whole(url_for("single_sign_on.back"))


def _failed(error: oidc.SignOnError) -> ResponseReturnValue:
    current_app.logger.warning("Single sign-on did not work: %s", error)
    return _sign_in_page(_FAILED)


def _sign_in_page(message: str) -> ResponseReturnValue:
    form = SignIn(errors=[FieldError("username", message)])
    return _without_state((render_template("staff/sign-in.html", form=form, sign_on=sign_on_label()), 422))


def _without_state(answer: ResponseReturnValue) -> ResponseReturnValue:
    response = current_app.make_response(answer)
    response.delete_cookie(_STATE_COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    return response
