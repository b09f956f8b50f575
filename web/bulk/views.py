"""Exports and deletions: asking, deciding, stopping, and the file itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import wrap_file

from narratives.collection import Collection, Policy
from narratives.errors import FieldError, NotFoundError
from store.accounts import Role, list_accounts
from store.bulk_requests import BulkRequest, OwnRequestError, State, TooLateError, What, ask, get_request, list_requests
from store.bulk_requests import decide as decide_request
from store.bulk_requests import stop as stop_request
from store.collections import framework_of, get_collection
from store.release_export import exported
from store.release_export_kinds import DEFAULT, EXPORTS, ExportKind
from web.access import current_account, open_to
from web.auditing import record
from web.bulk.asking import MOST_CHARACTERS, Asked, read_asked, read_decision
from web.bulk.cards import card, may_decide
from web.organisation import here
from web.reach import current_reach, visible_collections
from web.stores import stores

bp = Blueprint("bulk", __name__, url_prefix="/bulk")
_TWO = (Role.MANAGER, Role.ADMINISTRATOR)
_ABOUT = "txt"


@bp.get("")
@open_to(*_TWO, within_collections=True)
def page() -> ResponseReturnValue:
    """Every request that the person may see, what waits for them first."""
    account, names, now = current_account(), _names(), _now()
    cards = [card(one, account, names, now) for one in list_requests(stores().stories) if _is_seen(one)]
    cards.sort(key=lambda one: (not one.may_decide, not one.may_download, not one.may_stop))
    return render_template(
        "bulk/page.html",
        cards=cards,
        may_export=Role.MANAGER in account.roles,
        may_delete=Role.ADMINISTRATOR in account.roles,
        done=request.args.get("done", ""),
    )


@bp.get("/export")
@open_to(Role.MANAGER, within_collections=True)
def new_export() -> ResponseReturnValue:
    """The form that asks for a file of stories."""
    return _form(Asked({"collection": request.args.get("collection", ""), "kind": DEFAULT}, None), is_deletion=False)


@bp.post("/export")
@open_to(Role.MANAGER, within_collections=True)
def ask_export() -> ResponseReturnValue:
    """Show what the file will not hold, then ask an administrator for it."""
    return _ask(What.EXPORT)


@bp.get("/deletion")
@open_to(Role.ADMINISTRATOR)
def new_deletion() -> ResponseReturnValue:
    """The form that asks for a collection to be deleted."""
    return _form(Asked({"collection": request.args.get("collection", "")}, None), is_deletion=True)


@bp.post("/deletion")
@open_to(Role.ADMINISTRATOR)
def ask_deletion() -> ResponseReturnValue:
    """Ask a manager or another administrator for a collection to be deleted."""
    return _ask(What.DELETION)


@bp.get("/<request_id>")
@open_to(*_TWO, within_collections=True)
def show(request_id: str) -> ResponseReturnValue:
    """One request, and the decision about it."""
    return _show(_seen(request_id))


@bp.post("/<request_id>/decide")
@open_to(*_TWO, within_collections=True)
def decide(request_id: str) -> ResponseReturnValue:
    """Approve or decline what somebody else asked for."""
    asked = _seen(request_id)
    if not may_decide(current_account(), asked):
        abort(403)
    approve, because, errors = read_decision(request.form)
    if errors:
        return _show(asked, errors, {"decision": request.form.get("decision", ""), "because": because}), 422
    account = current_account()

    def act() -> BulkRequest:
        return decide_request(
            stores().stories, asked.id, approve=approve, because=because, decided_by=account.id, at=_now()
        )

    return _act(act, asked, "approved" if approve else "declined")


@bp.post("/<request_id>/stop")
@open_to(*_TWO, within_collections=True)
def stop(request_id: str) -> ResponseReturnValue:
    """Stop a request before anything happens."""
    asked, account = _seen(request_id), current_account()
    return _act(lambda: stop_request(stores().stories, asked.id, stopped_by=account.id, at=_now()), asked, "stopped")


@bp.get("/<request_id>/stories.<ending>")
@open_to(Role.MANAGER, within_collections=True)
def download(request_id: str, ending: str) -> ResponseReturnValue:
    """The file, for the person who asked, while it is open."""
    asked = _seen(request_id)
    kind = _kind_of(asked)
    if ending not in {kind.ending, _ABOUT} or asked.asked_by != current_account().id:
        abort(404)
    if asked.what is not What.EXPORT or asked.state(_now()) is not State.OPEN:
        abort(410)
    db = stores().stories
    collection = get_collection(db, asked.collection)
    if collection.policy is not Policy.OPEN:
        abort(410)
    framework = framework_of(db, collection)
    if ending == _ABOUT:
        return _file(f"{collection.id}-stories.txt", Response(kind.about(framework), mimetype="text/plain"))
    # Written whole before a byte leaves: what may be seen is held to this request, and what fails must not look done.
    held = tempfile.TemporaryFile()
    kind.write(held, framework, exported(db, collection))
    held.seek(0)
    return _file(
        f"{collection.id}-stories.{ending}", Response(wrap_file(request.environ, held), mimetype=kind.media_type)
    )


def _file(name: str, response: Response) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _kind_of(asked: BulkRequest) -> ExportKind:
    return EXPORTS.get(asked.kind, EXPORTS[DEFAULT])


def _ask(what: What) -> ResponseReturnValue:
    is_deletion = what is What.DELETION
    asked = read_asked(request.form, _offered(is_deletion), is_deletion=is_deletion)
    if asked.errors or asked.collection is None:
        return _form(asked, is_deletion=is_deletion), 422
    kind = "" if is_deletion else asked.fields["kind"]
    if kind and request.form.get("looked") != kind:
        return _look(asked, asked.collection, EXPORTS[kind])
    found = ask(
        stores().stories,
        what,
        collection=asked.collection.id,
        title=asked.collection.title,
        reason=asked.fields["reason"],
        asked_by=current_account().id,
        at=_now(),
        kind=kind,
    )
    if found is None:
        problem = FieldError("collection", "This was asked for before and is not over yet: look at the list")
        return _form(Asked(asked.fields, asked.collection, (problem,)), is_deletion=is_deletion), 422
    record(f"bulk.{what.value}.asked", f"{asked.collection.id}/{found}")
    return redirect(url_for(".show", request_id=found), code=303)


def _act(act: Callable[[], BulkRequest], asked: BulkRequest, done: str) -> ResponseReturnValue:
    try:
        act()
    except (OwnRequestError, TooLateError) as error:
        return _show(get_request(stores().stories, asked.id), (FieldError("decision", str(error)),)), 422
    record(f"bulk.{asked.what.value}.{done}", f"{asked.collection}/{asked.id}")
    return redirect(url_for(".show", request_id=asked.id), code=303)


def _form(asked: Asked, *, is_deletion: bool) -> str:
    return render_template(
        "bulk/deletion.html" if is_deletion else "bulk/export.html",
        asked=asked,
        errors=asked.errors,
        collections=_offered(is_deletion),
        kinds=tuple(EXPORTS.values()),
    )


def _look(asked: Asked, collection: Collection, kind: ExportKind) -> str:
    left_out = kind.left_out(framework_of(stores().stories, collection))
    return render_template("bulk/look.html", asked=asked, collection=collection, kind=kind, left_out=left_out)


def _show(asked: BulkRequest, errors: tuple[FieldError, ...] = (), typed: dict[str, str] | None = None) -> str:
    shown, kind = card(asked, current_account(), _names(), _now()), _kind_of(asked)
    left_out = () if asked.what is What.DELETION else tuple(_left_out(asked, kind))
    more = {"kind": kind, "left_out": left_out, "most": MOST_CHARACTERS}
    return render_template("bulk/show.html", card=shown, errors=errors, typed=typed or {}, **more)


def _left_out(asked: BulkRequest, kind: ExportKind) -> list[str]:
    """What the file does not hold; nothing is known of a collection that is deleted."""
    db = stores().stories
    try:
        return kind.left_out(framework_of(db, get_collection(db, asked.collection)))
    except NotFoundError:
        return []


def _offered(is_deletion: bool) -> list[Collection]:
    """What can be asked for: an export of open collections alone."""
    found = visible_collections()
    return found if is_deletion else [one for one in found if one.policy is Policy.OPEN]


def _seen(request_id: str) -> BulkRequest:
    found = get_request(stores().stories, request_id)
    if not _is_seen(found):
        raise NotFoundError("bulk request", request_id)
    return found


def _is_seen(asked: BulkRequest) -> bool:
    """Somebody limited to groups of a collection has no part in what is done with all of it."""
    reach = current_reach()
    return reach.sees(asked.collection) and reach.groups_of(asked.collection) is None


def _names() -> dict[str, str]:
    return {one.id: one.name for one in list_accounts(stores().accounts, here().organisation)}


def _now() -> datetime:
    return datetime.now(UTC)
