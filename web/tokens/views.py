"""Programs that may call: administrators make their tokens, managers agree to reading stories, and both end them."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError, SubmissionError
from store.accounts import Role, list_accounts
from store.api_tokens import OwnTokenError, add_token, agree, end_token, get_token, list_tokens, new_token
from web.access import current_account, may, open_to
from web.organisation import here
from web.problem_details import INTERFACE
from web.reach import visible_collections
from web.stores import stores
from web.tokens.blueprint import bp
from web.tokens.cards import TokenCard, token_card
from web.tokens.form import SCOPES, TokenForm, empty, read, typed, with_errors

_BOTH = (Role.MANAGER, Role.ADMINISTRATOR)


@bp.get("")
@open_to(*_BOTH)
def page() -> ResponseReturnValue:
    """Every program that may call, or might."""
    return _page()


@bp.get("/new")
@open_to(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """An empty form for a token."""
    return _form(empty(_now().date()))


@bp.post("/new")
@open_to(Role.ADMINISTRATOR)
def make() -> ResponseReturnValue:
    """Make a token, and show it this once."""
    form, now = typed(request.form), _now()
    try:
        wanted = read(form, {one.id for one in visible_collections()}, now)
    except SubmissionError as error:
        return _form(with_errors(form, error.errors)), 422
    token = new_token()
    is_new = add_token(
        stores().accounts,
        token,
        token_id=form.key,
        organisation=here().organisation,
        title=wanted.title,
        scopes=wanted.scopes,
        collections=wanted.collections,
        made_by=current_account().id,
        at=now,
        ends=wanted.ends,
    )
    if not is_new:
        problem = "This token was made a moment ago and is shown once alone. End it, and make another one"
        return _page((FieldError(f"token-{form.key}", problem),)), 422
    address = f"{stores().settings.public_url or request.url_root.rstrip('/')}{INTERFACE}"
    made = get_token(stores().accounts, form.key, organisation=here().organisation)
    return render_template("tokens/made.html", token=token, address=address, asked=bool(made.asked), title=made.title)


@bp.post("/<token_id>/end")
@open_to(*_BOTH)
def end(token_id: str) -> ResponseReturnValue:
    """Let a token open nothing from now on."""
    found = get_token(stores().accounts, token_id, organisation=here().organisation)
    end_token(stores().accounts, found.id, by=current_account().id, at=_now())
    return redirect(url_for(".page", done="ended", _anchor=f"token-{found.id}"), code=303)


@bp.post("/<token_id>/agree")
@open_to(Role.MANAGER)
def agree_to(token_id: str) -> ResponseReturnValue:
    """Agree, as the second person, that a program reads stories."""
    found = get_token(stores().accounts, token_id, organisation=here().organisation)
    try:
        agree(stores().accounts, found, by=current_account().id)
    except OwnTokenError as error:
        return _page((FieldError(f"token-{found.id}", str(error)),)), 422
    return redirect(url_for(".page", done="agreed", _anchor=f"token-{found.id}"), code=303)


def _page(errors: tuple[FieldError, ...] = ()) -> str:
    return render_template(
        "tokens/page.html",
        cards=_cards(),
        errors=errors,
        done=request.args.get("done", ""),
        may_make=may(Role.ADMINISTRATOR),
    )


def _cards() -> list[TokenCard]:
    """Those that open something first."""
    held, now = stores(), _now()
    names = {one.id: one.name for one in list_accounts(held.accounts, here().organisation)}
    titles = {one.id: one.title for one in visible_collections()}
    who, agrees = current_account().id, may(Role.MANAGER)
    tokens = list_tokens(held.accounts, here().organisation)
    cards = [token_card(one, now, names, titles, asked_by=who, agrees=agrees) for one in tokens]
    return sorted(cards, key=lambda card: (not card.can_agree, card.tone == "over"))


def _form(form: TokenForm) -> str:
    return render_template("tokens/new.html", form=form, scopes=SCOPES, collections=visible_collections())


def _now() -> datetime:
    return datetime.now(UTC)
