"""The administrators' page of the record, and everybody's own rows of it. Neither holds a word of any story."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.accounts import Role
from store.api_tokens import list_tokens
from store.audit_checks import note_check, verify
from store.audit_rows import Wanted, every_record, list_actions, list_records
from store.staff import list_staff
from web.access import current_account, open_to
from web.audit.asked import Asked, read_asked
from web.audit.lines import csv_rows, days
from web.audit.state import State, state
from web.audit.words import words_of
from web.auditing import the_audit
from web.organisation import here
from web.stores import stores

bp = Blueprint("audit", __name__, url_prefix="/audit")
_A_PAGE = 100
_MOST_IN_A_FILE = 100_000


@bp.app_context_processor
def _offer_state() -> dict[str, object]:
    """What the administrators' first page says: looked at only where a template asks."""
    return {"audit_state": _state_now}


def _state_now() -> State:
    return state(datetime.now(UTC))


@bp.get("")
@open_to(Role.ADMINISTRATOR)
def page() -> ResponseReturnValue:
    """Who read and changed what, newest first, and whether the record is whole."""
    asked, names = read_asked(request.args), _names()
    shown = render_template(
        "audit/page.html",
        asked=asked,
        errors=asked.errors,
        names=sorted(names.items(), key=lambda one: one[1].casefold()),
        actions=sorted(((one, words_of(one)) for one in list_actions(the_audit())), key=lambda one: one[1]),
        state=_state_now(),
        checked=request.args.get("checked", "") == "yes",
        **_rows(asked, names),
    )
    return shown, 422 if asked.errors else 200


@bp.get("/own")
@open_to(*Role, within_groups=True)
def own() -> ResponseReturnValue:
    """What the person who asks did, and what others did with their account: a link for their password, a role."""
    account = current_account()
    asked = read_asked({"before": request.args.get("before", "")})
    asked = replace(asked, wanted=Wanted(touching=account.id))
    return render_template("audit/own.html", asked=asked, **_rows(asked, _names()))


@bp.get("/record.csv")
@open_to(Role.ADMINISTRATOR)
def csv() -> ResponseReturnValue:
    """The rows that are looked for, as a file for a spreadsheet."""
    asked = read_asked(request.args)
    records = islice(every_record(the_audit(), asked.wanted), _MOST_IN_A_FILE)
    text = "".join(csv_rows(records, _names()))
    headers = {"Content-Disposition": f'attachment; filename="{here().organisation}-record.csv"'}
    return Response(text, mimetype="text/csv", headers=headers)


@bp.post("/check")
@open_to(Role.ADMINISTRATOR)
def check() -> ResponseReturnValue:
    """Go through every row now."""
    audit, account = the_audit(), current_account()
    note_check(audit, verify(audit), datetime.now(UTC), actor=account.id, role=Role.ADMINISTRATOR.value)
    return redirect(url_for(".page", checked="yes"), code=303)


def _names() -> dict[str, str]:
    """Everybody's name, of those who are switched off too: what they did stays theirs."""
    members = list_staff(stores().accounts, here().organisation)
    people = {
        one.account.id: f"{one.account.name} (switched off)" if one.disabled else one.account.name for one in members
    }
    programs = list_tokens(stores().accounts, here().organisation)
    return people | {one.id: f"The program “{one.title}”" for one in programs}


def _rows(asked: Asked, names: dict[str, str]) -> dict[str, object]:
    """A page of rows, and where the next one begins."""
    if asked.errors:
        return {"days": (), "older": None}
    found = list_records(the_audit(), asked.wanted, before=asked.before, limit=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    return {"days": days(shown, names), "older": shown[-1].seq if len(found) > _A_PAGE else None}
